package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"sync"
	"time"

	"belfry/internal/errs"
)

// Dir is a directory of blobs. It is safe for concurrent use, and one process
// owns it at a time.
type Dir struct {
	root string
	mu   sync.Mutex // held while a blob gets its name, becomes young again or is deleted
}

// Ref names a blob.
type Ref struct {
	Hash string // SHA-256, 64 lower-case hex digits
	Size int64  // bytes
}

const temporary = "incoming"

// Open returns the blobs below root, which is made when missing, and removes
// what a crash left half written.
func Open(root string) (*Dir, error) {
	d := &Dir{root: root}
	if err := os.RemoveAll(d.incoming()); err != nil {
		return nil, fmt.Errorf("remove what was not finished: %w", err)
	}
	if err := os.MkdirAll(d.incoming(), 0o700); err != nil {
		return nil, fmt.Errorf("make the directory: %w", err)
	}
	if err := errors.Join(syncDir(root), syncDir(filepath.Dir(filepath.Clean(root)))); err != nil {
		return nil, fmt.Errorf("make the directory: %w", err)
	}
	return d, nil
}

func (d *Dir) incoming() string { return filepath.Join(d.root, temporary) }

// path fans out by the first byte, so that no directory grows too large.
func (d *Dir) path(hash string) string { return filepath.Join(d.root, hash[:2], hash) }

// PutBytes is Put for what is in memory.
func (d *Dir) PutBytes(ctx context.Context, b []byte) (Ref, error) {
	return d.Put(ctx, bytes.NewReader(b), int64(len(b)))
}

// Put stores what r yields, at most limit bytes; more is errs.TooLarge. When it
// returns, the blob survives a power cut.
func (d *Dir) Put(ctx context.Context, r io.Reader, limit int64) (ref Ref, err error) {
	defer errs.Wrap(&err, "blob.Put")
	f, err := os.CreateTemp(d.incoming(), "blob-*")
	if err != nil {
		return ref, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, ignoreMissing(os.Remove(f.Name())))
		}
	}()
	ref, err = fill(ctx, f, r, limit)
	if err = errors.Join(err, f.Close()); err != nil {
		return Ref{}, err
	}
	return ref, d.place(f.Name(), ref.Hash)
}

// fill copies r to f, syncs it, and returns what it is called.
func fill(ctx context.Context, f *os.File, r io.Reader, limit int64) (ref Ref, err error) {
	sum := sha256.New()
	limit = min(limit, math.MaxInt64-1) // one more is asked for
	ref.Size, err = io.Copy(io.MultiWriter(f, sum), &cancellable{ctx, io.LimitReader(r, limit+1)})
	if err != nil {
		return ref, err
	}
	if ref.Size > limit {
		return ref, errs.New(errs.TooLarge, "The file is larger than %d bytes.", limit)
	}
	ref.Hash = hex.EncodeToString(sum.Sum(nil))
	return ref, f.Sync()
}

// place gives a finished file its name. The directories are synced in any case: a
// blob that is there already may have been put in this moment by somebody who has
// not come to that yet.
func (d *Dir) place(from, hash string) error {
	to := d.path(hash)
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	if err := d.name(from, to); err != nil {
		return err
	}
	return errors.Join(syncDir(filepath.Dir(to)), syncDir(d.root))
}

// name renames a finished file. One that is there already only becomes young
// again, so that a clean-up does not take it from under its new owner; if it has
// not the right size any more it is replaced.
func (d *Dir) name(from, to string) error {
	fresh, err := os.Stat(from)
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if old, err := os.Stat(to); err != nil || old.Size() != fresh.Size() {
		return os.Rename(from, to)
	}
	if err := os.Chtimes(to, time.Time{}, fresh.ModTime()); err != nil {
		return err
	}
	return os.Remove(from)
}

// Get opens a blob for reading; the caller closes it.
func (d *Dir) Get(_ context.Context, hash string) (*os.File, error) {
	if !valid(hash) {
		return nil, notFound(hash)
	}
	f, err := os.Open(d.path(hash))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, notFound(hash)
	}
	return f, err
}

// DeleteOlder deletes a blob that was last stored before t; a younger one is
// left alone.
func (d *Dir) DeleteOlder(_ context.Context, hash string, t time.Time) error {
	if !valid(hash) {
		return notFound(hash)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	info, err := os.Stat(d.path(hash))
	if errors.Is(err, fs.ErrNotExist) {
		return notFound(hash)
	}
	if err != nil || !info.ModTime().Before(t) {
		return err
	}
	return ignoreMissing(os.Remove(d.path(hash)))
}

// Walk calls yield with each blob and the time when it was last stored, until
// yield returns an error.
func (d *Dir) Walk(ctx context.Context, yield func(Ref, time.Time) error) error {
	return filepath.WalkDir(d.root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || ctx.Err() != nil {
			return errors.Join(ignoreMissing(err), ctx.Err())
		}
		if entry.IsDir() && entry.Name() == temporary {
			return fs.SkipDir
		}
		if entry.IsDir() || !valid(entry.Name()) {
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			return ignoreMissing(err)
		}
		return yield(Ref{entry.Name(), info.Size()}, info.ModTime())
	})
}

// Usage returns how many blobs there are, and their bytes.
func (d *Dir) Usage(ctx context.Context) (files, size int64, err error) {
	err = d.Walk(ctx, func(r Ref, _ time.Time) error {
		files, size = files+1, size+r.Size
		return nil
	})
	return files, size, err
}

// valid keeps anything but a hash from becoming part of a path.
func valid(hash string) bool {
	if len(hash) != 2*sha256.Size {
		return false
	}
	for _, c := range []byte(hash) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

func notFound(hash string) error { return errs.New(errs.NotFound, "There is no file %.64q.", hash) }

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// cancellable is a reader that fails when its context has ended.
type cancellable struct {
	ctx context.Context //nolint:containedctx // of the one copy it is made for
	r   io.Reader
}

// Read implements io.Reader.
func (c *cancellable) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
