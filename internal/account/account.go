package account

import (
	"belfry/internal/db"
	"belfry/internal/telemetry"
)

// Organization is what users and projects belong to.
type Organization struct {
	ID   int64
	Name string
}

// User is a person with a local account.
type User struct {
	ID       int64
	Name     string
	Email    string
	Disabled bool
	Created  telemetry.Time
}

// Role is what a user may do in an organization.
type Role string

// The roles.
const (
	RoleAdmin  Role = "admin"
	RoleMember Role = "member"
)

// Scope limits what is done with a credential.
type Scope string

// The scopes; write includes read. A session in the browser has write.
const (
	ScopeRead  Scope = "read"
	ScopeWrite Scope = "write"
)

// Identity is who stands behind a credential, and what it allows.
type Identity struct {
	User         User
	Organization Organization
	Role         Role
	Scope        Scope
	Session      string // hash of the session, "" for tokens
	Token        int64  // id of the token, 0 for sessions
}

// Store keeps accounts.
type Store struct {
	db       *db.DB
	attempts *attempts
}

// New returns the accounts in d.
func New(d *db.DB) *Store { return &Store{db: d, attempts: newAttempts()} }
