package spool

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// segment is one file of the spool. size counts its durable bytes; it grows
// while the segment is the last one and is guarded by Spool.mu.
type segment struct {
	first uint64
	path  string
	size  int64
}

func (g *segment) name() string { return filepath.Base(g.path) }

// full reports whether a record of n bytes belongs in the next segment. The
// first record of a segment always fits, whatever its size.
func (g *segment) full(n, limit int64) bool {
	return g.size > segmentHeader && g.size+n > limit
}

// listSegments returns the segments of dir in the order of their numbers, and
// removes what an unfinished replaceFile left.
func listSegments(dir string) ([]*segment, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var all []*segment
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), tempSuffix) {
			if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
				return nil, err
			}
		}
		first, ok := parseSegmentName(e.Name())
		if !ok {
			continue
		}
		info, err := e.Info()
		if err != nil {
			return nil, err
		}
		all = append(all, &segment{first: first, path: filepath.Join(dir, e.Name()), size: info.Size()})
	}
	slices.SortFunc(all, func(a, b *segment) int { return strings.Compare(a.path, b.path) })
	return all, nil
}

// readHeader returns the header of a segment file; ok is false when the file has
// none that is whole.
func readHeader(path string) (info segmentInfo, ok bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return info, false, err
	}
	defer f.Close()
	b := make([]byte, segmentHeader)
	if _, err := f.ReadAt(b, 0); err != nil && !errors.Is(err, io.EOF) {
		return info, false, err
	}
	info, ok = decodeSegmentHeader(b)
	return info, ok, nil
}

// createSegment makes an empty, durable segment. It takes the place of one with
// the same name only when it is complete: that one may be all that tells which
// number comes next.
func createSegment(d disk, dir string, id identity, first uint64) (*segment, *os.File, error) {
	g := &segment{first: first, path: filepath.Join(dir, segmentName(first)), size: segmentHeader}
	write := func(f *os.File) error { return d.write(f, encodeSegmentHeader(id, first), 0) }
	if err := replaceFile(g.path, write, d.sync); err != nil {
		return nil, nil, err
	}
	f, err := os.OpenFile(g.path, os.O_RDWR, 0)
	return g, f, err
}

// replaceFile makes a durable file that is there whole or not at all.
func replaceFile(path string, write, sync func(*os.File) error) (err error) {
	f, err := os.OpenFile(path+tempSuffix, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if err = write(f); err == nil {
		err = sync(f)
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return syncDir(filepath.Dir(path))
}

// loadIdentity returns the id kept in dir. When there is none it takes that of
// the segments, and makes one up only for a directory without segments.
func loadIdentity(dir string, segments []*segment, fresh func() identity) (identity, error) {
	path := filepath.Join(dir, "ID")
	text, err := os.ReadFile(path)
	if err == nil {
		return parseIdentityFile(path, string(text))
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return identity{}, err
	}
	id, err := adoptIdentity(segments, fresh)
	if err != nil {
		return identity{}, err
	}
	write := func(f *os.File) error { return writeAt(f, []byte(id.String()+"\n"), 0) }
	return id, replaceFile(path, write, (*os.File).Sync)
}

func parseIdentityFile(path, text string) (identity, error) {
	id, err := parseIdentity(text)
	if err != nil {
		return id, fmt.Errorf("%s: %w", path, err)
	}
	return id, nil
}

func adoptIdentity(segments []*segment, fresh func() identity) (identity, error) {
	for _, g := range segments {
		if info, ok, err := readHeader(g.path); err == nil && ok {
			return info.id, nil
		}
	}
	for _, g := range segments {
		if g.size > segmentHeader {
			return identity{}, fmt.Errorf("%s: no segment tells the id of the spool and the file ID is missing", filepath.Dir(g.path))
		}
	}
	return fresh(), nil
}
