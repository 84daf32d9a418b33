package archtest

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// product reports whether s is code of the product, not a test or a bench.
func product(s source) bool {
	return !s.test && (strings.HasPrefix(s.pkg, "internal/") || strings.HasPrefix(s.pkg, "cmd/")) && !isBench(s.pkg)
}

func TestGoroutinesStartInRunOnly(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if !product(s) || s.pkg == "internal/run" {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			if g, ok := n.(*ast.GoStmt); ok {
				t.Errorf("%s starts a goroutine: use run.Loop, run.Group or run.Each", s.at(g))
			}
			return true
		})
	}
}

// banned calls, with who may make them.
var banned = map[string][]string{
	"os.Getenv":    {},
	"os.LookupEnv": {},
	"os.Environ":   {"cmd/belfry"},
	"time.Sleep":   {},
	"fmt.Print":    {},
	"fmt.Println":  {},
	"log.Fatal":    {},
	"panic":        {},
}

func TestBannedCalls(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if !product(s) {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if may, is := banned[callee(call)]; is && !slices.Contains(may, s.pkg) {
				t.Errorf("%s calls %s", s.at(call), callee(call))
			}
			return true
		})
	}
}

func callee(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		if x, ok := f.X.(*ast.Ident); ok {
			return x.Name + "." + f.Sel.Name
		}
	}
	return ""
}

func TestNoInitFunctionsAndNoDrawers(t *testing.T) {
	t.Parallel()
	drawers := []string{"util", "utils", "common", "helpers", "models", "types", "store", "service", "manager", "misc", "shared"}
	for _, s := range sources(t) {
		parts := strings.SplitSeq(strings.TrimSuffix(s.path, ".go"), "/")
		for p := range parts {
			if slices.Contains(drawers, p) {
				t.Errorf("%s: %q says nothing of what is inside", s.path, p)
			}
		}
		for _, d := range s.ast.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s: init functions hide wiring", s.at(f))
			}
		}
	}
}

// interfaces that may be declared: two real implementations exist, or the
// outside world is behind them.
var interfaces = []string{"run.Service", "lake.Engine", "lake.Expr"}

func TestInterfacesAreListed(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if !product(s) {
			continue
		}
		pkg := s.pkg[strings.LastIndex(s.pkg, "/")+1:]
		for _, d := range s.ast.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.TYPE {
				continue
			}
			for _, spec := range g.Specs {
				ts := spec.(*ast.TypeSpec)
				if i, ok := ts.Type.(*ast.InterfaceType); ok && len(i.Methods.List) > 0 && !isConstraint(i) && !slices.Contains(interfaces, pkg+"."+ts.Name.Name) {
					t.Errorf("%s: interface %s.%s is not on the list", s.at(ts), pkg, ts.Name.Name)
				}
			}
		}
	}
}

// isConstraint reports whether i lists types rather than methods.
func isConstraint(i *ast.InterfaceType) bool {
	for _, f := range i.Methods.List {
		if len(f.Names) == 0 {
			if _, ok := f.Type.(*ast.Ident); !ok {
				return true
			}
		}
	}
	return false
}

func TestPackagesAndExportedNamesAreDocumented(t *testing.T) {
	t.Parallel()
	documented := map[string]bool{}
	for _, s := range sources(t) {
		if s.ast.Doc != nil && !s.test {
			documented[s.pkg] = true
		}
	}
	reported := map[string]bool{}
	for _, s := range sources(t) {
		if s.test || !strings.HasPrefix(s.pkg, "internal/") {
			continue
		}
		if !documented[s.pkg] && !reported[s.pkg] {
			reported[s.pkg] = true
			t.Errorf("package %s has no doc comment", s.pkg)
		}
		for _, d := range s.ast.Decls {
			if name, ok := undocumented(d); ok {
				t.Errorf("%s: exported %s has no comment", s.at(d), name)
			}
		}
	}
}

func undocumented(d ast.Decl) (string, bool) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		return d.Name.Name, d.Name.IsExported() && d.Doc == nil && exportedReceiver(d)
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			if ts, ok := spec.(*ast.TypeSpec); ok && ts.Name.IsExported() && d.Doc == nil && ts.Doc == nil && ts.Comment == nil {
				return ts.Name.Name, true
			}
		}
	}
	return "", false
}

func exportedReceiver(f *ast.FuncDecl) bool {
	if f.Recv == nil {
		return true
	}
	t := f.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	id, ok := t.(*ast.Ident)
	return ok && id.IsExported()
}
