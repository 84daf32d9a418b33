package op

import (
	"context"
	"net/http"

	"belfry/internal/account"
)

// Security is how the caller's account is secured.
type Security struct {
	HasPassword   bool         `json:"has_password" doc:"False for who signs in elsewhere only."`
	TOTPSince     OrNull[Time] `json:"totp_since" doc:"Since when a code is asked for; null: not."`
	RecoveryCodes int64        `json:"recovery_codes" doc:"How many are left."`
	PasskeysWork  bool         `json:"passkeys_work" doc:"False at an IP address: passkeys are bound to a name."`
}

// Enrolment is what an authenticator app needs to know.
type Enrolment struct {
	Secret string `json:"secret" doc:"In base 32, for typing."`
	URI    string `json:"uri" doc:"otpauth://, for a QR code."`
}

// RecoveryCodes are shown once.
type RecoveryCodes struct {
	Codes []string `json:"codes" doc:"Each signs in once in place of a code. They are shown this once."`
}

// BrowserSession is somewhere that the caller is signed in.
type BrowserSession struct {
	ID        string `json:"id"`
	Agent     string `json:"agent" doc:"The User-Agent that signed in."`
	Address   string `json:"address" doc:"Where it signed in from."`
	CreatedAt Time   `json:"created_at"`
	SeenAt    Time   `json:"seen_at" doc:"To the hour."`
	ExpiresAt Time   `json:"expires_at" doc:"Unless it is used before."`
	Current   bool   `json:"current" doc:"This is the one that asks."`
}

func (o *Ops) securityOperations() []Operation {
	tries := []int{http.StatusTooManyRequests, http.StatusConflict, http.StatusServiceUnavailable}
	return []Operation{
		define(Operation{
			ID: "getSecurity", Method: http.MethodGet, Path: "/profile/security", Tag: "profile", Permission: Personal,
			Summary: "How the caller's account is secured",
		}, o.getSecurity),
		define(Operation{
			ID: "enrolTotp", Method: http.MethodPost, Path: "/profile/totp", Tag: "profile", Permission: Personal,
			Summary:     "Begin to set up an authenticator app",
			Description: "Nothing changes until the first code is confirmed. Takes the password again, unless there is none.",
			Errors:      tries,
		}, o.enrolTOTP),
		define(Operation{
			ID: "confirmTotp", Method: http.MethodPost, Path: "/profile/totp/confirm", Tag: "profile", Permission: Personal,
			Summary:     "Turn two-step sign-in on",
			Description: "Takes the first code of the app. The answer holds recovery codes, which are shown only now.",
			Errors:      tries,
		}, o.confirmTOTP),
		define(Operation{
			ID: "disableTotp", Method: http.MethodPost, Path: "/profile/totp/disable", Tag: "profile", Permission: Personal,
			Summary: "Turn two-step sign-in off",
			Errors:  tries,
		}, o.disableTOTP),
		define(Operation{
			ID: "replaceRecoveryCodes", Method: http.MethodPost, Path: "/profile/recovery-codes", Tag: "profile", Permission: Personal,
			Summary: "Replace the recovery codes",
			Errors:  tries,
		}, o.replaceRecoveryCodes),
		define(Operation{
			ID: "listSessions", Method: http.MethodGet, Path: "/profile/sessions", Tag: "profile", Permission: Personal,
			Summary: "Where the caller is signed in, the last used first",
		}, o.listSessions),
		define(Operation{
			ID: "deleteOtherSessions", Method: http.MethodDelete, Path: "/profile/sessions", Tag: "profile", Permission: Personal,
			Summary: "Sign out everywhere else",
		}, o.deleteOtherSessions),
		define(Operation{
			ID: "deleteOneSession", Method: http.MethodDelete, Path: "/profile/sessions/{session_id}", Tag: "profile", Permission: Personal,
			Summary: "Sign out somewhere",
			Errors:  []int{http.StatusNotFound},
		}, o.deleteOneSession),
	}
}

type securityOutput struct{ Body Security }

func (o *Ops) getSecurity(ctx context.Context, c Caller, _ *struct{}) (*securityOutput, error) {
	sec, err := o.Accounts.Security(ctx, c.User.ID)
	return &securityOutput{Security{
		HasPassword: sec.Password, TOTPSince: timeOrNull(sec.TOTP), RecoveryCodes: sec.RecoveryCodes, PasskeysWork: c.client().PasskeysWork(),
	}}, err
}

// againInput is the password once more, for what changes how an account is
// secured.
type againInput struct {
	Body struct {
		Password string `json:"password" maxLength:"1000" doc:"The current one; empty for who has none."`
	}
}

type enrolmentOutput struct{ Body Enrolment }

func (o *Ops) enrolTOTP(ctx context.Context, c Caller, in *againInput) (*enrolmentOutput, error) {
	e, err := o.Accounts.EnrolTOTP(ctx, c.Identity, in.Body.Password, c.client(), o.now())
	return &enrolmentOutput{Enrolment(e)}, err
}

// secured notes in the audit log that the caller changed how an account is
// secured. The change is made by then: a failure goes into the server's log.
func (o *Ops) secured(ctx context.Context, c Caller, action string, failed error) error {
	if failed != nil {
		return failed
	}
	target := account.Target{Type: "user", ID: c.User.ID, Name: c.User.Name}
	if err := o.Accounts.Record(ctx, c.actor(), action, target, nil, o.now()); err != nil {
		o.Log.ErrorContext(ctx, "the audit log misses a line", "action", action, "request", c.RequestID, "error", err)
	}
	return nil
}

type confirmInput struct {
	Body struct {
		Code string `json:"code" maxLength:"20"`
	}
}

type codesOutput struct{ Body RecoveryCodes }

func (o *Ops) confirmTOTP(ctx context.Context, c Caller, in *confirmInput) (*codesOutput, error) {
	codes, err := o.Accounts.ConfirmTOTP(ctx, c.User.ID, in.Body.Code, o.now())
	return &codesOutput{RecoveryCodes{codes}}, o.secured(ctx, c, "totp.enabled", err)
}

func (o *Ops) disableTOTP(ctx context.Context, c Caller, in *againInput) (*struct{}, error) {
	err := o.Accounts.DisableTOTP(ctx, c.Identity, in.Body.Password, c.client(), o.now())
	return nil, o.secured(ctx, c, "totp.disabled", err)
}

func (o *Ops) replaceRecoveryCodes(ctx context.Context, c Caller, in *againInput) (*codesOutput, error) {
	codes, err := o.Accounts.NewRecoveryCodes(ctx, c.Identity, in.Body.Password, c.client(), o.now())
	return &codesOutput{RecoveryCodes{codes}}, o.secured(ctx, c, "recovery_codes.replaced", err)
}

type sessionsOutput struct{ Body Page[BrowserSession] }

func (o *Ops) listSessions(ctx context.Context, c Caller, _ *struct{}) (*sessionsOutput, error) {
	all, err := o.Accounts.Sessions(ctx, c.User.ID, o.now())
	return &sessionsOutput{list(each(all, func(s account.OpenSessionInfo) BrowserSession {
		return BrowserSession{
			ID: s.ID(), Agent: s.Agent, Address: s.Address, CreatedAt: Time(s.Created), SeenAt: Time(s.Seen), ExpiresAt: Time(s.Expires),
			Current: s.Hash == c.Session,
		}
	}))}, err
}

func (o *Ops) deleteOtherSessions(ctx context.Context, c Caller, _ *struct{}) (*struct{}, error) {
	return nil, o.Accounts.EndOtherSessions(ctx, c.User.ID, c.Session)
}

func (o *Ops) deleteOneSession(ctx context.Context, c Caller, in *struct {
	Session string `path:"session_id" maxLength:"64"`
},
) (*struct{}, error) {
	return nil, o.Accounts.EndSession(ctx, c.User.ID, in.Session)
}
