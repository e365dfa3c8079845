package internal_test

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The limits of the house.
const (
	maxFile       = 500 // lines of any source file
	maxMedianFile = 160
	maxFunc       = 60  // lines of a function
	maxTest       = 100 // of one in a test, which may hold a table of cases
	maxMedianFunc = 12
)

// source is a Go file of the module.
type source struct {
	path  string // from the top of the module, slash-separated
	bytes []byte
	fset  *token.FileSet
	ast   *ast.File
}

func (s source) isTest() bool { return strings.HasSuffix(s.path, "_test.go") }

func (s source) dir() string { return path.Dir(s.path) }

// at names a place in the file.
func (s source) at(n ast.Node) string {
	return fmt.Sprintf("%s:%d", s.path, s.fset.Position(n.Pos()).Line)
}

// lines is how many lines a node takes.
func (s source) lines(n ast.Node) int {
	return s.fset.Position(n.End()).Line - s.fset.Position(n.Pos()).Line + 1
}

// files calls do for each file of the module whose name ends in one of the
// endings.
func files(t *testing.T, do func(path string, content []byte), endings ...string) {
	t.Helper()
	root := os.DirFS("..")
	err := fs.WalkDir(root, ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (slices.Contains([]string{".git", "bin", "dist", "public", "testdata", "node_modules"}, d.Name())):
			return fs.SkipDir
		case d.IsDir() || !slices.Contains(endings, filepath.Ext(p)):
			return nil
		}
		content, err := fs.ReadFile(root, p)
		if err == nil {
			do(p, content)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// sources parses every Go file of the module.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	files(t, func(p string, content []byte) {
		fset := token.NewFileSet()
		tree, err := parser.ParseFile(fset, p, content, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Errorf("%v", err)
			return
		}
		all = append(all, source{path: p, bytes: content, fset: fset, ast: tree})
	}, ".go")
	if len(all) == 0 {
		t.Fatal("no Go files found")
	}
	return all
}

func TestFilesAreShort(t *testing.T) {
	var lengths []int
	files(t, func(p string, content []byte) {
		n := strings.Count(string(content), "\n")
		if n > maxFile {
			t.Errorf("%s has %d lines, more than %d", p, n, maxFile)
		}
		if strings.HasSuffix(p, ".go") {
			lengths = append(lengths, n)
		}
	}, ".go", ".js", ".css", ".tmpl", ".sh", ".yml")
	if m := median(lengths); m > maxMedianFile {
		t.Errorf("the median file has %d lines, more than %d", m, maxMedianFile)
	}
}

func TestFunctionsAreShort(t *testing.T) {
	var lengths []int
	for _, s := range sources(t) {
		for _, d := range s.ast.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			n := s.lines(f)
			lengths = append(lengths, n)
			limit := maxFunc
			if s.isTest() {
				limit = maxTest
			}
			if n > limit {
				t.Errorf("%s: %s has %d lines, more than %d", s.at(f), f.Name.Name, n, limit)
			}
		}
	}
	if m := median(lengths); m > maxMedianFunc {
		t.Errorf("the median function has %d lines, more than %d", m, maxMedianFunc)
	}
}

func median(ns []int) int {
	slices.Sort(ns)
	return ns[len(ns)/2]
}

func TestSourcesAreFormatted(t *testing.T) {
	for _, s := range sources(t) {
		want, err := format.Source(s.bytes)
		if err != nil {
			t.Errorf("%s: %v", s.path, err)
		} else if string(want) != string(s.bytes) {
			t.Errorf("%s: gofmt would change it", s.path)
		}
	}
}

func TestNamesAreDocumented(t *testing.T) {
	documented := map[string]bool{}
	for _, s := range sources(t) {
		if s.isTest() {
			continue
		}
		documented[s.dir()] = documented[s.dir()] || s.ast.Doc != nil
		for _, d := range s.ast.Decls {
			for _, name := range undocumented(d) {
				t.Errorf("%s: %s has no comment", s.at(d), name)
			}
		}
	}
	for dir, ok := range documented {
		if !ok {
			t.Errorf("package %s has no comment", dir)
		}
	}
}

// undocumented gives the exported names of a declaration that have no comment.
// A comment over a group covers its constants and variables, not its types.
// Methods are left out: most of them satisfy an interface that says it all.
func undocumented(d ast.Decl) []string {
	var names []string
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil && d.Name.IsExported() && d.Doc == nil {
			names = append(names, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				if spec.Name.IsExported() && spec.Doc == nil && (d.Doc == nil || d.Lparen.IsValid()) {
					names = append(names, spec.Name.Name)
				}
			case *ast.ValueSpec:
				if d.Doc != nil || spec.Doc != nil || spec.Comment != nil || typed(spec, d) {
					continue
				}
				for _, n := range spec.Names {
					if n.IsExported() {
						names = append(names, n.Name)
					}
				}
			}
		}
	}
	return names
}

// typed reports whether a constant belongs to a group of a named type, whose
// comment then explains the values.
func typed(spec *ast.ValueSpec, d *ast.GenDecl) bool {
	return d.Tok == token.CONST && d.Lparen.IsValid() && (spec.Type != nil || len(spec.Values) == 0)
}

func TestNothingIsLeftForLater(t *testing.T) {
	marks := regexp.MustCompile(`\b(?:TO` + `DO|FIX` + `ME|XX` + `X)\b|t\.Skip` + `\(\)`)
	files(t, func(p string, content []byte) {
		for i, line := range strings.Split(string(content), "\n") {
			if m := marks.FindString(line); m != "" {
				t.Errorf("%s:%d: %s", p, i+1, m)
			}
		}
	}, ".go", ".js", ".css", ".tmpl", ".sh")
}
