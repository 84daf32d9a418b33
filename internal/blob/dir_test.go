package blob_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"belfry/internal/blob"
	"belfry/internal/errs"
)

func open(t *testing.T) (*blob.Dir, string) {
	t.Helper()
	root := t.TempDir()
	d, err := blob.Open(root)
	if err != nil {
		t.Fatal(err)
	}
	return d, root
}

func TestPutAndGet(t *testing.T) {
	t.Parallel()
	d, _ := open(t)
	check := func(text string, limit int64, want errs.Kind) {
		t.Helper()
		ref, err := d.Put(t.Context(), strings.NewReader(text), limit)
		if want != 0 {
			if !errs.Is(err, want) {
				t.Errorf("Put(%q, %d) = %v, want kind %v", text, limit, err, want)
			}
			return
		}
		if err != nil || ref.Size != int64(len(text)) {
			t.Fatalf("Put(%q) = %+v, %v", text, ref, err)
		}
		f, err := d.Get(t.Context(), ref.Hash)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if got, err := io.ReadAll(f); err != nil || string(got) != text {
			t.Errorf("Get = %q, %v, want %q", got, err, text)
		}
	}
	check("", 0, 0)
	check("hello", 5, 0)
	check("hello", 5, 0)
	check("hello", 4, errs.TooLarge)
	check("hello", math.MaxInt64, 0)
	check(strings.Repeat("x", 1<<20), 1<<20, 0)
	if files, size, err := d.Usage(t.Context()); files != 3 || size != 5+1<<20 || err != nil {
		t.Errorf("Usage = %d files, %d bytes, %v", files, size, err)
	}
}

func TestNamesNeverLeaveTheDirectory(t *testing.T) {
	t.Parallel()
	d, _ := open(t)
	for _, hash := range []string{"", "..", "../../etc/passwd", strings.Repeat("g", 64), strings.Repeat("A", 64), strings.Repeat("a", 63) + "/", strings.Repeat("0", 64)} {
		if _, err := d.Get(t.Context(), hash); !errs.Is(err, errs.NotFound) {
			t.Errorf("Get(%q) = %v", hash, err)
		}
		if err := d.DeleteOlder(t.Context(), hash, time.Now()); !errs.Is(err, errs.NotFound) {
			t.Errorf("DeleteOlder(%q) = %v", hash, err)
		}
	}
}

func TestDeleteSparesTheYoung(t *testing.T) {
	t.Parallel()
	d, root := open(t)
	ref, err := d.PutBytes(t.Context(), []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-2 * time.Hour)
	if err := os.Chtimes(filepath.Join(root, ref.Hash[:2], ref.Hash), old, old); err != nil {
		t.Fatal(err)
	}
	if _, err := d.PutBytes(t.Context(), []byte("x")); err != nil { // stored again: young again
		t.Fatal(err)
	}
	check := func(before time.Time, want bool) {
		t.Helper()
		if err := d.DeleteOlder(t.Context(), ref.Hash, before); err != nil {
			t.Fatal(err)
		}
		if files, _, _ := d.Usage(t.Context()); (files == 1) != want {
			t.Errorf("%d files are left after deleting what is older than %v", files, before)
		}
	}
	check(time.Now().Add(-time.Hour), true)
	check(time.Now().Add(time.Hour), false)
}

func TestOpenRemovesWhatACrashLeft(t *testing.T) {
	t.Parallel()
	_, root := open(t)
	stale := filepath.Join(root, "incoming", "blob-1")
	if err := os.WriteFile(stale, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := blob.Open(root); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(stale); !os.IsNotExist(err) {
		t.Errorf("the stale file is still there: %v", err)
	}
}

func TestConcurrentPutsOfTheSame(t *testing.T) {
	t.Parallel()
	d, _ := open(t)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			if _, err := d.PutBytes(t.Context(), bytes.Repeat([]byte("z"), 1000)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if files, _, err := d.Usage(t.Context()); files != 1 || err != nil {
		t.Errorf("%d files, %v", files, err)
	}
}

func TestPutStopsWithItsContext(t *testing.T) {
	t.Parallel()
	d, root := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.PutBytes(ctx, []byte("x")); err == nil {
		t.Error("Put went on although its context had ended")
	}
	left, err := os.ReadDir(filepath.Join(root, "incoming"))
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestDamagedFileIsReplaced(t *testing.T) {
	t.Parallel()
	d, root := open(t)
	ref, err := d.PutBytes(t.Context(), []byte("whole"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(root, ref.Hash[:2], ref.Hash)
	if err := os.Truncate(path, 2); err != nil {
		t.Fatal(err)
	}
	if _, err := d.PutBytes(t.Context(), []byte("whole")); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != "whole" {
		t.Errorf("%q, %v", b, err)
	}
}

func TestFailingSourceLeavesNothing(t *testing.T) {
	t.Parallel()
	d, root := open(t)
	broken := errors.New("connection lost")
	if _, err := d.Put(t.Context(), io.MultiReader(strings.NewReader("half"), iotest.ErrReader(broken)), 100); !errors.Is(err, broken) {
		t.Errorf("Put = %v", err)
	}
	files, _, err := d.Usage(t.Context())
	if left, _ := os.ReadDir(filepath.Join(root, "incoming")); files != 0 || err != nil || len(left) != 0 {
		t.Errorf("%d files, %v, left behind: %v", files, err, left)
	}
}

// TestPutIsNotUndoneByACleanUp lets a clean-up of old blobs meet puts of the
// same content: what a put has returned must be there.
func TestPutIsNotUndoneByACleanUp(t *testing.T) {
	t.Parallel()
	d, root := open(t)
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	old := time.Now().Add(-time.Hour)
	ref, err := d.PutBytes(t.Context(), []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(root, ref.Hash[:2], ref.Hash)
	wg.Go(func() {
		for ctx.Err() == nil {
			if err := d.DeleteOlder(ctx, ref.Hash, old.Add(time.Minute)); err != nil && !errs.Is(err, errs.NotFound) {
				t.Error(err)
			}
		}
	})
	for range 100 {
		_ = os.Chtimes(path, old, old) // gone meanwhile, or about to be
		if _, err := d.PutBytes(t.Context(), []byte("x")); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(path); err != nil {
			t.Error("the blob is not there after its put")
		}
	}
	stop()
	wg.Wait()
}
