package duck

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"iter"
	"math"
	"os"
	"path/filepath"
	"slices"

	"belfry/internal/errs"
)

// Payloads lie one after the other in a file beside the partition's, because
// DuckDB would write each several times: to its log, and again whenever the row
// group around it grows. The row has the place, size and checksum instead. What
// no row points to, left by an append that failed, is ignored.

// payloadPath returns the path of the payloads of a partition.
func payloadPath(path string) string { return path + ".payload" }

// locator says where a payload is.
type locator struct {
	at   int64
	size uint32
	sum  uint32
}

const locatorSize = 16

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func (l locator) encode() []byte {
	b := make([]byte, 0, locatorSize)
	b = binary.BigEndian.AppendUint64(b, uint64(l.at))
	b = binary.BigEndian.AppendUint32(b, l.size)
	return binary.BigEndian.AppendUint32(b, l.sum)
}

func decodeLocator(b []byte) (locator, error) {
	if len(b) != locatorSize {
		return locator{}, fmt.Errorf("payload locator of %d bytes", len(b))
	}
	return locator{int64(binary.BigEndian.Uint64(b)), binary.BigEndian.Uint32(b[8:]), binary.BigEndian.Uint32(b[12:])}, nil
}

// payloadWriter adds the payloads of one batch to a file.
type payloadWriter struct {
	file  *os.File
	w     *bufio.Writer
	end   int64
	fresh bool
}

// openPayloads opens the file at path for writing behind all that is there.
func openPayloads(path string) (*payloadWriter, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	end, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &payloadWriter{file: f, w: bufio.NewWriterSize(f, 256<<10), end: end, fresh: end == 0}, nil
}

func (p *payloadWriter) add(data []byte) (locator, error) {
	if uint64(len(data)) > math.MaxUint32 {
		return locator{}, errs.New(errs.TooLarge, "A payload of %d bytes is too large.", len(data))
	}
	l := locator{p.end, uint32(len(data)), crc32.Checksum(data, castagnoli)}
	_, err := p.w.Write(data)
	p.end += int64(len(data))
	return l, err
}

// seal makes what was added durable.
func (p *payloadWriter) seal() error {
	err := p.w.Flush()
	if err == nil {
		err = p.file.Sync()
	}
	if err == nil && p.fresh {
		err = syncDir(filepath.Dir(p.file.Name()))
	}
	return errors.Join(err, p.file.Close())
}

// abandon gives up what was added.
func (p *payloadWriter) abandon() error { return p.file.Close() }

// payloads reads from the files of several partitions. They stay readable when
// the partition is evicted.
type payloads map[key]*os.File

func (p payloads) open(part *partition) error {
	if _, ok := p[part.key]; ok {
		return nil
	}
	f, err := os.Open(payloadPath(part.path))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		p[part.key] = f
	}
	return err
}

func (p payloads) read(k key, l locator) ([]byte, error) {
	f := p[k]
	if f == nil {
		return nil, fmt.Errorf("%s has no payloads", k.alias())
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if l.at < 0 || l.at+int64(l.size) > info.Size() {
		return nil, fmt.Errorf("payload at %d of %s is beyond the end", l.at, k.alias())
	}
	data := make([]byte, l.size)
	if _, err := f.ReadAt(data, l.at); err != nil {
		return nil, err
	}
	if crc32.Checksum(data, castagnoli) != l.sum {
		return nil, fmt.Errorf("payload at %d of %s is damaged", l.at, k.alias())
	}
	return data, nil
}

func (p payloads) close() {
	for _, f := range p {
		_ = f.Close() // opened for reading
	}
}

// erase makes holes where payloads were, or overwrites them with zeros where the
// file system has no holes.
func erase(path string, places []locator) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for at, size := range runs(places) {
		if err = wipe(f, at, size); err != nil {
			break
		}
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// runs yields the places with those that touch taken together: only whole blocks
// of the file system can be freed.
func runs(places []locator) iter.Seq2[int64, int64] {
	slices.SortFunc(places, func(a, b locator) int { return cmp.Compare(a.at, b.at) })
	return func(yield func(at, size int64) bool) {
		for i := 0; i < len(places); {
			at, end := places[i].at, places[i].at
			for ; i < len(places) && places[i].at <= end; i++ {
				end = max(end, places[i].at+int64(places[i].size))
			}
			if !yield(at, end-at) {
				return
			}
		}
	}
}

func wipe(f *os.File, at, size int64) error {
	if punch(f, at, size) == nil {
		return nil
	}
	zero := make([]byte, min(size, 1<<20))
	for size > 0 {
		n, err := f.WriteAt(zero[:min(size, int64(len(zero)))], at)
		if err != nil {
			return err
		}
		at, size = at+int64(n), size-int64(n)
	}
	return nil
}
