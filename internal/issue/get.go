package issue

import (
	"context"
	"strconv"
	"strings"

	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// Get returns the issue with an id or a short id, if it is in scope; for one that
// was merged, the issue that it is part of.
func (s *Store) Get(ctx context.Context, scope []Scope, ref string) (i Issue, err error) {
	defer errs.Wrap(&err, "issue.Get(%.40q)", ref)
	id, err := strconv.ParseInt(ref, 10, 64)
	if err == nil {
		i, err = s.byID(ctx, id)
		if isNone(err) {
			if id, err = s.mergedID(ctx, id); err == nil {
				i, err = s.byID(ctx, id)
			}
		}
	} else {
		i, err = s.byShortID(ctx, scope, ref)
	}
	if err == nil && !inScope(scope, i.Project) {
		return Issue{}, errs.New(errs.NotFound, "There is no such issue.")
	}
	return i, missing(err)
}

func (s *Store) byID(ctx context.Context, id int64) (i Issue, err error) {
	err = s.d.Get(ctx, &i, `SELECT `+columns+` FROM issues WHERE id = ?`, id)
	return i, err
}

func (s *Store) byShortID(ctx context.Context, scope []Scope, ref string) (i Issue, err error) {
	slug, number, ok := parseShortID(ref)
	for _, p := range scope {
		if ok && strings.ToLower(p.Slug) == slug {
			err = s.d.Get(ctx, &i, `SELECT `+columns+` FROM issues WHERE project_id = ? AND number = ?`, p.Project, number)
			if isNone(err) {
				var id int64
				if id, err = s.mergedNumber(ctx, p.Project, number); err == nil {
					i, err = s.byID(ctx, id)
				}
			}
			return i, err
		}
	}
	return i, errs.New(errs.NotFound, "There is no such issue.")
}

func inScope(scope []Scope, project int64) bool {
	for _, p := range scope {
		if p.Project == project {
			return true
		}
	}
	return false
}

// Fingerprints returns the fingerprints of an issue, the first one first.
func (s *Store) Fingerprints(ctx context.Context, issue int64) (all []string, err error) {
	defer errs.Wrap(&err, "issue.Fingerprints(%d)", issue)
	err = s.d.Select(ctx, &all, `SELECT fingerprint FROM issue_fingerprints WHERE issue_id = ? ORDER BY id`, issue)
	return all, err
}

// FirstFingerprints returns the first fingerprint of each issue, by its id.
func (s *Store) FirstFingerprints(ctx context.Context, issues []int64) (first map[int64]string, err error) {
	defer errs.Wrap(&err, "issue.FirstFingerprints(%d)", len(issues))
	type row struct {
		Issue       int64  `db:"issue_id"`
		Fingerprint string `db:"fingerprint"`
	}
	found, err := selectIn[row](ctx, s.d, `SELECT p.issue_id, p.fingerprint FROM issue_fingerprints p
		WHERE p.id = (SELECT MIN(m.id) FROM issue_fingerprints m WHERE m.issue_id = p.issue_id) AND p.issue_id IN (?)`, issues)
	first = make(map[int64]string, len(found))
	for _, f := range found {
		first[f.Issue] = f.Fingerprint
	}
	return first, err
}

// Facet is an environment or release that an issue was seen in.
type Facet struct {
	Value     string         `db:"value"`
	Events    int64          `db:"events"`
	FirstSeen telemetry.Time `db:"first_seen"`
	LastSeen  telemetry.Time `db:"last_seen"`
}

// maxFacets bounds how many values of a facet are shown.
const maxFacets = 100

// Facets returns the values of a facet (Environment or Release) of an issue, the
// most frequent first.
func (s *Store) Facets(ctx context.Context, issue int64, name string) (all []Facet, err error) {
	defer errs.Wrap(&err, "issue.Facets(%d, %s)", issue, name)
	err = s.d.Select(ctx, &all, `SELECT value, events, first_seen, last_seen FROM issue_facets
		WHERE issue_id = ? AND name = ? ORDER BY events DESC, value LIMIT ?`, issue, name, maxFacets)
	return all, err
}

// Hint is what is known of an event without asking the lake.
type Hint struct {
	Issue       int64          `db:"issue_id"`
	Fingerprint string         `db:"fingerprint"`
	Time        telemetry.Time `db:"time"`
}

// EventHint returns where to look for an event. One that was not counted yet,
// or longer ago than events are kept, is not found.
func (s *Store) EventHint(ctx context.Context, project int64, event telemetry.EventID) (h Hint, err error) {
	defer errs.Wrap(&err, "issue.EventHint(%d, %s)", project, event)
	var all []Hint
	err = s.d.Select(ctx, &all, `SELECT p.issue_id, p.fingerprint, e.time FROM event_index e
		JOIN issue_fingerprints p ON p.id = e.fingerprint_id WHERE e.project_id = ? AND e.event_id = ? LIMIT 1`, project, event[:])
	if err == nil && len(all) == 0 {
		return h, errs.New(errs.NotFound, "There is no such event. One that was just sent takes a moment.")
	}
	if err != nil {
		return h, err
	}
	return all[0], nil
}
