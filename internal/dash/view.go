package dash

import (
	"context"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// Store reads and writes views.
type Store struct{ d *db.DB }

// New returns the views kept in d.
func New(d *db.DB) *Store { return &Store{d} }

// The areas that views are of.
const (
	Issues = "issues"
	Events = "events"
)

// View is a search that was kept.
type View struct {
	ID           int64
	Organization int64
	User         int64 // who made it
	Project      int64 // 0 for all projects
	Area         string
	Name         string
	Shared       bool
	State        map[string]string
}

// The limits of views.
const (
	maxViews = 200 // of a user
	maxName  = 100 // bytes
	maxState = 16_000
	maxShown = 500
)

type row struct {
	ID           int64  `db:"id"`
	Organization int64  `db:"organization_id"`
	User         int64  `db:"user_id"`
	Project      int64  `db:"project_id"`
	Area         string `db:"area"`
	Name         string `db:"name"`
	Shared       bool   `db:"shared"`
	State        string `db:"state"`
}

const columns = `id, organization_id, user_id, project_id, area, name, shared, state`

func (r row) view() (v View, err error) {
	v = View{ID: r.ID, Organization: r.Organization, User: r.User, Project: r.Project, Area: r.Area, Name: r.Name, Shared: r.Shared}
	err = json.Unmarshal([]byte(r.State), &v.State)
	return v, err
}

// List returns the views of an area that a user may see, by name: the user's
// own, and those that are shared.
func (s *Store) List(ctx context.Context, organization, user int64, area string) (all []View, err error) {
	defer errs.Wrap(&err, "dash.List(%d, %d)", organization, user)
	var found []row
	err = s.d.Select(ctx, &found, `SELECT `+columns+` FROM views
		WHERE organization_id = ? AND area = ? AND (user_id = ? OR shared) ORDER BY name, id LIMIT ?`, organization, area, user, maxShown)
	for _, r := range found {
		v, err := r.view()
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, err
}

// Get returns a view that a user may see.
func (s *Store) Get(ctx context.Context, organization, user, id int64) (v View, err error) {
	defer errs.Wrap(&err, "dash.Get(%d)", id)
	var r row
	err = s.d.Get(ctx, &r, `SELECT `+columns+` FROM views WHERE id = ? AND organization_id = ? AND (user_id = ? OR shared)`, id, organization, user)
	if err != nil {
		return v, db.NoRows(err, "There is no such view.")
	}
	return r.view()
}

// Create keeps a view and returns it with its id.
func (s *Store) Create(ctx context.Context, v View, now telemetry.Time) (_ View, err error) {
	defer errs.Wrap(&err, "dash.Create(%d)", v.User)
	state, err := v.check()
	if err != nil {
		return v, err
	}
	return v, s.d.Transact(ctx, func(tx *db.DB) error {
		var n int
		if err := tx.Get(ctx, &n, `SELECT COUNT(*) FROM views WHERE organization_id = ? AND user_id = ?`, v.Organization, v.User); err != nil {
			return err
		}
		if n >= maxViews {
			return errs.New(errs.Conflict, "You have %d views already. Delete some first.", n)
		}
		return tx.Returning(ctx, &v.ID, `INSERT INTO views (organization_id, user_id, project_id, area, name, shared, state, changed_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, v.Organization, v.User, v.Project, v.Area, v.Name, v.Shared, state, int64(now))
	})
}

// Save writes a view that was changed.
func (s *Store) Save(ctx context.Context, v View, now telemetry.Time) (_ View, err error) {
	defer errs.Wrap(&err, "dash.Save(%d)", v.ID)
	state, err := v.check()
	if err != nil {
		return v, err
	}
	_, err = s.d.Exec(ctx, `UPDATE views SET project_id = ?, name = ?, shared = ?, state = ?, changed_at = ? WHERE id = ?`,
		v.Project, v.Name, v.Shared, state, int64(now), v.ID)
	return v, err
}

// Delete forgets a view.
func (s *Store) Delete(ctx context.Context, id int64) (err error) {
	defer errs.Wrap(&err, "dash.Delete(%d)", id)
	_, err = s.d.Exec(ctx, `DELETE FROM views WHERE id = ?`, id)
	return err
}

// DeleteProject forgets the views of a project.
func (s *Store) DeleteProject(ctx context.Context, project int64) (err error) {
	defer errs.Wrap(&err, "dash.DeleteProject(%d)", project)
	_, err = s.d.Exec(ctx, `DELETE FROM views WHERE project_id = ?`, project)
	return err
}

// check tidies v and returns its state as it is stored.
func (v *View) check() (state string, err error) {
	v.Name = strings.TrimSpace(v.Name)
	switch {
	case v.Name == "":
		return "", errs.Field("name", "Give the view a name.")
	case len(v.Name) > maxName || !utf8.ValidString(v.Name) || strings.ContainsRune(v.Name, 0):
		return "", errs.Field("name", "Give the view a name of at most %d letters.", maxName)
	}
	if v.State == nil {
		v.State = map[string]string{}
	}
	text, err := json.Marshal(v.State)
	if err == nil && len(text) > maxState {
		err = errs.Field("state", "This is more than a view can hold.")
	}
	return string(text), err
}
