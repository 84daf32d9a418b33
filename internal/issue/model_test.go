package issue_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/feed"
	"belfry/internal/issue"
	"belfry/internal/telemetry"
)

// modelIssue is what is expected of one issue, found out in the plainest way:
// all its occurrences are kept, and everything is computed from them.
type modelIssue struct {
	number  int64
	seen    []issue.Occurrence // in the order of arrival
	status  issue.Status
	solved  telemetry.Time
	back    telemetry.Time
	regress int
}

type model struct {
	issues map[string]*modelIssue // by project and fingerprint
	known  map[string]bool
	given  map[int64]int64
}

func newModel() *model {
	return &model{issues: map[string]*modelIssue{}, known: map[string]bool{}, given: map[int64]int64{}}
}

func (m *model) apply(o issue.Occurrence) {
	id := fmt.Sprint(o.Project, o.Event)
	if m.known[id] {
		return
	}
	m.known[id] = true
	key := fmt.Sprint(o.Project, "/", o.Fingerprint)
	i := m.issues[key]
	if i == nil {
		m.given[o.Project]++
		i = &modelIssue{number: m.given[o.Project], status: issue.Open}
		m.issues[key] = i
	}
	i.seen = append(i.seen, o)
	if i.status == issue.Resolved && o.Received > i.solved {
		i.status, i.solved, i.back = issue.Open, 0, o.Received
		i.regress++
	}
}

func (m *model) set(key string, to issue.Status, now telemetry.Time) {
	i := m.issues[key]
	if i.status == to {
		return
	}
	i.status, i.solved = to, 0
	if to == issue.Resolved {
		i.solved = now
	}
}

// picture is what of an issue is compared.
type picture struct {
	Number, Times, Users    int64
	Level                   telemetry.Level
	Title, Culprit          string
	Status                  issue.Status
	First, Last             telemetry.Time
	FirstRelease, Release   string
	ResolvedAt, RegressedAt telemetry.Time
	Hours                   map[int64]int64
	Environments            map[string]int64
	Regressions             int
}

func (i *modelIssue) picture() picture {
	p := picture{
		Number: i.number, Times: int64(len(i.seen)), Status: i.status, First: i.seen[0].Time, Last: i.seen[0].Time,
		ResolvedAt: i.solved, RegressedAt: i.back, Hours: map[int64]int64{}, Environments: map[string]int64{}, Regressions: i.regress,
	}
	users := map[string]bool{}
	for n, o := range i.seen {
		p.Level = max(p.Level, o.Level)
		p.Hours[int64(o.Time/(3600*second))]++
		if o.UserKey != "" {
			users[o.UserKey] = true
		}
		if o.Environment != "" {
			p.Environments[o.Environment]++
		}
		earlier := i.seen[:n]
		newest := !slices.ContainsFunc(earlier, func(e issue.Occurrence) bool { return e.Time > o.Time })
		oldest := !slices.ContainsFunc(earlier, func(e issue.Occurrence) bool { return e.Time <= o.Time })
		if o.Title != "" && (newest || p.Title == "") {
			p.Title = o.Title
		}
		if o.Culprit != "" && (newest || p.Culprit == "") {
			p.Culprit = o.Culprit
		}
		if o.Release != "" && (newest || p.Release == "") {
			p.Release = o.Release
		}
		if o.Release != "" && (oldest || p.FirstRelease == "") {
			p.FirstRelease = o.Release
		}
		p.First, p.Last = min(p.First, o.Time), max(p.Last, o.Time)
	}
	p.Users = int64(len(users))
	return p
}

// pictures reads what the store has, by project and fingerprint.
func pictures(t testing.TB, d *db.DB, s *issue.Store) map[string]picture {
	t.Helper()
	var found []struct {
		issue.Issue
		Fingerprint string `db:"fingerprint"`
	}
	err := d.Select(t.Context(), &found, `SELECT p.fingerprint, i.id, i.project_id, i.number, i.title, i.culprit, i.level, i.status, i.times_seen,
		i.users_seen, i.first_seen, i.last_seen, i.first_release, i.last_release, i.resolved_at, i.regressed_at
		FROM issue_fingerprints p JOIN issues i ON i.id = p.issue_id ORDER BY i.id`)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]picture{}
	for _, f := range found {
		p := picture{
			Number: f.Number, Times: f.TimesSeen, Users: f.UsersSeen, Level: f.Level, Title: f.Title, Culprit: f.Culprit, Status: f.Status,
			First: f.FirstSeen, Last: f.LastSeen, FirstRelease: f.FirstRelease, Release: f.LastRelease, ResolvedAt: f.ResolvedAt,
			RegressedAt: f.RegressedAt, Hours: map[int64]int64{}, Environments: map[string]int64{},
		}
		var hours, environments []struct {
			Key    string `db:"k"`
			Events int64  `db:"events"`
		}
		err := d.Select(t.Context(), &hours, `SELECT CAST(hour AS TEXT) AS k, events FROM issue_hours WHERE issue_id = ?`, f.ID)
		if err == nil {
			err = d.Select(t.Context(), &environments, `SELECT value AS k, events FROM issue_facets WHERE issue_id = ? AND name = 'environment'`, f.ID)
		}
		if err == nil {
			err = d.Get(t.Context(), &p.Regressions, `SELECT COUNT(*) FROM activities WHERE issue_id = ? AND action = 'regressed'`, f.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range hours {
			var n int64
			_, _ = fmt.Sscan(h.Key, &n)
			p.Hours[n] = h.Events
		}
		for _, e := range environments {
			p.Environments[e.Key] = e.Events
		}
		all[fmt.Sprint(f.Project, "/", f.Fingerprint)] = p
	}
	return all
}

// Whatever happens in whatever order, cut into batches anywhere, with repeated
// events: the store agrees with the model.
func TestApplyAgreesWithThePlainModel(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := issue.New(d, feed.New(d))
		rapid.Check(t, func(rt *rapid.T) { agree(t, rt, d, s) })
	})
}

func agree(t *testing.T, rt *rapid.T, d *db.DB, s *issue.Store) {
	empty(t, d)
	m, now := newModel(), begin
	for range rapid.IntRange(1, 8).Draw(rt, "steps") {
		now += telemetry.Time(rapid.IntRange(1, 100).Draw(rt, "pause")) * second
		if keys := slices.Sorted(maps.Keys(m.issues)); len(keys) > 0 && rapid.IntRange(0, 2).Draw(rt, "kind of step") == 0 {
			key := rapid.SampledFrom(keys).Draw(rt, "issue")
			to := rapid.SampledFrom(issue.Statuses[:]).Draw(rt, "status")
			setStatus(t, d, s, key, to, now)
			m.set(key, to, now)
			continue
		}
		batch := rapid.SliceOfN(rapid.Custom(occurrence(now)), 1, 30).Draw(rt, "batch")
		for _, o := range batch {
			m.apply(o)
		}
		if cut := rapid.IntRange(0, len(batch)).Draw(rt, "cut"); cut > 0 {
			applyAll(t, d, s, batch[:cut])
			batch = batch[cut:]
		}
		applyAll(t, d, s, batch)
	}
	want := map[string]picture{}
	for key, i := range m.issues {
		want[key] = i.picture()
	}
	if diff := cmp.Diff(want, pictures(t, d, s)); diff != "" {
		rt.Fatalf("model and store differ:\n%s", diff)
	}
	countsAgree(rt, t, d, m)
}

func occurrence(now telemetry.Time) func(*rapid.T) issue.Occurrence {
	word := func(rt *rapid.T, label string) string {
		return rapid.SampledFrom([]string{"", "a", "b", "c"}).Draw(rt, label)
	}
	return func(rt *rapid.T) issue.Occurrence {
		return issue.Occurrence{
			Project:     rapid.Int64Range(1, 2).Draw(rt, "project"),
			Event:       telemetry.EventID{rapid.Byte().Draw(rt, "event")},
			Fingerprint: rapid.SampledFrom([]string{"f1", "f2", "f3"}).Draw(rt, "fingerprint"),
			Kind:        "error",
			Time:        now + telemetry.Time(rapid.IntRange(-9000, 0).Draw(rt, "age"))*second,
			Received:    now + telemetry.Time(rapid.IntRange(-50, 50).Draw(rt, "delay"))*second,
			Level:       telemetry.Level(rapid.IntRange(0, 6).Draw(rt, "level")),
			Title:       word(rt, "title"), Culprit: word(rt, "culprit"), Release: word(rt, "release"),
			Environment: word(rt, "environment"), UserKey: word(rt, "user"),
		}
	}
}

func setStatus(t *testing.T, d *db.DB, s *issue.Store, key string, to issue.Status, now telemetry.Time) {
	t.Helper()
	var project, id int64
	var print string
	_, _ = fmt.Sscanf(key, "%d/%s", &project, &print)
	err := d.Get(t.Context(), &id, `SELECT issue_id FROM issue_fingerprints WHERE project_id = ? AND fingerprint = ?`, project, print)
	if err == nil {
		_, err = s.SetStatus(t.Context(), 7, id, to, now)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// countsAgree compares the counters beside the issues with the issues.
func countsAgree(rt *rapid.T, t *testing.T, d *db.DB, m *model) {
	want, events := map[string]int64{}, map[int64]int64{}
	for key, i := range m.issues {
		var project int64
		_, _ = fmt.Sscanf(key, "%d/", &project)
		want[fmt.Sprint(project, i.status)]++
		events[project] += int64(len(i.seen))
	}
	var rows []struct {
		Project int64  `db:"project_id"`
		Status  string `db:"status"`
		Issues  int64  `db:"issues"`
	}
	if err := d.Select(t.Context(), &rows, `SELECT project_id, status, issues FROM issue_counts WHERE issues <> 0`); err != nil {
		t.Fatal(err)
	}
	got := map[string]int64{}
	for _, r := range rows {
		got[fmt.Sprint(r.Project, r.Status)] += r.Issues
	}
	if diff := cmp.Diff(want, got); diff != "" {
		rt.Fatalf("counts differ:\n%s", diff)
	}
	for project, n := range events {
		for _, query := range []string{
			`SELECT events FROM issue_projects WHERE project_id = ?`, `SELECT SUM(events) FROM project_hours WHERE project_id = ?`,
			`SELECT COUNT(*) FROM event_index WHERE project_id = ?`,
		} {
			var have int64
			if err := d.Get(t.Context(), &have, query, project); err != nil || have != n {
				rt.Fatalf("%s of %d = %d, %v; want %d", query, project, have, err, n)
			}
		}
	}
}

func empty(t testing.TB, d *db.DB) {
	t.Helper()
	for _, table := range []string{
		"issue_projects", "issues", "issue_fingerprints", "issue_counts", "issue_hours", "project_hours", "issue_facets", "issue_users",
		"event_index", "activities", "attachments", "feedback", "feed", "issue_parts", "issue_merges",
	} {
		if _, err := d.Exec(t.Context(), `DELETE FROM `+table); err != nil {
			t.Fatal(err)
		}
	}
}
