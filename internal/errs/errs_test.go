package errs_test

import (
	"errors"
	"fmt"
	"testing"

	"belfry/internal/errs"
)

func TestKindAndPublicMessage(t *testing.T) {
	t.Parallel()
	check := func(err error, kind errs.Kind, public string) {
		t.Helper()
		if got := errs.KindOf(err); got != kind {
			t.Errorf("KindOf(%v) = %v, want %v", err, got, kind)
		}
		if got := errs.PublicOf(err); got != public {
			t.Errorf("PublicOf(%v) = %q, want %q", err, got, public)
		}
	}
	const neutral = "Something went wrong on the server. The log has the details."
	check(errors.New("dial tcp"), errs.Internal, neutral)
	check(errs.New(errs.NotFound, "No project %d.", 7), errs.NotFound, "No project 7.")
	check(fmt.Errorf("op: %w", errs.New(errs.Conflict, "Taken.")), errs.Conflict, "Taken.")
	check(errs.With(errs.Unavailable, errors.New("disk"), "Try again."), errs.Unavailable, "Try again.")
	check(errs.With(errs.Internal, errors.New("disk"), "secret detail"), errs.Internal, neutral)
}

func TestWrapKeepsTheChain(t *testing.T) {
	t.Parallel()
	base := errs.Field("email", "Not an e-mail address.")
	f := func() (err error) {
		defer errs.Wrap(&err, "account.Create(%q)", "x")
		return base
	}
	err := f()
	if !errors.Is(err, base) || errs.FieldOf(err) != "email" {
		t.Errorf("chain or field lost: %v", err)
	}
	if want := `account.Create("x"): Not an e-mail address.`; err.Error() != want {
		t.Errorf("text = %q, want %q", err.Error(), want)
	}
	var none error
	errs.Wrap(&none, "x")
	if none != nil {
		t.Error("Wrap made an error of nil")
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	check := func(k errs.Kind, want int) {
		t.Helper()
		if got := k.Status(); got != want {
			t.Errorf("%v.Status() = %d, want %d", k, got, want)
		}
	}
	check(errs.Internal, 500)
	check(errs.Invalid, 400)
	check(errs.Unauthenticated, 401)
	check(errs.Forbidden, 403)
	check(errs.NotFound, 404)
	check(errs.Conflict, 409)
	check(errs.TooLarge, 413)
	check(errs.Limited, 429)
	check(errs.Unavailable, 503)
}
