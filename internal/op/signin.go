package op

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"belfry/internal/account"
	"belfry/internal/errs"
)

// Document is a JSON object whose shape another standard defines.
type Document json.RawMessage

// MarshalJSON implements json.Marshaler.
func (d Document) MarshalJSON() ([]byte, error) { return json.RawMessage(d).MarshalJSON() }

// UnmarshalJSON implements json.Unmarshaler.
func (d *Document) UnmarshalJSON(text []byte) error {
	*d = append((*d)[:0], text...)
	return nil
}

// Schema implements huma.SchemaProvider.
func (Document) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true}
}

// SignInMethods is how people may sign in here.
type SignInMethods struct {
	Password bool             `json:"password" doc:"False hides the password on the page. The API takes it all the same."`
	Passkey  bool             `json:"passkey" doc:"False at an IP address: passkeys are bound to a name."`
	Provider OrNull[Provider] `json:"provider"`
}

// Provider is somebody else who vouches for people, over OpenID Connect.
type Provider struct {
	Label string `json:"label" doc:"What is on the button."`
}

// SecondFactor is what is asked for after the password.
type SecondFactor struct {
	SecondFactor []string         `json:"second_factor" enum:"totp,passkey,recovery" doc:"Any of these will do."`
	Challenge    string           `json:"challenge" doc:"Goes with the answer to /session/factor, within ten minutes."`
	Passkey      OrNull[Document] `json:"passkey" doc:"PublicKeyCredentialRequestOptions as JSON, where a passkey will do."`
}

// PasskeyChallenge is what the browser's authenticator is asked.
type PasskeyChallenge struct {
	Challenge string   `json:"challenge" doc:"Goes with the answer, within ten minutes."`
	Options   Document `json:"options" doc:"PublicKeyCredentialCreationOptions or PublicKeyCredentialRequestOptions as JSON (WebAuthn Level 3)."`
}

// ProviderVisit is where to go for signing in elsewhere.
type ProviderVisit struct {
	URL string `json:"url"`
}

// ProviderReturn is a session after signing in elsewhere.
type ProviderReturn struct {
	Session Session `json:"session"`
	Return  string  `json:"return" doc:"What the visit was begun with."`
}

// providerCookie ties what a provider answers to the browser that asked.
const providerCookie = "belfry_provider"

const providerAge = 10 * time.Minute

func (o *Ops) signInOperations() []Operation {
	tries := []int{http.StatusUnauthorized, http.StatusTooManyRequests}
	visits := []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusServiceUnavailable, http.StatusTooManyRequests}
	return []Operation{
		define(Operation{
			ID: "getSignInMethods", Method: http.MethodGet, Path: "/session/methods", Tag: "session", Permission: Public,
			Summary: "How people may sign in",
		}, o.getSignInMethods),
		define(Operation{
			ID: "answerSecondFactor", Method: http.MethodPost, Path: "/session/factor", Tag: "session", Permission: Public,
			Summary:     "Take the second step of signing in",
			Description: "Takes one of totp, recovery and passkey, and sets the session cookie. Five tries per challenge, ten per hour and user.",
			Errors:      tries,
		}, o.answerSecondFactor),
		define(Operation{
			ID: "beginPasskeySignIn", Method: http.MethodPost, Path: "/session/passkey/begin", Tag: "session", Permission: Public,
			Summary: "Begin to sign in by a passkey alone",
			Errors:  []int{http.StatusConflict, http.StatusTooManyRequests},
		}, o.beginPasskeySignIn),
		define(Operation{
			ID: "signInByPasskey", Method: http.MethodPost, Path: "/session/passkey", Tag: "session", Permission: Public,
			Summary:     "Sign in by a passkey alone",
			Description: "Sets the session cookie. No second factor follows: the authenticator has checked who it is.",
			Errors:      append([]int{http.StatusConflict}, tries...),
		}, o.signInByPasskey),
		define(Operation{
			ID: "beginProviderSignIn", Method: http.MethodPost, Path: "/session/provider/begin", Tag: "session", Permission: Public,
			Summary:     "Begin to sign in elsewhere",
			Description: "Answers the provider's address for the browser to go to, and sets a cookie that it must bring back.",
			Errors:      visits,
		}, o.beginProviderSignIn),
		define(Operation{
			ID: "signInByProvider", Method: http.MethodPost, Path: "/session/provider", Tag: "session", Permission: Public,
			Summary:     "Finish to sign in elsewhere",
			Description: "Takes what the provider has put into the address of the page that it sends people back to.",
			Errors:      visits,
		}, o.signInByProvider),
	}
}

type methodsOutput struct{ Body SignInMethods }

func (o *Ops) getSignInMethods(_ context.Context, c Caller, _ *struct{}) (*methodsOutput, error) {
	m := SignInMethods{Password: true, Passkey: c.client().PasskeysWork()}
	if p := o.Accounts.Provider; p != nil {
		m.Password, m.Provider = !p.Only, Some(Provider{Label: p.Label})
	}
	return &methodsOutput{m}, nil
}

// stepOutput is a session, or what has to be shown first.
type stepOutput struct {
	Status    int
	SetCookie []http.Cookie `header:"Set-Cookie" hidden:"true"`
	Body      any
}

func secondFactorOf(step *account.SecondStep) SecondFactor {
	out := SecondFactor{Challenge: step.Challenge, SecondFactor: make([]string, len(step.Kinds))}
	for i, kind := range step.Kinds {
		out.SecondFactor[i] = string(kind)
	}
	if step.Passkey != nil {
		out.Passkey = Some(Document(step.Passkey))
	}
	return out
}

type factorInput struct {
	Body struct {
		Challenge string   `json:"challenge" maxLength:"100"`
		TOTP      string   `json:"totp,omitempty" maxLength:"20" doc:"The six digits of an authenticator app."`
		Recovery  string   `json:"recovery,omitempty" maxLength:"100" doc:"A recovery code; it is used up."`
		Passkey   Document `json:"passkey,omitempty" doc:"The browser's answer, as PublicKeyCredential.toJSON writes it."`
	}
}

func (o *Ops) answerSecondFactor(ctx context.Context, c Caller, in *factorInput) (*sessionOutput, error) {
	a := account.Answer{TOTP: in.Body.TOTP, Recovery: in.Body.Recovery, Passkey: json.RawMessage(in.Body.Passkey)}
	s, err := o.Accounts.Answer(ctx, in.Body.Challenge, a, c.client(), o.now())
	return o.signedIn(c, s), err
}

type passkeyChallengeOutput struct{ Body PasskeyChallenge }

func (o *Ops) beginPasskeySignIn(ctx context.Context, c Caller, _ *struct{}) (*passkeyChallengeOutput, error) {
	options, token, err := o.Accounts.BeginPasskeySignIn(ctx, c.client(), o.now())
	return &passkeyChallengeOutput{PasskeyChallenge{Challenge: token, Options: Document(options)}}, err
}

type passkeySignInInput struct {
	Body struct {
		Challenge  string   `json:"challenge" maxLength:"100"`
		Credential Document `json:"credential" doc:"The browser's answer, as PublicKeyCredential.toJSON writes it."`
	}
}

func (o *Ops) signInByPasskey(ctx context.Context, c Caller, in *passkeySignInInput) (*sessionOutput, error) {
	s, err := o.Accounts.PasskeySignIn(ctx, in.Body.Challenge, json.RawMessage(in.Body.Credential), c.client(), o.now())
	return o.signedIn(c, s), err
}

type visitInput struct {
	Body struct {
		Return string `json:"return,omitempty" maxLength:"2000" doc:"Kept for afterwards, such as the page that was asked for."`
	}
}

type visitOutput struct {
	SetCookie []http.Cookie `header:"Set-Cookie" hidden:"true"`
	Body      ProviderVisit
}

func (o *Ops) beginProviderSignIn(ctx context.Context, c Caller, in *visitInput) (*visitOutput, error) {
	url, token, err := o.Accounts.BeginOIDC(ctx, in.Body.Return, c.client(), o.now())
	return &visitOutput{SetCookie: c.provider(token, providerAge), Body: ProviderVisit{URL: url}}, err
}

// provider is the cookie of a visit; a negative age clears it.
func (c Caller) provider(value string, age time.Duration) []http.Cookie {
	out := c.cookie(value, age)
	out[0].Name, out[0].Path, out[0].SameSite = providerCookie, Prefix+"/session/provider", http.SameSiteStrictMode
	return out
}

type returnInput struct {
	Cookie http.Cookie `cookie:"belfry_provider" hidden:"true"`
	Body   struct {
		State string `json:"state,omitempty" maxLength:"200"`
		Code  string `json:"code,omitempty" maxLength:"5000"`
		Error string `json:"error,omitempty" maxLength:"200" doc:"What the provider says instead of a code."`
	}
}

type returnOutput struct {
	SetCookie []http.Cookie `header:"Set-Cookie" hidden:"true"`
	Body      ProviderReturn
}

func (o *Ops) signInByProvider(ctx context.Context, c Caller, in *returnInput) (*returnOutput, error) {
	switch {
	case in.Body.Error == "access_denied":
		return nil, errs.New(errs.Forbidden, "The provider did not let you in, or you said no there.")
	case in.Body.Error != "" || in.Body.Code == "":
		return nil, errs.New(errs.Unauthenticated, "The provider could not sign you in. Start again.")
	}
	s, back, err := o.Accounts.FinishOIDC(ctx, in.Cookie.Value, in.Body.State, in.Body.Code, c.client(), o.now())
	if err != nil {
		return nil, err
	}
	cookies := append(c.cookie(s.Token, cookieAge), c.provider("", -time.Second)...)
	return &returnOutput{SetCookie: cookies, Body: ProviderReturn{Session: o.session(c, s.Identity), Return: back}}, nil
}
