package errs

import (
	"errors"
	"fmt"
	"time"
)

// Kind classifies an error by what its receiver can do about it.
type Kind int

// The kinds. Internal is the zero value: an error that nobody classified is a
// defect or a failing dependency, and its text is not shown.
const (
	Internal        Kind = iota
	Invalid              // the request is malformed: fix it before trying again
	Unauthenticated      // no or unknown credentials
	Forbidden            // known, but not allowed
	NotFound             // does not exist, or may not be seen
	Conflict             // contradicts the present state
	TooLarge             // a limit on size was passed
	Limited              // too much at once: try again later
	Unavailable          // the server cannot do it now: try again later
)

var kindNames = [...]string{"internal", "invalid", "unauthenticated", "forbidden", "not_found", "conflict", "too_large", "limited", "unavailable"}

// String returns the stable, machine-readable name of k.
func (k Kind) String() string {
	if k < 0 || int(k) >= len(kindNames) {
		return kindNames[Internal]
	}
	return kindNames[k]
}

// Error is an error with a kind, a message for the public and, optionally, the
// field of the request that it speaks of, when to try again, and an underlying
// cause.
type Error struct {
	Kind       Kind
	Public     string
	Field      string
	RetryAfter time.Duration
	Err        error
}

// Error implements error; the text is for logs.
func (e *Error) Error() string {
	if e.Err == nil {
		return e.Public
	}
	return e.Public + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// New returns an error of kind k whose message may be shown to the requester.
func New(k Kind, format string, args ...any) error {
	return &Error{Kind: k, Public: fmt.Sprintf(format, args...)}
}

// Field is New for a problem with one field of the request.
func Field(field, format string, args ...any) error {
	return &Error{Kind: Invalid, Field: field, Public: fmt.Sprintf(format, args...)}
}

// Later is New for a request that may succeed after d.
func Later(k Kind, d time.Duration, format string, args ...any) error {
	return &Error{Kind: k, Public: fmt.Sprintf(format, args...), RetryAfter: d}
}

// With gives cause a kind and a public message; the cause stays for the log.
func With(k Kind, cause error, format string, args ...any) error {
	return &Error{Kind: k, Public: fmt.Sprintf(format, args...), Err: cause}
}

// KindOf returns the kind of the outermost classified error in err's chain.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// Is reports whether err is of kind k.
func Is(err error, k Kind) bool { return err != nil && KindOf(err) == k }

// PublicOf returns the message of err that may be shown, or a neutral one.
func PublicOf(err error) string {
	var e *Error
	if errors.As(err, &e) && e.Kind != Internal {
		return e.Public
	}
	return "Something went wrong on the server. The log has the details."
}

// FieldOf returns the request field that err speaks of, or "".
func FieldOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Field
	}
	return ""
}

// RetryAfterOf returns when it makes sense to try again, or 0.
func RetryAfterOf(err error) time.Duration {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.RetryAfter
	}
	return 0
}

// Wrap prefixes *err, if it is not nil, with the operation that failed. It is
// meant for defer at the top of a function with a named result:
//
//	defer errs.Wrap(&err, "issue.Merge(%d, %d)", from, into)
func Wrap(err *error, format string, args ...any) {
	if *err != nil {
		*err = fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), *err)
	}
}
