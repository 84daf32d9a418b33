package spool

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"
)

// TestTornTail cuts or spoils the end of a segment at every byte of its last,
// unacknowledged groups and expects exactly the whole records before it.
func TestTornTail(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, Options{Dir: dir})
	commit(t, s, sequence(1, 3)...)
	commit(t, s, sequence(4, 4)...)
	acknowledged := s.Stats().Bytes
	commit(t, s, sequence(5, 8)...) // the group that is torn
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	path := segmentPath(dir, 1)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	id, err := os.ReadFile(dir + "/ID")
	if err != nil {
		t.Fatal(err)
	}
	ends := recordEnds(t, content, s.id.salt(1), 1)
	// check writes a spoiled copy; records that end at or before intact survive.
	check := func(name string, spoiled []byte, intact int64) {
		t.Helper()
		want := 0
		for want < len(ends) && ends[want] <= intact {
			want++
		}
		o := Options{Dir: t.TempDir()}
		for path, b := range map[string][]byte{segmentPath(o.Dir, 1): spoiled, o.Dir + "/ID": id} {
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		s := open(t, o)
		if d := s.Stats().Durable; d != uint64(want) {
			t.Fatalf("%s at %d: %d records, want %d", name, intact, d, want)
		}
		commit(t, s, sequence(want+1, want+2)...)
		wantRecords(t, s, 1, want+2)
		s.Close()
		wantRecords(t, open(t, o), 1, want+2)
		os.RemoveAll(o.Dir)
	}
	for at := acknowledged; at < int64(len(content)); at++ {
		check("cut", content[:at], at)
		check("zeros", append(bytes.Clone(content[:at]), make([]byte, int64(len(content))-at+3)...), at)
		flipped := bytes.Clone(content)
		flipped[at] ^= 0x10
		check("flip", flipped, at)
		check("garbage", append(bytes.Clone(content[:at]), bytes.Repeat([]byte{0xa5}, 100)...), at)
	}
	check("more zeros", append(bytes.Clone(content), make([]byte, 5000)...), int64(len(content)))
	for at := range acknowledged { // a shorter file shows no trace of what it held
		check("cut", content[:at], at)
	}
}

// recordEnds returns where each record of a segment ends.
func recordEnds(t *testing.T, content []byte, salt uint32, first uint64) (ends []int64) {
	t.Helper()
	var c scanner
	c.reset(bytes.NewReader(content), salt, segmentHeader, int64(len(content)))
	for seq := first; c.off < int64(len(content)); seq++ {
		if _, _, err := c.next(seq); err != nil {
			t.Fatal(err)
		}
		ends = append(ends, c.off)
	}
	return ends
}

// TestDamageLosesOneRecord inverts every byte of acknowledged records, in a
// segment that is done and in the one that is written to, and expects every
// other record to be read.
func TestDamageLosesOneRecord(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	o := Options{Dir: dir, SegmentSize: 200}
	s := open(t, o)
	for i := 1; i <= 15; i += 2 {
		commit(t, s, sequence(i, i+1)...) // six records in each segment
	}
	if n := s.Stats().Segments; n != 4 {
		t.Fatalf("%d segments", n)
	}
	s.Close()
	check := func(first uint64, records int) {
		t.Helper()
		content, err := os.ReadFile(segmentPath(dir, first))
		if err != nil {
			t.Fatal(err)
		}
		ends := recordEnds(t, content, s.id.salt(first), first)
		for at := int64(0); at < ends[records-1]; at++ {
			flip(t, segmentPath(dir, first), at, 1)
			s := open(t, o)
			got, lost := drain(t, s, 0)
			victim := uint64(0)
			for i := range records {
				if at >= segmentHeader && at < ends[i] {
					victim = first + uint64(i)
					break
				}
			}
			if victim > 0 && (len(lost) != 1 || lost[0].First != victim || lost[0].Last != victim || lost[0].Segment != segmentName(first)) {
				t.Fatalf("byte %d of segment %d: lost %v, want %d", at, first, lost, victim)
			}
			if victim == 0 && len(lost) > 0 {
				t.Fatalf("byte %d of segment %d: lost %v", at, first, lost)
			}
			if delete(got, victim); len(got)+len(lost) != 16 {
				t.Fatalf("byte %d of segment %d: got %d records", at, first, len(got))
			}
			s.Close()
			if err := os.WriteFile(segmentPath(dir, first), content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	check(1, 4)
	check(5, 4)
	check(13, 2) // the last two records of the last segment have nothing behind them
}

func TestDamagedRanges(t *testing.T) {
	t.Parallel()
	// Four segments of five records, then an empty end; each record is a group.
	check := func(name string, spoil func(dir string), want ...string) {
		t.Helper()
		var log strings.Builder
		o := Options{Dir: t.TempDir(), SegmentSize: segmentHeader + 5*(recordHeader+100), Logger: slog.New(slog.NewTextHandler(&log, nil))}
		s := open(t, o)
		for i := 1; i <= 20; i++ {
			commit(t, s, fmt.Sprintf("%0100d", i))
		}
		s.Close()
		spoil(o.Dir)
		s = open(t, o)
		commit(t, s, fmt.Sprintf("%0100d", s.Stats().Durable+1))
		got, lost := drain(t, s, 1)
		var ranges []string
		missing := 0
		for _, l := range lost {
			ranges = append(ranges, fmt.Sprintf("%d-%d", l.First, l.Last))
			missing += int(l.Last - l.First + 1)
		}
		if fmt.Sprint(ranges) != fmt.Sprint(want) {
			t.Errorf("%s: lost %v, want %v", name, ranges, want)
		}
		if len(got) != int(s.Stats().Durable)-missing {
			t.Errorf("%s: got %d records of %d with %d lost", name, len(got), s.Stats().Durable, missing)
		}
		for seq, data := range got {
			if data != fmt.Sprintf("%0100d", seq) {
				t.Errorf("%s: record %d is %q", name, seq, data)
			}
		}
		for from := uint64(1); from <= s.Stats().Durable; from++ { // from everywhere the same is seen
			some, _ := drain(t, s, from)
			for seq := from; seq <= s.Stats().Durable; seq++ {
				if some[seq] != got[seq] {
					t.Errorf("%s: from %d record %d is %q", name, from, seq, some[seq])
				}
			}
		}
	}
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	const record = recordHeader + 100
	at := func(n int64) int64 { return segmentHeader + n*record }
	check("nothing", func(string) {})
	check("a sector over several records", func(dir string) { flip(t, segmentPath(dir, 6), at(1)+50, 2*record) }, "7-7", "8-9")
	check("a whole segment", func(dir string) { flip(t, segmentPath(dir, 6), 0, int(at(5))) }, "6-10")
	check("the end of a segment", func(dir string) { flip(t, segmentPath(dir, 6), at(3)+10, 2*record) }, "9-10")
	check("a shortened segment", func(dir string) { must(os.Truncate(segmentPath(dir, 6), at(2)+30)) }, "8-10")
	check("a segment cut between records", func(dir string) { must(os.Truncate(segmentPath(dir, 6), at(2))) }, "8-10")
	check("an empty segment", func(dir string) { must(os.Truncate(segmentPath(dir, 6), 0)) }, "6-10")
	check("a missing segment", func(dir string) { must(os.Remove(segmentPath(dir, 6))) }, "6-10")
	check("the first segment is missing", func(dir string) { must(os.Remove(segmentPath(dir, 1))) }, "1-5")
	check("several places", func(dir string) {
		flip(t, segmentPath(dir, 1), at(0), 1)
		flip(t, segmentPath(dir, 1), at(4)+60, 1)
		flip(t, segmentPath(dir, 11), at(2)+3, 1)
		flip(t, segmentPath(dir, 16), at(1)+30, 1)
		flip(t, segmentPath(dir, 16), at(3), 8)
	}, "1-1", "5-5", "13-13", "17-17", "19-19")
	check("the last header", func(dir string) { flip(t, segmentPath(dir, 16), 0, segmentHeader) })
	check("the last segment is gone", func(dir string) { must(os.Remove(segmentPath(dir, 16))) })
}

// TestDamageIsReadAgain sees that an error stays until it is skipped, and that
// nothing is skipped when reading again succeeds.
func TestDamageIsReadAgain(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, Options{Dir: dir})
	for i := 1; i <= 3; i++ {
		commit(t, s, sequence(i, i)...)
	}
	flip(t, segmentPath(dir, 1), segmentHeader+recordHeader, 1)
	r := s.Reader(1)
	defer r.Close()
	var bad *CorruptError
	for range 2 {
		if _, err := r.Next(t.Context()); !errors.As(err, &bad) || bad.First != 1 || bad.Offset != segmentHeader {
			t.Fatalf("Next = %v", err)
		}
	}
	if !strings.Contains(bad.Error(), "records 1 to 1 are lost") {
		t.Errorf("text is %q", bad)
	}
	flip(t, segmentPath(dir, 1), segmentHeader+recordHeader, 1)
	if rec, err := r.Next(t.Context()); err != nil || rec.Seq != 1 {
		t.Errorf("Next = %v, %v", rec, err)
	}
	r.Skip() // there is nothing to skip any more
	if rec, err := r.Next(t.Context()); err != nil || rec.Seq != 2 {
		t.Errorf("Next = %v, %v", rec, err)
	}
}

// TestForgedRecords puts what looks like records into data, and sees that damage
// around it does not bring them to light.
func TestForgedRecords(t *testing.T) {
	t.Parallel()
	o := Options{Dir: t.TempDir()}
	s := open(t, o)
	forged := appendRecordHeader(nil, recordInfo{size: 3, seq: 2, crc: 0x364b3fb7}, 0)
	forged = append(forged, "abc"...)
	commit(t, s, strings.Repeat(string(forged), 5))
	commit(t, s, "record 2")
	s.Close()
	flip(t, segmentPath(o.Dir, 1), segmentHeader+3, 1)
	got, lost := drain(t, open(t, o), 1)
	if len(got) != 1 || got[2] != "record 2" || len(lost) != 1 {
		t.Errorf("got %v, lost %v", got, lost)
	}
}

// TestDamageBeforeTornTail tears the record that proves the one before it to be
// acknowledged: its number must not be given again.
func TestDamageBeforeTornTail(t *testing.T) {
	t.Parallel()
	record := int64(recordHeader + len("record 1"))
	check := func(tear func(path string)) {
		t.Helper()
		o := Options{Dir: t.TempDir()}
		s := open(t, o)
		for i := 1; i <= 3; i++ {
			commit(t, s, sequence(i, i)...)
		}
		s.Close()
		flip(t, segmentPath(o.Dir, 1), segmentHeader+record, 1)
		tear(segmentPath(o.Dir, 1))
		for range 2 {
			s = open(t, o)
			if st := s.Stats(); st.Durable != 2 || st.Segments != 2 || st.Bytes != fileSize(t, segmentPath(o.Dir, 1))+segmentHeader {
				t.Fatalf("%+v", st)
			}
			s.Close()
		}
		s = open(t, o)
		commit(t, s, "record 3")
		got, lost := drain(t, s, 0)
		if len(got) != 2 || got[3] != "record 3" || len(lost) != 1 || lost[0].First != 2 || lost[0].Last != 2 {
			t.Errorf("got %v, lost %v", got, lost)
		}
	}
	check(func(path string) { flip(t, path, segmentHeader+3*record-1, 1) })
	check(func(path string) {
		if err := os.Truncate(path, segmentHeader+3*record-1); err != nil {
			t.Fatal(err)
		}
	})
}
