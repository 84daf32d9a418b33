package issue

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"belfry/internal/errs"
	"belfry/internal/query"
	"belfry/internal/telemetry"
)

// Scope is a project that the caller may see. The slug is what its short ids
// begin with.
type Scope struct {
	Project int64
	Slug    string
}

// Sort is an order of issues.
type Sort string

// The orders. Issues that are equal in one follow their ids.
const (
	ByLastSeen  Sort = "last_seen"
	ByFirstSeen Sort = "first_seen"
	ByEvents    Sort = "events"
	ByUsers     Sort = "users"
	ByLevel     Sort = "level"
	ByTrend     Sort = "trend"
	ByPriority  Sort = "priority"
)

// column returns the column of s, that of ByLastSeen for what is no order.
func (s Sort) column() string {
	switch s {
	case ByFirstSeen, ByLevel, ByPriority:
		return string(s)
	case ByTrend:
		return "trend_score"
	case ByEvents:
		return "times_seen"
	case ByUsers:
		return "users_seen"
	default:
		return "last_seen"
	}
}

// Position is the place of an issue in an order: a page begins after one.
type Position struct {
	Value int64 `json:"v"`
	ID    int64 `json:"i"`
}

// Position returns the place of i in order s.
func (i *Issue) Position(s Sort) Position {
	p := Position{ID: i.ID}
	switch s {
	case ByFirstSeen:
		p.Value = int64(i.FirstSeen)
	case ByEvents:
		p.Value = i.TimesSeen
	case ByUsers:
		p.Value = i.UsersSeen
	case ByLevel:
		p.Value = int64(i.Level)
	case ByTrend:
		p.Value = i.TrendScore
	case ByPriority:
		p.Value = int64(i.Priority)
	default:
		p.Value = int64(i.LastSeen)
	}
	return p
}

// Filter says which issues are wanted; what is empty does not matter.
type Filter struct {
	Scope    []Scope // nothing else is ever seen
	Status   Status
	Kind     string
	Where    query.Expr     // of query.Issues; who is meant stands in Value.Number
	From, To telemetry.Time // may have happened in From ≤ time < To; zero means open

	glob bool      // patterns are written for SQLite
	by   condition // the ids that are worth looking at, if these are few
}

// Listing is how a page of issues is cut.
type Listing struct {
	Sort      Sort
	Ascending bool
	After     *Position // nil for the first page
	Limit     int
}

// maxBranches bounds how many parts one statement of List has.
const maxBranches = 60

// List returns a page of the issues that f wants.
//
// Every order has an index per project and status. A page is the merged top of
// one short range scan for each of them, so its cost does not depend on how
// many issues there are, unless f wants what only few of them have.
func (s *Store) List(ctx context.Context, f Filter, l Listing) (page []Issue, err error) {
	defer errs.Wrap(&err, "issue.List")
	if len(f.Scope) == 0 {
		return nil, nil
	}
	if err := s.choose(ctx, &f); err != nil {
		return nil, err
	}
	branches := f.branches(l)
	if f.by.text != "" {
		branches = l.after(s.driven(f))
	}
	var top []Position
	for part := range slices.Chunk(branches, maxBranches) {
		found, err := s.positions(ctx, part, l)
		if err != nil {
			return nil, err
		}
		top = append(top, found...)
	}
	slices.SortFunc(top, l.compare)
	return s.at(ctx, top[:min(len(top), l.Limit)])
}

func (l Listing) compare(x, y Position) int {
	c := cmp.Or(cmp.Compare(x.Value, y.Value), cmp.Compare(x.ID, y.ID))
	if l.Ascending {
		return c
	}
	return -c
}

func (l Listing) direction() (order, beyond string) {
	if l.Ascending {
		return `ASC`, `>`
	}
	return `DESC`, `<`
}

// positions runs the branches as one statement.
func (s *Store) positions(ctx context.Context, branches []condition, l Listing) (top []Position, err error) {
	text, args := l.statement(branches)
	err = s.d.Select(ctx, &top, text, args...)
	return top, err
}

func (l Listing) statement(branches []condition) (statement string, args []any) {
	order, _ := l.direction()
	var text strings.Builder
	for i, b := range branches {
		if i > 0 {
			text.WriteString(` UNION ALL `)
		}
		text.WriteString(`SELECT * FROM (SELECT ` + l.Sort.column() + ` AS value, id FROM issues WHERE ` + b.text +
			` ORDER BY ` + l.Sort.column() + ` ` + order + `, id ` + order + ` LIMIT ?) x`)
		args = append(append(args, b.args...), l.Limit)
	}
	if len(branches) > 1 {
		text.WriteString(` ORDER BY value ` + order + `, id ` + order + ` LIMIT ?`)
		args = append(args, l.Limit)
	}
	return text.String(), args
}

// at returns the issues at the given places, in the same order. One that was
// deleted meanwhile is left out.
func (s *Store) at(ctx context.Context, places []Position) ([]Issue, error) {
	ids := make([]int64, len(places))
	for i, p := range places {
		ids[i] = p.ID
	}
	found, err := selectIn[Issue](ctx, s.d, `SELECT `+columns+` FROM issues WHERE id IN (?)`, ids)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(found, func(x, y Issue) int {
		return cmp.Compare(slices.Index(ids, x.ID), slices.Index(ids, y.ID))
	})
	return found, nil
}

// condition is a part of a statement with its values.
type condition struct {
	text string
	args []any
}

func (c condition) clone() condition { return condition{c.text, slices.Clone(c.args)} }

func (c *condition) and(text string, args ...any) {
	if c.text != "" {
		c.text += ` AND `
	}
	c.text += text
	c.args = append(c.args, args...)
}

// branches returns the conditions whose results together are what f wants.
func (f Filter) branches(l Listing) []condition {
	var all []condition
	for _, scope := range f.Scope {
		for _, status := range f.statuses() {
			c := condition{}
			c.and(`project_id = ? AND status = ?`, scope.Project, string(status))
			for _, from := range l.after(c) {
				f.narrow(&from)
				f.match(&from)
				all = append(all, from)
			}
		}
	}
	return all
}

// after returns c for each part of what comes after the page before: the rest of
// the issues that are equal to its last one, which may be most of all, and those
// beyond. A comparison of pairs says the same at once, but SQLite uses only its
// first half to find the place.
func (l Listing) after(c condition) []condition {
	if l.After == nil {
		return []condition{c}
	}
	_, beyond := l.direction()
	equal, rest := c.clone(), c.clone()
	equal.and(l.Sort.column()+` = ? AND id `+beyond+` ?`, l.After.Value, l.After.ID)
	rest.and(l.Sort.column()+` `+beyond+` ?`, l.After.Value)
	return []condition{equal, rest}
}
