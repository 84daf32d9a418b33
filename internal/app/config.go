package app

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Config is every setting of the server. The toml tags are the keys of
// belfry.toml; BELFRY_INTAKE_MAX_EVENT is the environment's name of
// intake.max_event.
type Config struct {
	DataDir        string   `toml:"data_dir" help:"where everything is kept"`
	Listen         string   `toml:"listen" help:"address to serve on"`
	BaseURL        string   `toml:"base_url" help:"public address, for links and DSNs; empty: taken from each request"`
	DatabaseURL    string   `toml:"database_url" secret:"true" help:"postgres:// address; empty: SQLite in data_dir"`
	TrustedProxies []string `toml:"trusted_proxies" help:"networks whose X-Forwarded-* headers are believed"`
	SecretKey      string   `toml:"secret_key" secret:"true" help:"seals the secrets of second factors; empty: made and kept in data_dir"`

	Log       LogConfig       `toml:"log"`
	Intake    IntakeConfig    `toml:"intake"`
	Spool     SpoolConfig     `toml:"spool"`
	Lake      LakeConfig      `toml:"lake"`
	Retention RetentionConfig `toml:"retention"`
	Disk      DiskConfig      `toml:"disk"`
	OIDC      OIDCConfig      `toml:"oidc"`
}

// LogConfig says what the server says of itself.
type LogConfig struct {
	Level  string `toml:"level" help:"debug, info, warn or error"`
	Format string `toml:"format" help:"text or json"`
}

// IntakeConfig limits what is taken from clients.
type IntakeConfig struct {
	MaxCompressed   Size `toml:"max_compressed" help:"largest body as sent"`
	MaxInflated     Size `toml:"max_inflated" help:"largest body after decompression"`
	MaxEvent        Size `toml:"max_event" help:"largest event"`
	MaxAttachments  Size `toml:"max_attachments" help:"largest sum of attachments of one envelope"`
	IPRatePerMinute int  `toml:"ip_rate_per_minute" help:"requests per minute and address; 0: no limit"`
}

// SpoolConfig bounds the journal of what was acknowledged but not yet digested.
type SpoolConfig struct {
	MaxBytes     Size `toml:"max_bytes" help:"at this size intake answers 429"`
	SegmentBytes Size `toml:"segment_bytes" help:"size of one journal file"`
}

// LakeConfig bounds the telemetry store.
type LakeConfig struct {
	MemoryLimit Size `toml:"memory_limit" help:"memory of the query engine"`
	Threads     int  `toml:"threads" help:"threads of the query engine; 0: one per core"`
}

// RetentionConfig says how long telemetry is kept.
type RetentionConfig struct {
	Errors  Duration `toml:"errors" help:"events, and logs from warning up"`
	Logs    Duration `toml:"logs" help:"logs below warning"`
	Spans   Duration `toml:"spans" help:"transactions and spans"`
	Samples Duration `toml:"samples" help:"metrics, check-ins and sessions"`
}

// DiskConfig keeps the disk from filling.
type DiskConfig struct {
	Floor Size `toml:"floor" help:"below this much free space intake answers 429"`
}

// Defaults returns the configuration of a server that was told nothing.
func Defaults() Config {
	const day = 24 * time.Hour
	return Config{
		DataDir:        "./belfry-data",
		Listen:         ":8000",
		TrustedProxies: []string{},
		Log:            LogConfig{Level: "info", Format: "text"},
		Intake:         IntakeConfig{MaxCompressed: 20 << 20, MaxInflated: 100 << 20, MaxEvent: 1 << 20, MaxAttachments: 100 << 20},
		Spool:          SpoolConfig{MaxBytes: 4 << 30, SegmentBytes: 64 << 20},
		Lake:           LakeConfig{MemoryLimit: 256 << 20},
		Retention:      RetentionConfig{Errors: Duration(90 * day), Logs: Duration(30 * day), Spans: Duration(30 * day), Samples: Duration(30 * day)},
		Disk:           DiskConfig{Floor: 512 << 20},
		OIDC: OIDCConfig{
			Scopes: []string{"email", "profile"}, Label: "Sign in with single sign-on", DefaultRole: "member",
			Domains: []string{}, GroupsClaim: "groups", Roles: []string{},
		},
	}
}

// Validate reports everything that is wrong with c.
func (c Config) Validate() error {
	return errors.Join(
		c.validateAddresses(),
		oneOf("log.level", c.Log.Level, "debug", "info", "warn", "error"),
		oneOf("log.format", c.Log.Format, "text", "json"),
		positive("intake.max_compressed", c.Intake.MaxCompressed),
		positive("intake.max_inflated", c.Intake.MaxInflated),
		positive("intake.max_event", c.Intake.MaxEvent),
		positive("intake.max_attachments", c.Intake.MaxAttachments),
		positive("spool.segment_bytes", c.Spool.SegmentBytes),
		atLeast("spool.max_bytes", c.Spool.MaxBytes, c.Spool.SegmentBytes),
		atLeast("lake.memory_limit", c.Lake.MemoryLimit, 64<<20),
		c.validateSecretKey(),
		c.OIDC.validate(),
	)
}

func (c Config) validateAddresses() error {
	var all error
	if c.DataDir == "" {
		all = errors.Join(all, errors.New("data_dir: must not be empty"))
	}
	if c.BaseURL != "" {
		if u, err := url.Parse(c.BaseURL); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
			all = errors.Join(all, fmt.Errorf("base_url: %q is not an address such as https://belfry.example.com", c.BaseURL))
		}
	}
	if d := c.DatabaseURL; d != "" && !strings.HasPrefix(d, "postgres://") && !strings.HasPrefix(d, "postgresql://") {
		all = errors.Join(all, errors.New("database_url: must begin with postgres:// (leave it empty for SQLite)"))
	}
	_, err := c.proxies()
	return errors.Join(all, err)
}

func (c Config) proxies() ([]netip.Prefix, error) {
	out := make([]netip.Prefix, 0, len(c.TrustedProxies))
	for _, s := range c.TrustedProxies {
		p, err := netip.ParsePrefix(s)
		if err != nil {
			a, errAddr := netip.ParseAddr(s)
			if errAddr != nil {
				return nil, fmt.Errorf("trusted_proxies: %q is not a network such as 10.0.0.0/8", s)
			}
			p = netip.PrefixFrom(a, a.BitLen())
		}
		out = append(out, p)
	}
	return out, nil
}

// database returns what db.Open takes.
func (c Config) database() string {
	if c.DatabaseURL != "" {
		return c.DatabaseURL
	}
	return filepath.Join(c.DataDir, "belfry.db")
}

func oneOf(key, value string, allowed ...string) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	return fmt.Errorf("%s: %q is not one of %s", key, value, strings.Join(allowed, ", "))
}

func positive(key string, s Size) error { return atLeast(key, s, 1) }

func atLeast(key string, s, least Size) error {
	if s < least {
		return fmt.Errorf("%s: %s is less than %s", key, s, least)
	}
	return nil
}
