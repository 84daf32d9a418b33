package duck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"belfry/internal/errs"
)

// instance is a running DuckDB with a main database in memory, to which the
// partitions are attached.
type instance struct {
	db    *sql.DB
	ended bool // closed, and not replaced yet
}

func openInstance(ctx context.Context, opt Options) (*instance, error) {
	spill := filepath.Join(opt.Dir, "spill")
	if err := os.RemoveAll(spill); err != nil {
		return nil, err
	}
	set := url.Values{
		"memory_limit":                 {strconv.FormatInt(opt.MemoryLimit>>10, 10) + "KiB"},
		"temp_directory":               {spill},
		"allocator_background_threads": {"true"},
		"max_temp_directory_size":      {"1GiB"},
		"checkpoint_threshold":         {"1TB"}, // the engine decides when
		"autoinstall_known_extensions": {"false"},
		"autoload_known_extensions":    {"false"},
	}
	if opt.Threads > 0 {
		set.Set("threads", strconv.Itoa(opt.Threads))
	}
	c, err := duckdb.NewConnector("?"+set.Encode(), nil)
	if err != nil {
		return nil, err
	}
	inst := &instance{db: sql.OpenDB(c)}
	inst.db.SetMaxIdleConns(4)
	return inst, inst.lockDown(ctx, opt.Dir)
}

// lockDown confines DuckDB to dir and locks its settings.
func (i *instance) lockDown(ctx context.Context, dir string) error {
	for _, s := range []string{
		"SET allowed_directories = [" + literal(dir) + "]",
		"SET enable_external_access = false",
		"SET lock_configuration = true",
	} {
		if _, err := i.db.ExecContext(ctx, s); err != nil {
			return errors.Join(fmt.Errorf("%s: %w", s, err), i.close())
		}
	}
	return nil
}

func (i *instance) close() error { return i.db.Close() }

// exec runs a statement that attaches, detaches or folds in. It is not
// interrupted, so that its outcome is known.
func (i *instance) exec(ctx context.Context, statement string) error {
	ctx = context.WithoutCancel(ctx)
	_, err := i.db.ExecContext(ctx, statement)
	if err != nil && !fatal(err) {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return err
}

// literal quotes text of ours, such as a path, where DuckDB takes no parameter.
func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// name quotes an identifier.
func name(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// fatal reports whether DuckDB refuses to go on after err.
func fatal(err error) bool {
	if errors.Is(err, errEnded) {
		return true
	}
	var de *duckdb.Error
	if !errors.As(err, &de) {
		return false
	}
	return de.Type == duckdb.ErrorTypeFatal || de.Type == duckdb.ErrorTypeInternal ||
		strings.Contains(de.Msg, "database has been invalidated")
}

// explain gives err the kind that a caller can act on.
func explain(ctx context.Context, err error) error {
	var de *duckdb.Error
	switch {
	case err == nil || fatal(err):
		return err
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.As(err, &de) && de.Type == duckdb.ErrorTypeOutOfMemory:
		return errs.With(errs.TooLarge, err, "The question needs more memory than is allowed. Narrow the time range or the filter.")
	}
	return err
}
