package op

import (
	"context"
	"net/http"
	"net/netip"
	"strings"

	"belfry/internal/account"
	"belfry/internal/errs"
)

// Permission says who may call an operation.
type Permission int

// The permissions. An operation that may change something needs more than a
// read-only token, whatever its permission. Which projects the caller may see
// is another question, which project, scope and issue answer.
const (
	Public   Permission = iota // anybody
	Read                       // viewers and up, every token
	Write                      // members and up, not with a read-only token
	Admin                      // admins and owners; of what is in a project its write tokens, too
	Owner                      // owners
	Personal                   // anybody but tokens of projects
)

// least is the weakest role that has a permission.
func (p Permission) least() account.Role {
	switch p {
	case Write:
		return account.RoleMember
	case Admin:
		return account.RoleAdmin
	case Owner:
		return account.RoleOwner
	default:
		return account.RoleViewer
	}
}

// Request is what an operation may know of the request it serves, whoever sent
// it.
type Request struct {
	RequestID string     // also in the log and in the answer
	Address   netip.Addr // of the client, zero when not known
	Agent     string     // User-Agent
	BaseURL   string     // how the outside reaches this server, without a final slash
}

// Caller is who asks: nobody, a person in the browser, or a token.
type Caller struct {
	Request
	account.Identity       // zero for nobody
	Refused          error // why the credentials that came were not taken
}

// actor is c as the audit log names who does something.
func (c Caller) actor() account.Actor {
	return account.Actor{Identity: c.Identity, From: c.client()}
}

type callerKey struct{}

// WithCaller returns a context in which operations act for c.
func WithCaller(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

// CallerOf returns the caller of ctx, nobody by default.
func CallerOf(ctx context.Context) Caller {
	c, _ := ctx.Value(callerKey{}).(Caller)
	return c
}

// allow returns nil when c may call op.
func (op Operation) allow(c Caller) error {
	switch {
	case op.Permission == Public:
		return nil
	case !c.Known() && c.Refused != nil:
		return c.Refused
	case !c.Known():
		return errs.New(errs.Unauthenticated, "Sign in, or send a token as “Authorization: Bearer bfy_…”.")
	case op.writes() && c.Scope != account.ScopeWrite:
		return errs.New(errs.Forbidden, "This token may only read. Use one with the scope “write”.")
	case c.Project != 0:
		return op.allowProject()
	case op.Home && !c.Organization.Home:
		return errs.New(errs.Forbidden, "This is up to the administrators of the organization that runs this server.")
	case !c.Role.AtLeast(op.Permission.least()):
		return errs.New(errs.Forbidden, "%s", denials[op.Permission])
	}
	return nil
}

var denials = map[Permission]string{
	Read:     "Your role does not allow this.",
	Personal: "Your role does not allow this.",
	Write:    "Viewers may only look. Ask an administrator for another role.",
	Admin:    "Only an administrator may do this.",
	Owner:    "Only an owner may do this.",
}

// allowProject returns nil when a token of a project may call op, if it may
// write where op does. What it administers is its own project: operations look
// for that themselves.
func (op Operation) allowProject() error {
	within := strings.HasPrefix(op.Path, "/projects/{project_id}/") || op.Path == "/projects/{project_id}"
	switch {
	case op.PeopleOnly || op.Permission == Personal || op.Permission == Owner:
		return errs.New(errs.Forbidden, "This is for people. Use a personal token, or sign in.")
	case op.Home || op.Permission == Admin && !within:
		return errs.New(errs.Forbidden, "A project's token is good for its project only.")
	}
	return nil
}

// writes reports whether op may change something.
func (op Operation) writes() bool {
	return op.Permission == Write || op.Permission >= Admin && op.Method != http.MethodGet
}
