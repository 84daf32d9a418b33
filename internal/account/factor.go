package account

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/secret"
	"belfry/internal/telemetry"
)

// Codes follow RFC 6238 as every authenticator app knows it: SHA-1, six digits,
// 30 seconds. One step before and after is taken for clocks that differ.
const (
	totpPeriod    = 30 * time.Second
	totpSkew      = 1
	recoveryCodes = 10
	recoverySize  = 16 // characters of 5 bits
)

// recoveryAlphabet is Crockford's base 32: nothing in it looks like another.
const recoveryAlphabet = "0123456789abcdefghjkmnpqrstvwxyz"

// Security is how a user's account is secured.
type Security struct {
	Password      bool           `db:"has_password"`   // has one
	TOTP          telemetry.Time `db:"totp"`           // since when codes are asked for, 0: not
	RecoveryCodes int64          `db:"recovery_codes"` // left
}

// Enrolment is what an authenticator app needs to know.
type Enrolment struct {
	Secret string // base32
	URI    string // otpauth://, for a QR code
}

type factor struct {
	Secret    string         `db:"secret"`
	Confirmed telemetry.Time `db:"confirmed_at"`
	LastStep  int64          `db:"last_step"`
}

// Security returns how a user's account is secured.
func (s *Store) Security(ctx context.Context, user int64) (sec Security, err error) {
	defer errs.Wrap(&err, "account.Security(%d)", user)
	err = s.db.Get(ctx, &sec, `SELECT u.password <> '' AS has_password,
		COALESCE((SELECT f.confirmed_at FROM totp_factors f WHERE f.user_id = u.id), 0) AS totp,
		(SELECT COUNT(*) FROM recovery_codes c WHERE c.user_id = u.id) AS recovery_codes
		FROM users u WHERE u.id = ?`, user)
	return sec, db.NoRows(err, "This user does not exist.")
}

// EnrolTOTP begins to set up an authenticator app; codes are asked for once
// ConfirmTOTP has seen one. An enrolment that was not confirmed is replaced.
func (s *Store) EnrolTOTP(ctx context.Context, id Identity, password string, from Client, now telemetry.Time) (e Enrolment, err error) {
	defer errs.Wrap(&err, "account.EnrolTOTP(%d)", id.User.ID)
	if s.Box == nil {
		return e, errs.New(errs.Unavailable, "This server has no secret key, which two-step sign-in needs.")
	}
	if err := s.reauthenticate(ctx, id, password, from, now); err != nil {
		return e, err
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: from.issuer(), AccountName: id.User.Email, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
	if err != nil {
		return e, fmt.Errorf("make a TOTP secret: %w", err)
	}
	var user int64
	err = s.db.Returning(ctx, &user, `INSERT INTO totp_factors (user_id, secret, created_at, confirmed_at, last_step) VALUES (?, ?, ?, 0, 0)
		ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, created_at = excluded.created_at
		WHERE totp_factors.confirmed_at = 0 RETURNING user_id`, id.User.ID, s.Box.Seal(key.Secret(), totpAbout(id.User.ID)), now)
	if errors.Is(err, sql.ErrNoRows) {
		return e, errs.New(errs.Conflict, "Two-step sign-in is on already. Turn it off first.")
	}
	return Enrolment{Secret: key.Secret(), URI: key.URL()}, err
}

// issuer names this installation in an authenticator app.
func (c Client) issuer() string {
	if u, err := url.Parse(c.BaseURL); err == nil && u.Hostname() != "" {
		return "Belfry (" + u.Hostname() + ")"
	}
	return "Belfry"
}

func totpAbout(user int64) string { return fmt.Sprintf("totp %d", user) }

// ConfirmTOTP turns codes on when the first one is right, and returns the
// recovery codes, which are shown this once.
func (s *Store) ConfirmTOTP(ctx context.Context, user int64, code string, now telemetry.Time) (codes []string, err error) {
	defer errs.Wrap(&err, "account.ConfirmTOTP(%d)", user)
	if err := s.codes.take(attempt{email: totpAbout(user)}, now); err != nil {
		return nil, err
	}
	err = s.db.Transact(ctx, func(tx *db.DB) error {
		switch ok, err := s.useCode(ctx, tx, user, code, false, now); {
		case err != nil:
			return err
		case !ok:
			return errs.Field("code", "This is not the code that the app shows now. Is the clock of your device right?")
		}
		if _, err := tx.Exec(ctx, `UPDATE totp_factors SET confirmed_at = ? WHERE user_id = ?`, now, user); err != nil {
			return err
		}
		codes, err = replaceRecoveryCodes(ctx, tx, user)
		return err
	})
	if err == nil {
		s.codes.forget(attempt{email: totpAbout(user)})
	}
	return codes, err
}

// useCode reports whether code is right for a factor that is or is not yet
// confirmed, and sees to it that it is so once.
func (s *Store) useCode(ctx context.Context, tx *db.DB, user int64, code string, confirmed bool, now telemetry.Time) (bool, error) {
	var f factor
	err := tx.Get(ctx, &f, `SELECT secret, confirmed_at, last_step FROM totp_factors WHERE user_id = ?`, user)
	switch {
	case errors.Is(err, sql.ErrNoRows) || err == nil && confirmed != (f.Confirmed != 0):
		return false, errs.New(errs.Conflict, "Two-step sign-in has changed meanwhile. Start again.")
	case err != nil:
		return false, err
	case s.Box == nil:
		return false, errs.New(errs.Unavailable, "This server has no secret key, which two-step sign-in needs.")
	}
	key, err := s.Box.Open(f.Secret, totpAbout(user))
	if err != nil {
		return false, err
	}
	step, err := stepOf(key, code, now)
	if err != nil || step <= f.LastStep {
		return false, err
	}
	var used int64
	err = tx.Returning(ctx, &used, `UPDATE totp_factors SET last_step = ? WHERE user_id = ? AND last_step < ? RETURNING last_step`, step, user, step)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil // another request was quicker
	}
	return err == nil, err
}

// stepOf returns the latest time step near now that code belongs to, 0 for none.
func stepOf(key, code string, now telemetry.Time) (found int64, err error) {
	code = strings.ReplaceAll(strings.TrimSpace(code), " ", "")
	at := now.Std().Unix() / int64(totpPeriod/time.Second)
	for step := at - totpSkew; step <= at+totpSkew; step++ {
		right, err := totp.GenerateCodeCustom(key, time.Unix(step*int64(totpPeriod/time.Second), 0),
			totp.ValidateOpts{Period: uint(totpPeriod / time.Second), Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err != nil {
			return 0, fmt.Errorf("compute a code: %w", err)
		}
		if secret.Equal(right, code) {
			found = step
		}
	}
	return found, nil
}

// DisableTOTP turns two-step sign-in off and forgets the recovery codes.
func (s *Store) DisableTOTP(ctx context.Context, id Identity, password string, from Client, now telemetry.Time) (err error) {
	defer errs.Wrap(&err, "account.DisableTOTP(%d)", id.User.ID)
	if err := s.reauthenticate(ctx, id, password, from, now); err != nil {
		return err
	}
	return s.db.Transact(ctx, func(tx *db.DB) error { return forgetTOTP(ctx, tx, id.User.ID) })
}

func forgetTOTP(ctx context.Context, tx *db.DB, user int64) error {
	if _, err := tx.Exec(ctx, `DELETE FROM totp_factors WHERE user_id = ?`, user); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM recovery_codes WHERE user_id = ?`, user)
	return err
}

// NewRecoveryCodes replaces the recovery codes of a user.
func (s *Store) NewRecoveryCodes(ctx context.Context, id Identity, password string, from Client, now telemetry.Time) (codes []string, err error) {
	defer errs.Wrap(&err, "account.NewRecoveryCodes(%d)", id.User.ID)
	if err := s.reauthenticate(ctx, id, password, from, now); err != nil {
		return nil, err
	}
	sec, err := s.Security(ctx, id.User.ID)
	if err != nil {
		return nil, err
	}
	if sec.TOTP == 0 {
		return nil, errs.New(errs.Conflict, "Recovery codes come with two-step sign-in, which is off.")
	}
	err = s.db.Transact(ctx, func(tx *db.DB) (err error) {
		codes, err = replaceRecoveryCodes(ctx, tx, id.User.ID)
		return err
	})
	return codes, err
}

func replaceRecoveryCodes(ctx context.Context, tx *db.DB, user int64) ([]string, error) {
	if _, err := tx.Exec(ctx, `DELETE FROM recovery_codes WHERE user_id = ?`, user); err != nil {
		return nil, err
	}
	codes, args := make([]string, recoveryCodes), make([]any, 0, 2*recoveryCodes)
	for i := range codes {
		codes[i] = newRecoveryCode()
		args = append(args, user, secret.Hash(plainCode(codes[i])))
	}
	_, err := tx.Exec(ctx, `INSERT INTO recovery_codes (user_id, hash) VALUES `+db.Values(len(codes), 2), args...)
	return codes, err
}

// newRecoveryCode has 80 bits, which a fast hash keeps safe.
func newRecoveryCode() string {
	raw := make([]byte, recoverySize)
	_, _ = rand.Read(raw) // never fails
	var b strings.Builder
	for i, r := range raw {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(recoveryAlphabet[r%32])
	}
	return b.String()
}

// plainCode is a recovery code however somebody typed it.
func plainCode(code string) string {
	return strings.NewReplacer("-", "", " ", "", "o", "0", "i", "1", "l", "1").Replace(strings.ToLower(code))
}

// useRecoveryCode reports whether code is one of the user's, and uses it up.
func useRecoveryCode(ctx context.Context, tx *db.DB, user int64, code string) (bool, error) {
	var found int64
	err := tx.Returning(ctx, &found, `DELETE FROM recovery_codes WHERE user_id = ? AND hash = ? RETURNING user_id`, user, secret.Hash(plainCode(code)))
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// reauthenticate makes sure that it is the user who changes how the account is
// secured, not somebody at an unlocked screen or with a token: by the password,
// or, for who has none, by being signed in at all.
func (s *Store) reauthenticate(ctx context.Context, id Identity, password string, from Client, now telemetry.Time) error {
	sec, err := s.Security(ctx, id.User.ID)
	switch {
	case err != nil:
		return err
	case !sec.Password && id.Session == "":
		return errs.Field("password", "Do this signed in, in the browser.")
	case !sec.Password:
		return nil
	}
	if _, err = s.verify(ctx, id.User.Email, password, from, now); errs.Is(err, errs.Unauthenticated) {
		return errs.Field("password", "This is not your password.")
	}
	return err
}
