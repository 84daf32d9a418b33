package account_test

import (
	"slices"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"

	"belfry/internal/account"
	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/errs"
)

// device is somebody's authenticator with one key pair.
type device struct {
	virtualwebauthn.Authenticator
	key  virtualwebauthn.Credential
	site virtualwebauthn.RelyingParty
}

func newDevice() *device {
	return &device{
		Authenticator: virtualwebauthn.NewAuthenticator(), key: virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2),
		site: virtualwebauthn.RelyingParty{ID: "belfry.example.com", Name: "Belfry", Origin: desk.BaseURL},
	}
}

func (d *device) create(t *testing.T, options []byte) []byte {
	t.Helper()
	o, err := virtualwebauthn.ParseAttestationOptions(string(options))
	if err != nil {
		t.Fatal(err)
	}
	d.Options.UserHandle = []byte(o.UserID)
	return []byte(virtualwebauthn.CreateAttestationResponse(d.site, d.Authenticator, d.key, *o))
}

func (d *device) assert(t *testing.T, options []byte) []byte {
	t.Helper()
	o, err := virtualwebauthn.ParseAssertionOptions(string(options))
	if err != nil {
		t.Fatal(err)
	}
	return []byte(virtualwebauthn.CreateAssertionResponse(d.site, d.Authenticator, d.key, *o))
}

// withPasskey registers a device of Ada's.
func withPasskey(t *testing.T, s *account.Store, id account.Identity) (*device, account.Passkey) {
	t.Helper()
	d := newDevice()
	options, token, err := s.BeginPasskey(t.Context(), id, ada.Password, desk, now)
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.AddPasskey(t.Context(), id, token, " laptop ", d.create(t, options), desk, now)
	if err != nil {
		t.Fatal(err)
	}
	return d, p
}

func TestPasskeySignIn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, id := secured(t, d)
		ctx := t.Context()
		mine, p := withPasskey(t, s, id)
		if p.Name != "laptop" || p.Host != "belfry.example.com" {
			t.Errorf("Passkey = %+v", p)
		}
		twoSteps(t, s, id, now) // a passkey alone is enough all the same
		signIn := func(from account.Client, answer func([]byte) []byte) (account.Session, error) {
			t.Helper()
			options, token, err := s.BeginPasskeySignIn(ctx, from, now)
			if err != nil {
				t.Fatal(err)
			}
			credential := answer(options)
			ses, err := s.PasskeySignIn(ctx, token, credential, from, now.Add(time.Minute))
			if _, again := s.PasskeySignIn(ctx, token, credential, from, now); !errs.Is(again, errs.Unauthenticated) {
				t.Errorf("the same answer again: %v", again)
			}
			return ses, err
		}
		ses, err := signIn(desk, func(o []byte) []byte { return mine.assert(t, o) })
		if err != nil || ses.User.ID != id.User.ID || ses.Token == "" {
			t.Fatalf("PasskeySignIn = %+v, %v", ses, err)
		}
		if all, err := s.Passkeys(ctx, id.User.ID); err != nil || len(all) != 1 || all[0].LastUsed != now.Add(time.Minute) {
			t.Errorf("Passkeys = %+v, %v", all, err)
		}
		refused := func(what string, from account.Client, want errs.Kind, answer func([]byte) []byte) {
			t.Helper()
			_, err := signIn(from, answer)
			wantKind(t, what, err, want)
		}
		stranger := newDevice()
		stranger.Options.UserHandle = mine.Options.UserHandle
		refused("an unknown key", desk, errs.Unauthenticated, func(o []byte) []byte { return stranger.assert(t, o) })
		refused("no answer", desk, errs.Invalid, func([]byte) []byte { return []byte(`{}`) })
		elsewhere := desk
		elsewhere.BaseURL = "https://belfry.example.net"
		refused("at another name", elsewhere, errs.Unauthenticated, func(o []byte) []byte { return mine.assert(t, o) })
		phished := *mine
		phished.site.Origin = "https://belfry.example.org"
		refused("from another site", desk, errs.Unauthenticated, func(o []byte) []byte { return phished.assert(t, o) })
		unseen := *mine
		unseen.Options.UserNotVerified = true
		refused("without the owner", desk, errs.Unauthenticated, func(o []byte) []byte { return unseen.assert(t, o) })
		if err := s.DeletePasskey(ctx, id.User.ID, p.ID); err != nil {
			t.Error(err)
		}
		refused("a removed key", desk, errs.Unauthenticated, func(o []byte) []byte { return mine.assert(t, o) })
	})
}

func TestCopiedPasskeyIsRefused(t *testing.T) {
	t.Parallel()
	s, id := secured(t, dbtest.SQLite(t))
	mine, _ := withPasskey(t, s, id)
	use := func(counter uint32) error {
		mine.key.Counter = counter
		options, token, err := s.BeginPasskeySignIn(t.Context(), desk, now)
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.PasskeySignIn(t.Context(), token, mine.assert(t, options), desk, now)
		return err
	}
	if err := use(7); err != nil {
		t.Fatal(err)
	}
	wantKind(t, "a counter that stands still", use(7), errs.Unauthenticated)
	if err := use(8); err != nil {
		t.Error(err)
	}
}

func TestPasskeyAsSecondStep(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, id := secured(t, d)
		ctx := t.Context()
		mine, _ := withPasskey(t, s, id)
		twoSteps(t, s, id, now)
		step := challenged(t, s, now)
		if !slices.Contains(step.Kinds, account.FactorPasskey) {
			t.Fatalf("SecondStep = %+v", step)
		}
		stranger := newDevice()
		_, err := s.Answer(ctx, step.Challenge, account.Answer{Passkey: stranger.assert(t, step.Passkey)}, desk, now)
		wantKind(t, "an unknown key", err, errs.Unauthenticated)
		mine.Options.UserNotVerified = true // the password has said who it is
		if ses, err := s.Answer(ctx, step.Challenge, account.Answer{Passkey: mine.assert(t, step.Passkey)}, desk, now); err != nil || ses.Token == "" {
			t.Errorf("Answer = %+v, %v", ses, err)
		}
	})
}

func TestPasskeysAreManaged(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, id := secured(t, d)
		ctx := t.Context()
		_, _, err := s.BeginPasskey(ctx, id, "wrong", desk, now)
		wantKind(t, "a wrong password", err, errs.Invalid)
		bare := desk
		bare.BaseURL = "http://127.0.0.1:8000"
		_, _, err = s.BeginPasskey(ctx, id, ada.Password, bare, now)
		wantKind(t, "at an IP address", err, errs.Conflict)
		mine, p := withPasskey(t, s, id)
		options, token, err := s.BeginPasskey(ctx, id, ada.Password, desk, now)
		if err != nil {
			t.Fatal(err)
		}
		if o, err := virtualwebauthn.ParseAttestationOptions(string(options)); err != nil || !mine.key.IsExcludedForAttestation(*o) {
			t.Errorf("the device is not told that it is registered: %v", err)
		}
		_, err = s.AddPasskey(ctx, id, token, "again", mine.create(t, options), desk, now)
		wantKind(t, "the same key again", err, errs.Conflict)
		_, err = s.AddPasskey(ctx, id, token, "late", newDevice().create(t, options), desk, now)
		wantKind(t, "a challenge twice", err, errs.Invalid)
		other := id
		other.User.ID++
		_, token, err = s.BeginPasskey(ctx, id, ada.Password, desk, now)
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.AddPasskey(ctx, other, token, "x", newDevice().create(t, options), desk, now)
		wantKind(t, "another's challenge", err, errs.Invalid)
		if got, err := s.RenamePasskey(ctx, id.User.ID, p.ID, "work laptop"); err != nil || got.Name != "work laptop" {
			t.Errorf("RenamePasskey = %+v, %v", got, err)
		}
		_, err = s.RenamePasskey(ctx, other.User.ID, p.ID, "mine now")
		wantKind(t, "rename another's", err, errs.NotFound)
		_, err = s.RenamePasskey(ctx, id.User.ID, p.ID, " ")
		wantKind(t, "no name", err, errs.Invalid)
		wantKind(t, "delete another's", s.DeletePasskey(ctx, other.User.ID, p.ID), errs.NotFound)
	})
}
