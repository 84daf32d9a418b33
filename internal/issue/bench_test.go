package issue_test

import (
	"encoding/binary"
	"flag"
	"fmt"
	"strconv"
	"testing"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/feed"
	"belfry/internal/issue"
	"belfry/internal/telemetry"
)

var (
	eventsBefore = flag.Int("events", 0, "how many events are there before BenchmarkApply begins")
	issuesBefore = flag.Int("issues", 20_000, "how many issues BenchmarkList lists")
)

const second = telemetry.Time(1_000_000)

// begin is some full hour.
const begin = telemetry.Time(1_790_000_000-1_790_000_000%3600) * second

// stream makes occurrences one after the other, spread over a number of issues,
// as busy applications send them.
type stream struct {
	n, issues int
	users     int
}

func (s *stream) next() issue.Occurrence {
	s.n++
	var id telemetry.EventID
	// As random as version 4 ids are, but the same in every run.
	binary.BigEndian.PutUint64(id[:], uint64(s.n)*0x9E3779B97F4A7C15)
	binary.BigEndian.PutUint64(id[8:], uint64(s.n)*0xC2B2AE3D27D4EB4F)
	which := s.n % s.issues
	at := begin + telemetry.Time(s.n)*second/1000
	return issue.Occurrence{
		Project: int64(which%3 + 1), Event: id, Fingerprint: fmt.Sprintf("%032x", which), Time: at, Received: at + second,
		Level: telemetry.LevelError, Title: "ValueError: invalid literal for int() with base 10: '" + strconv.Itoa(which) + "'",
		Culprit: "shop.checkout.views in total", Platform: "python", Release: "shop@1.2." + strconv.Itoa(s.n/20_000),
		Environment: "production", UserKey: "id:" + strconv.Itoa(s.n*7919%s.users),
	}
}

func (s *stream) batch(n int) []issue.Occurrence {
	all := make([]issue.Occurrence, n)
	for i := range all {
		all[i] = s.next()
	}
	return all
}

func applyAll(tb testing.TB, d *db.DB, s *issue.Store, occ []issue.Occurrence) []issue.Change {
	tb.Helper()
	var changes []issue.Change
	err := d.Transact(tb.Context(), func(tx *db.DB) (err error) {
		changes, err = s.Apply(tb.Context(), tx, occ, begin)
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return changes
}

func benchmarkApply(b *testing.B, open func(testing.TB) *db.DB, issues, size int) {
	d := open(b)
	s := issue.New(d, feed.New(d))
	in := &stream{issues: issues, users: 2000}
	for in.n < *eventsBefore {
		applyAll(b, d, s, in.batch(2000))
	}
	b.ResetTimer()
	for b.Loop() {
		applyAll(b, d, s, in.batch(size))
	}
	b.ReportMetric(float64(b.N*size)/b.Elapsed().Seconds(), "events/s")
}

func BenchmarkApply(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name+"/100issues/1000", func(b *testing.B) { benchmarkApply(b, open, 100, 1000) })
		b.Run(name+"/allnew/1000", func(b *testing.B) { benchmarkApply(b, open, 1<<40, 1000) })
	}
}

// library fills a store with many issues in three projects: each has some
// events, a tenth is resolved, and words in the titles are of all frequencies.
func library(b *testing.B, d *db.DB, n int) *issue.Store {
	b.Helper()
	s := issue.New(d, feed.New(d))
	in := &stream{issues: n, users: 2000}
	for in.n < n*3/2 {
		batch := in.batch(2000)
		for i := range batch {
			o := &batch[i]
			o.Title = fmt.Sprintf("%s in step %s", o.Title, o.Event)
			if i%10 == 0 {
				o.Level, o.Environment = telemetry.LevelWarning, "staging"
			}
		}
		applyAll(b, d, s, batch)
	}
	if _, err := d.Exec(b.Context(), `UPDATE issues SET status = 'resolved' WHERE number % 10 = 3`); err != nil {
		b.Fatal(err)
	}
	return s
}

func BenchmarkList(b *testing.B) {
	d := dbtest.SQLite(b)
	s := library(b, d, *issuesBefore)
	for _, scoped := range []struct {
		name  string
		scope []issue.Scope
	}{{"all", scope}, {"one", scope[:1]}} {
		run := func(name string, f issue.Filter, sort issue.Sort) {
			f.Scope = scoped.scope
			b.Run(name+"/"+scoped.name, func(b *testing.B) {
				for b.Loop() {
					if _, err := s.List(b.Context(), f, issue.Listing{Sort: sort, Limit: 51}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		for _, sort := range []issue.Sort{issue.ByLastSeen, issue.ByFirstSeen, issue.ByEvents, issue.ByUsers, issue.ByLevel} {
			run("open by "+string(sort), issue.Filter{Status: issue.Open}, sort)
		}
		run("all by last_seen", issue.Filter{}, issue.ByLastSeen)
		run("level", issue.Filter{Status: issue.Open, Where: where("level:warning")}, issue.ByLastSeen)
		run("environment", issue.Filter{Status: issue.Open, Where: where("environment:staging")}, issue.ByLastSeen)
		run("no such environment", issue.Filter{Status: issue.Open, Where: where("environment:moon")}, issue.ByLastSeen)
		run("common text", issue.Filter{Status: issue.Open, Where: where("valueerror")}, issue.ByLastSeen)
		run("rare text", issue.Filter{Status: issue.Open, Where: where("'777'")}, issue.ByLastSeen)
		run("no such text", issue.Filter{Status: issue.Open, Where: where("nowhere")}, issue.ByLastSeen)
		run("short id", issue.Filter{Status: issue.Open, Where: where("shop-17")}, issue.ByLastSeen)
		for _, query := range []string{"", "valueerror", "nowhere"} {
			b.Run("counts "+query+"/"+scoped.name, func(b *testing.B) {
				for b.Loop() {
					if _, err := s.Counts(b.Context(), issue.Filter{Scope: scoped.scope, Where: where(query)}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
	page := list(b, s, issue.Filter{Scope: scope}, issue.Listing{Limit: 50})
	ids := make([]int64, len(page))
	for i := range page {
		ids[i] = page[i].ID
	}
	b.Run("trends", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Trends(b.Context(), ids, 24, page[0].LastSeen); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("project stats", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.ProjectStats(b.Context(), []int64{1, 2, 3}, page[0].LastSeen); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkApplyTags is BenchmarkApply with what real events can be found by: a
// dozen tags of few values, and who and where, of many.
func BenchmarkApplyTags(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			d := open(b)
			s := issue.New(d, feed.New(d))
			in := &stream{issues: 100, users: 2000}
			for b.Loop() {
				batch := in.batch(1000)
				for i := range batch {
					batch[i].Tags = tagsOf(in.n + i)
				}
				applyAll(b, d, s, batch)
			}
			b.ReportMetric(float64(b.N*1000)/b.Elapsed().Seconds(), "events/s")
		})
	}
}

func tagsOf(n int) (tags []telemetry.Tag) {
	for i := range 12 {
		tags = append(tags, telemetry.Tag{Key: fmt.Sprint("tag", i), Value: fmt.Sprint("value ", n/(i+1)%3)})
	}
	user := n * 7919 % 2000
	return append(tags, telemetry.Tag{Key: "user.id", Value: fmt.Sprint(user)}, telemetry.Tag{Key: "user.email", Value: fmt.Sprint(user, "@example.org")},
		telemetry.Tag{Key: "user.ip", Value: fmt.Sprint("10.0.0.", user)}, telemetry.Tag{Key: "url", Value: fmt.Sprint("/page/", n%500)})
}
