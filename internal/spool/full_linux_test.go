package spool

import (
	"errors"
	"flag"
	"fmt"
	"os/signal"
	"strings"
	"syscall"
	"testing"
)

var childLimit = flag.String("spool.limited", "", "fill the spool in this directory (used by the file size test)")

// TestFileSizeChild fills a spool under a limit that the system enforces.
func TestFileSizeChild(t *testing.T) {
	if *childLimit == "" {
		t.Skip("runs as a child of TestFileSizeLimit")
	}
	signal.Ignore(syscall.SIGXFSZ)
	var old syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		t.Fatal(err)
	}
	set := func(soft uint64) {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: soft, Max: old.Max}); err != nil {
			t.Fatal(err)
		}
	}
	s := started(t, Options{Dir: *childLimit})
	set(100_000)
	n := 0
	for ; ; n++ {
		_, err := s.Append(t.Context(), []byte(fmt.Sprintf("record %d", n+1)), nil)
		if errors.Is(err, ErrFull) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	wantRecords(t, s, 1, n)
	set(old.Cur)
	if _, err := s.Append(t.Context(), []byte(fmt.Sprintf("record %d", n+1))); err != nil {
		t.Fatal(err)
	}
	wantRecords(t, s, 1, n+1)
	fmt.Println("filled with", n)
}

// TestFileSizeLimit lets the system refuse a write in the middle of a record.
func TestFileSizeLimit(t *testing.T) {
	dir := t.TempDir()
	out, err := child(t, "TestFileSizeChild", "-spool.limited="+dir).Output()
	var n int
	if i := strings.Index(string(out), "filled with"); i >= 0 {
		_, _ = fmt.Sscanf(string(out[i:]), "filled with %d", &n)
	}
	if err != nil || n < 1000 {
		t.Fatalf("child: %v\n%s", err, out)
	}
	wantRecords(t, open(t, Options{Dir: dir}), 1, n+1)
}
