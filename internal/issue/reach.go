package issue

import (
	"context"

	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

// maxReach is how many hours with events Reach looks at.
const maxReach = 500

// Reach returns how far back from a time, or ahead when newer is set, one must
// look to find n events of an issue, without asking the lake: the bound belongs
// to the range. With all set there are no events beyond it.
func (s *Store) Reach(ctx context.Context, issue int64, from telemetry.Time, newer bool, n int64) (bound telemetry.Time, all bool, err error) {
	defer errs.Wrap(&err, "issue.Reach(%d)", issue)
	order, last := `hour < ? ORDER BY hour DESC`, hour(from)
	if newer {
		order = `hour > ? ORDER BY hour ASC`
	}
	found, err := hoursOf(ctx, s.d, `SELECT issue_id AS of, hour, events FROM issue_hours WHERE issue_id = ? AND `+order+` LIMIT ?`, issue, last, maxReach)
	for _, h := range found {
		if last, n = h.Hour, n-h.Events; n <= 0 {
			break
		}
	}
	if newer {
		last++
	}
	return telemetry.Time(last * microsPerHour), n > 0 && len(found) < maxReach, err
}
