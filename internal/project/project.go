package project

import (
	"belfry/internal/db"
	"belfry/internal/telemetry"
)

// Status is where a project is in its life.
type Status string

// The statuses. Intake takes events for active projects only; one that is being
// deleted is shown to nobody.
const (
	Active   Status = "active"
	Archived Status = "archived"
	Deleting Status = "deleting"
)

// Project is the unit of isolation and access.
type Project struct {
	ID           int64          `db:"id"`
	Organization int64          `db:"organization_id"`
	Slug         string         `db:"slug"`
	Name         string         `db:"name"`
	Platform     string         `db:"platform"`
	Status       Status         `db:"status"`
	Created      telemetry.Time `db:"created_at"`
	Settings     Settings       `db:"settings"`
}

// Settings say how a project's telemetry is treated before it is stored.
type Settings struct {
	ScrubIP    bool     `json:"scrub_ip"`    // addresses of users are removed
	ScrubEmail bool     `json:"scrub_email"` // e-mail addresses are removed
	ScrubKeys  []string `json:"scrub_keys"`  // values under these keys are removed, beside the usual ones
	SafeKeys   []string `json:"safe_keys"`   // values under these keys are kept
}

// Key lets events in.
type Key struct {
	ID            int64          `db:"id"`
	Project       int64          `db:"project_id"`
	Name          string         `db:"name"`
	PublicKey     string         `db:"public_key"` // 32 hex digits
	Enabled       bool           `db:"enabled"`
	RatePerMinute int64          `db:"rate_per_minute"` // 0 means no limit
	Created       telemetry.Time `db:"created_at"`
	LastUsed      telemetry.Time `db:"last_used_at"`
}

// Store keeps projects and keys.
type Store struct {
	db *db.DB
}

// New returns the projects in d.
func New(d *db.DB) *Store { return &Store{db: d} }
