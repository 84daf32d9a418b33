package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// source is one parsed Go file of the project.
type source struct {
	path  string // from the root, such as "internal/issue/read.go"
	pkg   string // the folder, such as "internal/issue"
	test  bool
	lines int
	ast   *ast.File
	fset  *token.FileSet
}

const root = "../.."

var parseAll = sync.OnceValues(func() ([]source, error) {
	var all []source
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && path != root && (strings.HasPrefix(name, ".") || name == "node_modules" || name == "testdata" || name == "tools" || name == "sdk") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		s, err := parse(path)
		all = append(all, s)
		return err
	})
	return all, err
})

func parse(path string) (source, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path, nil, parser.ParseComments)
	if err != nil {
		return source{}, err
	}
	rel, err := filepath.Rel(root, path)
	if err != nil {
		return source{}, err
	}
	rel = filepath.ToSlash(rel)
	return source{
		path: rel, pkg: filepath.ToSlash(filepath.Dir(rel)), test: strings.HasSuffix(rel, "_test.go"),
		lines: fset.File(file.Pos()).LineCount(), ast: file, fset: fset,
	}, nil
}

func sources(t *testing.T) []source {
	t.Helper()
	all, err := parseAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 20 {
		t.Fatalf("only %d Go files found: the walk is broken", len(all))
	}
	return all
}

// at returns "file:line" of a node.
func (s source) at(n ast.Node) string {
	pos := s.fset.Position(n.Pos())
	return s.path + ":" + itoa(pos.Line)
}

func (s source) imports() []string {
	var out []string
	for _, i := range s.ast.Imports {
		if path := strings.Trim(i.Path.Value, `"`); strings.HasPrefix(path, "belfry/") {
			out = append(out, strings.TrimPrefix(path, "belfry/"))
		}
	}
	return out
}
