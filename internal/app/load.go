package app

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	koanftoml "github.com/knadh/koanf/parsers/toml/v2"
	"github.com/knadh/koanf/providers/confmap"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/v2"
	"github.com/pelletier/go-toml/v2"
)

// Source says where settings come from, weakest first: the file, the
// environment, and what was set on the command line.
type Source struct {
	File    string            // path of belfry.toml; empty: ./belfry.toml when there is one
	Environ []string          // as of os.Environ
	Set     map[string]string // by key
}

// Load reads the configuration and validates it.
func Load(src Source) (Config, error) {
	k := koanf.New(".")
	if err := loadFile(k, src.File); err != nil {
		return Config{}, err
	}
	env, err := fromEnviron(src.Environ)
	if err != nil {
		return Config{}, err
	}
	for _, layer := range []map[string]string{env, src.Set} {
		if err := loadLayer(k, layer); err != nil {
			return Config{}, err
		}
	}
	cfg := Defaults()
	if err := k.UnmarshalWithConf("", &cfg, koanf.UnmarshalConf{Tag: "toml"}); err != nil {
		return Config{}, fmt.Errorf("configuration: %w", err)
	}
	return cfg, cfg.Validate()
}

func loadFile(k *koanf.Koanf, path string) error {
	implicit := path == ""
	err := k.Load(file.Provider(cmp.Or(path, "belfry.toml")), koanftoml.Parser())
	switch {
	case implicit && errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("configuration file %s: %w", cmp.Or(path, "belfry.toml"), err)
	}
	for _, key := range k.Keys() {
		if err := known(key, keys(), fmt.Sprintf("key in %s", filepath.Base(cmp.Or(path, "belfry.toml")))); err != nil {
			return err
		}
	}
	return nil
}

func loadLayer(k *koanf.Koanf, layer map[string]string) error {
	values := make(map[string]any, len(layer))
	for key, v := range layer {
		if err := known(key, keys(), "setting"); err != nil {
			return err
		}
		values[key] = v
		if slices.Contains(lists(), key) {
			values[key] = splitList(key, v)
		}
	}
	return k.Load(confmap.Provider(values, "."), nil)
}

// fromEnviron picks BELFRY_* variables; NAME_FILE names a file that holds the
// value. DATABASE_URL is understood without the prefix, as by most programs.
func fromEnviron(environ []string) (map[string]string, error) {
	names := map[string]string{}
	for _, key := range keys() {
		names[envName(key)] = key
	}
	out := map[string]string{}
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		if name == "DATABASE_URL" && out["database_url"] == "" {
			out["database_url"] = value
			continue
		}
		if !strings.HasPrefix(name, "BELFRY_") || reserved(name) {
			continue
		}
		if err := setFromEnv(out, names, name, value); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// reserved names are read elsewhere: by the command line and by tests.
func reserved(name string) bool {
	return name == "BELFRY_CONFIG" || strings.HasPrefix(name, "BELFRY_TEST_") || strings.HasPrefix(name, "BELFRY_REQUIRE_")
}

func setFromEnv(out, names map[string]string, name, value string) error {
	if key, ok := names[name]; ok {
		out[key] = value
		return nil
	}
	base, isFile := strings.CutSuffix(name, "_FILE")
	key, ok := names[base]
	if !isFile || !ok {
		return known(name, envNames(), "environment variable")
	}
	text, err := os.ReadFile(value)
	if err != nil {
		return fmt.Errorf("environment variable %s: %w", name, err)
	}
	out[key] = string(bytes.TrimSpace(text))
	return nil
}

func envName(key string) string {
	return "BELFRY_" + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

func envNames() []string {
	var out []string
	for _, key := range keys() {
		out = append(out, envName(key))
	}
	return out
}

// lists returns the names of the settings that are lists: in the environment
// and on the command line their parts are separated by commas. Networks may be
// separated by spaces too; other values may have some.
func lists() []string {
	return keysOf(reflect.TypeFor[Config](), "", func(t reflect.Type) bool { return t.Kind() == reflect.Slice })
}

func splitList(key, text string) []string {
	if key == "trusted_proxies" {
		text = strings.ReplaceAll(text, " ", ",")
	}
	parts := strings.Split(text, ",")
	for i, p := range parts {
		parts[i] = strings.TrimSpace(p)
	}
	return slices.DeleteFunc(parts, func(p string) bool { return p == "" })
}

// keys returns the dotted names of all settings, in the order of Config.
func keys() []string {
	return keysOf(reflect.TypeFor[Config](), "", func(reflect.Type) bool { return true })
}

func keysOf(t reflect.Type, prefix string, want func(reflect.Type) bool) []string {
	var out []string
	for f := range t.Fields() {
		name := prefix + f.Tag.Get("toml")
		if f.Type.Kind() == reflect.Struct {
			out = append(out, keysOf(f.Type, name+".", want)...)
		} else if want(f.Type) {
			out = append(out, name)
		}
	}
	return out
}

// known returns an error that suggests the nearest valid name when name is not
// one of valid.
func known(name string, valid []string, what string) error {
	if slices.Contains(valid, name) {
		return nil
	}
	nearest := slices.MinFunc(valid, func(a, b string) int { return cmp.Compare(distance(name, a), distance(name, b)) })
	return fmt.Errorf("unknown %s %q: did you mean %q?", what, name, nearest)
}

// distance is the Levenshtein distance.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(diagonal+cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// masked stands for a secret that is set; it is what url.Redacted writes too.
const masked = "xxxxx"

// Print writes c as a belfry.toml, with secrets masked.
func (c Config) Print() ([]byte, error) {
	if c.DatabaseURL != "" {
		c.DatabaseURL = maskPassword(c.DatabaseURL)
	}
	for _, text := range []*string{&c.SecretKey, &c.OIDC.ClientSecret} {
		if *text != "" {
			*text = masked
		}
	}
	return toml.Marshal(c)
}
