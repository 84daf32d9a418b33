package account_test

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"belfry/internal/account"
	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

var (
	now  = telemetry.At(time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC))
	ada  = account.Person{Name: "Ada", Email: "Ada@Example.com", Password: "analytical engine"}
	home = account.Client{Address: netip.MustParseAddr("192.0.2.7"), Agent: "test"}
)

const day = 24 * time.Hour

// kind is what tests compare of an error.
func kind(err error) string {
	if err == nil {
		return "ok"
	}
	if f := errs.FieldOf(err); f != "" {
		return errs.KindOf(err).String() + " " + f
	}
	return errs.KindOf(err).String()
}

func setUp(t *testing.T, d *db.DB) (*account.Store, account.User) {
	t.Helper()
	s := account.New(d)
	u, err := s.Setup(t.Context(), ada, now)
	if err != nil {
		t.Fatal(err)
	}
	return s, u
}

// actor is u, signed in.
func actor(t *testing.T, s *account.Store, u account.User) account.Actor {
	t.Helper()
	ses, err := s.OpenSession(t.Context(), u.ID, home, now)
	if err != nil {
		t.Fatal(err)
	}
	return account.Actor{Identity: ses.Identity, From: home}
}

func TestSetupHappensOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := account.New(d)
		if needed, err := s.SetupNeeded(t.Context()); !needed || err != nil {
			t.Fatalf("SetupNeeded = %v, %v", needed, err)
		}
		var wg sync.WaitGroup
		results := make([]error, 4)
		for i := range results {
			wg.Go(func() {
				p := ada
				p.Email = fmt.Sprintf("ada%d@example.com", i)
				_, results[i] = s.Setup(t.Context(), p, now)
			})
		}
		wg.Wait()
		won := 0
		for _, err := range results {
			switch kind(err) {
			case "ok":
				won++
			case "conflict":
			default:
				t.Errorf("Setup = %v", err)
			}
		}
		if won != 1 {
			t.Errorf("%d set-ups won, want 1", won)
		}
		if needed, err := s.SetupNeeded(t.Context()); needed || err != nil {
			t.Errorf("SetupNeeded = %v, %v", needed, err)
		}
	})
}

func TestPeopleAreChecked(t *testing.T) {
	t.Parallel()
	s := account.New(dbtest.SQLite(t))
	check := func(name, email, password, want string) {
		t.Helper()
		_, err := s.EnsureUser(t.Context(), account.Person{Name: name, Email: email, Password: password}, now)
		if got := kind(err); got != want {
			t.Errorf("EnsureUser(%.20q, %.40q, %.20q) = %s, want %s", name, email, password, got, want)
		}
	}
	const good = "difference engine"
	check(" ", "a@b.c", good, "invalid name")
	check(strings.Repeat("ä", 101), "a@b.c", good, "invalid name")
	check("Ada", "", good, "invalid email")
	check("Ada", "ada", good, "invalid email")
	check("Ada", "Ada <ada@b.c>", good, "invalid email")
	check("Ada", strings.Repeat("a", 251)+"@b.c", good, "invalid email")
	check("Ada", "a@b.c", "ninechars", "invalid password")
	check("Ada", "a@b.c", "Password1234", "invalid password")
	check("Ada", "a@b.c", "ZZZZZZZZZZZZ", "invalid password")
	check("Ada", "a@b.c", "éééééééééééé", "invalid password")
	check("Ada", "ada.lovelace@b.c", "Ada.Lovelace@b.c", "invalid password")
	check("Ada", "ada.lovelace@b.c", "ada.lovelace", "invalid password")
	check("Ada", "a@b.c", strings.Repeat("a b", 200), "invalid password")
	check(" Ada ", " a@b.c ", good, "ok")
	check("Ada", "root@localhost", "zehn Zeich", "ok")
}

func TestEnsureUserIsIdempotent(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, u := setUp(t, d)
		again, err := s.EnsureUser(t.Context(), account.Person{Email: "ADA@example.com"}, now)
		if err != nil || again.ID != u.ID {
			t.Errorf("EnsureUser = %+v, %v, want user %d", again, err, u.ID)
		}
		other, err := s.EnsureUser(t.Context(), account.Person{Name: "Bo", Email: "bo@example.com", Password: "difference engine"}, now)
		if err != nil || other.ID == u.ID {
			t.Errorf("EnsureUser = %+v, %v", other, err)
		}
		names, err := s.Names(t.Context(), []int64{u.ID, other.ID, 99})
		if err != nil || names[u.ID] != "Ada" || names[other.ID] != "Bo" || len(names) != 2 {
			t.Errorf("Names = %v, %v", names, err)
		}
	})
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, u := setUp(t, d)
		check := func(email, password, want string) {
			t.Helper()
			ses, err := s.SignIn(t.Context(), email, password, home, now)
			if got := kind(err); got != want {
				t.Fatalf("SignIn(%s, %s) = %v, want %s", email, password, err, want)
			}
			if err != nil {
				return
			}
			id, err := s.BySession(t.Context(), ses.Token, now)
			if err != nil || id.User.ID != u.ID || id.Role != account.RoleOwner || id.Scope != account.ScopeWrite || id.Organization.ID == 0 {
				t.Errorf("BySession = %+v, %v", id, err)
			}
		}
		check("ada@example.com", ada.Password, "ok")
		check(" ADA@EXAMPLE.COM", ada.Password, "ok")
		check("ada@example.com", "wrong password", "unauthenticated")
		check("nobody@example.com", ada.Password, "unauthenticated")
		if _, err := d.Exec(t.Context(), `UPDATE users SET disabled = TRUE`); err != nil {
			t.Fatal(err)
		}
		check("ada@example.com", ada.Password, "unauthenticated")
	})
}

func TestSignInIsThrottled(t *testing.T) {
	t.Parallel()
	s, _ := setUp(t, dbtest.SQLite(t))
	try := func(from account.Client, password string, at telemetry.Time) error {
		_, err := s.SignIn(t.Context(), ada.Email, password, from, at)
		return err
	}
	for i := range 10 {
		if err := try(home, "wrong", now.Add(time.Duration(i)*time.Second)); kind(err) != "unauthenticated" {
			t.Fatalf("attempt %d: %v", i, err)
		}
	}
	err := try(home, ada.Password, now.Add(time.Minute))
	if kind(err) != "limited" || errs.RetryAfterOf(err) != 4*time.Minute {
		t.Errorf("attempt 11 = %v, retry after %v", err, errs.RetryAfterOf(err))
	}
	if err := try(account.Client{Address: netip.MustParseAddr("192.0.2.8")}, ada.Password, now); err != nil {
		t.Errorf("from another network: %v", err)
	}
	if err := try(home, ada.Password, now.Add(5*time.Minute)); err != nil {
		t.Errorf("after the window: %v", err)
	}
}

func TestSessionsSlideAndEnd(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, u := setUp(t, d)
		open := func() account.Session {
			t.Helper()
			ses, err := s.OpenSession(t.Context(), u.ID, home, now)
			if err != nil {
				t.Fatal(err)
			}
			return ses
		}
		check := func(ses account.Session, after time.Duration, want string) {
			t.Helper()
			if _, err := s.BySession(t.Context(), ses.Token, now.Add(after)); kind(err) != want {
				t.Errorf("after %v: %v, want %s", after, err, want)
			}
		}
		idle, busy, out := open(), open(), open()
		for at := time.Duration(0); at < 90*day; at += 20 * day {
			check(busy, at, "ok")
		}
		check(busy, 90*day-time.Second, "ok")
		check(busy, 90*day, "unauthenticated")
		check(idle, 30*day-time.Second, "ok")
		check(idle, 61*day, "unauthenticated")
		if err := s.SignOut(t.Context(), out.Session); err != nil {
			t.Error(err)
		}
		check(out, 0, "unauthenticated")
		check(account.Session{}, 0, "unauthenticated")
		if err := s.Expire(t.Context(), now.Add(365*day)); err != nil {
			t.Error(err)
		}
		var left int
		if err := d.Get(t.Context(), &left, `SELECT COUNT(*) FROM sessions`); err != nil || left != 0 {
			t.Errorf("%d sessions left, %v", left, err)
		}
	})
}

func TestSessionsOfAUserAreBounded(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, u := setUp(t, d)
		var first, last account.Session
		for i := range 51 {
			ses, err := s.OpenSession(t.Context(), u.ID, home, now.Add(time.Duration(i)*time.Second))
			if err != nil {
				t.Fatal(err)
			}
			if i == 0 {
				first = ses
			}
			last = ses
		}
		_, err1 := s.BySession(t.Context(), first.Token, now)
		_, err2 := s.BySession(t.Context(), last.Token, now)
		if kind(err1) != "unauthenticated" || err2 != nil {
			t.Errorf("first: %v, last: %v", err1, err2)
		}
	})
}

func TestChangePasswordEndsOtherSessions(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, u := setUp(t, d)
		mine, err1 := s.OpenSession(t.Context(), u.ID, home, now)
		other, err2 := s.OpenSession(t.Context(), u.ID, home, now)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		check := func(current, wanted, want string) {
			t.Helper()
			err := s.ChangePassword(t.Context(), u.ID, current, wanted, mine.Session, home, now)
			if got := kind(err); got != want {
				t.Errorf("ChangePassword(%s, %s) = %v, want %s", current, wanted, err, want)
			}
		}
		check("wrong", "difference engine", "invalid current")
		check(ada.Password, "short", "invalid new")
		check(ada.Password, "difference engine", "ok")
		check(ada.Password, "difference engine", "invalid current")
		if _, err := s.BySession(t.Context(), mine.Token, now); err != nil {
			t.Errorf("own session: %v", err)
		}
		if _, err := s.BySession(t.Context(), other.Token, now); kind(err) != "unauthenticated" {
			t.Errorf("other session: %v", err)
		}
		if _, err := s.SignIn(t.Context(), ada.Email, "difference engine", home, now); err != nil {
			t.Errorf("new password: %v", err)
		}
	})
}

func TestRename(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, u := setUp(t, d)
		if _, err := s.EnsureUser(t.Context(), account.Person{Name: "Bo", Email: "bo@example.com", Password: "difference engine"}, now); err != nil {
			t.Fatal(err)
		}
		check := func(name, email *string, want string) {
			t.Helper()
			got, err := s.Rename(t.Context(), u.ID, name, email)
			text := kind(err)
			if err == nil {
				text = got.Name + " " + got.Email
			}
			if text != want {
				t.Errorf("Rename = %q, want %q", text, want)
			}
		}
		name, email, taken, bad := "Countess", "ada@b.c", "BO@example.com", ""
		check(&name, nil, "Countess Ada@Example.com")
		check(nil, &email, "Countess ada@b.c")
		check(nil, &taken, "conflict email")
		check(nil, &bad, "invalid email")
		check(&bad, nil, "invalid name")
	})
}

func TestTokens(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, u := setUp(t, d)
		ctx := t.Context()
		read, readText, err1 := s.CreateToken(ctx, actor(t, s, u), account.Token{Name: "ci", Scope: account.ScopeRead, Expires: now.Add(day)}, now)
		_, writeText, err2 := s.CreateToken(ctx, actor(t, s, u), account.Token{Name: "cli", Scope: account.ScopeWrite}, now)
		_, _, err3 := s.CreateToken(ctx, actor(t, s, u), account.Token{Name: " ", Scope: account.ScopeWrite}, now)
		_, _, err4 := s.CreateToken(ctx, actor(t, s, u), account.Token{Name: "x", Scope: "root"}, now)
		if err1 != nil || err2 != nil || kind(err3) != "invalid name" || kind(err4) != "invalid scope" {
			t.Fatal(err1, err2, err3, err4)
		}
		check := func(text string, after time.Duration, want string) {
			t.Helper()
			id, err := s.ByToken(ctx, text, now.Add(after))
			got := kind(err)
			if err == nil {
				got = fmt.Sprint(id.User.Name, " ", id.Scope, " ", id.Token != 0)
			}
			if got != want {
				t.Errorf("ByToken(%.10s) after %v = %s, want %s", text, after, got, want)
			}
		}
		check(readText, time.Hour, "Ada read true")
		check(readText, day, "unauthenticated")
		check(writeText, 1000*day, "Ada write true")
		check("bfy_unknown", 0, "unauthenticated")
		all, err := s.Tokens(ctx, u.ID)
		if err != nil || len(all) != 2 || all[1].LastUsed != now.Add(time.Hour) || all[1].Prefix != readText[:10] || strings.Contains(fmt.Sprint(all), readText) {
			t.Errorf("Tokens = %+v, %v", all, err)
		}
		if err := s.RevokeToken(ctx, account.Actor{}, read.ID, now); kind(err) != "not_found" {
			t.Errorf("RevokeToken of another's = %v", err)
		}
		if err := s.RevokeToken(ctx, actor(t, s, u), read.ID, now); err != nil {
			t.Error(err)
		}
		check(readText, 0, "unauthenticated")
		a, err5 := s.ReplaceToken(ctx, u.ID, "belfry init", now)
		b, err6 := s.ReplaceToken(ctx, u.ID, "belfry init", now)
		if err := errors.Join(err5, err6); err != nil {
			t.Fatal(err)
		}
		check(a, 0, "unauthenticated")
		check(b, 0, "Ada write true")
	})
}

func TestTokenUseIsWrittenOncePerMinute(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, u := setUp(t, d)
		_, text, err := s.CreateToken(t.Context(), actor(t, s, u), account.Token{Name: "ci", Scope: account.ScopeRead}, now)
		if err != nil {
			t.Fatal(err)
		}
		check := func(after, want time.Duration) {
			t.Helper()
			_, err1 := s.ByToken(t.Context(), text, now.Add(after))
			all, err2 := s.Tokens(t.Context(), u.ID)
			if err := errors.Join(err1, err2); err != nil || all[0].LastUsed != now.Add(want) {
				t.Errorf("after %v: last used %v, want %v (%v)", after, all[0].LastUsed.Sub(now), want, err)
			}
		}
		check(0, 0)
		check(59*time.Second, 0)
		check(time.Minute, time.Minute)
	})
}
