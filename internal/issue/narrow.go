package issue

import (
	"context"
	"strings"

	"belfry/internal/db"
	"belfry/internal/query"
)

// maxDriven is how many candidates of an index are looked at one by one. What is
// more frequent is found sooner by walking through the issues in their order.
const maxDriven = 10_000

// choose looks for the condition of f that the fewest issues fulfil, if there is
// an index for it, and lets it lead the way: f.by selects ids then.
func (s *Store) choose(ctx context.Context, f *Filter) error {
	f.glob = s.d.Engine() == db.SQLite
	fewest := int64(maxDriven + 1)
	for _, t := range f.Where.Required() {
		by, ok := s.indexed(t)
		if !ok {
			continue
		}
		var n int64
		err := s.d.Get(ctx, &n, `SELECT COUNT(*) FROM (SELECT 1 FROM (`+by.text+`) x LIMIT ?) y`, append(append([]any{}, by.args...), fewest)...)
		if err != nil {
			return err
		}
		if n < fewest {
			fewest, f.by = n, by
		}
	}
	return nil
}

// indexed returns a query for the ids of all issues for which t may hold.
func (s *Store) indexed(t query.Term) (by condition, ok bool) {
	switch {
	case t.Op != query.Equal || len(t.Values) == 0:
		return by, false
	case !t.Tag && (t.Key == "" || t.Key == "title"):
		return s.textual(t)
	case !t.Tag && (columnsOf[t.Key] != "" || t.Key == "is" || t.Key == "id" || t.Key == "project" || t.Key == "followed"):
		return by, false
	}
	args := []any{fit(t.Key, maxShort)}
	for _, v := range t.Values {
		if v.Pattern != nil || v.Text == "" {
			return by, false
		}
		args = append(args, fit(v.Text, maxShort))
	}
	where := ` WHERE name = ? AND value IN ` + db.Values(1, len(t.Values))
	return condition{`SELECT issue_id AS id FROM issue_facets` + where + ` UNION ALL SELECT issue_id FROM issue_tags` + where, append(args, args...)}, true
}

// textual is indexed for free text, which is looked up by the three letters in a
// row that it has. What may be a short id is left to itself.
func (s *Store) textual(t query.Term) (by condition, ok bool) {
	if len(t.Values) != 1 {
		return by, false
	}
	v := t.Values[0]
	if _, _, id := parseShortID(v.Text); id && t.Key == "" {
		return by, false
	}
	pieces := v.Pattern
	if pieces == nil {
		pieces = []string{v.Text}
	}
	grams := gramsOf(pieces)
	if len(grams) == 0 {
		return by, false
	}
	if s.d.Engine() == db.SQLite {
		for i, g := range grams {
			grams[i] = `"` + strings.ReplaceAll(g, `"`, `""`) + `"`
		}
		return condition{`SELECT rowid AS id FROM issue_text WHERE issue_text MATCH ?`, []any{strings.Join(grams, " AND ")}}, true
	}
	args := make([]any, len(grams))
	for i, g := range grams {
		args[i] = g
	}
	return condition{`SELECT rowid AS id FROM issue_text WHERE grams @> ARRAY[` + strings.TrimSuffix(strings.Repeat(`?, `, len(args)), `, `) + `]::TEXT[]`, args}, true
}

// maxGrams bounds how many are looked up: a few leave few issues already.
const maxGrams = 24

// gramsOf returns what three characters in a row the pieces have.
func gramsOf(pieces []string) (grams []string) {
	seen := map[string]bool{}
	for _, p := range pieces {
		letters := []rune(strings.ToLower(fit(p, maxTitle)))
		for i := 0; i+3 <= len(letters) && len(grams) < maxGrams; i++ {
			if g := string(letters[i : i+3]); !seen[g] {
				seen[g] = true
				grams = append(grams, g)
			}
		}
	}
	return grams
}

// driven returns the condition of what f wants, for a walk along f.by.
func (s *Store) driven(f Filter) condition {
	c := condition{}
	c.and(`id IN (`+f.by.text+`)`, f.by.args...)
	c.and(s.unindexed(`project_id`)+` IN `+db.Values(1, len(f.Scope)), f.projects()...)
	if f.Status != "" {
		c.and(s.unindexed(`status`)+` = ?`, string(f.Status))
	}
	f.narrow(&c)
	f.match(&c)
	return c
}
