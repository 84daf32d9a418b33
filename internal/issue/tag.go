package issue

import (
	"context"
	"slices"
	"strings"

	"belfry/internal/db"
	"belfry/internal/errs"
)

// Tag is what people call an issue.
type Tag struct {
	Key   string `db:"name"`
	Value string `db:"value"`
}

// String returns t as searches write it.
func (t Tag) String() string { return t.Key + ":" + t.Value }

// The limits of tags that people give.
const (
	maxTags     = 50  // of an issue
	maxTagKey   = 60  // bytes
	maxTagValue = 200 // bytes
)

func (t Tag) tidied() (Tag, error) {
	t = Tag{strings.TrimSpace(t.Key), strings.TrimSpace(t.Value)}
	switch {
	case t.Key == "" || len(t.Key) > maxTagKey || strings.ContainsAny(t.Key, " \t\r\n:\"!()[],\x00"):
		return t, errs.Field("key", "A key has up to %d characters, without spaces, colons, quotes and brackets.", maxTagKey)
	case t.Value == "" || fit(t.Value, maxTagValue) != t.Value || strings.ContainsAny(t.Value, "\r\n"):
		return t, errs.Field("value", "A value is one line of up to %d characters.", maxTagValue)
	}
	return t, nil
}

// withTags returns e with its tags as they are stored.
func (e Edit) withTags() (Edit, error) {
	for _, list := range []*[]Tag{&e.AddTags, &e.RemoveTags} {
		if len(*list) > maxTags {
			return e, errs.Field("tags", "Use at most %d tags.", maxTags)
		}
		*list = slices.Clone(*list)
		for n, t := range *list {
			var err error
			if (*list)[n], err = t.tidied(); err != nil {
				return e, err
			}
		}
	}
	return e, nil
}

// Tags returns the tags that people gave some issues, by issue, in alphabetical
// order.
func (s *Store) Tags(ctx context.Context, issues []int64) (tags map[int64][]Tag, err error) {
	defer errs.Wrap(&err, "issue.Tags(%d)", len(issues))
	return tagsOf(ctx, s.d, issues)
}

func tagsOf(ctx context.Context, d *db.DB, issues []int64) (map[int64][]Tag, error) {
	type row struct {
		Issue int64 `db:"issue_id"`
		Tag
	}
	found, err := selectIn[row](ctx, d, `SELECT DISTINCT issue_id, name, value FROM issue_tags WHERE issue_id IN (?)`, issues)
	tags := make(map[int64][]Tag, len(issues))
	for _, f := range found {
		tags[f.Issue] = append(tags[f.Issue], f.Tag)
	}
	for _, all := range tags {
		slices.SortFunc(all, func(x, y Tag) int { return strings.Compare(x.String(), y.String()) })
	}
	return tags, err
}

// tagEdit is what becomes of the tags of some issues.
type tagEdit struct {
	had     map[int64][]Tag
	added   *rows
	removed map[Tag][]int64
}

func (t *tagEdit) read(ctx context.Context, tx *db.DB, e Edit, ids []int64) (err error) {
	if len(e.AddTags)+len(e.RemoveTags) == 0 {
		return nil
	}
	t.added, t.removed = newRows(3, len(ids)), map[Tag][]int64{}
	t.had, err = tagsOf(ctx, tx, ids)
	return err
}

// tag notes what becomes of the tags of i.
func (e *editing) tag(i *Issue) error {
	has := e.tags.had[i.ID]
	for _, t := range e.edit.RemoveTags {
		if at := slices.Index(has, t); at >= 0 {
			has = slices.Delete(slices.Clone(has), at, at+1)
			e.tags.removed[t] = append(e.tags.removed[t], i.ID)
			e.line(i, ActionUntagged, t.String(), "", "")
		}
	}
	for _, t := range e.edit.AddTags {
		if !slices.Contains(has, t) {
			has = append(slices.Clone(has), t)
			e.tags.added.add(i.ID, t.Key, t.Value)
			e.line(i, ActionTagged, "", t.String(), "")
		}
	}
	if len(e.edit.AddTags) > 0 && len(has) > maxTags {
		return errs.Field("tags", "An issue has at most %d tags.", maxTags)
	}
	return nil
}

func (t *tagEdit) write(ctx context.Context, tx *db.DB) error {
	for tag, ids := range t.removed {
		if err := execIn(ctx, tx, `DELETE FROM issue_tags WHERE name = ? AND value = ? AND issue_id IN (?)`, ids, tag.Key, tag.Value); err != nil {
			return err
		}
	}
	if t.added == nil {
		return nil
	}
	return t.added.exec(ctx, tx, `INSERT INTO issue_tags (issue_id, name, value)`, ``)
}
