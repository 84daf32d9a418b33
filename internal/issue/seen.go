package issue

import (
	"cmp"
	"context"
	"hash/maphash"
	"maps"
	"slices"
	"strings"
	"sync"

	"belfry/internal/db"
	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// The bounds of what is kept of the values that issues and projects are seen
// with.
const (
	maxValues        = 100   // of a facet of an issue; the rest is counted together
	maxIssueNames    = 200   // facets of an issue; the rest is left out
	maxProjectValues = 1_000 // of a facet in the catalogue of a project
	maxProjectNames  = 500
	maxOfEvent       = 150     // facets of an event
	maxRemembered    = 400_000 // values that are known without asking the database
)

// The tags of the first events of an issue are counted exactly. After that every
// eighth event, by its id, stands for eight, and of the others only values that
// are new are noted: shares hardly change then, and to count each would cost
// more than all the rest of counting.
const (
	exactEvents = 500
	sampleOf    = 8
)

// Other is the value under which events are counted whose own one came after an
// issue had as many values of a facet as are kept.
const Other = ""

// seen knows which values of which facets are kept already, by their hashes: two
// values that share one, which takes billions of them, count as the same.
type seen map[string]map[uint64]struct{}

var seed = maphash.MakeSeed()

// admit reports whether a value is kept, and whether it is new.
func (s seen) admit(f facet, names, values int) (kept, fresh bool) {
	known := s[f.name]
	if known == nil {
		if len(s) >= names {
			return false, false
		}
		known = map[uint64]struct{}{}
		s[f.name] = known
	}
	h := maphash.String(seed, f.value)
	if _, old := known[h]; old {
		return true, false
	}
	if len(known) >= values {
		return false, false
	}
	known[h] = struct{}{}
	return true, true
}

func (s seen) size() (n int) {
	for _, known := range s {
		n += len(known) + 1
	}
	return n
}

// memory keeps what is seen of issues, parts and projects, so that counting one
// event more asks the database nothing. Other processes may keep values in the
// meantime: then there are a few more than the bound says.
//
// What Apply changes in it belongs to issues whose project it holds; should the
// transaction fail, a value may be taken for kept that is not, until it comes
// again.
type memory struct {
	mu    sync.Mutex
	of    map[owner]seen
	total int
}

// owner has facets: an issue, a part (negative), or a project.
type owner struct {
	project bool
	id      int64
}

func newMemory() *memory { return &memory{of: map[owner]seen{}} }

func (m *memory) get(o owner) seen {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.of[o]
}

// put remembers s, and forgets others, whichever come first, to make room.
func (m *memory) put(o owner, s seen, before int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.of[o] = s
	m.total += s.size() - before
	for other, values := range m.of {
		if m.total <= maxRemembered {
			return
		}
		if other != o {
			m.total -= values.size()
			delete(m.of, other)
		}
	}
}

func (m *memory) forget(o owner) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.total -= m.of[o].size()
	delete(m.of, o)
}

// recall finds out what is kept of everything that the batch may touch.
func (b *batch) recall(ctx context.Context) error {
	var unknown []int64
	for id, t := range b.issues {
		unknown = b.remembered(t, id, unknown)
	}
	for _, p := range b.prints {
		if p.part != nil {
			unknown = b.remembered(p.part, p.part.ID, unknown)
		}
	}
	if err := b.readSeen(ctx, unknown); err != nil {
		return err
	}
	for id, p := range b.projects {
		if p.seen = b.store.memory.get(owner{true, id}); p.seen == nil {
			p.seen = seen{}
			if err := b.readCatalogue(ctx, id, p.seen); err != nil {
				return err
			}
		} else {
			p.recalled = p.seen.size()
		}
	}
	return nil
}

func (b *batch) remembered(t *tally, id int64, unknown []int64) []int64 {
	if t.seen = b.store.memory.get(owner{false, id}); t.seen == nil {
		t.seen = seen{}
		return append(unknown, id)
	}
	t.recalled = t.seen.size()
	return unknown
}

type seenRow struct {
	Of    int64  `db:"of"`
	Name  string `db:"name"`
	Value string `db:"value"`
}

func (b *batch) readSeen(ctx context.Context, ids []int64) error {
	found, err := selectIn[seenRow](ctx, b.tx, `SELECT issue_id AS of, name, value FROM issue_facets WHERE value <> '' AND issue_id IN (?)`, ids)
	if err != nil || len(found) == 0 {
		return err
	}
	of := make(map[int64]seen, len(ids))
	for id, t := range b.issues {
		of[id] = t.seen
	}
	for _, p := range b.prints {
		if p.part != nil {
			of[p.part.ID] = p.part.seen
		}
	}
	for _, f := range found {
		of[f.Of].admit(facet{f.Name, f.Value}, maxIssueNames, 2*maxValues)
	}
	return nil
}

func (b *batch) readCatalogue(ctx context.Context, project int64, s seen) error {
	var found []seenRow
	err := b.tx.Select(ctx, &found, `SELECT project_id AS of, name, value FROM project_facets WHERE project_id = ?`, project)
	for _, f := range found {
		s.admit(facet{f.Name, f.Value}, maxProjectNames, 2*maxProjectValues)
	}
	return err
}

// remember keeps what was recalled and found for the next batch.
func (b *batch) remember() {
	for _, t := range b.counted() {
		b.store.memory.put(owner{false, t.ID}, t.seen, t.recalled)
	}
	for id, p := range b.projects {
		b.store.memory.put(owner{true, id}, p.seen, p.recalled)
	}
}

// forget is remember for a batch that failed.
func (b *batch) forget() {
	for id := range b.issues {
		b.store.memory.forget(owner{false, id})
	}
	for _, p := range b.prints {
		if p.part != nil {
			b.store.memory.forget(owner{false, p.part.ID})
		}
	}
	for id := range b.projects {
		b.store.memory.forget(owner{true, id})
	}
}

// seenAs counts the facets of o, and calls fresh for values that were not kept
// before.
func (t *tally) seenAs(o *Occurrence, fresh func(facet)) {
	note := func(name, value string, events int64) {
		if value == "" {
			return
		}
		f := facet{name, value}
		kept, isNew := t.seen.admit(f, maxIssueNames, maxValues)
		if isNew {
			fresh(f)
		}
		if !kept {
			if f.value = Other; t.seen[name] == nil {
				return
			}
		}
		if isNew {
			events = max(events, 1)
		}
		if events > 0 {
			t.seenWith(f, o.Time, events)
		}
	}
	note(Environment, o.Environment, 1)
	note(Release, o.Release, 1)
	stands := int64(1)
	if t.TimesSeen > exactEvents {
		stands = 0
		if o.Event[len(o.Event)-1]%sampleOf == 0 {
			stands = sampleOf
		}
	}
	for _, tag := range o.Tags {
		note(tag.Key, tag.Value, stands)
	}
}

// tidiedTags returns the tags that are kept, as they can be stored. The names of
// what every event has are not theirs.
func tidiedTags(tags []telemetry.Tag) []telemetry.Tag {
	kept := make([]telemetry.Tag, 0, min(len(tags), maxOfEvent))
	for _, t := range tags[:min(len(tags), maxOfEvent)] {
		t.Key, t.Value = fit(t.Key, maxShort), fit(t.Value, maxShort)
		if t.Key != "" && t.Value != "" && t.Key != Environment && t.Key != Release {
			kept = append(kept, t)
		}
	}
	return kept
}

// writeCatalogue notes values that issues of a project were seen with for the
// first time.
func (b *batch) writeCatalogue(ctx context.Context) error {
	r := newRows(4, 0)
	for _, id := range slices.Sorted(maps.Keys(b.projects)) {
		for _, f := range sortedFacets(b.projects[id].facets) {
			r.add(id, f.name, f.value, b.projects[id].facets[f])
		}
	}
	return r.exec(ctx, b.tx, `INSERT INTO project_facets (project_id, name, value, issues)`,
		`ON CONFLICT (project_id, name, value) DO UPDATE SET issues = project_facets.issues + excluded.issues`)
}

// sortedFacets returns facets in the order in which all writers take their rows.
func sortedFacets[V any](of map[facet]V) []facet {
	return slices.SortedFunc(maps.Keys(of), func(x, y facet) int {
		return cmp.Or(cmp.Compare(x.name, y.name), cmp.Compare(x.value, y.value))
	})
}

// deleteCatalogue forgets the values of a project.
func deleteCatalogue(ctx context.Context, tx *db.DB, project int64) error {
	_, err := tx.Exec(ctx, `DELETE FROM project_facets WHERE project_id = ?`, project)
	return err
}

// FacetCount is a value of a facet and how many issues were seen with it, about.
type FacetCount struct {
	Value string `db:"value"`
	Count int64  `db:"n"`
}

// FacetNames returns the facets that issues in scope have, kind and platform
// among them.
func (s *Store) FacetNames(ctx context.Context, scope []Scope) (names []string, err error) {
	defer errs.Wrap(&err, "issue.FacetNames")
	if len(scope) == 0 {
		return nil, nil
	}
	err = s.d.Select(ctx, &names, `SELECT name FROM project_facets WHERE project_id IN `+db.Values(1, len(scope))+`
		GROUP BY name ORDER BY name LIMIT ?`, append(Filter{Scope: scope}.projects(), maxProjectNames)...)
	return names, err
}

// FacetValues returns the values of a facet that begin with prefix, in any case,
// the most frequent first.
func (s *Store) FacetValues(ctx context.Context, scope []Scope, name, prefix string, limit int) (found []FacetCount, err error) {
	defer errs.Wrap(&err, "issue.FacetValues(%.40q)", name)
	if len(scope) == 0 {
		return nil, nil
	}
	pattern := strings.TrimPrefix(db.Like(strings.ToLower(fit(prefix, maxShort))), "%")
	args := append(Filter{Scope: scope}.projects(), name, pattern, limit)
	err = s.d.Select(ctx, &found, `SELECT value, CAST(SUM(issues) AS BIGINT) AS n FROM project_facets
		WHERE project_id IN `+db.Values(1, len(scope))+` AND name = ? AND lower(value) LIKE ? ESCAPE '\'
		GROUP BY value ORDER BY n DESC, value LIMIT ?`, args...)
	return found, err
}
