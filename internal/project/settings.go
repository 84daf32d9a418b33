package project

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"belfry/internal/errs"
	"belfry/internal/group"
)

// Settings say how a project's telemetry is treated before it is stored.
type Settings struct {
	ScrubIP    bool     `json:"scrub_ip"`    // addresses of users are removed
	ScrubEmail bool     `json:"scrub_email"` // e-mail addresses are removed
	ScrubKeys  []string `json:"scrub_keys"`  // values under these keys are removed, beside the usual ones
	SafeKeys   []string `json:"safe_keys"`   // values under these keys are kept

	Grouping group.Settings `json:"grouping,omitzero"` // how events become issues

	Icon   string `json:"icon,omitempty"`   // one of Icons, or empty: that of the platform
	Color  string `json:"color,omitempty"`  // one of Colors, or empty
	Sample bool   `json:"sample,omitempty"` // holds sample data
}

// Value implements driver.Valuer: settings are stored as JSON.
func (s Settings) Value() (driver.Value, error) {
	text, err := json.Marshal(s)
	return string(text), err
}

// Scan implements sql.Scanner.
func (s *Settings) Scan(v any) error {
	text, ok := v.(string)
	if !ok {
		return fmt.Errorf("settings are %T, not text", v)
	}
	*s = Settings{}
	return json.Unmarshal([]byte(text), s)
}

const (
	maxScrubKeys = 200
	maxScrubKey  = 100
)

// SettingsChange is a change of settings; nil leaves a field as it is.
type SettingsChange struct {
	ScrubIP    *bool
	ScrubEmail *bool
	ScrubKeys  *[]string
	SafeKeys   *[]string
	Icon       *string
	Color      *string
	Sample     *bool
}

func (c SettingsChange) apply(s *Settings) (err error) {
	if c.ScrubIP != nil {
		s.ScrubIP = *c.ScrubIP
	}
	if c.ScrubEmail != nil {
		s.ScrubEmail = *c.ScrubEmail
	}
	if c.ScrubKeys != nil {
		if s.ScrubKeys, err = checkKeys("settings.scrub_keys", *c.ScrubKeys); err != nil {
			return err
		}
	}
	if c.SafeKeys != nil {
		if s.SafeKeys, err = checkKeys("settings.safe_keys", *c.SafeKeys); err != nil {
			return err
		}
	}
	return c.applyLook(s)
}

func (c SettingsChange) applyLook(s *Settings) (err error) {
	if c.Icon != nil {
		if s.Icon, err = checkLook("icon", *c.Icon, Icons); err != nil {
			return err
		}
	}
	if c.Color != nil {
		if s.Color, err = checkLook("color", *c.Color, Colors); err != nil {
			return err
		}
	}
	if c.Sample != nil {
		s.Sample = *c.Sample
	}
	return nil
}

// checkKeys trims the names, drops empty and double ones and keeps the order.
func checkKeys(field string, names []string) ([]string, error) {
	kept := []string{}
	for _, name := range names {
		name = strings.TrimSpace(name)
		if utf8.RuneCountInString(name) > maxScrubKey {
			return nil, errs.Field(field, "A name has at most %d characters.", maxScrubKey)
		}
		if name != "" && !slices.Contains(kept, name) {
			kept = append(kept, name)
		}
		if len(kept) > maxScrubKeys {
			return nil, errs.Field(field, "Use at most %d names.", maxScrubKeys)
		}
	}
	return kept, nil
}
