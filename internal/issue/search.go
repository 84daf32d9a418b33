package issue

import (
	"slices"
	"strconv"
	"strings"

	"belfry/internal/db"
	"belfry/internal/query"
)

// statuses returns the states that what f wants may be in.
func (f Filter) statuses() []Status {
	if f.Status != "" {
		return []Status{f.Status}
	}
	all := Statuses[:]
	for _, t := range f.Where.Required() {
		if t.Key == "is" {
			wanted := t
			all = slices.DeleteFunc(slices.Clone(all), func(s Status) bool {
				return !slices.ContainsFunc(wanted.Values, func(v query.Value) bool { return stateOf(v.Text) == "" || stateOf(v.Text) == s })
			})
		}
	}
	return all
}

// stateOf returns the status that "is:word" asks for, or "" when it leaves that
// open.
func stateOf(word string) Status {
	switch word {
	case "open", "unresolved", "regressed":
		return Open
	case "resolved":
		return Resolved
	case "ignored", "snoozed":
		return Ignored
	case "archived":
		return Archived
	}
	return ""
}

// AsksForState reports whether a search says which states it wants.
func AsksForState(e query.Expr) bool {
	found := false
	_ = e.Each(func(t *query.Term) error {
		if t.Key == "is" && !t.Tag {
			found = found || slices.ContainsFunc(t.Values, func(v query.Value) bool { return stateOf(v.Text) != "" })
		}
		return nil
	})
	return found
}

// narrow adds what f wants of an issue, save its project, status and search.
func (f Filter) narrow(c *condition) {
	if f.Kind != "" {
		c.and(`kind = ?`, f.Kind)
	}
	if f.From != 0 {
		c.and(`last_seen >= ?`, int64(f.From))
	}
	if f.To != 0 {
		c.and(`first_seen < ?`, int64(f.To))
	}
}

// match adds the search of f.
func (f Filter) match(c *condition) {
	if !f.Where.Empty() {
		e := f.expr(f.Where)
		c.and(e.text, e.args...)
	}
}

// expr turns a search into a condition on a row of issues. Nothing in it is ever
// null, so that a negation is true where the condition is not.
func (f Filter) expr(e query.Expr) (c condition) {
	switch e.Kind {
	case query.Not:
		of := f.expr(e.Of[0])
		return condition{`NOT ` + of.text, of.args}
	case query.Is:
		return f.term(e.Term)
	case query.Or:
		return combined(e.Of, ` OR `, `1 = 0`, f.expr)
	default:
		return combined(e.Of, ` AND `, `1 = 1`, f.expr)
	}
}

// combined is the condition of several parts, in parentheses.
func combined[T any](parts []T, word, none string, of func(T) condition) (c condition) {
	texts := make([]string, len(parts))
	for i, p := range parts {
		one := of(p)
		texts[i] = one.text
		c.args = append(c.args, one.args...)
	}
	if len(parts) == 0 {
		texts = []string{none}
	}
	c.text = `(` + strings.Join(texts, word) + `)`
	return c
}

// columnsOf are the fields of searches that are columns.
var columnsOf = map[string]string{
	"level": "level", "kind": "kind", "platform": "platform", "priority": "priority", "times_seen": "times_seen", "users": "users_seen",
	"first_seen": "first_seen", "last_seen": "last_seen", "assigned": "assignee_id",
}

func (f Filter) term(t query.Term) condition {
	of := func(one func(query.Value) condition) condition { return combined(t.Values, ` OR `, `1 = 0`, one) }
	column := columnsOf[t.Key]
	switch {
	case t.Tag:
		return f.facet(t)
	case t.Key == "is":
		return of(state)
	case t.Key == "" || t.Key == "title":
		if t.Op == query.Has {
			return condition{`title <> ''`, nil}
		}
		return of(func(v query.Value) condition { return f.text(v, t.Key == "") })
	case t.Key == "id":
		return of(func(v query.Value) condition { return f.shortID(v.Text) })
	case t.Key == "project":
		return of(f.project)
	case t.Key == "followed":
		return followed(t)
	case column == "":
		return f.facet(t)
	case t.Op == query.Has:
		return has(column, t.Type)
	}
	return of(func(v query.Value) condition { return f.compare(column, t, v) })
}

// followed is what somebody follows; the rows are comment's.
func followed(t query.Term) condition {
	const some = `EXISTS (SELECT 1 FROM followers f WHERE f.issue_id = issues.id`
	if t.Op == query.Has {
		return condition{some + `)`, nil}
	}
	return combined(t.Values, ` OR `, `1 = 0`, func(v query.Value) condition {
		return condition{some + ` AND f.user_id = ?)`, []any{v.Number}}
	})
}

func has(column string, typ query.Type) condition {
	if typ == query.Text {
		return condition{column + ` <> ''`, nil}
	}
	return condition{column + ` <> 0`, nil}
}

// state is what one word after "is:" means.
func state(v query.Value) condition {
	switch v.Text {
	case "snoozed":
		return condition{`(status = 'ignored' AND (snooze_until > 0 OR snooze_events > 0))`, nil}
	case "regressed":
		return condition{`(status = 'open' AND regressed_at > 0)`, nil}
	case "new":
		return condition{`first_seen >= ?`, []any{int64(v.Period.From)}}
	case "assigned":
		return condition{`assignee_id <> 0`, nil}
	case "unassigned":
		return condition{`assignee_id = 0`, nil}
	}
	return condition{`status = ?`, []any{string(stateOf(v.Text))}}
}

var symbols = map[query.Op]string{query.Equal: `=`, query.Less: `<`, query.LessEq: `<=`, query.More: `>`, query.MoreEq: `>=`}

// compare compares a column with a value.
func (f Filter) compare(column string, t query.Term, v query.Value) condition {
	switch t.Type {
	case query.When:
		return within(column, v.Period)
	case query.Number, query.Member:
		return condition{column + ` ` + symbols[t.Op] + ` ?`, []any{v.Number}}
	case query.Severity:
		return condition{column + ` ` + symbols[t.Op] + ` ?`, []any{int64(v.Level)}}
	}
	return f.texts(column, v)
}

func within(column string, r query.Range) condition {
	c := condition{}
	if r.From != 0 {
		c.and(column+` >= ?`, int64(r.From))
	}
	if r.To != 0 {
		c.and(column+` < ?`, int64(r.To))
	}
	if c.text == "" {
		return condition{`1 = 1`, nil}
	}
	return condition{`(` + c.text + `)`, c.args}
}

// texts compares a column of texts with a value or a pattern; the case of
// letters matters.
func (f Filter) texts(column string, v query.Value) condition {
	if v.Pattern == nil {
		return condition{column + ` = ?`, []any{fit(v.Text, maxShort)}}
	}
	if f.glob {
		return glob(column, v.Pattern)
	}
	return like(column, v.Pattern, false)
}

// glob is like for SQLite, whose LIKE ignores the case of some letters.
func glob(column string, pieces []string) condition {
	escaped := make([]string, len(pieces))
	for i, p := range pieces {
		escaped[i] = strings.NewReplacer(`[`, `[[]`, `*`, `[*]`, `?`, `[?]`).Replace(p)
	}
	return condition{column + ` GLOB ?`, []any{strings.Join(escaped, `*`)}}
}

// text is free text: a part of the title or culprit in any case, or the short id
// of an issue.
func (f Filter) text(v query.Value, ids bool) condition {
	pieces := v.Pattern
	if pieces == nil {
		pieces = []string{v.Text}
	}
	lower := make([]string, len(pieces))
	for i, p := range pieces {
		lower[i] = strings.ToLower(fit(p, maxTitle))
	}
	c := like(`search`, lower, true)
	if _, _, ok := parseShortID(v.Text); ok && ids {
		id := f.shortID(v.Text)
		return condition{`(` + c.text + ` OR ` + id.text + `)`, append(c.args, id.args...)}
	}
	return c
}

// shortID is the issue with a short id, or an id.
func (f Filter) shortID(ref string) condition {
	if id, err := strconv.ParseInt(ref, 10, 64); err == nil {
		return condition{`id = ?`, []any{id}}
	}
	slug, number, ok := parseShortID(ref)
	for _, p := range f.Scope {
		if ok && slug == strings.ToLower(p.Slug) {
			return condition{`(project_id = ? AND number = ?)`, []any{p.Project, number}}
		}
	}
	return condition{`1 = 0`, nil}
}

// project is everything in the projects with a slug, or an id.
func (f Filter) project(v query.Value) condition {
	var ids []any
	for _, p := range f.Scope {
		if v.Matches(p.Slug, true) || v.Text == strconv.FormatInt(p.Project, 10) {
			ids = append(ids, p.Project)
		}
	}
	if len(ids) == 0 {
		return condition{`1 = 0`, nil}
	}
	return condition{`project_id IN ` + db.Values(1, len(ids)), ids}
}

// facet is what an issue was seen with, or what people tagged it with.
func (f Filter) facet(t query.Term) condition {
	name := fit(t.Key, maxShort)
	if t.Op == query.Has {
		return either(name, condition{`1 = 1`, nil})
	}
	return combined(t.Values, ` OR `, `1 = 0`, func(v query.Value) condition {
		if v.Text == "" {
			c := either(name, condition{`1 = 1`, nil})
			return condition{`NOT ` + c.text, c.args}
		}
		return either(name, f.texts(`f.value`, v))
	})
}

// either holds when an issue has a facet or a tag of people's for whose value c
// holds.
func either(name string, c condition) condition {
	const some = `EXISTS (SELECT 1 FROM `
	rest := ` f WHERE f.issue_id = issues.id AND f.name = ? AND ` + c.text + `)`
	args := append([]any{name}, c.args...)
	return condition{`(` + some + `issue_facets` + rest + ` OR ` + some + `issue_tags` + rest + `)`, append(args, args...)}
}

// like compares with a pattern, given as the pieces between its wildcards;
// anywhere finds it within longer texts.
func like(column string, pieces []string, anywhere bool) condition {
	escaped := make([]string, len(pieces))
	for i, p := range pieces {
		escaped[i] = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(p)
	}
	pattern := strings.Join(escaped, `%`)
	if anywhere {
		pattern = `%` + pattern + `%`
	}
	return condition{column + ` LIKE ? ESCAPE '\'`, []any{pattern}}
}
