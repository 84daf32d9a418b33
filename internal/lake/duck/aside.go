package duck

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

// aside is a broken file that was moved out of the way of new rows.
type aside struct {
	key
	path string
}

const brokenMark = ".broken-"

// setAside leaves p out of everything from now on, if err says that its file is
// damaged, and reports whether it does. The caller holds p.lock.
func (e *Engine) setAside(ctx context.Context, p *partition, err error) bool {
	if ctx.Err() != nil || !damaged(err) {
		return false
	}
	p.mu.Lock()
	first := p.broken == ""
	p.broken = err.Error()
	p.mu.Unlock()
	if first {
		e.log.Error("telemetry file set aside", "file", p.path, "error", err)
	}
	return true
}

// damaged reports whether err, met while opening a file, is the file's fault and
// not that of a lack of disk, memory, descriptors or permission.
func damaged(err error) bool {
	var de *duckdb.Error
	if !errors.As(err, &de) {
		return false
	}
	for _, passing := range []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG, syscall.EMFILE, syscall.ENFILE, syscall.EACCES, syscall.EROFS, syscall.ENOMEM} {
		if strings.Contains(de.Msg, passing.Error()) {
			return false
		}
	}
	switch de.Type {
	case duckdb.ErrorTypeOutOfMemory, duckdb.ErrorTypeInterrupt, duckdb.ErrorTypeConnection, duckdb.ErrorTypePermission, duckdb.ErrorTypeBinder:
		return false
	}
	return !strings.Contains(de.Msg, "Could not set lock")
}

// tornEntry finds where DuckDB met a wrong entry: behind its size and checksum.
var tornEntry = regexp.MustCompile(`Corrupt WAL file: entry at byte position (\d+)`)

// mendLog cuts off what follows the last sound entry of a log, and reports
// whether it did. After a power failure that is what had not been committed yet;
// should the disk have damaged more than that, the rest of the file is still
// worth having.
func (e *Engine) mendLog(p *partition, err error) bool {
	found := tornEntry.FindStringSubmatch(err.Error())
	if found == nil {
		return false
	}
	log := p.path + ".wal"
	const header = 16
	at, _ := strconv.ParseInt(found[1], 10, 64)
	at -= header
	size := sizeOf(log)
	if at < 0 || at >= size {
		return false
	}
	if err := os.Truncate(log, at); err != nil {
		e.log.Error("telemetry log cannot be mended", "file", log, "error", err)
		return false
	}
	e.log.Error("telemetry log was damaged and cut", "file", log, "from", size, "to", at, "error", err)
	return true
}

// corrupt reports whether err, met while reading, says that a file is damaged.
// It is narrower than damaged: a question may fail for many reasons.
func corrupt(err error) bool {
	var de *duckdb.Error
	return errors.As(err, &de) && (strings.Contains(de.Msg, "checksum") || strings.Contains(de.Msg, "Corrupt"))
}

// makeRoom moves the file of a broken partition aside, so that a new one can
// take its place. The caller holds e.write.
func (e *Engine) makeRoom(ctx context.Context, inst *instance, p *partition) error {
	p.lock.Lock()
	defer p.lock.Unlock()
	if err := e.detach(ctx, inst, p); err != nil {
		return err
	}
	to, err := freeName(p.path)
	if err != nil {
		return err
	}
	// The log goes first: one without its file would be taken for that of
	// the new file.
	for _, more := range []string{".wal", payloadPath("")} {
		if err := os.Rename(p.path+more, to+more); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	if err := os.Rename(p.path, to); err != nil {
		return err
	}
	p.gone = true
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.parts, p.key)
	e.aside = append(e.aside, aside{p.key, to})
	return nil
}

func freeName(path string) (string, error) {
	for i := 1; i < 1000; i++ {
		to := fmt.Sprintf("%s%s%d", path, brokenMark, i)
		if _, err := os.Stat(to); os.IsNotExist(err) {
			return to, nil
		}
	}
	return "", fmt.Errorf("%s: too many broken files of this name", path)
}

// noteAside remembers a file of an earlier run that was moved aside.
func (e *Engine) noteAside(class lake.Class, file string) {
	base, n, ok := strings.Cut(file, brokenMark)
	if k, valid := parseKey(class, base); ok && valid && !strings.Contains(n, ".") {
		e.aside = append(e.aside, aside{k, filepath.Join(e.opt.Dir, string(class), file)})
	}
}

func (e *Engine) asides() []lake.Partition {
	e.mu.Lock()
	defer e.mu.Unlock()
	var out []lake.Partition
	for _, a := range e.aside {
		out = append(out, lake.Partition{
			Day: a.day, Class: a.class, Bytes: room(a.path),
			Broken: "It was damaged and moved to " + filepath.Base(a.path) + ".",
		})
	}
	return out
}

// evictAside removes broken files whose day was over before the given time.
func (e *Engine) evictAside(before map[lake.Class]telemetry.Time, out *lake.Evicted) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	var all error
	kept := e.aside[:0]
	for _, a := range e.aside {
		size := room(a.path)
		if limit, ok := before[a.class]; !ok || a.day+day > limit {
			kept = append(kept, a)
		} else if err := removeFile(a.path); err != nil {
			all = errors.Join(all, err)
			kept = append(kept, a)
		} else {
			out.Partitions++
			out.Bytes += size
		}
	}
	e.aside = kept
	return all
}
