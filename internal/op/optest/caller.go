package optest

import (
	"testing"

	"belfry/internal/account"
	"belfry/internal/telemetry"
)

// The callers of a bench.
const (
	Nobody  = "nobody"
	Reader  = "read token"  // of the owner
	Writer  = "write token" // of the owner
	Session = "session"     // of the owner
	Admin   = "admin"       // sessions of others, by their role
	Member  = "member"
	Viewer  = "viewer"

	Outsider      = "outsider"           // the session of a member who sees no project
	ProjectReader = "project read token" // when a test has made it, with Token
	ProjectWriter = "project write token"
)

// people are the users of a bench in the order of their ids.
var people = []struct {
	as, name, email string
	role            account.Role
	outside         bool
}{
	{Session, "Ada", "ada@example.com", account.RoleOwner, false},
	{Member, "Bo", "bo@example.com", account.RoleMember, false},
	{Admin, "Cy", "cy@example.com", account.RoleAdmin, false},
	{Viewer, "Di", "di@example.com", account.RoleViewer, false},
	{Outsider, "Ed", "ed@example.com", account.RoleMember, true},
}

// WithUsers adds a user of each role, Ada's tokens, and Ed, who is a member
// without a project.
func (b *Bench) WithUsers(tb testing.TB) *Bench {
	tb.Helper()
	ctx, now := tb.Context(), telemetry.At(b.Clock)
	for _, p := range people {
		u, err := b.Accounts.EnsureMember(ctx, account.Person{Name: p.name, Email: p.email, Password: Password},
			account.Membership{Organization: 1, Role: p.role, AllProjects: !p.outside, Confirmed: true}, now)
		check(tb, err)
		s, err := b.Accounts.OpenSession(ctx, u.ID, account.Client{}, now)
		check(tb, err)
		b.callers[p.as] = s.Identity
	}
	b.Token(tb, Reader, account.ScopeRead, 0)
	b.Token(tb, Writer, account.ScopeWrite, 0)
	return b
}

// Token makes a token of the owner, or with a project one of that, a caller. One
// of the same name is forgotten.
func (b *Bench) Token(tb testing.TB, as string, scope account.Scope, project int64) {
	tb.Helper()
	ctx, now := tb.Context(), telemetry.At(b.Clock)
	owner := account.Actor{Identity: b.callers[Session]}
	_, text, err := b.Accounts.CreateToken(ctx, owner, account.Token{Name: as, Scope: scope, Project: project}, now)
	check(tb, err)
	b.callers[as], err = b.Accounts.ByToken(ctx, text, now)
	check(tb, err)
}

// Elsewhere makes another organization with an owner, a caller who belongs to no
// other one, and returns its id.
func (b *Bench) Elsewhere(tb testing.TB, as string) int64 {
	tb.Helper()
	ctx, now := tb.Context(), telemetry.At(b.Clock)
	o, err := b.Accounts.CreateOrganization(ctx, account.Actor{Identity: b.callers[Session]}, "Elsewhere", now)
	check(tb, err)
	u, err := b.Accounts.EnsureMember(ctx, account.Person{Name: "Zoe", Email: "zoe@example.com", Password: Password},
		account.Membership{Organization: o.ID, Role: account.RoleOwner, AllProjects: true, Confirmed: true}, now)
	check(tb, err)
	s, err := b.Accounts.OpenSession(ctx, u.ID, account.Client{}, now)
	check(tb, err)
	b.callers[as] = s.Identity
	return o.ID
}

// Again looks up what a caller's session or token allows by now, as each request
// does.
func (b *Bench) Again(tb testing.TB, as string) {
	tb.Helper()
	id, err := b.Accounts.Again(tb.Context(), b.callers[as], telemetry.At(b.Clock))
	check(tb, err)
	b.callers[as] = id
}
