//go:build unix

package spool

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

// Flags with which this test binary starts itself again.
var (
	crashRounds = flag.Int("spool.crashes", 12, "how often the crash test kills its child")
	childDir    = flag.String("spool.child", "", "append to the spool in this directory (used by the crash test)")
	childRound  = flag.Int("spool.round", 0, "the round that the child is in (used by the crash test)")
)

// child makes a command that runs one test of this binary.
func child(t *testing.T, test string, args ...string) *exec.Cmd {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0], append([]string{"-test.run=^" + test + "$"}, args...)...)
	c.Stderr = os.Stderr
	return c
}

// crashData is a record that tells where it comes from and shows damage.
func crashData(round, writer, i int) string {
	return fmt.Sprintf("%d/%d/%d %s", round, writer, i, strings.Repeat("x", (i*131+writer*17)%3000))
}

// TestCrashChild is the program that the crash test kills.
func TestCrashChild(t *testing.T) {
	if *childDir == "" {
		t.Skip("runs as a child of TestCrash")
	}
	s := started(t, Options{Dir: *childDir, SegmentSize: 256 << 10})
	old := s.Stats().Durable
	fmt.Println("open", old)
	var out sync.Mutex
	var wg sync.WaitGroup
	for w := range 6 {
		wg.Go(func() {
			for i := 0; ; i++ {
				seq, err := s.Append(context.Background(), []byte(crashData(*childRound, w, i)))
				if err != nil {
					t.Error(err)
					return
				}
				out.Lock()
				fmt.Println("acknowledged", seq, *childRound, w, i)
				out.Unlock()
				if w == 0 && i%50 == 49 {
					_ = s.Trim(old) // the parent has checked those
				}
			}
		})
	}
	wg.Wait()
}

// TestCrash kills a process that appends at random moments and expects every
// acknowledged record once, at its number.
func TestCrash(t *testing.T) {
	dir := t.TempDir()
	acknowledged := map[uint64]string{}
	for round := range *crashRounds {
		for seq, data := range crashOnce(t, dir, round) {
			if other, twice := acknowledged[seq]; twice {
				t.Fatalf("number %d was given to %.20q and %.20q", seq, other, data)
			}
			acknowledged[seq] = data
		}
		checkCrashed(t, dir, acknowledged)
	}
	if len(acknowledged) < *crashRounds {
		t.Errorf("only %d records were acknowledged", len(acknowledged))
	}
}

// crashOnce returns what the child had acknowledged when it was killed.
func crashOnce(t *testing.T, dir string, round int) map[uint64]string {
	t.Helper()
	c := child(t, "TestCrashChild", "-spool.child="+dir, fmt.Sprint("-spool.round=", round))
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	got := map[uint64]string{}
	moment := rand.IntN(1500)
	lines := bufio.NewScanner(out)
	for n := 0; lines.Scan(); n++ {
		if n == moment {
			_ = c.Process.Kill()
		}
		var seq uint64
		var r, w, i int
		if k, _ := fmt.Sscanf(lines.Text(), "acknowledged %d %d %d %d", &seq, &r, &w, &i); k == 4 {
			got[seq] = crashData(r, w, i)
		}
	}
	if err := c.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("the child ended by itself: %v", err)
	}
	return got
}

func checkCrashed(t *testing.T, dir string, acknowledged map[uint64]string) {
	t.Helper()
	s := open(t, Options{Dir: dir})
	defer s.Close()
	first := s.Stats().First
	got, lost := drain(t, s, 0)
	if len(lost) > 0 {
		t.Fatalf("lost %v", lost)
	}
	for seq, data := range acknowledged {
		if seq >= first && got[seq] != data {
			t.Fatalf("record %d is %.20q, want %.20q", seq, got[seq], data)
		}
	}
	seen := map[string]uint64{}
	for seq, data := range got {
		if other, twice := seen[data]; twice {
			t.Fatalf("%.20q is there as %d and %d", data, other, seq)
		}
		seen[data] = seq
		var r, w, i int
		if _, err := fmt.Sscanf(data, "%d/%d/%d ", &r, &w, &i); err != nil || data != crashData(r, w, i) {
			t.Fatalf("record %d is damaged: crc %x", seq, crc32.ChecksumIEEE([]byte(data)))
		}
	}
}
