// Command belfry watches what a team runs and turns what goes wrong into
// issues. Run it with --help for its commands.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"belfry/internal/app"
)

var version = "dev" // set by the Makefile

type commands struct {
	Config string            `help:"Configuration file." placeholder:"FILE" env:"BELFRY_CONFIG"`
	Set    map[string]string `help:"Set one configuration key, as in --set intake.max_event=2MiB." placeholder:"KEY=VALUE"`

	Serve   app.ServeCommand   `cmd:"" help:"Run the server."`
	Init    app.InitCommand    `cmd:"" help:"Make the first user, a project and a token without a browser."`
	Demo    app.DemoCommand    `cmd:"" help:"Show a temporary instance with sample data."`
	User    app.UserCommand    `cmd:"" help:"Look after users without signing in."`
	Version app.VersionCommand `cmd:"" help:"Print the version."`
}

func main() {
	var c commands
	k := kong.Parse(&c, kong.Name("belfry"), kong.UsageOnError(),
		kong.Description("One program that watches everything a small team runs."))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := k.Run(app.Environment{
		Context: ctx, Version: version, Environ: os.Environ(),
		File: c.Config, Set: c.Set, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
	})
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "belfry:", err)
		os.Exit(1)
	}
}
