package issue

import (
	"bytes"
	"context"
	"fmt"

	"github.com/axiomhq/hyperloglog"
)

// sketchPrecision gives sketches of at most 4 KiB that are off by 1.6 % for many
// users and exact for some hundreds.
const sketchPrecision = 12

// countUsers merges the users of the batch into the sketches of their issues.
func (b *batch) countUsers(ctx context.Context) error {
	stored, err := b.sketches(ctx)
	if err != nil {
		return err
	}
	for _, t := range b.counted() {
		if len(t.users) == 0 {
			continue
		}
		if err := t.meet(stored[t.ID]); err != nil {
			return fmt.Errorf("users of issue %d: %w", t.ID, err)
		}
	}
	return nil
}

func (b *batch) sketches(ctx context.Context) (map[int64][]byte, error) {
	var ids []int64
	for _, t := range b.counted() {
		if len(t.users) > 0 && !t.created {
			ids = append(ids, t.ID)
		}
	}
	type row struct {
		Issue  int64  `db:"issue_id"`
		Sketch []byte `db:"sketch"`
	}
	found, err := selectIn[row](ctx, b.tx, `SELECT issue_id, sketch FROM issue_users WHERE issue_id IN (?)`, ids)
	stored := make(map[int64][]byte, len(found))
	for _, f := range found {
		stored[f.Issue] = f.Sketch
	}
	return stored, err
}

// meet adds the batch's users to the stored sketch, if there is one.
func (t *tally) meet(stored []byte) error {
	sketch, err := hyperloglog.NewSketch(sketchPrecision, true)
	if err != nil {
		return err
	}
	if stored != nil {
		if err := sketch.UnmarshalBinary(stored); err != nil {
			return err
		}
	}
	for key := range t.users {
		sketch.Insert([]byte(key))
	}
	t.UsersSeen = int64(sketch.Estimate()) // also compacts
	text, err := sketch.MarshalBinary()
	if err == nil && !bytes.Equal(text, stored) {
		t.sketch = text
	}
	return err
}
