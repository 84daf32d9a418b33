package op

import (
	"context"
	"net/http"
	"net/netip"

	"belfry/internal/account"
	"belfry/internal/errs"
)

// Permission says who may call an operation.
type Permission int

// The permissions, each including the ones before it. An operation that may
// change something needs more than a read-only token, whatever its permission.
const (
	Public Permission = iota // anybody
	Read                     // anybody who is signed in, or a token
	Write                    // not with a read-only token
	Admin                    // an administrator
)

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

// Known reports whether somebody is signed in.
func (c Caller) Known() bool { return c.User.ID != 0 }

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
	case op.Permission == Admin && c.Role != account.RoleAdmin:
		return errs.New(errs.Forbidden, "Only an administrator may do this.")
	}
	return nil
}

// writes reports whether op may change something.
func (op Operation) writes() bool {
	return op.Permission == Write || (op.Permission == Admin && op.Method != http.MethodGet)
}
