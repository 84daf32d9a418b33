package project

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/group"
	"belfry/internal/job"
	"belfry/internal/telemetry"
)

// DeleteJob is the kind of the job that removes what a deleted project holds and
// ends with Remove. Its arguments are DeleteArgs.
const DeleteJob = "project.delete"

// DeleteArgs are the arguments of a DeleteJob.
type DeleteArgs struct {
	Project int64 `json:"project_id"`
}

// settle is how long a deletion waits for what is under way: requests that were
// let in, other processes that have not noticed yet, a batch being digested.
const settle = 10 * time.Second

// Create makes a project with one key.
func (s *Store) Create(ctx context.Context, organization int64, name, platform string, now telemetry.Time) (p Project, k Key, err error) {
	defer errs.Wrap(&err, "project.Create(%q)", name)
	if name, err = checkName(name); err != nil {
		return p, k, err
	}
	if platform, err = checkPlatform(platform); err != nil {
		return p, k, err
	}
	p = Project{
		Organization: organization, Name: name, Platform: platform, Status: Active, Created: now,
		Settings: Settings{ScrubKeys: []string{}, SafeKeys: []string{}, Grouping: group.Settings{Version: group.Current}},
	}
	for try := range 5 { // somebody else may take the slug between the look and the insert
		err = s.db.Transact(ctx, func(tx *db.DB) error {
			p, k, err = insert(ctx, tx, p, try)
			return err
		})
		if !db.IsUnique(err) {
			break
		}
	}
	s.changed()
	return p, k, err
}

func insert(ctx context.Context, tx *db.DB, p Project, try int) (Project, Key, error) {
	var count int64
	if err := tx.Get(ctx, &count, `SELECT COUNT(*) FROM projects`); err != nil {
		return p, Key{}, err
	}
	if count >= maxProjects {
		return p, Key{}, errs.New(errs.Conflict, "There are %d projects, which is the most that Belfry holds.", count)
	}
	var err error
	if p.Slug, err = freeSlug(ctx, tx, firstSlug(p.Name), try); err != nil {
		return p, Key{}, err
	}
	err = tx.Returning(ctx, &p.ID, `INSERT INTO projects (organization_id, slug, name, platform, status, settings, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`, p.Organization, p.Slug, p.Name, p.Platform, p.Status, p.Settings, p.Created)
	if err != nil {
		return p, Key{}, err
	}
	k, err := insertKey(ctx, tx, Key{Project: p.ID, Name: "Default", Created: p.Created})
	return p, k, err
}

// freeSlug is wanted, or wanted with the first number that is free.
func freeSlug(ctx context.Context, tx *db.DB, wanted string, skip int) (string, error) {
	base := strings.TrimSuffix(wanted[:min(len(wanted), maxSlug-5)], "-")
	var used []string
	err := tx.Select(ctx, &used, `SELECT slug FROM projects WHERE slug = ? OR slug LIKE ? ORDER BY slug`, wanted, base+"-%")
	if err != nil {
		return "", err
	}
	if skip == 0 && !slices.Contains(used, wanted) {
		return wanted, nil
	}
	for n := 2 + skip; ; n++ {
		if slug := fmt.Sprintf("%s-%d", base, n); !slices.Contains(used, slug) {
			return slug, nil
		}
	}
}

// Ensure returns the project of that name and its first enabled key, or makes
// them.
func (s *Store) Ensure(ctx context.Context, organization int64, name, platform string, now telemetry.Time) (p Project, k Key, err error) {
	defer errs.Wrap(&err, "project.Ensure(%q)", name)
	if name, err = checkName(name); err != nil {
		return p, k, err
	}
	err = s.db.Get(ctx, &p, `SELECT `+columns+` FROM projects
		WHERE organization_id = ? AND name = ? AND status <> ? ORDER BY id LIMIT 1`, organization, name, Deleting)
	if err = db.NoRows(err, "none"); errs.Is(err, errs.NotFound) {
		return s.Create(ctx, organization, name, platform, now)
	}
	if err != nil {
		return p, k, err
	}
	keys, err := s.Keys(ctx, p.ID)
	if err != nil {
		return p, k, err
	}
	for _, k := range keys {
		if k.Enabled {
			return p, k, nil
		}
	}
	k, err = s.CreateKey(ctx, p.ID, "Default", 0, now)
	return p, k, err
}

// Change is what may be changed of a project; nil leaves a field as it is.
type Change struct {
	Name     *string
	Slug     *string
	Platform *string
	Status   *Status // Active or Archived
	Group    *int64  // 0: none
	Settings SettingsChange
}

func (c Change) apply(p *Project) (err error) {
	if c.Name != nil {
		if p.Name, err = checkName(*c.Name); err != nil {
			return err
		}
	}
	if c.Slug != nil {
		if p.Slug, err = checkSlug(*c.Slug); err != nil {
			return err
		}
	}
	if c.Platform != nil {
		if p.Platform, err = checkPlatform(*c.Platform); err != nil {
			return err
		}
	}
	if c.Status != nil {
		if *c.Status != Active && *c.Status != Archived {
			return errs.Field("status", "The status is “active” or “archived”.")
		}
		p.Status = *c.Status
	}
	return c.Settings.apply(&p.Settings)
}

// Update changes a project of an organization.
func (s *Store) Update(ctx context.Context, organization, id int64, c Change) (p Project, err error) {
	defer errs.Wrap(&err, "project.Update(%d)", id)
	defer s.changed()
	err = s.db.Transact(ctx, func(tx *db.DB) error {
		if p, err = get(ctx, tx, organization, id); err != nil {
			return err
		}
		if err := c.apply(&p); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE projects SET name = ?, slug = ?, platform = ?, status = ?, settings = ? WHERE id = ?`,
			p.Name, p.Slug, p.Platform, p.Status, p.Settings, id)
		if db.IsUnique(err) {
			return &errs.Error{Kind: errs.Conflict, Field: "slug", Public: "Another project has this slug.", Err: err}
		}
		if err != nil || c.Group == nil {
			return err
		}
		return setGroup(ctx, tx, organization, id, *c.Group)
	})
	return p, err
}

// Delete hides a project, stops its intake and leaves a job behind that removes
// everything it holds.
func (s *Store) Delete(ctx context.Context, organization, id int64, now telemetry.Time) (err error) {
	defer errs.Wrap(&err, "project.Delete(%d)", id)
	defer s.changed()
	return s.db.Transact(ctx, func(tx *db.DB) error {
		if _, err := get(ctx, tx, organization, id); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE projects SET status = ? WHERE id = ?`, Deleting, id); err != nil {
			return err
		}
		_, err := job.Insert(ctx, tx, job.New{
			Kind: DeleteJob, Args: DeleteArgs{id}, Key: fmt.Sprint(DeleteJob, " ", id), At: now.Add(settle).Std(),
		}, now.Std())
		return err
	})
}

// Remove removes the rows of a project that is being deleted, last of all. It
// may be repeated.
func (s *Store) Remove(ctx context.Context, id int64) (err error) {
	defer errs.Wrap(&err, "project.Remove(%d)", id)
	defer s.changed()
	return s.db.Transact(ctx, func(tx *db.DB) error {
		for _, statement := range []string{
			`DELETE FROM discards WHERE project_id IN (SELECT id FROM projects WHERE id = ? AND status = ?)`,
			`DELETE FROM project_keys WHERE project_id IN (SELECT id FROM projects WHERE id = ? AND status = ?)`,
			`DELETE FROM project_group_members WHERE project_id IN (SELECT id FROM projects WHERE id = ? AND status = ?)`,
			`DELETE FROM project_favorites WHERE project_id IN (SELECT id FROM projects WHERE id = ? AND status = ?)`,
			`DELETE FROM project_places WHERE project_id IN (SELECT id FROM projects WHERE id = ? AND status = ?)`,
			`DELETE FROM projects WHERE id = ? AND status = ?`,
		} {
			if _, err := tx.Exec(ctx, statement, id, Deleting); err != nil {
				return err
			}
		}
		return nil
	})
}

// changed makes the next look into memory read the database first.
func (s *Store) changed() { s.changes.Add(1) }
