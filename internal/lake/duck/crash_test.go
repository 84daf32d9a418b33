package duck_test

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"belfry/internal/lake"
	"belfry/internal/lake/duck"
	"belfry/internal/telemetry"
)

var (
	crashDir   = flag.String("crash-dir", "", "makes TestCrashChild append there until it is killed")
	crashFrom  = flag.Uint64("crash-from", 1, "the sequence that TestCrashChild begins with")
	crashCount = flag.Int("crash-rounds", 8, "how often TestCrash kills")
)

// TestCrash kills a process that appends, again and again: what it had
// acknowledged is there once, whatever it repeats.
func TestCrash(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	acked := uint64(0)
	for round := range *crashCount {
		random := rand.New(rand.NewPCG(uint64(round), 7))
		from := acked - min(acked, random.Uint64N(40)) + 1
		acked = max(acked, runAndKill(t, dir, from, 3+random.IntN(30)))
		e, err := duck.Open(t.Context(), duck.Options{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		if got := stats(t, e); round%2 == 0 && len(got.Partitions) == 0 {
			t.Fatal("no partitions")
		}
		verify(t, e, acked)
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d sequences", acked)
}

// runAndKill starts a child that appends from a sequence on, kills it after it
// has acknowledged some batches, and returns the last sequence that it has.
func runAndKill(t *testing.T, dir string, from uint64, batches int) uint64 {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestCrashChild$", "-crash-dir="+dir, "-crash-from="+strconv.FormatUint(from, 10))
	var stderr bytes.Buffer
	child.Stderr = &stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	acked := uint64(0)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		n, err := strconv.ParseUint(lines.Text(), 10, 64)
		if err != nil {
			t.Fatalf("the child says %q\n%s", lines.Text(), stderr.Bytes())
		}
		acked = n
		if batches--; batches == 0 {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = child.Wait() // it was killed
	if batches > 0 {
		t.Fatalf("the child ended by itself: %s", stderr.Bytes())
	}
	return acked
}

func TestCrashChild(t *testing.T) {
	if *crashDir == "" {
		t.Skip("runs in a child process")
	}
	c := &clock{start}
	e, err := duck.Open(t.Context(), duck.Options{Dir: *crashDir, Now: c.Now, Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	for next := *crashFrom; ; {
		last := next + rand.Uint64N(60)
		if err := e.Append(t.Context(), crashBatch(next, last)); err != nil {
			t.Fatal(err)
		}
		fmt.Println(last)
		next = last + 1
		c.now = start.Add(time.Duration(next) * time.Minute)
		if rand.IntN(4) == 0 {
			c.now = c.now.Add(10 * time.Second) // folds
		}
		if err := e.Tidy(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// crashRows is how many rows a sequence has in each table.
func crashRows(seq uint64) int { return int(seq%3) + 1 }

func crashPayload(seq uint64, i int) []byte {
	return bytes.Repeat([]byte{byte(seq), byte(seq >> 8), byte(i)}, int(seq%700))
}

func crashBatch(first, last uint64) lake.Batch {
	var b lake.Batch
	for seq := first; seq <= last; seq++ {
		at := telemetry.At(start) + telemetry.Time(seq)*telemetry.Time(time.Minute/time.Microsecond)
		for i := range crashRows(seq) {
			b.Events = append(b.Events, lake.Event{Seq: seq, Project: 1, Time: at, Received: at, Payload: crashPayload(seq, i)})
			level := telemetry.LevelInfo + telemetry.Level(seq%2) // warnings live elsewhere
			b.Logs = append(b.Logs, lake.Item[telemetry.Log]{Seq: seq, Value: telemetry.Log{Project: 1, Time: at, Received: at, Level: level, Body: strconv.Itoa(i)}})
			b.Spans = append(b.Spans, lake.Item[telemetry.Span]{Seq: seq, Value: telemetry.Span{Project: 1, Start: at, Received: at, Name: strconv.Itoa(i)}})
		}
	}
	return b
}

// verify checks that each sequence up to acked is there with all its rows, and
// none twice.
func verify(t *testing.T, e *duck.Engine, acked uint64) {
	t.Helper()
	for table, name := range map[lake.Table]string{lake.Events: "payload", lake.Logs: "body", lake.Spans: "name"} {
		seen := map[uint64]int{}
		for from := uint64(0); from <= acked+100; from += 3000 {
			p := lake.Plan{
				Table: table, Projects: []int64{1}, Columns: []string{"seq", "pos", name}, Limit: lake.MaxLimit, Order: []lake.Order{{By: "seq"}, {By: "pos"}},
				Where: lake.And{lake.Cmp{Column: "seq", Op: lake.More, Values: []any{int64(from)}}, lake.Cmp{Column: "seq", Op: lake.LessEq, Values: []any{int64(from + 3000)}}},
			}
			err := e.Run(t.Context(), p, func(r lake.Row) bool {
				seq, i := uint64(r[0].(int64)), int(r[1].(int64))
				if i != seen[seq] {
					t.Fatalf("%s: row %d of sequence %d follows %d others", table, i, seq, seen[seq])
				}
				if data, ok := r[2].([]byte); name == "payload" && (!ok || !bytes.Equal(data, crashPayload(seq, i))) {
					t.Fatalf("wrong payload of %d bytes in row %d of sequence %d", len(data), i, seq)
				}
				seen[seq]++
				return true
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		for seq := uint64(1); seq <= acked; seq++ {
			if seen[seq] != crashRows(seq) {
				t.Fatalf("%s: %d rows of acknowledged sequence %d, want %d", table, seen[seq], seq, crashRows(seq))
			}
			delete(seen, seq)
		}
		for seq, n := range seen {
			if n > crashRows(seq) {
				t.Fatalf("%s: %d rows of sequence %d, want at most %d", table, n, seq, crashRows(seq))
			}
		}
	}
}
