package account

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// Actor is who does something that the audit log keeps, and from where. The
// zero Identity stands for the command line.
type Actor struct {
	Identity
	From Client
}

// Target is what was acted on. The name is kept beside the id, to be read when
// what it names is gone.
type Target struct {
	Type string // such as "user" or "project"
	ID   int64
	Name string
}

// Detail says more of an act, such as what changed from what to what. It never
// holds a secret.
type Detail map[string]string

// AuditEntry is one line of the audit log.
type AuditEntry struct {
	ID           int64          `db:"id"`
	At           telemetry.Time `db:"at"`
	Organization int64          `db:"organization_id"`
	Actor        int64          `db:"actor_id"` // 0 for tokens of projects, the command line and strangers
	ActorName    string         `db:"actor_name"`
	Token        int64          `db:"token_id"` // 0 for sessions
	TokenName    string         `db:"token_name"`
	Address      string         `db:"address"`
	Agent        string         `db:"agent"`
	Action       string         `db:"action"` // such as "member.updated"
	TargetType   string         `db:"target_type"`
	TargetID     int64          `db:"target_id"`
	TargetName   string         `db:"target_name"`
	DetailJSON   string         `db:"detail"`
}

const (
	auditColumns = `id, at, organization_id, actor_id, actor_name, token_id, token_name, address, agent, action, target_type, target_id, target_name, detail`
	auditAge     = 2 * 365 * 24 * time.Hour
	maxTarget    = 200 // bytes of a target's name
)

// Detail returns what more is known of the act.
func (e AuditEntry) Detail() (d Detail, err error) {
	err = json.Unmarshal([]byte(e.DetailJSON), &d)
	return d, err
}

// Record adds a line to the audit log, for acts on what other packages own.
func (s *Store) Record(ctx context.Context, by Actor, action string, t Target, detail Detail, now telemetry.Time) (err error) {
	defer errs.Wrap(&err, "account.Record(%s)", action)
	return record(ctx, s.db, by, action, t, detail, now)
}

// record writes in the transaction that does what it tells of.
func record(ctx context.Context, tx *db.DB, by Actor, action string, t Target, detail Detail, now telemetry.Time) error {
	if detail == nil {
		detail = Detail{}
	}
	text, err := json.Marshal(detail)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO audit (at, organization_id, actor_id, actor_name, token_id, token_name, address, agent, action, target_type, target_id, target_name, detail)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		now, by.Organization.ID, by.User.ID, by.name(), by.Token, by.TokenName, by.From.address(), by.From.agent(),
		action, t.Type, t.ID, shorten(t.Name), text)
	return err
}

// shorten bounds what a stranger can make us store.
func shorten(name string) string {
	return strings.ToValidUTF8(name[:min(len(name), maxTarget)], "")
}

// name is what the log calls whoever acts.
func (a Actor) name() string {
	switch {
	case a.User.ID != 0:
		return a.User.Name
	case a.Project != 0:
		return a.TokenName
	case a.From == (Client{}):
		return "command line"
	}
	return ""
}

// user names a user as the target of an act.
func (u User) target() Target { return Target{Type: "user", ID: u.ID, Name: u.Name} }

// AuditFilter narrows the audit log; zero fields do not.
type AuditFilter struct {
	Actor    int64
	Action   string         // or the first part of one: "member" for "member.updated"
	From, To telemetry.Time // To is not included
	Before   int64          // only entries with lower ids
}

// Audit returns entries of an organization's audit log, newest first.
func (s *Store) Audit(ctx context.Context, organization int64, f AuditFilter, limit int) (all []AuditEntry, err error) {
	defer errs.Wrap(&err, "account.Audit(%d)", organization)
	where, args := []string{"organization_id = ?"}, []any{organization}
	add := func(condition string, values ...any) { where, args = append(where, condition), append(args, values...) }
	if f.Actor != 0 {
		add("actor_id = ?", f.Actor)
	}
	if f.Action != "" {
		add("(action = ? OR action >= ? AND action < ?)", f.Action, f.Action+".", f.Action+"/") // “/” follows “.”
	}
	if f.From != 0 {
		add("at >= ?", f.From)
	}
	if f.To != 0 {
		add("at < ?", f.To)
	}
	if f.Before != 0 {
		add("id < ?", f.Before)
	}
	err = s.db.Select(ctx, &all, `SELECT `+auditColumns+` FROM audit WHERE `+strings.Join(where, " AND ")+` ORDER BY id DESC LIMIT ?`, append(args, limit)...)
	return all, err
}

const maxRefusals = 1000 // per hour in the log: it must not grow as fast as an attacker likes

// refused notes that somebody was not let in. The organization is the user's
// first one, or that which runs the installation.
func (s *Store) refused(ctx context.Context, u User, email string, from Client, now telemetry.Time) error {
	var o Organization
	err := s.db.Get(ctx, &o, `SELECT `+organizationColumns+` FROM organizations o LEFT JOIN members m ON m.organization_id = o.id AND m.user_id = ?
		ORDER BY CASE WHEN m.user_id IS NULL THEN 1 ELSE 0 END, o.id LIMIT 1`, u.ID)
	if err != nil {
		return err
	}
	var recent int64
	err = s.db.Get(ctx, &recent, `SELECT COUNT(*) FROM (SELECT 1 FROM audit WHERE organization_id = ? AND action = ? AND at > ? LIMIT ?) AS recent`,
		o.ID, sessionRefused, now.Add(-time.Hour), maxRefusals)
	if err != nil || recent >= maxRefusals {
		return err
	}
	by := Actor{Identity: Identity{Organization: o}, From: from}
	return record(ctx, s.db, by, sessionRefused, Target{Type: "user", ID: u.ID, Name: keyOf(email)}, nil, now)
}

const sessionRefused = "session.refused"
