package app

import (
	"io"
	"log/slog"
	"net/url"
)

// NewLogger returns the logger that c asks for, writing to w.
func (c LogConfig) NewLogger(w io.Writer) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.Level)); err != nil {
		level = slog.LevelInfo // Validate has refused other names before
	}
	options := &slog.HandlerOptions{Level: level}
	if c.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

func maskPassword(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "(not a valid address)"
	}
	return u.Redacted()
}
