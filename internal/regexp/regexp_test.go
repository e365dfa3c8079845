package regexp

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	std "regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSameAsTheStandardLibrary holds the methods against those that they stand
// for, with a machine of states and without.
func TestSameAsTheStandardLibrary(t *testing.T) {
	const expr = `(?P<word>[a-z]+)-(\d*)`
	own, theirs := MustCompile(expr), std.MustCompile(expr)
	for _, s := range []string{"", "ab-12 cd-", "nothing", "x-1"} {
		same(t, own, theirs, s)
	}
	own.asked.Store(worth)
	for _, s := range []string{"", "ab-12 cd-", "nothing", "x-1"} {
		same(t, own, theirs, s)
	}
	if _, err := Compile("("); err == nil {
		t.Error("Compile takes a wrong expression")
	}
	if r, err := Compile(expr); err != nil || r.FindString("ab-12") != "ab-12" {
		t.Errorf("Compile gives an expression that does not find its text (%v)", err)
	}
}

func same(t *testing.T, own *Regexp, theirs *std.Regexp, s string) {
	t.Helper()
	for name, pair := range map[string][2]any{
		"MatchString":                 {own.MatchString(s), theirs.MatchString(s)},
		"FindString":                  {own.FindString(s), theirs.FindString(s)},
		"FindStringIndex":             {own.FindStringIndex(s), theirs.FindStringIndex(s)},
		"FindStringSubmatch":          {own.FindStringSubmatch(s), theirs.FindStringSubmatch(s)},
		"FindStringSubmatchIndex":     {own.FindStringSubmatchIndex(s), theirs.FindStringSubmatchIndex(s)},
		"FindAllString":               {own.FindAllString(s, -1), theirs.FindAllString(s, -1)},
		"FindAllStringIndex":          {own.FindAllStringIndex(s, 1), theirs.FindAllStringIndex(s, 1)},
		"FindAllStringSubmatch":       {own.FindAllStringSubmatch(s, -1), theirs.FindAllStringSubmatch(s, -1)},
		"FindAllStringSubmatchIndex":  {own.FindAllStringSubmatchIndex(s, -1), theirs.FindAllStringSubmatchIndex(s, -1)},
		"ReplaceAllString":            {own.ReplaceAllString(s, "$word."), theirs.ReplaceAllString(s, "$word.")},
		"ReplaceAllStringFunc":        {own.ReplaceAllStringFunc(s, strings.ToUpper), theirs.ReplaceAllStringFunc(s, strings.ToUpper)},
		"Split":                       {own.Split(s, -1), theirs.Split(s, -1)},
		"Split into none":             {own.Split(s, 0), theirs.Split(s, 0)},
		"SubexpNames and SubexpIndex": {append(own.SubexpNames(), strconv.Itoa(own.SubexpIndex("word"))), append(theirs.SubexpNames(), strconv.Itoa(theirs.SubexpIndex("word")))},
		"String":                      {own.String(), theirs.String()},
	} {
		if diff := cmp.Diff(pair[1], pair[0]); diff != "" {
			t.Errorf("%s of %q (-standard +own):\n%s", name, s, diff)
		}
	}
}

// TestEveryExpressionCompiles compiles what the packages of the module give to
// MustCompile, as none of it is compiled before it is used.
func TestEveryExpressionCompiles(t *testing.T) {
	checked := 0
	err := filepath.WalkDir("..", func(dir string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() || d.Name() == "node_modules" || d.Name() == "testdata" {
			return err
		}
		checked += checkPackage(t, dir)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if checked < 100 {
		t.Errorf("only %d expressions were found", checked)
	}
	t.Logf("%d expressions compile", checked)
}

// checkPackage compiles the expressions of a folder whose files import this
// package, and counts them.
func checkPackage(t *testing.T, dir string) (checked int) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	set, texts := token.NewFileSet(), map[string]ast.Expr{}
	var files []*ast.File
	for _, name := range names {
		f, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		collect(f, texts)
		lazy := slices.ContainsFunc(f.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == `"upgraph/internal/regexp"` })
		if lazy {
			files = append(files, f)
		}
	}
	for _, f := range files {
		for n := range ast.Preorder(f) {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 1 {
				continue
			}
			if fun, ok := call.Fun.(*ast.SelectorExpr); !ok || fun.Sel.Name != "MustCompile" {
				continue
			}
			text, ok := value(call.Args[0], texts)
			if !ok {
				t.Errorf("%s: the expression has a part that stands nowhere in the package and is not quoted; Compile it, and look at the error", set.Position(call.Pos()))
			} else if _, err := std.Compile(text); err != nil {
				t.Errorf("%s: %v", set.Position(call.Pos()), err)
			}
			checked++
		}
	}
	return checked
}

// collect finds the texts that names of a package stand for.
func collect(f *ast.File, texts map[string]ast.Expr) {
	for _, decl := range f.Decls {
		g, ok := decl.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, s := range g.Specs {
			if v, ok := s.(*ast.ValueSpec); ok && len(v.Names) == len(v.Values) {
				for i, name := range v.Names {
					texts[name.Name] = v.Values[i]
				}
			}
		}
	}
}

// value is the text that an expression of Go gives, if it is made of literals
// names and quoted texts joined by plus.
func value(e ast.Expr, texts map[string]ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil
	case *ast.ParenExpr:
		return value(e.X, texts)
	case *ast.Ident:
		if v, ok := texts[e.Name]; ok {
			return value(v, texts)
		}
	case *ast.CallExpr:
		fun, ok := e.Fun.(*ast.SelectorExpr)
		return "quoted", ok && fun.Sel.Name == "QuoteMeta" // whatever it quotes
	case *ast.BinaryExpr:
		a, ok := value(e.X, texts)
		b, also := value(e.Y, texts)
		return a + b, ok && also && e.Op == token.ADD
	}
	return "", false
}
