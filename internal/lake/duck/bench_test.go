package duck_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"belfry/internal/lake"
	"belfry/internal/lake/duck"
	"belfry/internal/telemetry"
)

var (
	benchEvents  = flag.Int("events", 50_000, "events to store before BenchmarkQueries asks")
	benchPayload = flag.Int("payload", 3072, "bytes")
	benchDays    = flag.Int("days", 20, "of logs that BenchmarkDays asks over")
	benchDayRows = flag.Int("day-rows", 1000, "logs of each class on a day in BenchmarkDays")
	benchThreads = flag.Int("threads", 0, "that DuckDB uses")
	benchDir     = flag.String("events-dir", "", "where BenchmarkQueries keeps its store; a temporary directory when empty")
)

// BenchmarkAppend stores events with payloads of 3 KB, and logs, in batches.
func BenchmarkAppend(b *testing.B) {
	run := func(name string, size int, batch func(first uint64, n int) lake.Batch) {
		b.Run(name+"-"+strconv.Itoa(size), func(b *testing.B) {
			e := openBench(b, b.TempDir())
			if err := e.Start(b.Context()); err != nil {
				b.Fatal(err)
			}
			first, used := uint64(1), time.Duration(0)
			for b.Loop() {
				b.StopTimer()
				rows := batch(first, size)
				first += uint64(size)
				before := cpu(b)
				b.StartTimer()
				if err := e.Append(b.Context(), rows); err != nil {
					b.Fatal(err)
				}
				used += cpu(b) - before
			}
			rows := float64(b.N * size)
			b.ReportMetric(rows/b.Elapsed().Seconds(), "rows/s")
			b.ReportMetric(used.Seconds()/rows*1e6, "cpu-s/Mrow")
			b.ReportMetric(rss(b), "MB-rss")
			b.StopTimer()
			if err := e.Stop(b.Context()); err != nil {
				b.Fatal(err)
			}
		})
	}
	run("events", 1000, manyEvents)
	run("events", 5000, manyEvents)
	run("logs", 5000, manyLogs)
}

// BenchmarkQueries asks what the inbox and the issue page ask.
func BenchmarkQueries(b *testing.B) {
	dir := *benchDir
	if dir == "" {
		dir = b.TempDir()
	}
	e := openBench(b, dir)
	b.Cleanup(func() {
		if err := e.Close(); err != nil {
			b.Error(err)
		}
	})
	fill(b, e)
	run := func(name string, rows int, p lake.Plan) {
		p.Table, p.Projects = lake.Events, []int64{3}
		b.Run(name, func(b *testing.B) {
			begin := cpu(b)
			for b.Loop() {
				n := 0
				if err := e.Run(b.Context(), p, func(lake.Row) bool { n++; return true }); err != nil || n < rows {
					b.Fatalf("%d rows, %v", n, err)
				}
			}
			b.ReportMetric(float64((cpu(b)-begin).Microseconds())/float64(b.N)/1000, "cpu-ms/op")
			b.ReportMetric(rss(b), "MB-rss")
		})
	}
	newest := []lake.Order{{By: lake.When, Desc: true}, {By: lake.Seq, Desc: true}, {By: lake.Pos, Desc: true}}
	list := []string{"id", "time", "title", "level", "release", "environment", "user_key", "tags"}
	issue := lake.Cmp{Column: "fingerprint", Op: lake.Eq, Values: []any{fingerprint(70)}}
	last := uint64(*benchEvents/2 - *benchEvents/2%len(projects)) // an event of project 3
	run("newest-25-of-issue", 25, lake.Plan{Columns: list, Where: issue, Order: newest, Limit: 25})
	run("newest-25-of-issue-with-payload", 25, lake.Plan{Columns: append(list, "payload"), Where: issue, Order: newest, Limit: 25})
	run("event-by-id", 1, lake.Plan{Columns: append(list, "payload"), Where: lake.Cmp{Column: "id", Op: lake.Eq, Values: []any{eventID(last)}}, Limit: 1})
	run("histogram-by-hour", 1, lake.Plan{
		GroupBy: []lake.Key{{Column: lake.When, Bucket: time.Hour.Microseconds()}}, Aggregates: []lake.Aggregate{{Func: lake.Count}},
		Order: []lake.Order{{By: lake.When}}, Limit: 1000,
	})
	run("tag-values", 3, lake.Plan{
		GroupBy: []lake.Key{{Column: "tags.browser"}}, Aggregates: []lake.Aggregate{{Func: lake.Count}, {Func: lake.Distinct, Column: "user_key"}},
		Order: []lake.Order{{By: "count", Desc: true}}, Limit: 10,
	})
	run("text-in-message", 0, lake.Plan{Columns: list, Where: lake.Cmp{Column: "message", Op: lake.Contains, Values: []any{"NEEDLE"}}, Order: newest, Limit: 25})
	run("tag-equals", 0, lake.Plan{Columns: list, Where: lake.Cmp{Column: "tags.build", Op: lake.Eq, Values: []any{"none"}}, Order: newest, Limit: 25})
}

// BenchmarkDays opens a store of many days and asks about all of them.
func BenchmarkDays(b *testing.B) {
	dir := b.TempDir()
	newest := lake.Plan{
		Table: lake.Logs, Projects: []int64{1}, Columns: []string{"time", "level", "body", "attributes"}, Limit: 50,
		Order: []lake.Order{{By: lake.When, Desc: true}, {By: lake.Seq, Desc: true}, {By: lake.Pos, Desc: true}},
	}
	rare, daily := newest, lake.Plan{
		Table: lake.Logs, Projects: []int64{1}, GroupBy: []lake.Key{{Column: lake.When, Bucket: (24 * time.Hour).Microseconds()}}, Limit: 1000,
		Aggregates: []lake.Aggregate{{Func: lake.Count}}, Order: []lake.Order{{By: lake.When}},
	}
	rare.Where = lake.Cmp{Column: "trace_id", Op: lake.Eq, Values: []any{eventID(3).String()}}
	ask := func(e *duck.Engine, p lake.Plan) {
		if err := e.Run(b.Context(), p, func(lake.Row) bool { return true }); err != nil {
			b.Fatal(err)
		}
	}
	fillDays(b, dir)
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			e := openBench(b, dir)
			if _, err := e.Stats(b.Context()); err != nil {
				b.Fatal(err)
			}
			ask(e, newest)
			b.StopTimer()
			if err := e.Close(); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
		}
	})
	e := openBench(b, dir)
	defer func() {
		if err := e.Close(); err != nil {
			b.Error(err)
		}
	}()
	for name, p := range map[string]lake.Plan{"newest-50": newest, "one-trace": rare, "histogram-by-day": daily} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				ask(e, p)
			}
			b.ReportMetric(rss(b), "MB-rss")
		})
	}
}

func fillDays(b *testing.B, dir string) {
	e := openBench(b, dir)
	for day := range *benchDays {
		batch := manyLogs(uint64(day**benchDayRows*2+1), *benchDayRows*2)
		for i := range batch.Logs {
			l := &batch.Logs[i].Value
			l.Received = morning - telemetry.Time(*benchDays-day)*telemetry.Time(24*time.Hour/time.Microsecond)
			l.Time = l.Received + telemetry.Time(i)
			l.Level += telemetry.Level(i % 2)
		}
		if err := e.Append(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
		if err := e.Tidy(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	if err := e.Close(); err != nil {
		b.Fatal(err)
	}
}

func openBench(b *testing.B, dir string) *duck.Engine {
	e, err := duck.Open(b.Context(), duck.Options{Dir: dir, Threads: *benchThreads})
	if err != nil {
		b.Fatal(err)
	}
	return e
}

func fill(b *testing.B, e *duck.Engine) {
	s, err := e.Stats(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	const size = 5000
	for first := s.Sequence + 1; first < uint64(*benchEvents); first += size {
		if err := e.Append(b.Context(), manyEvents(first, size)); err != nil {
			b.Fatal(err)
		}
		if err := e.Tidy(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}

var (
	noise    = randomBytes(1 << 20)
	morning  = telemetry.At(time.Now()).Day()
	projects = [...]int64{3, 1, 2, 4, 5, 6, 7, 8, 9, 10}
)

func randomBytes(n int) []byte {
	r := rand.NewChaCha8([32]byte{})
	out := make([]byte, n)
	_, _ = r.Read(out) // cannot fail
	return out
}

func fingerprint(i int) string { return fmt.Sprintf("%032x", i*7919) }

// eventID returns an id that looks random.
func eventID(seq uint64) telemetry.EventID {
	r := rand.New(rand.NewPCG(seq, 1))
	var id telemetry.EventID
	for i := range id {
		id[i] = byte(r.Uint32())
	}
	return id
}

// manyEvents spreads its events over 20 hours, 10 projects and 1,000 issues.
func manyEvents(first uint64, n int) lake.Batch {
	b := lake.Batch{Events: make([]lake.Event, n)}
	for i := range n {
		seq := first + uint64(i)
		when := morning + telemetry.Time(seq)*telemetry.Time(20*time.Hour/time.Microsecond)/1_000_000
		issue := int(seq * 31 % 1000)
		b.Events[i] = lake.Event{
			Seq: seq, Project: projects[seq%uint64(len(projects))], ID: eventID(seq), Time: when, Received: when, Fingerprint: fingerprint(issue), Level: telemetry.LevelError,
			Platform: "python", Title: fmt.Sprintf("ValueError: item %d is not known", issue), Culprit: "shop.cart.views in checkout",
			Message: fmt.Sprintf("item %d is not known to warehouse %d of the northern region", seq, issue), Transaction: "/checkout/" + strconv.Itoa(issue%20),
			ServerName: "web-" + strconv.Itoa(issue%5), Release: "shop@2.1." + strconv.Itoa(issue%4), Environment: "production", UserKey: "id:" + strconv.Itoa(int(seq%20000)),
			UserID: strconv.Itoa(int(seq % 20000)), UserIP: "192.0.2." + strconv.Itoa(int(seq%256)), URL: "https://shop.example.org/checkout/" + strconv.Itoa(issue%20),
			TraceID: eventID(seq / 3).String(), SpanID: eventID(seq).String()[:16], SDK: "sentry.python/2.1",
			Tags: map[string]string{
				"browser": "Firefox " + strconv.Itoa(issue%3), "browser.name": "Firefox", "os": "Linux", "device": "desktop", "runtime": "CPython 3.12",
				"url": "https://shop.example.org/checkout/" + strconv.Itoa(issue%20), "build": strconv.Itoa(issue), "handled": "no",
			},
			Payload: noise[seq*977%(1<<20-4096):][:*benchPayload],
		}
	}
	return b
}

func manyLogs(first uint64, n int) lake.Batch {
	b := lake.Batch{Logs: make([]lake.Item[telemetry.Log], n)}
	for i := range n {
		seq := first + uint64(i)
		when := morning + telemetry.Time(seq)*10
		b.Logs[i] = lake.Item[telemetry.Log]{Seq: seq, Value: telemetry.Log{
			Project: 1, Time: when, Received: when, Level: telemetry.LevelInfo, Service: "api", Host: "web-1", Logger: "access",
			Body:        fmt.Sprintf("GET /items/%d 200 in %d ms", seq%5000, seq%97),
			Environment: "production", TraceID: eventID(seq / 4).String(),
			Attributes: map[string]string{"http.method": "GET", "http.status_code": "200", "client": "192.0.2." + strconv.Itoa(int(seq%256))},
		}}
	}
	return b
}

func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// rss returns the megabytes that the process holds now.
func rss(b *testing.B) float64 {
	data, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skip(err)
	}
	_, rest, _ := strings.Cut(string(data), "VmRSS:")
	kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	if err != nil {
		b.Fatal(err)
	}
	return kb / 1024
}
