package archtest

import (
	"go/ast"
	"strings"
	"testing"
)

const (
	maxFile    = 400 // lines
	maxFunc    = 60  // lines
	maxPackage = 25  // files, without tests
)

// oversize lists what is over budget, with its present size. An entry may only
// shrink; new ones need a reason beside them.
var oversize = map[string]int{}

// wide lists the packages that may have more files than others, with the reason.
var wide = map[string]int{
	"internal/op":    45, // one file per feature, none knows another
	"internal/issue": 40, // counting, listing, searching and merging share their tables and one transaction
}

func TestSizesStayWithinBudget(t *testing.T) {
	t.Parallel()
	files := map[string]int{}
	for _, s := range sources(t) {
		if s.test || isBench(s.pkg) || strings.HasSuffix(s.path, ".gen.go") { // tests are tables of cases
			continue
		}
		files[s.pkg]++
		within(t, s.path, s.lines, maxFile)
		for _, d := range s.ast.Decls {
			if f, ok := d.(*ast.FuncDecl); ok {
				length := s.fset.Position(f.End()).Line - s.fset.Position(f.Pos()).Line + 1
				within(t, s.path+" "+f.Name.Name, length, maxFunc)
			}
		}
	}
	for pkg, n := range files {
		within(t, pkg, n, max(maxPackage, wide[pkg]))
	}
}

func within(t *testing.T, what string, size, budget int) {
	t.Helper()
	allowed, listed := oversize[what]
	switch {
	case listed && size < allowed:
		t.Errorf("%s shrank to %d: lower its entry in oversize", what, size)
	case listed && size == allowed:
	case size > budget:
		t.Errorf("%s is %d, over the budget of %d", what, size, budget)
	}
}
