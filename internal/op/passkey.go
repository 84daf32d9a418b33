package op

import (
	"context"
	"encoding/json"
	"net/http"

	"belfry/internal/account"
)

// Passkey is a key that the caller may sign in with.
type Passkey struct {
	ID         int64        `json:"id"`
	Name       string       `json:"name"`
	Host       string       `json:"host" doc:"The name of this server that it is good for."`
	CreatedAt  Time         `json:"created_at"`
	LastUsedAt OrNull[Time] `json:"last_used_at"`
}

func passkeyOf(p account.Passkey) Passkey {
	return Passkey{ID: p.ID, Name: p.Name, Host: p.Host, CreatedAt: Time(p.Created), LastUsedAt: timeOrNull(p.LastUsed)}
}

func (o *Ops) passkeyOperations() []Operation {
	return []Operation{
		define(Operation{
			ID: "listPasskeys", Method: http.MethodGet, Path: "/profile/passkeys", Tag: "profile", Permission: Personal,
			Summary: "The caller's passkeys, newest first",
		}, o.listPasskeys),
		define(Operation{
			ID: "beginPasskey", Method: http.MethodPost, Path: "/profile/passkeys/begin", Tag: "profile", Permission: Personal,
			Summary:     "Begin to add a passkey",
			Description: "Takes the password again, unless there is none.",
			Errors:      []int{http.StatusConflict, http.StatusTooManyRequests},
		}, o.beginPasskey),
		define(Operation{
			ID: "createPasskey", Method: http.MethodPost, Path: "/profile/passkeys", Tag: "profile", Permission: Personal, Status: http.StatusCreated,
			Summary: "Add the passkey that the browser made",
			Errors:  []int{http.StatusConflict},
		}, o.createPasskey),
		define(Operation{
			ID: "updatePasskey", Method: http.MethodPatch, Path: "/profile/passkeys/{passkey_id}", Tag: "profile", Permission: Personal,
			Summary: "Rename a passkey",
			Errors:  []int{http.StatusNotFound},
		}, o.updatePasskey),
		define(Operation{
			ID: "deletePasskey", Method: http.MethodDelete, Path: "/profile/passkeys/{passkey_id}", Tag: "profile", Permission: Personal,
			Summary: "Remove a passkey",
			Errors:  []int{http.StatusNotFound},
		}, o.deletePasskey),
	}
}

type passkeysOutput struct{ Body Page[Passkey] }

func (o *Ops) listPasskeys(ctx context.Context, c Caller, _ *struct{}) (*passkeysOutput, error) {
	all, err := o.Accounts.Passkeys(ctx, c.User.ID)
	return &passkeysOutput{list(each(all, passkeyOf))}, err
}

func (o *Ops) beginPasskey(ctx context.Context, c Caller, in *againInput) (*passkeyChallengeOutput, error) {
	options, token, err := o.Accounts.BeginPasskey(ctx, c.Identity, in.Body.Password, c.client(), o.now())
	return &passkeyChallengeOutput{PasskeyChallenge{Challenge: token, Options: Document(options)}}, err
}

type newPasskeyInput struct {
	Body struct {
		Challenge  string   `json:"challenge" maxLength:"100"`
		Name       string   `json:"name" maxLength:"500"`
		Credential Document `json:"credential" doc:"The browser's answer, as PublicKeyCredential.toJSON writes it."`
	}
}

type passkeyOutput struct{ Body Passkey }

func (o *Ops) createPasskey(ctx context.Context, c Caller, in *newPasskeyInput) (*passkeyOutput, error) {
	p, err := o.Accounts.AddPasskey(ctx, c.Identity, in.Body.Challenge, in.Body.Name, json.RawMessage(in.Body.Credential), c.client(), o.now())
	return &passkeyOutput{passkeyOf(p)}, o.secured(ctx, c, "passkey.created", err)
}

type renameInput struct {
	Passkey int64 `path:"passkey_id"`
	Body    struct {
		Name string `json:"name" maxLength:"500"`
	}
}

func (o *Ops) updatePasskey(ctx context.Context, c Caller, in *renameInput) (*passkeyOutput, error) {
	p, err := o.Accounts.RenamePasskey(ctx, c.User.ID, in.Passkey, in.Body.Name)
	return &passkeyOutput{passkeyOf(p)}, err
}

func (o *Ops) deletePasskey(ctx context.Context, c Caller, in *struct {
	Passkey int64 `path:"passkey_id"`
},
) (*struct{}, error) {
	return nil, o.secured(ctx, c, "passkey.deleted", o.Accounts.DeletePasskey(ctx, c.User.ID, in.Passkey))
}
