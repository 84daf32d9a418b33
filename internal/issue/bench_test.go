package issue_test

import (
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
	"testing"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/feed"
	"belfry/internal/issue"
	"belfry/internal/telemetry"
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
	before, _ := strconv.Atoi(os.Getenv("BELFRY_BENCH_EVENTS"))
	for in.n < before {
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
