package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
)

// Environment is what the process hands to a command.
type Environment struct {
	Context        context.Context //nolint:containedctx // the life of the process
	Version        string
	Environ        []string
	File           string
	Set            map[string]string
	Stdin          io.Reader
	Stdout, Stderr io.Writer
}

// load reads the configuration; flags are settings that have a flag of their
// own, empty ones were not given.
func (e Environment) load(flags map[string]string) (Config, error) {
	set := maps.Clone(e.Set)
	if set == nil {
		set = map[string]string{}
	}
	for key, v := range flags {
		if v != "" {
			set[key] = v
		}
	}
	return Load(Source{File: e.File, Environ: e.Environ, Set: set})
}

// ServeCommand is "belfry serve".
type ServeCommand struct {
	DataDir     string `help:"Where everything is kept. Default: ./belfry-data." placeholder:"DIR"`
	Listen      string `help:"Address to serve on. Default: :8000." placeholder:"ADDR"`
	BaseURL     string `help:"Public address, for links and DSNs. Default: from each request." placeholder:"URL"`
	PrintConfig bool   `help:"Print the configuration in effect and exit."`
}

// Run serves until the process is told to stop.
func (c ServeCommand) Run(env Environment) error {
	cfg, err := env.load(map[string]string{"data_dir": c.DataDir, "listen": c.Listen, "base_url": c.BaseURL})
	if err != nil {
		return err
	}
	if c.PrintConfig {
		text, err := cfg.Print()
		if err != nil {
			return fmt.Errorf("print the configuration: %w", err)
		}
		_, err = env.Stdout.Write(text)
		return err
	}
	a, err := New(env.Context, cfg, env.Version, cfg.Log.NewLogger(env.Stderr))
	if err != nil {
		return err
	}
	return a.Run(env.Context, env.Stdout)
}

// VersionCommand is "belfry version".
type VersionCommand struct{}

// Run prints the version.
func (VersionCommand) Run(env Environment) error {
	_, err := fmt.Fprintln(env.Stdout, env.Version)
	return err
}

// InitCommand is "belfry init".
type InitCommand struct {
	DataDir  string `help:"Where everything is kept. Default: ./belfry-data." placeholder:"DIR"`
	Email    string `help:"E-mail of the first user." required:"" placeholder:"E"`
	Password string `help:"Password of the first user." required:"" placeholder:"P"`
	Name     string `help:"Name of the first user. Default: from the e-mail." placeholder:"NAME"`
	Project  string `help:"Name of the project." required:"" placeholder:"NAME"`
	Platform string `help:"Platform of the project, such as python or node." default:"other" placeholder:"X"`
	BaseURL  string `help:"Public address, for the DSN." placeholder:"U"`
	JSON     bool   `help:"Print one JSON object and nothing else." name:"json"`
}

// Result is what "belfry init" prints.
type Result struct {
	DSN       string `json:"dsn"`
	Token     string `json:"token"`
	ProjectID int64  `json:"project_id"`
	BaseURL   string `json:"base_url"`
}

// Run makes what is missing; repeating it changes nothing but the token.
func (c InitCommand) Run(env Environment) error {
	cfg, err := env.load(map[string]string{"data_dir": c.DataDir, "base_url": c.BaseURL})
	if err != nil {
		return err
	}
	r, err := c.initialise(env.Context, cfg, cfg.Log.NewLogger(env.Stderr))
	if err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(env.Stdout).Encode(r)
	}
	_, err = fmt.Fprintf(env.Stdout, "Project %d is ready.\n\nDSN    %s\nToken  %s\n\nThe token is shown only now. Start the server with: belfry serve\n", r.ProjectID, r.DSN, r.Token)
	return err
}
