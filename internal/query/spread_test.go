package query_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"belfry/internal/lake"
	"belfry/internal/lake/laketest"
	"belfry/internal/query"
	"belfry/internal/telemetry"
)

func TestStepsAndPeople(t *testing.T) {
	t.Parallel()
	m := laketest.NewMemory()
	var b lake.Batch
	for i, user := range []string{"id:1", "id:2", "", "id:1"} {
		b.Events = append(b.Events, lake.Event{
			Seq: 1, Project: 1, ID: telemetry.EventID{byte(i + 1)}, Time: telemetry.Time(i) * second, Fingerprint: "f",
			UserKey: user, UserEmail: user, UserName: "n",
		})
	}
	b.Events = append(b.Events, lake.Event{Seq: 1, Project: 1, ID: telemetry.EventID{9}, Fingerprint: "other", UserKey: "id:9"})
	if err := m.Append(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	i := query.Issue{Projects: []int64{1}, Fingerprints: []string{"f"}}
	steps := []query.Count{{At: 0, N: 2}, {At: 2 * second, N: 2}}
	if diff := cmp.Diff(steps, run(t, m, query.Steps(i, query.Range{To: 4 * second}, 2*time.Second), query.StepCount)); diff != "" {
		t.Error(diff)
	}
	want := []query.Person{
		{Key: "id:1", Events: 2, First: 0, Last: 3 * second, Email: "id:1", Name: "n"},
		{Key: "id:2", Events: 1, First: second, Last: second, Email: "id:2", Name: "n"},
	}
	if diff := cmp.Diff(want, run(t, m, query.People(i, 5), query.PersonOf)); diff != "" {
		t.Error(diff)
	}
	if got := run(t, m, query.People(i, 1), query.PersonOf); len(got) != 1 {
		t.Error(got)
	}
}
