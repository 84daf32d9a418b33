package account

import (
	"context"
	"fmt"
	"log/slog"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/secret"
	"belfry/internal/telemetry"
)

// Organization is what users and projects belong to.
type Organization struct {
	ID   int64  `db:"id"`
	Name string `db:"name"`
	Home bool   `db:"home"` // the first one, whose administrators look after the installation
}

// User is a person with a local account.
type User struct {
	ID       int64          `db:"id"`
	Name     string         `db:"name"`
	Email    string         `db:"email"`
	Disabled bool           `db:"disabled"`
	Created  telemetry.Time `db:"created_at"`
}

// Scope limits what is done with a credential.
type Scope string

// The scopes; write includes read. A session in the browser has write.
const (
	ScopeRead  Scope = "read"
	ScopeWrite Scope = "write"
)

// Identity is who stands behind a credential, and what it allows. A token of a
// project has no user: it acts as the project, reading as a viewer and writing
// as a member.
type Identity struct {
	User         User
	Organization Organization
	Role         Role
	AllProjects  bool  // sees every project of the organization; else Store.Access knows
	Project      int64 // the only one that the token is good for, 0 for people
	Scope        Scope
	Session      string // hash of the session, "" for tokens
	Token        int64  // id of the token, 0 for sessions
	TokenName    string
}

// Known reports whether somebody is signed in, or sent a token.
func (id Identity) Known() bool { return id.User.ID != 0 || id.Project != 0 }

// hashers is how many passwords are worked on at once: each takes 19 MiB and a
// core for a moment.
const hashers = 2

// Store keeps accounts.
type Store struct {
	db        *db.DB
	passwords *secret.Passwords
	attempts  *attempts
	codes     *attempts // of the second step, by user
	starts    *attempts // sign-ins that were begun by who is not known yet, by network

	// Box seals the secrets of second factors, which are refused without it. It
	// is set before the first request.
	Box *secret.Box

	// Provider signs people in who have an account elsewhere; nil when there is
	// none.
	Provider *Provider

	// Log hears of what is not worth failing a request for; it is silent unless
	// set before the first one.
	Log *slog.Logger
}

// New returns the accounts in d.
func New(d *db.DB) *Store {
	return &Store{
		db: d, passwords: secret.NewPasswords(hashers),
		attempts: newAttempts(maxAttempts, attemptsWindow),
		codes:    newAttempts(maxAttempts, codesWindow),
		starts:   newAttempts(maxStarts, attemptsWindow),
		Log:      slog.New(slog.DiscardHandler),
	}
}

// DefaultOrganization returns the organization that a fresh installation has.
func (s *Store) DefaultOrganization(ctx context.Context) (o Organization, err error) {
	defer errs.Wrap(&err, "account.DefaultOrganization")
	return defaultOrganization(ctx, s.db)
}

func defaultOrganization(ctx context.Context, d *db.DB) (o Organization, err error) {
	err = d.Get(ctx, &o, `SELECT `+organizationColumns+` FROM organizations o ORDER BY o.id LIMIT 1`)
	return o, err
}

const organizationColumns = `o.id, o.name, o.id = (SELECT MIN(id) FROM organizations) AS home`

// identityColumns and identityFrom read an identity beside the columns of a
// credential that points to users u; who may not come in has none.
const (
	identityColumns = `u.id AS user_id, u.name AS user_name, u.email AS user_email, u.created_at AS user_created,
		o.id AS organization_id, o.name AS organization_name, o.id = (SELECT MIN(id) FROM organizations) AS home,
		m.role AS role, m.all_projects AS all_projects`
	identityFrom = `JOIN members m ON m.user_id = u.id AND NOT u.disabled AND NOT m.disabled AND m.confirmed
		JOIN organizations o ON o.id = m.organization_id`
)

type identityRow struct {
	UserID       int64          `db:"user_id"`
	UserName     string         `db:"user_name"`
	UserEmail    string         `db:"user_email"`
	UserCreated  telemetry.Time `db:"user_created"`
	Organization int64          `db:"organization_id"`
	OrgName      string         `db:"organization_name"`
	Home         bool           `db:"home"`
	Role         Role           `db:"role"`
	AllProjects  bool           `db:"all_projects"`
}

func (r identityRow) identity() Identity {
	return Identity{
		User:         User{ID: r.UserID, Name: r.UserName, Email: r.UserEmail, Created: r.UserCreated},
		Organization: Organization{ID: r.Organization, Name: r.OrgName, Home: r.Home},
		Role:         r.Role,
		AllProjects:  r.AllProjects || r.Role.AtLeast(RoleAdmin),
	}
}

// Names returns the names of users, for lists that mention them.
func (s *Store) Names(ctx context.Context, users []int64) (names map[int64]string, err error) {
	defer errs.Wrap(&err, "account.Names(%d users)", len(users))
	names = map[int64]string{}
	if len(users) == 0 {
		return names, nil
	}
	query, args, err := db.In(`SELECT id, name FROM users WHERE id IN (?) ORDER BY id`, users)
	if err != nil {
		return nil, fmt.Errorf("expand: %w", err)
	}
	var rows []User
	err = s.db.Select(ctx, &rows, query, args...)
	for _, u := range rows {
		names[u.ID] = u.Name
	}
	return names, err
}
