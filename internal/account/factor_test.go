package account_test

import (
	"context"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"belfry/internal/account"
	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/errs"
	"belfry/internal/secret"
	"belfry/internal/telemetry"
)

// desk is a browser at an address with a name, at which passkeys work.
var desk = account.Client{Address: netip.MustParseAddr("192.0.2.1"), Agent: "desk", BaseURL: "https://belfry.example.com"}

// secured returns the accounts in d with a key, and Ada signed in.
func secured(t *testing.T, d *db.DB) (*account.Store, account.Identity) {
	t.Helper()
	s := account.New(d)
	var err error
	if s.Box, err = secret.NewBox(strings.Repeat("k", secret.MinKey)); err != nil {
		t.Fatal(err)
	}
	u, err := s.Setup(t.Context(), ada, now)
	if err != nil {
		t.Fatal(err)
	}
	ses, err := s.OpenSession(t.Context(), u.ID, desk, now)
	if err != nil {
		t.Fatal(err)
	}
	return s, ses.Identity
}

func codeAt(t *testing.T, key string, at telemetry.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(key, at.Std())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// twoSteps turns codes on at the time at and returns the app's key and the
// recovery codes.
func twoSteps(t *testing.T, s *account.Store, id account.Identity, at telemetry.Time) (key string, codes []string) {
	t.Helper()
	e, err := s.EnrolTOTP(t.Context(), id, ada.Password, desk, at)
	if err != nil {
		t.Fatal(err)
	}
	if codes, err = s.ConfirmTOTP(t.Context(), id.User.ID, codeAt(t, e.Secret, at), at); err != nil {
		t.Fatal(err)
	}
	return e.Secret, codes
}

// challenged signs Ada in with the password and returns the second step.
func challenged(t *testing.T, s *account.Store, at telemetry.Time) *account.SecondStep {
	t.Helper()
	ses, err := s.SignIn(t.Context(), ada.Email, ada.Password, desk, at)
	if err != nil || ses.Second == nil || ses.Token != "" || ses.Known() {
		t.Fatalf("SignIn = %+v, %v", ses, err)
	}
	return ses.Second
}

func wantKind(t *testing.T, what string, err error, want errs.Kind) {
	t.Helper()
	if !errs.Is(err, want) {
		t.Errorf("%s: %v, want %v", what, err, want)
	}
}

func TestEnrolment(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, id := secured(t, d)
		ctx := t.Context()
		_, err := s.EnrolTOTP(ctx, id, "wrong", desk, now)
		wantKind(t, "enrol with a wrong password", err, errs.Invalid)
		first, err := s.EnrolTOTP(ctx, id, ada.Password, desk, now)
		if err != nil || !strings.HasPrefix(first.URI, "otpauth://totp/Belfry%20%28belfry.example.com%29:") || !strings.Contains(first.URI, "secret="+first.Secret) {
			t.Errorf("EnrolTOTP = %+v, %v", first, err)
		}
		if ses, err := s.SignIn(ctx, ada.Email, ada.Password, desk, now); err != nil || ses.Second != nil {
			t.Errorf("before the code was confirmed: %+v, %v", ses.Second, err)
		}
		second, err := s.EnrolTOTP(ctx, id, ada.Password, desk, now)
		if err != nil || second.Secret == first.Secret {
			t.Errorf("again: %v", err)
		}
		_, err = s.ConfirmTOTP(ctx, id.User.ID, codeAt(t, first.Secret, now), now)
		wantKind(t, "a code of the enrolment before", err, errs.Invalid)
		codes, err := s.ConfirmTOTP(ctx, id.User.ID, codeAt(t, second.Secret, now), now)
		if err != nil || len(codes) != 10 || len(codes[0]) != 19 || len(slices.Compact(slices.Sorted(slices.Values(codes)))) != 10 {
			t.Errorf("ConfirmTOTP = %q, %v", codes, err)
		}
		_, err = s.EnrolTOTP(ctx, id, ada.Password, desk, now)
		wantKind(t, "enrol when it is on", err, errs.Conflict)
		if sec, err := s.Security(ctx, id.User.ID); err != nil || sec != (account.Security{Password: true, TOTP: now, RecoveryCodes: 10}) {
			t.Errorf("Security = %+v, %v", sec, err)
		}
		if got := stored(t, d, `SELECT secret FROM totp_factors`); strings.Contains(got, second.Secret) || !strings.HasPrefix(got, "s1.") {
			t.Errorf("stored as %q", got)
		}
		wantKind(t, "disable with a wrong password", s.DisableTOTP(ctx, id, "wrong", desk, now), errs.Invalid)
		if err := s.DisableTOTP(ctx, id, ada.Password, desk, now); err != nil {
			t.Error(err)
		}
		if ses, err := s.SignIn(ctx, ada.Email, ada.Password, desk, now); err != nil || ses.Second != nil || ses.Token == "" {
			t.Errorf("after it was turned off: %+v, %v", ses.Second, err)
		}
		_, err = s.NewRecoveryCodes(ctx, id, ada.Password, desk, now)
		wantKind(t, "recovery codes without a factor", err, errs.Conflict)
	})
}

func stored(t *testing.T, d *db.DB, query string) (text string) {
	t.Helper()
	if err := d.Get(context.Background(), &text, query); err != nil {
		t.Fatal(err)
	}
	return text
}

func TestSecondStep(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, id := secured(t, d)
		ctx := t.Context()
		key, codes := twoSteps(t, s, id, now)
		later := now.Add(time.Minute)
		step := challenged(t, s, later)
		if !slices.Equal(step.Kinds, []account.FactorKind{account.FactorTOTP, account.FactorRecovery}) || step.Passkey != nil {
			t.Errorf("SecondStep = %+v", step)
		}
		answer := func(token string, a account.Answer, at telemetry.Time) error {
			ses, err := s.Answer(ctx, token, a, desk, at)
			if (err == nil) != (ses.Token != "") || err == nil && ses.User.ID != id.User.ID {
				t.Errorf("Answer = %+v, %v", ses, err)
			}
			return err
		}
		wantKind(t, "the code that confirmed", answer(step.Challenge, account.Answer{TOTP: codeAt(t, key, now)}, later), errs.Unauthenticated)
		wantKind(t, "no code", answer(step.Challenge, account.Answer{}, later), errs.Unauthenticated)
		wantKind(t, "another's challenge", answer("x", account.Answer{TOTP: codeAt(t, key, later)}, later), errs.Unauthenticated)
		code := codeAt(t, key, later)
		if err := answer(step.Challenge, account.Answer{TOTP: " " + code[:3] + " " + code[3:]}, later); err != nil {
			t.Error(err)
		}
		wantKind(t, "the challenge again", answer(step.Challenge, account.Answer{Recovery: codes[9]}, later), errs.Unauthenticated)
		step = challenged(t, s, later)
		wantKind(t, "the same code again", answer(step.Challenge, account.Answer{TOTP: code}, later), errs.Unauthenticated)
		if err := answer(step.Challenge, account.Answer{Recovery: strings.ToUpper(strings.ReplaceAll(codes[0], "-", " "))}, later); err != nil {
			t.Error(err)
		}
		step = challenged(t, s, later)
		wantKind(t, "the recovery code again", answer(step.Challenge, account.Answer{Recovery: codes[0]}, later), errs.Unauthenticated)
		wantKind(t, "too late", answer(step.Challenge, account.Answer{Recovery: codes[1]}, later.Add(10*time.Minute)), errs.Unauthenticated)
		if sec, err := s.Security(ctx, id.User.ID); err != nil || sec.RecoveryCodes != 9 {
			t.Errorf("Security = %+v, %v", sec, err)
		}
		fresh, err := s.NewRecoveryCodes(ctx, id, ada.Password, desk, later)
		if err != nil || slices.Contains(fresh, codes[1]) {
			t.Errorf("NewRecoveryCodes = %q, %v", fresh, err)
		}
		step = challenged(t, s, later)
		wantKind(t, "an old recovery code", answer(step.Challenge, account.Answer{Recovery: codes[1]}, later), errs.Unauthenticated)
	})
}

func TestCodesAreThrottled(t *testing.T) {
	t.Parallel()
	s, id := secured(t, dbtest.SQLite(t))
	key, _ := twoSteps(t, s, id, now)
	at := now.Add(time.Minute)
	tries := 0
	for range 2 { // five tries each, whatever the network
		step := challenged(t, s, at)
		for range 5 {
			from := desk
			from.Address = netip.AddrFrom4([4]byte{198, 51, 100, byte(tries)})
			_, err := s.Answer(t.Context(), step.Challenge, account.Answer{TOTP: "000000"}, from, at)
			wantKind(t, "a wrong code", err, errs.Unauthenticated)
			tries++
		}
		_, err := s.Answer(t.Context(), step.Challenge, account.Answer{TOTP: codeAt(t, key, at)}, desk, at)
		wantKind(t, "the sixth try", err, errs.Unauthenticated)
	}
	step := challenged(t, s, at)
	_, err := s.Answer(t.Context(), step.Challenge, account.Answer{TOTP: codeAt(t, key, at)}, desk, at)
	if !errs.Is(err, errs.Limited) || errs.RetryAfterOf(err) != time.Hour {
		t.Errorf("the eleventh try: %v", err)
	}
	at = at.Add(time.Hour)
	step = challenged(t, s, at)
	if _, err := s.Answer(t.Context(), step.Challenge, account.Answer{TOTP: codeAt(t, key, at)}, desk, at); err != nil {
		t.Errorf("an hour later: %v", err)
	}
}

func TestSessionsAreListedAndEnded(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, id := secured(t, d)
		ctx := t.Context()
		phone, err := s.OpenSession(ctx, id.User.ID, account.Client{Agent: "phone"}, now.Add(time.Second))
		if err != nil {
			t.Fatal(err)
		}
		tv, err := s.OpenSession(ctx, id.User.ID, account.Client{Agent: "tv"}, now.Add(2*time.Second))
		if err != nil {
			t.Fatal(err)
		}
		agents := func() (out []string) {
			t.Helper()
			all, err := s.Sessions(ctx, id.User.ID, now)
			if err != nil {
				t.Fatal(err)
			}
			for _, i := range all {
				out = append(out, i.Agent)
				if len(i.ID()) != 16 || !strings.HasPrefix(i.Hash, i.ID()) {
					t.Errorf("ID %q of %q", i.ID(), i.Hash)
				}
			}
			return out
		}
		if got := agents(); !slices.Equal(got, []string{"tv", "phone", "desk"}) {
			t.Errorf("Sessions = %v", got)
		}
		wantKind(t, "another's", s.EndSession(ctx, id.User.ID+1, tv.Session[:16]), errs.NotFound)
		if err := s.EndSession(ctx, id.User.ID, tv.Session[:16]); err != nil {
			t.Error(err)
		}
		_, err = s.BySession(ctx, tv.Token, now)
		wantKind(t, "an ended session", err, errs.Unauthenticated)
		wantKind(t, "again", s.EndSession(ctx, id.User.ID, tv.Session[:16]), errs.NotFound)
		if err := s.EndOtherSessions(ctx, id.User.ID, phone.Session); err != nil {
			t.Error(err)
		}
		if got := agents(); !slices.Equal(got, []string{"phone"}) {
			t.Errorf("Sessions = %v", got)
		}
	})
}
