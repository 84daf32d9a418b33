package group_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"belfry/internal/group"
	"belfry/internal/telemetry"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden pins title, culprit, hash and every component of real-shaped
// payloads. A changed hash splits the issues of everybody: it needs a new
// version, not an update of these files.
func TestGolden(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no payloads: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			e := load(t, file)
			group.Assign(&e)
			golden := strings.TrimSuffix(file, ".json") + ".golden"
			got := describe(&e)
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func load(t testing.TB, file string) telemetry.Event {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var e telemetry.Event
	if err := json.Unmarshal(raw, &e); err != nil {
		t.Fatal(err)
	}
	return e
}

func describe(e *telemetry.Event) string {
	var b strings.Builder
	fmt.Fprintf(&b, "title    %s\nculprit  %s\nmethod   %s\nhash     %s\n\n", e.Title, e.Culprit, e.Grouping.Method, e.Grouping.Hash)
	for _, c := range e.Grouping.Components {
		mark := " "
		if c.Used {
			mark = "*"
		}
		fmt.Fprintf(&b, "%s %-10s %s\n", mark, c.Name, c.Value)
		if c.From != "" {
			fmt.Fprintf(&b, "             was: %s\n", strings.ReplaceAll(c.From, "\x00", "\\0"))
		}
		if c.Note != "" {
			fmt.Fprintf(&b, "             %s\n", c.Note)
		}
	}
	return b.String()
}
