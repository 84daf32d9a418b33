package op

import (
	"encoding/base64"
	"encoding/json"

	"belfry/internal/errs"
)

// Page is a part of a list and how to get the next one.
type Page[T any] struct {
	Items      []T            `json:"items"`
	NextCursor OrNull[string] `json:"next_cursor" doc:"Pass it as cursor to get the next page; null on the last one."`
}

// each turns every element of a slice into what the API shows.
func each[A, B any](all []A, f func(A) B) []B {
	out := make([]B, len(all))
	for i, a := range all {
		out[i] = f(a)
	}
	return out
}

// orEmpty makes the JSON of a nil slice [].
func orEmpty[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}

// list is the page of a list that is never long.
func list[T any](items []T) Page[T] {
	return Page[T]{Items: orEmpty(items)}
}

// paged is the page of items, which were read with one more than limit: the
// cursor of the last one that is shown leads to the next page.
func paged[T any](items []T, limit int, key func(T) any) (Page[T], error) {
	if len(items) <= limit {
		return list(items), nil
	}
	items = items[:limit]
	next, err := cursor(key(items[limit-1]))
	return Page[T]{Items: items, NextCursor: Some(next)}, err
}

// Paging is part of the input of operations that page.
type Paging struct {
	Cursor string `query:"cursor" maxLength:"1000" doc:"The next_cursor of the page before."`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many items at most."`
}

// cursor encodes the sort key of an item; what is in it is no business of the
// client's.
func cursor(key any) (string, error) {
	text, err := json.Marshal(key)
	return base64.RawURLEncoding.EncodeToString(text), err
}

// after decodes the cursor into key, which is left alone when there is none.
func (p Paging) after(key any) error {
	if p.Cursor == "" {
		return nil
	}
	text, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	if err == nil {
		err = json.Unmarshal(text, key)
	}
	if err != nil {
		return errs.With(errs.Invalid, err, "The cursor is not one of ours. Start again without it.")
	}
	return nil
}
