package telemetry

import "strings"

// Level is a severity, ordered: a higher value is worse.
type Level uint8

// The levels, as Sentry SDKs name them. Unset is only for input that named
// none.
const (
	LevelUnset Level = iota
	LevelTrace
	LevelDebug
	LevelInfo
	LevelWarning
	LevelError
	LevelFatal
)

var levelNames = [...]string{"", "trace", "debug", "info", "warning", "error", "fatal"}

// String returns the lower-case name of l.
func (l Level) String() string {
	if int(l) < len(levelNames) {
		return levelNames[l]
	}
	return ""
}

// ParseLevel understands the names that SDKs, loggers and syslog use; anything
// else is LevelUnset.
func ParseLevel(s string) Level {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "fatal", "critical", "crit", "alert", "emerg", "emergency", "panic":
		return LevelFatal
	case "error", "err", "severe":
		return LevelError
	case "warning", "warn":
		return LevelWarning
	case "info", "information", "informational", "notice", "log":
		return LevelInfo
	case "debug":
		return LevelDebug
	case "trace", "verbose", "sample":
		return LevelTrace
	}
	return LevelUnset
}

// MarshalText implements encoding.TextMarshaler.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler; it never fails.
func (l *Level) UnmarshalText(text []byte) error {
	*l = ParseLevel(string(text))
	return nil
}
