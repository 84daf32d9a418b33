package demo

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

var end = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func month() *Story {
	return newStory(Options{}, end, programs()...)
}

func TestTheSameMonthComesOutAgain(t *testing.T) {
	t.Parallel()
	a, b := month().moments(), month().moments()
	if len(a) != len(b) {
		t.Fatalf("%d and %d events", len(a), len(b))
	}
	for i := range a {
		if a[i].id != b[i].id || !a[i].at.Equal(b[i].at) {
			t.Fatalf("event %d differs: %s at %v, %s at %v", i, a[i].id, a[i].at, b[i].id, b[i].at)
		}
	}
	t.Logf("%d events", len(a))
}

func TestEveryEventIsWhole(t *testing.T) {
	t.Parallel()
	for _, m := range month().moments() {
		if m.at.After(end) || m.day < -span {
			t.Fatalf("%s: an event at %v", m.fault.value, m.at)
		}
		raw, err := m.envelope()
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitN(string(raw), "\n", 3)
		if len(lines) != 3 || !json.Valid([]byte(lines[0])) || !json.Valid([]byte(lines[1])) || !json.Valid([]byte(lines[2])) {
			t.Fatalf("%s: not an envelope:\n%s", m.fault.value, raw)
		}
		texts := append([]string{m.fault.value, m.fault.in, m.fault.cause}, m.fault.crumbs...)
		for _, text := range slices.Concat(texts, slices.Collect(maps.Values(m.fault.tags)), slices.Collect(maps.Values(m.fault.vars))) {
			if word := gap.FindString(m.filled(text)); word != "" {
				t.Fatalf("%s: there is no word %s", text, word)
			}
		}
	}
}

func TestFaultsAreWrittenRight(t *testing.T) {
	t.Parallel()
	for _, p := range programs() {
		for i := range p.faults {
			f := &p.faults[i]
			name := p.name + ": " + f.typ + " " + f.value
			if f.typ != "" && len(f.at) == 0 {
				t.Errorf("%s: an exception without frames", name)
			}
			if !slices.IsSortedFunc(f.acts, func(a, b act) int { return int(1000 * (a.day - b.day)) }) {
				t.Errorf("%s: what people did is not in order", name)
			}
			for _, line := range f.at {
				if f := p.frame(line); f["function"] == "" || f["lineno"] == json.Number("") {
					t.Errorf("%s: frame %q", name, line)
				}
			}
			checkActs(t, name, f)
		}
	}
}

// checkActs makes sure that an issue is there before something is done about
// it, which happens at the ends of chapters.
func checkActs(t *testing.T, name string, f *fault) {
	t.Helper()
	for _, a := range f.acts {
		if a.day < -span || a.day > 0 {
			t.Errorf("%s: something is done on day %v", name, a.day)
		}
		before := 0.0
		for day := -float64(span); day < a.day; day += 1.0 / 24 {
			before += f.shape(day) / 24
		}
		if before < 3 {
			t.Errorf("%s: on day %v it has hardly happened yet (%.1f events)", name, a.day, before)
		}
	}
}

func TestNumbersDrawnHaveTheirMean(t *testing.T) {
	t.Parallel()
	for _, mean := range []float64{0.02, 0.5, 3, 29, 31, 400} {
		r := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // a test
		sum := 0
		const n = 20_000
		for range n {
			sum += drawn(r, mean)
		}
		if got := float64(sum) / n; got < mean*0.9-0.01 || got > mean*1.1+0.01 {
			t.Errorf("mean %v: %v", mean, got)
		}
	}
}
