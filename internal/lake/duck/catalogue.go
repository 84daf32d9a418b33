package duck

import (
	"cmp"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

// catalogue is what is written to catalogue.json. It only saves opening files:
// an entry counts as long as its file has not changed since.
type catalogue struct {
	Version    int     `json:"version"`
	Partitions []entry `json:"partitions"`
}

type entry struct {
	Class    lake.Class `json:"class"`
	Day      string     `json:"day"`
	Size     int64      `json:"size"`
	Modified int64      `json:"modified"` // nanoseconds since 1970
	summary
}

const catalogueVersion = 1

var classes = []lake.Class{lake.ClassError, lake.ClassNoise, lake.ClassSpan, lake.ClassSample}

// discover lists the files in the directory and what the catalogue says of
// them.
func (e *Engine) discover() error {
	entries := e.loadCatalogue()
	for _, class := range classes {
		files, err := os.ReadDir(filepath.Join(e.opt.Dir, string(class)))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		for _, f := range files {
			if err := e.meet(class, f, entries); err != nil {
				return err
			}
		}
	}
	return nil
}

func (e *Engine) meet(class lake.Class, f fs.DirEntry, entries map[key]*entry) error {
	if k, ok := parseKey(class, f.Name()); ok {
		e.add(k, entries[k], f)
		return nil
	}
	if strings.Contains(f.Name(), rewritten) { // was not finished
		return os.Remove(filepath.Join(e.opt.Dir, string(class), f.Name()))
	}
	e.noteAside(class, f.Name())
	return nil
}

func (e *Engine) add(k key, known *entry, f fs.DirEntry) {
	p := &partition{key: k, path: k.path(e.opt.Dir)}
	e.parts[k] = p
	info, err := f.Info()
	if err != nil || known == nil || known.Size != info.Size() || known.Modified != info.ModTime().UnixNano() {
		return
	}
	if _, err := os.Stat(p.path + ".wal"); os.IsNotExist(err) {
		p.learn(known.summary)
	}
}

func parseKey(class lake.Class, file string) (key, bool) {
	date, ok := strings.CutSuffix(file, ".duckdb")
	if !ok {
		return key{}, false
	}
	t, err := time.Parse(time.DateOnly, date)
	return key{class, telemetry.At(t)}, err == nil
}

// loadCatalogue returns nothing when there is no sound catalogue.
func (e *Engine) loadCatalogue() map[key]*entry {
	data, err := os.ReadFile(e.cataloguePath())
	if err != nil {
		return nil
	}
	var c catalogue
	if err := json.Unmarshal(data, &c); err != nil || c.Version != catalogueVersion {
		e.log.Warn("telemetry catalogue is rebuilt", "error", err, "version", c.Version)
		return nil
	}
	out := map[key]*entry{}
	for i, x := range c.Partitions {
		if k, ok := parseKey(x.Class, x.Day+".duckdb"); ok && x.Tables != nil {
			out[k] = &c.Partitions[i]
		}
	}
	return out
}

// saveCatalogue writes the summaries of all files that are not being written
// to. It replaces the file at once, so that a crash leaves the old or the new.
func (e *Engine) saveCatalogue() error {
	e.saving.Lock()
	defer e.saving.Unlock()
	c := catalogue{Version: catalogueVersion, Partitions: []entry{}}
	for _, p := range e.partitions() {
		s, known := p.state()
		info, err := os.Stat(p.path)
		if err != nil || !known {
			continue
		}
		c.Partitions = append(c.Partitions, entry{p.class, p.date(), info.Size(), info.ModTime().UnixNano(), s})
	}
	data, err := json.Marshal(c)
	if err != nil {
		return err
	}
	temp := e.cataloguePath() + ".new"
	if err := os.WriteFile(temp, data, 0o600); err != nil {
		return err
	}
	return os.Rename(temp, e.cataloguePath())
}

func (e *Engine) cataloguePath() string { return filepath.Join(e.opt.Dir, "catalogue.json") }

// partitions returns all partitions by day and class.
func (e *Engine) partitions() []*partition {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.SortedFunc(maps.Values(e.parts), func(a, b *partition) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.class, b.class))
	})
}

// partition returns the partition k, which need not have a file yet.
func (e *Engine) partition(k key) *partition {
	e.mu.Lock()
	defer e.mu.Unlock()
	p := e.parts[k]
	if p == nil {
		p = &partition{key: k, path: k.path(e.opt.Dir)}
		e.parts[k] = p
	}
	return p
}
