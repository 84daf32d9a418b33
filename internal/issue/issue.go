package issue

import (
	"context"
	"strconv"
	"strings"

	"belfry/internal/db"
	"belfry/internal/feed"
	"belfry/internal/telemetry"
)

// Topic is the topic of the feed's entries about issues.
const Topic = "issue"

// Store reads and writes issues.
type Store struct {
	d      *db.DB
	feed   *feed.Feed
	memory *memory

	// What other packages keep about issues moves along with them; app sets these
	// before the first use.
	OnMerge, OnUnmerge []Move

	// OnActivity hear of what is written into histories by Edit, Wake and Apply, in
	// the same transaction, and OnDelete of issues that are about to go. App sets
	// them before the first use.
	OnActivity []func(ctx context.Context, tx *db.DB, all []Activity) error
	OnDelete   []func(ctx context.Context, tx *db.DB, issues []int64) error
}

// New returns the issues kept in d, whose changes are announced on f.
func New(d *db.DB, f *feed.Feed) *Store { return &Store{d: d, feed: f, memory: newMemory()} }

// Issue is one problem.
type Issue struct {
	ID              int64           `db:"id"`
	Project         int64           `db:"project_id"`
	Number          int64           `db:"number"` // within the project
	Kind            string          `db:"kind"`
	Title           string          `db:"title"`
	Culprit         string          `db:"culprit"`
	Level           telemetry.Level `db:"level"` // the highest ever seen
	Status          Status          `db:"status"`
	Priority        int             `db:"priority"` // 0 to 100
	Platform        string          `db:"platform"`
	TimesSeen       int64           `db:"times_seen"`
	UsersSeen       int64           `db:"users_seen"` // about
	FirstSeen       telemetry.Time  `db:"first_seen"`
	LastSeen        telemetry.Time  `db:"last_seen"`
	FirstRelease    string          `db:"first_release"`
	LastRelease     string          `db:"last_release"`
	ResolvedAt      telemetry.Time  `db:"resolved_at"`  // 0 unless resolved
	RegressedAt     telemetry.Time  `db:"regressed_at"` // 0 if it never was
	StatusChangedAt telemetry.Time  `db:"status_changed_at"`
	Assignee        int64           `db:"assignee_id"`   // a user, 0 for nobody
	SnoozeUntil     telemetry.Time  `db:"snooze_until"`  // when an ignored issue wakes, 0 for never
	SnoozeEvents    int64           `db:"snooze_events"` // the TimesSeen at which it wakes, 0 for never
	TrendScore      int64           `db:"trend_score"`   // events of the last 24 hours minus those of the 24 before
}

// columns are those of Issue.
const columns = `id, project_id, number, kind, title, culprit, level, status, priority, platform, times_seen, users_seen,
	first_seen, last_seen, first_release, last_release, resolved_at, regressed_at, status_changed_at,
	assignee_id, snooze_until, snooze_events, trend_score`

// ShortID returns how people name issue number of the project with this slug,
// such as "SHOP-12".
func ShortID(slug string, number int64) string {
	return strings.ToUpper(slug) + "-" + strconv.FormatInt(number, 10)
}

// parseShortID splits what ShortID made; the slug is in lower case.
func parseShortID(s string) (slug string, number int64, ok bool) {
	cut := strings.LastIndexByte(s, '-')
	if cut <= 0 {
		return "", 0, false
	}
	number, err := strconv.ParseInt(s[cut+1:], 10, 64)
	return strings.ToLower(s[:cut]), number, err == nil && number > 0
}

// defaultPriority is that of an issue about which nobody said anything.
const defaultPriority = 50

// defaultKind is that of what went wrong in a program.
const defaultKind = "error"

// The longest texts that are kept of an issue, in bytes. Events keep theirs in
// full.
const (
	maxTitle   = 500
	maxCulprit = 300
	maxShort   = 200 // release, environment, platform, kind
)
