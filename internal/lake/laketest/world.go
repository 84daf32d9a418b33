package laketest

import (
	"context"
	"fmt"
	"math"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

// noon is the time around which the rows of the suite were received.
var noon = telemetry.At(time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC))

const (
	minute = telemetry.Time(time.Minute / time.Microsecond)
	hour   = 60 * minute
	day    = 24 * hour
)

var tables = []lake.Table{lake.Events, lake.Logs, lake.Spans, lake.Samples, lake.CheckIns, lake.Sessions}

// world is an engine and the reference, which get the same rows and questions.
type world struct {
	t      judge
	engine lake.Engine
	memory *Memory
}

// judge is what *testing.T and *rapid.T have in common.
type judge interface {
	Helper()
	Context() context.Context
	Fatal(...any)
	Fatalf(string, ...any)
	Errorf(string, ...any)
}

func newWorld(t *testing.T, e lake.Engine) *world { return &world{t, e, NewMemory()} }

func (w *world) append(b lake.Batch) {
	w.t.Helper()
	for _, e := range []lake.Engine{w.engine, w.memory} {
		if err := e.Append(w.t.Context(), b); err != nil {
			w.t.Fatalf("%T.Append: %v", e, err)
		}
	}
}

// same asks both the same, and compares the answers.
func (w *world) same(p lake.Plan) []lake.Row {
	w.t.Helper()
	want, err := collect(w.t.Context(), w.memory, p)
	if err != nil {
		w.t.Fatalf("reference: %v\nplan %+v", err, p)
	}
	got, err := collect(w.t.Context(), w.engine, p)
	if err != nil {
		w.t.Fatalf("%v\nplan %+v", err, p)
	}
	w.judge(p, got, want)
	return got
}

func (w *world) judge(p lake.Plan, got, want []lake.Row) {
	w.t.Helper()
	for i, a := range p.Aggregates {
		if a.Func == lake.Quantile {
			w.judgeQuantile(p, i, got, want)
		}
	}
	if slices.EqualFunc(want, got, sameRow) {
		return
	}
	if d := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.EquateApprox(1e-9, 1e-9)); d != "" {
		w.t.Fatalf("wrong answer (-want +got):\n%s\nplan %+v", d, p)
	}
}

// sameRow finds most rows equal faster than cmp.Diff can.
func sameRow(a, b lake.Row) bool {
	return slices.EqualFunc(a, b, func(x, y any) bool {
		switch x.(type) {
		case []byte, map[string]string, map[string]float64:
			return reflect.DeepEqual(x, y)
		}
		return x == y
	})
}

// judgeQuantile accepts what lies between the quantiles a little to the left and
// right, and takes it over into want.
func (w *world) judgeQuantile(p lake.Plan, i int, got, want []lake.Row) {
	w.t.Helper()
	bound := func(arg float64) []lake.Row {
		q := p
		q.Aggregates = slices.Clone(p.Aggregates)
		q.Aggregates[i].Arg = min(max(arg, 0), 1)
		rows, err := collect(w.t.Context(), w.memory, q)
		if err != nil {
			w.t.Fatal(err)
		}
		return rows
	}
	at := len(p.GroupBy) + i
	low, high := bound(p.Aggregates[i].Arg-0.05), bound(p.Aggregates[i].Arg+0.05)
	for j := range min(len(got), len(want), len(low), len(high)) {
		x, ok := got[j][at].(float64)
		if ok && want[j][at] != nil && x >= low[j][at].(float64) && x <= high[j][at].(float64) {
			want[j][at] = x
		}
	}
}

func collect(ctx context.Context, e lake.Engine, p lake.Plan) ([]lake.Row, error) {
	var rows []lake.Row
	err := e.Run(ctx, p, func(r lake.Row) bool {
		rows = append(rows, r)
		return true
	})
	return rows, err
}

// everything asks for all columns of a table, in the order of arrival.
func everything(t lake.Table, projects ...int64) lake.Plan {
	p := lake.Plan{Table: t, Projects: projects, Limit: lake.MaxLimit, Order: arrival}
	for _, c := range t.Columns() {
		p.Columns = append(p.Columns, c.Name)
	}
	return p
}

var arrival = []lake.Order{{By: lake.Seq}, {By: lake.Pos}}

// sample returns a batch with n rows in each table, of the sequences from first,
// two rows for each, in projects 1 to 3, received around midnight.
func sample(first uint64, n int) lake.Batch {
	var b lake.Batch
	for i := range n {
		seq := first + uint64(i/2)
		b.Events = append(b.Events, sampleEvent(seq, i))
		b.Logs = append(b.Logs, lake.Item[telemetry.Log]{Seq: seq, Value: sampleLog(seq, i)})
		b.Spans = append(b.Spans, lake.Item[telemetry.Span]{Seq: seq, Value: sampleSpan(seq, i)})
		b.Samples = append(b.Samples, lake.Item[telemetry.Sample]{Seq: seq, Value: samplePoint(seq, i)})
		b.CheckIns = append(b.CheckIns, lake.Item[telemetry.CheckIn]{Seq: seq, Value: sampleCheckIn(seq, i)})
		b.Sessions = append(b.Sessions, lake.Item[telemetry.Session]{Seq: seq, Value: sampleSession(seq, i)})
	}
	return b
}

// times returns when row i was received, and when it happened: mostly a little
// earlier, sometimes days earlier or a little later.
func times(seq uint64, i int) (received, when telemetry.Time) {
	received = noon + telemetry.Time(seq)*10*minute
	switch i % 7 {
	case 3:
		return received, received - 3*day - telemetry.Time(i)
	case 5:
		return received, received + minute
	}
	return received, received - telemetry.Time(i%4)*minute
}

func pick[T any](i int, from ...T) T { return from[i%len(from)] }

func sampleEvent(seq uint64, i int) lake.Event {
	received, when := times(seq, i)
	id := telemetry.EventID{byte(i * 37), 15: byte(i), 14: byte(i >> 8), 13: byte(seq), 12: byte(seq >> 8)}
	return lake.Event{
		Seq: seq, Project: int64(i%3) + 1, ID: id, Time: when, Received: received,
		Fingerprint: fmt.Sprintf("%032x", i%5), Level: telemetry.Level(i % 7), Platform: pick(i, "python", "javascript", ""),
		Title: fmt.Sprintf("Error %d", i%11), Culprit: pick(i, "a.b", "c.d"), Message: fmt.Sprintf("Could not open %d", i),
		Logger: pick(i, "", "root"), Transaction: pick(i, "/a", "/b", "/c"), ServerName: "web-1", Release: pick(i, "1.0", "1.1"),
		Environment: pick(i, "production", "staging"), UserKey: pick(i, "", "id:1", "id:2", "id:3"), UserID: pick(i, "", "1", "2", "3"),
		UserEmail: "a@example.org", UserName: "Ann", UserIP: "192.0.2.1", URL: "https://example.org/", TraceID: fmt.Sprintf("%032x", i/4),
		SpanID: fmt.Sprintf("%016x", i), SDK: "sentry.python",
		Tags:    map[string]string{"browser": pick(i, "Firefox", "Chrome", "Safari"), "os.name": pick(i, "Linux", "macOS"), fmt.Sprintf("n%d", i%3): "x"},
		Payload: fmt.Appendf(nil, "payload %d\x00\xff", i),
	}
}

func sampleLog(seq uint64, i int) telemetry.Log {
	received, when := times(seq, i)
	return telemetry.Log{
		Project: int64(i%3) + 1, Time: when, Received: received, Level: telemetry.Level((i + 3) % 7),
		Body: fmt.Sprintf("GET /items/%d took %dms", i, i*3), Service: pick(i, "api", "worker"), Logger: "access", Host: pick(i, "a", "b", ""),
		Environment: "production", Release: "1.0", TraceID: fmt.Sprintf("%032x", i/4), SpanID: fmt.Sprintf("%016x", i),
		Attributes: map[string]string{"http.method": pick(i, "GET", "POST"), "http.status_code": pick(i, "200", "404", "500")},
	}
}

func sampleSpan(seq uint64, i int) telemetry.Span {
	received, when := times(seq, i)
	s := telemetry.Span{
		Project: int64(i%3) + 1, Received: received, Start: when, Duration: int64(i*i%1000) * 100, TraceID: fmt.Sprintf("%032x", i/4),
		SpanID: fmt.Sprintf("%016x", i), ParentID: pick(i, "", "00000000000000aa"), Segment: i%2 == 0, SegmentID: "00000000000000aa",
		Name: pick(i, "/a", "SELECT 1", "render"), Op: pick(i, "http.server", "db", "ui"), Status: pick(i, "ok", "internal_error"), Kind: "server",
		Service: "api", Environment: "production", Release: "1.0", Platform: "python", UserKey: pick(i, "", "id:1"),
		Attributes: map[string]string{"db.system": pick(i, "postgresql", "")},
	}
	if i%3 == 0 {
		s.Measures = map[string]float64{"lcp": float64(i) * 1.5, "cls": 0.1}
	}
	return s
}

func samplePoint(seq uint64, i int) telemetry.Sample {
	received, when := times(seq, i)
	return telemetry.Sample{
		Project: int64(i%3) + 1, Time: when, Received: received, Name: pick(i, "cpu", "memory"), Type: pick(i, "gauge", "counter"), Unit: "byte",
		Value: math.Sin(float64(i)) * 100, Service: "api", Environment: "production", Release: "1.0", TraceID: "",
		Attributes: map[string]string{"core": pick(i, "0", "1")},
	}
}

func sampleCheckIn(seq uint64, i int) telemetry.CheckIn {
	received, when := times(seq, i)
	return telemetry.CheckIn{
		Project: int64(i%3) + 1, Time: when, Received: received, ID: fmt.Sprintf("run-%d", i/2), Monitor: pick(i, "backup", "mail"),
		Status: pick(i, "in_progress", "ok", "error"), Duration: int64(i%9) - 1, Environment: "production", Release: "1.0",
		Config: telemetry.JSON(pick(i, "", `{"schedule":{"type":"crontab","value":"0 * * * *"}}`)),
	}
}

func sampleSession(seq uint64, i int) telemetry.Session {
	received, when := times(seq, i)
	return telemetry.Session{
		Project: int64(i%3) + 1, Started: when, Received: received, ID: pick(i, "", "s1", "s2"), UserKey: pick(i, "", "id:1", "id:2"),
		Status: pick(i, "ok", "exited", "crashed"), Init: i%2 == 0, Sequence: int64(i), Errors: int64(i % 4), Duration: int64(i%9) - 1,
		Count: int64(i%5) + 1, Release: pick(i, "1.0", "1.1"), Environment: "production",
	}
}
