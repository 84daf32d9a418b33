package lake_test

import (
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"belfry/internal/errs"
	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

var update = flag.Bool("update", false, "write the golden files")

// The columns are what files on disk have: changing them needs a way for those
// that exist.
func TestColumns(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, table := range []lake.Table{lake.Events, lake.Logs, lake.Spans, lake.Samples, lake.CheckIns, lake.Sessions} {
		fmt.Fprintf(&b, "%s %v\n", table, table.Classes())
		for _, c := range table.Columns() {
			fmt.Fprintf(&b, "  %s %d\n", c.Name, c.Type)
		}
	}
	const golden = "testdata/columns.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), b.String()); d != "" {
		t.Errorf("columns (-want +got):\n%s", d)
	}
}

func TestClassesAndTablesAgree(t *testing.T) {
	t.Parallel()
	for _, c := range []lake.Class{lake.ClassError, lake.ClassNoise, lake.ClassSpan, lake.ClassSample} {
		for _, table := range c.Tables() {
			if !slices.Contains(table.Classes(), c) {
				t.Errorf("%s has the table %s, which does not know", c, table)
			}
		}
	}
	if lake.Class("x").Tables() != nil || lake.Table("x").Classes() != nil || lake.Table("x").Columns() != nil {
		t.Error("there is something in what does not exist")
	}
}

func TestRefs(t *testing.T) {
	t.Parallel()
	check := func(table lake.Table, name, key string, values lake.Type) {
		t.Helper()
		r, err := table.Ref(name)
		if err != nil || r.Key != key || r.Keyed != strings.Contains(name, ".") || r.Values() != values || table.Columns()[r.Index].Name != r.Name {
			t.Errorf("%s.%s is %+v, %v", table, name, r, err)
		}
	}
	check(lake.Events, "seq", "", lake.Int)
	check(lake.Events, "id", "", lake.ID)
	check(lake.CheckIns, "id", "", lake.Text)
	check(lake.Events, "tags", "", lake.TextMap)
	check(lake.Events, "tags.a", "a", lake.Text)
	check(lake.Events, "tags.a.b.", "a.b.", lake.Text)
	check(lake.Events, "tags.", "", lake.Text)
	check(lake.Spans, "measures.lcp", "lcp", lake.Float)
	for _, name := range []string{"", ".", "nope", "title.x", "tags ", "Tags", `"tags"`} {
		if r, err := lake.Events.Ref(name); !errs.Is(err, errs.Invalid) {
			t.Errorf("%q is %+v, %v", name, r, err)
		}
	}
}

func TestRecords(t *testing.T) {
	t.Parallel()
	midnight := telemetry.At(time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC))
	log := func(seq uint64, level telemetry.Level, received telemetry.Time) lake.Item[telemetry.Log] {
		return lake.Item[telemetry.Log]{Seq: seq, Value: telemetry.Log{Project: 4, Level: level, Received: received, Time: 5}}
	}
	b := lake.Batch{
		Events: []lake.Event{{Seq: 1, Received: midnight + 1}, {Seq: 1}, {Seq: 2, Received: -7}},
		Logs:   []lake.Item[telemetry.Log]{log(1, telemetry.LevelInfo, midnight), log(1, telemetry.LevelWarning, midnight), log(3, telemetry.LevelUnset, math.MaxInt64)},
		Spans:  []lake.Item[telemetry.Span]{{Seq: 9}},
	}
	var got []string
	for r := range b.Records() {
		got = append(got, fmt.Sprintf("%s %s %s seq %d pos %d project %d time %d", r.Table, r.Class, r.Day.Std().Format(time.DateOnly), r.Seq, r.Values[1], r.Project, r.Time))
		if len(r.Values) != len(r.Table.Columns()) {
			t.Errorf("%s has %d values", r.Table, len(r.Values))
		}
	}
	want := []string{
		"events error 2026-11-21 seq 1 pos 0 project 0 time 0",
		"events error 1970-01-01 seq 1 pos 1 project 0 time 0",
		"events error 1970-01-01 seq 2 pos 0 project 0 time 0",
		"logs noise 2026-11-21 seq 1 pos 0 project 4 time 5",
		"logs error 2026-11-21 seq 1 pos 1 project 4 time 5",
		"logs noise 9999-12-31 seq 3 pos 0 project 4 time 5",
		"spans span 1970-01-01 seq 9 pos 0 project 0 time 0",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("records (-want +got):\n%s", d)
	}
	for range b.Records() {
		break // must not go on
	}
}

func TestRecordsAreMadeSound(t *testing.T) {
	t.Parallel()
	span := telemetry.Span{
		Name: "a\xffb", Attributes: map[string]string{"k\xff": "1", "k\xfe": "2", "ok": "v\xff"}, Measures: map[string]float64{"nan": math.NaN(), "zero": math.Copysign(0, -1), "inf": math.Inf(1)},
	}
	b := lake.Batch{Spans: []lake.Item[telemetry.Span]{{Seq: 1, Value: span}}}
	for r := range b.Records() {
		got := map[string]any{}
		for i, c := range r.Table.Columns() {
			got[c.Name] = r.Values[i]
		}
		want := map[string]any{
			"name": "a\ufffdb", "attributes": map[string]string{"k\ufffd": "2", "ok": "v\ufffd"},
			"measures": map[string]float64{"nan": 0, "zero": 0, "inf": math.Inf(1)},
		}
		for k, v := range want {
			if d := cmp.Diff(v, got[k]); d != "" {
				t.Errorf("%s (-want +got):\n%s", k, d)
			}
		}
	}
	if !math.IsNaN(span.Measures["nan"]) || len(span.Attributes) != 3 {
		t.Error("the batch itself was changed")
	}
}

func TestCompare(t *testing.T) {
	t.Parallel()
	ordered := [][]any{
		{"", "\x00", "A", "a", "aa", "ä", nil},
		{int64(math.MinInt64), int64(-1), int64(0), int64(7), nil},
		{math.Inf(-1), -1.5, 0.0, 2.0, math.Inf(1), nil},
		{telemetry.Time(-1), telemetry.Time(3), nil},
		{telemetry.LevelUnset, telemetry.LevelFatal, nil},
		{telemetry.EventID{}, telemetry.EventID{15: 1}, telemetry.EventID{0: 0x7f}, telemetry.EventID{0: 0x80}, nil},
		{false, true, nil},
	}
	for _, values := range ordered {
		for i, a := range values {
			for j, b := range values {
				got := lake.Compare(a, b)
				if (got < 0) != (i < j) || (got > 0) != (i > j) {
					t.Errorf("Compare(%v, %v) = %d", a, b, got)
				}
			}
		}
	}
}
