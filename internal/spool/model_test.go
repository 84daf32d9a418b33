package spool

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"pgregory.net/rapid"
)

// model drives a spool and knows what it must hold.
type model struct {
	root    string
	opened  int // directories used so far
	o       Options
	s       *Spool
	disk    *faulty
	records map[uint64]string // acknowledged
	last    uint64
	trimmed uint64
	made    int // records made up so far
	reader  *Reader
}

func newModel(t *rapid.T, root string) *model {
	m := &model{root: root, records: map[uint64]string{}}
	m.o = Options{
		Dir:         filepath.Join(root, "0"),
		SegmentSize: rapid.Int64Range(1, 3000).Draw(t, "segment size"),
		MaxSize:     1 << 20,
	}
	m.open(t)
	return m
}

func (m *model) open(t *rapid.T) {
	s, err := Open(m.o)
	if err != nil {
		t.Fatal(err)
	}
	m.s, m.disk = s, &faulty{}
	m.disk.into(s)
	if m.reader != nil {
		m.reader = s.Reader(m.reader.Seq())
	} else {
		m.reader = s.Reader(1)
	}
}

func (m *model) close(t *rapid.T) {
	if err := errors.Join(m.reader.Close(), m.s.Close()); err != nil {
		t.Fatal(err)
	}
}

// group makes up records that differ from all before.
func (m *model) group(t *rapid.T) []string {
	g := make([]string, rapid.IntRange(1, 5).Draw(t, "records"))
	for i := range g {
		m.made++
		size := rapid.OneOf(rapid.IntRange(0, 400), rapid.IntRange(1000, 1100)).Draw(t, "size")
		g[i] = fmt.Sprintf("%d:%s", m.made, make([]byte, size))
	}
	return g
}

func (m *model) acknowledge(g []string) {
	for _, data := range g {
		m.last++
		m.records[m.last] = data
	}
}

func (m *model) append(t *rapid.T) {
	g := m.group(t)
	if err := tryCommit(m.s, g...); err != nil {
		t.Fatal(err)
	}
	m.acknowledge(g)
}

// failing appends while the disk fails; some records of the group may have
// become durable in an earlier segment.
func (m *model) failing(t *rapid.T, d faulty) {
	*m.disk = d
	g := m.group(t)
	err := tryCommit(m.s, g...)
	*m.disk = faulty{}
	if err == nil {
		t.Fatal("a failing disk was not noticed")
	}
	n := m.s.Stats().Durable - m.last
	m.acknowledge(g[:n])
}

func (m *model) trim(t *rapid.T) {
	upto := rapid.Uint64Range(0, m.last+2).Draw(t, "upto")
	if err := m.s.Trim(upto); err != nil {
		t.Fatal(err)
	}
	m.trimmed = max(m.trimmed, min(upto, m.last))
}

func (m *model) reopen(t *rapid.T) {
	m.close(t)
	m.open(t)
}

// garbage leaves something behind the end, as a write does that was cut short.
func (m *model) garbage(t *rapid.T) {
	m.close(t)
	path := m.s.segments[len(m.s.segments)-1].path
	b := rapid.SliceOfN(rapid.Byte(), 0, 200).Draw(t, "garbage")
	if rapid.Bool().Draw(t, "zeros") {
		clear(b)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	m.open(t)
}

// powerCut stops the machine while a group is written: of what is not synced, any
// sectors may have reached the disk.
func (m *model) powerCut(t *rapid.T) {
	const sector = 32
	m.opened++
	image := filepath.Join(m.root, fmt.Sprint(m.opened))
	cut := errors.New("power cut")
	var from, to int64
	m.s.disk.write = func(f *os.File, b []byte, off int64) error {
		from, to = off, off+int64(len(b))
		return writeAt(f, b, off)
	}
	m.s.disk.sync = func(f *os.File) error {
		if rapid.Bool().Draw(t, "synced") {
			return syncData(f)
		}
		if err := os.CopyFS(image, os.DirFS(m.o.Dir)); err != nil {
			t.Fatal(err)
		}
		spoiled, err := os.OpenFile(filepath.Join(image, filepath.Base(f.Name())), os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer spoiled.Close()
		for off := from; off < to; off += sector {
			if rapid.Bool().Draw(t, "sector is lost") {
				_ = writeAt(spoiled, make([]byte, min(sector, to-off)), off)
			}
		}
		if rapid.Bool().Draw(t, "length is lost") {
			_ = spoiled.Truncate(rapid.Int64Range(from, to).Draw(t, "length"))
		}
		return cut
	}
	g := m.group(t)
	err := tryCommit(m.s, g...)
	acknowledged := m.s.Stats().Durable - m.last
	m.acknowledge(g[:acknowledged])
	if err == nil {
		m.disk.into(m.s)
		return
	}
	m.close(t)
	m.o.Dir = image
	m.open(t)
	extra := m.s.Stats().Durable - m.last // written whole, but not acknowledged
	if m.s.Stats().Durable < m.last || extra > uint64(len(g))-acknowledged {
		t.Fatalf("%d is durable, %d is acknowledged", m.s.Stats().Durable, m.last)
	}
	m.acknowledge(g[acknowledged : acknowledged+extra])
}

// read lets the long-lived reader go on.
func (m *model) read(t *rapid.T) {
	want := m.reader.Seq()
	batch, err := m.reader.ReadBatch(context.Background(), rapid.IntRange(1, 10).Draw(t, "max records"), rapid.IntRange(0, 2000).Draw(t, "max bytes"), 0)
	if bad, ok := errors.AsType[*CorruptError](err); ok && errors.Is(err, ErrTrimmed) && bad.Last <= m.trimmed {
		m.reader.Skip()
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if len(batch) == 0 && want <= m.last {
		t.Fatalf("nothing to read at %d of %d", want, m.last)
	}
	for i, rec := range batch {
		if rec.Seq != want+uint64(i) || string(rec.Data) != m.records[rec.Seq] {
			t.Fatalf("read %d %.20q, want %d %.20q", rec.Seq, rec.Data, want+uint64(i), m.records[want+uint64(i)])
		}
	}
}

func (m *model) check(t *rapid.T) {
	st := m.s.Stats()
	if st.Durable != m.last || st.First > m.trimmed+1 || st.Pending != 0 {
		t.Fatalf("%+v; last %d, trimmed %d", st, m.last, m.trimmed)
	}
	var bytes int64
	for _, g := range m.s.segments {
		info, err := os.Stat(g.path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() != g.size {
			t.Fatalf("%s has %d bytes, %d are known", g.name(), info.Size(), g.size)
		}
		bytes += g.size
	}
	if bytes != st.Bytes {
		t.Fatalf("%d bytes, Stats tells %d", bytes, st.Bytes)
	}
	r := m.s.Reader(0)
	defer r.Close()
	for seq := st.First; seq <= m.last; seq++ {
		rec, err := r.Next(context.Background())
		if err != nil || rec.Seq != seq || string(rec.Data) != m.records[seq] {
			t.Fatalf("record %d: %d %.20q, %v; want %.20q", seq, rec.Seq, rec.Data, err, m.records[seq])
		}
	}
}

// TestModel compares a spool with a map under random use and abuse.
func TestModel(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		root, err := os.MkdirTemp("", "spool")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(root)
		m := newModel(t, root)
		defer m.close(t)
		t.Repeat(map[string]func(*rapid.T){
			"":          m.check,
			"append":    m.append,
			"trim":      m.trim,
			"reopen":    m.reopen,
			"garbage":   m.garbage,
			"power cut": m.powerCut,
			"read":      m.read,
			"full disk": func(t *rapid.T) {
				m.failing(t, faulty{write: syscall.ENOSPC, part: rapid.IntRange(0, 500).Draw(t, "written")})
			},
			"failing sync": func(t *rapid.T) { m.failing(t, faulty{sync: syscall.EIO}) },
		})
	})
}
