package duck_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"belfry/internal/lake"
	"belfry/internal/lake/duck"
	"belfry/internal/telemetry"
)

// What was deleted must not be found by reading the files either.
func TestDeletedRowsLeaveNoTrace(t *testing.T) {
	t.Parallel()
	dir, c := t.TempDir(), &clock{start}
	e := open(t, duck.Options{Dir: dir, Now: c.Now})
	secret := func(project int64) string { return fmt.Sprintf("the secret of project %d", project) }
	write := func(first uint64) {
		var b lake.Batch
		at := telemetry.At(c.now)
		for i := range 3000 {
			project := int64(i/20%2) + 1
			b.Events = append(b.Events, lake.Event{
				Seq: first + uint64(i), Project: project, Time: at, Received: at, Message: fmt.Sprint(secret(project), i),
				Tags: map[string]string{"t": secret(project)}, Payload: bytes.Repeat([]byte(secret(project)), 100),
			})
		}
		mustAppend(t, e, b)
	}
	write(1)
	c.now = start.Add(26 * time.Hour)
	mustTidy(t, e)
	write(5001)
	before := stats(t, e)
	if n := bytes.Count(content(t, dir), []byte(secret(1))); n < 1000 {
		t.Fatalf("the secret occurs %d times before", n)
	}
	if err := e.Delete(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	all := content(t, dir)
	if n := bytes.Count(all, []byte(secret(1))); n != 0 {
		t.Errorf("the secret of the deleted project occurs %d times", n)
	}
	if n := bytes.Count(all, []byte(secret(2))); n < 1000 {
		t.Errorf("the secret of the other project occurs %d times", n)
	}
	after := stats(t, e)
	if after.Tables[lake.Events] != 3000 || after.Sequence != before.Sequence || after.Bytes > before.Bytes*3/4 {
		t.Errorf("stats went from %+v to %+v", before, after)
	}
	n := 0
	p := lake.Plan{Table: lake.Events, Projects: []int64{1, 2}, Columns: []string{"payload"}, Limit: lake.MaxLimit}
	err := e.Run(t.Context(), p, func(r lake.Row) bool {
		if want := bytes.Repeat([]byte(secret(2)), 100); !bytes.Equal(r[0].([]byte), want) {
			t.Fatalf("a payload is %.40q now", r[0])
		}
		n++
		return true
	})
	if err != nil || n != 3000 {
		t.Errorf("%d rows are left, %v", n, err)
	}
}

// content returns all bytes of all files.
func content(t *testing.T, dir string) []byte {
	t.Helper()
	var all []byte
	for _, name := range names(t, dir, "*") {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, data...)
	}
	return all
}
