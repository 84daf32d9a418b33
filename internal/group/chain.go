package group

import (
	"cmp"
	"slices"
	"strings"

	"belfry/internal/telemetry"
)

// A tree is how the exceptions of an event hang together, by the ids that
// their mechanisms carry.
type tree struct {
	all  []telemetry.Exception
	kids map[int][]int // index of a parent to the indices of its children
	root int
}

// treeOf reads the tree of e, or returns false when there is no exception
// group in it: then the exceptions are a plain chain.
func treeOf(e *telemetry.Event) (*tree, bool) {
	grouped := false
	for i := range e.Exceptions {
		m := e.Exceptions[i].Mechanism
		grouped = grouped || m != nil && m.IsExceptionGroup && m.ExceptionID != nil
	}
	if !grouped {
		return nil, false
	}
	t := &tree{all: e.Exceptions, kids: map[int][]int{}, root: len(e.Exceptions) - 1}
	byID := map[int]int{}
	for i := range t.all {
		if m := t.all[i].Mechanism; m != nil && m.ExceptionID != nil {
			byID[*m.ExceptionID] = i
		}
	}
	for i := range t.all {
		m := t.all[i].Mechanism
		switch {
		case m == nil || m.ExceptionID == nil:
		case m.ParentID == nil:
			t.root = i
		default:
			if p, ok := byID[*m.ParentID]; ok && p != i {
				t.kids[p] = append(t.kids[p], i)
			}
		}
	}
	for _, kids := range t.kids { // SDKs send the last member first
		slices.SortStableFunc(kids, func(a, b int) int { return cmp.Compare(t.id(a), t.id(b)) })
	}
	return t, true
}

func (t *tree) id(i int) int { return *t.all[i].Mechanism.ExceptionID }

// A relation is what an exception is to the one it hangs on.
type relation uint8

const (
	cause relation = iota
	member
	suppressed
)

// relationOf tells from the mechanism what exception i is to its parent. SDKs
// differ: some name the field it was found in, some only the kind of link.
func (t *tree) relationOf(i int) relation {
	m := t.all[i].Mechanism
	source := strings.ToLower(m.Source)
	switch {
	case source == "suppressed" || m.Type == "suppressed":
		return suppressed
	case strings.HasSuffix(source, "]"): // exceptions[0], errors[1], InnerExceptions[2]
		return member
	case source != "" || m.Type == "chained":
		return cause
	}
	return member
}

// members returns the exceptions that the event is about: below groups, those
// that are not groups themselves; otherwise the root.
func (t *tree) members() []int {
	var out []int
	seen := make([]bool, len(t.all))
	var walk func(i int)
	walk = func(i int) {
		if seen[i] {
			return
		}
		seen[i] = true
		before := len(out)
		if t.all[i].Mechanism != nil && t.all[i].Mechanism.IsExceptionGroup {
			for _, k := range t.kids[i] {
				if t.relationOf(k) == member {
					walk(k)
				}
			}
		}
		if len(out) == before {
			out = append(out, i)
		}
	}
	walk(t.root)
	return out
}

// causes returns the exceptions that led to i, the first cause first, and i.
func (t *tree) causes(i int) []int {
	seen := make([]bool, len(t.all))
	var down []int
	for i >= 0 && !seen[i] {
		seen[i] = true
		down = append(down, i)
		next := -1
		for _, k := range t.kids[i] {
			if t.relationOf(k) == cause {
				next = k
				break
			}
		}
		i = next
	}
	for a, b := 0, len(down)-1; a < b; a, b = a+1, b-1 {
		down[a], down[b] = down[b], down[a]
	}
	return down
}

// chainOf returns the exceptions at the given indices.
func (t *tree) chainOf(indices []int) []*telemetry.Exception {
	chain := make([]*telemetry.Exception, len(indices))
	for k, i := range indices {
		chain[k] = &t.all[i]
	}
	return chain
}
