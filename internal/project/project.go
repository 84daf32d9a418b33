package project

import (
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// Status is where a project is in its life.
type Status string

// The statuses. Intake takes events for active projects only; one that is being
// deleted is shown to nobody.
const (
	Active   Status = "active"
	Archived Status = "archived"
	Deleting Status = "deleting"
)

// Project is the unit of isolation and access.
type Project struct {
	ID           int64          `db:"id"`
	Organization int64          `db:"organization_id"`
	Slug         string         `db:"slug"`
	Name         string         `db:"name"`
	Platform     string         `db:"platform"` // the integration guide that is shown, such as "python-django"
	Status       Status         `db:"status"`
	Settings     Settings       `db:"settings"`
	Created      telemetry.Time `db:"created_at"`
}

const columns = `id, organization_id, slug, name, platform, status, settings, created_at`

// OtherPlatform is that of a project about which nobody said anything.
const OtherPlatform = "other"

const (
	maxName     = 100
	maxSlug     = 50
	maxPlatform = 50
	maxProjects = 5000 // all of them are in memory
	maxKeys     = 100  // of one project
)

// Store keeps projects and keys.
type Store struct {
	db *db.DB

	loading  sync.Mutex
	changes  atomic.Uint64 // how often this process changed something
	snapshot atomic.Pointer[snapshot]
	uses     map[int64]*use // by key; guarded by loading

	discards tally
}

// New returns the projects in d.
func New(d *db.DB) *Store { return &Store{db: d, uses: map[int64]*use{}} }

func checkName(name string) (string, error) {
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return "", errs.Field("name", "Enter a name.")
	case utf8.RuneCountInString(name) > maxName:
		return "", errs.Field("name", "Use at most %d characters.", maxName)
	}
	return name, nil
}

// checkPlatform takes the name of any guide: which there are is known where they
// are written.
func checkPlatform(platform string) (string, error) {
	platform = strings.ToLower(strings.TrimSpace(platform))
	if platform == "" {
		return OtherPlatform, nil
	}
	if len(platform) > maxPlatform || strings.ContainsFunc(platform, func(r rune) bool { return !isWord(r) && r != '-' && r != '.' }) {
		return "", errs.Field("platform", "A platform is a word such as “python” or “node-express”.")
	}
	return platform, nil
}

func checkSlug(slug string) (string, error) {
	slug = strings.ToLower(strings.TrimSpace(slug))
	switch {
	case slug == "" || len(slug) > maxSlug || slug != slugOf(slug):
		return "", errs.Field("slug", "Use 1 to %d letters a to z, digits and single hyphens, not at the ends.", maxSlug)
	case isNumber(slug):
		return "", errs.Field("slug", "Use at least one letter: a number would be taken for an id.")
	}
	return slug, nil
}

func isWord(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' }

func isNumber(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// slugOf writes a name in letters a to z and digits, words joined by hyphens;
// accents are dropped. It may be empty.
func slugOf(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFD.String(strings.ToLower(name)) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\'':
		case !isWord(r):
			gap = true
		default:
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		}
	}
	return strings.Trim(b.String()[:min(b.Len(), maxSlug)], "-")
}

// firstSlug is the slug that a new project of that name would like to have.
func firstSlug(name string) string {
	slug := slugOf(name)
	if slug == "" || isNumber(slug) {
		slug = strings.Trim("project-"+slug, "-")
	}
	return slug[:min(len(slug), maxSlug)]
}

// Get returns a project of an organization, unless it is being deleted.
func (s *Store) Get(ctx context.Context, organization, id int64) (p Project, err error) {
	defer errs.Wrap(&err, "project.Get(%d)", id)
	return get(ctx, s.db, organization, id)
}

func get(ctx context.Context, d *db.DB, organization, id int64) (p Project, err error) {
	err = d.Get(ctx, &p, `SELECT `+columns+` FROM projects WHERE id = ? AND organization_id = ? AND status <> ?`, id, organization, Deleting)
	return p, db.NoRows(err, "There is no such project.")
}

// List returns the projects of an organization by name. Without a status it
// returns all but those being deleted.
func (s *Store) List(ctx context.Context, organization int64, statuses ...Status) (all []Project, err error) {
	defer errs.Wrap(&err, "project.List(%d)", organization)
	err = s.db.Select(ctx, &all, `SELECT `+columns+` FROM projects
		WHERE organization_id = ? AND status <> ? ORDER BY LOWER(name), id`, organization, Deleting)
	if len(statuses) > 0 {
		all = slices.DeleteFunc(all, func(p Project) bool { return !slices.Contains(statuses, p.Status) })
	}
	return all, err
}
