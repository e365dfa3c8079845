package internal_test

import (
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
	"testing"
)

// Expressions of package regexp of ours are compiled at their first use, so a
// wrong one would wait there.
func TestExpressionsCompile(t *testing.T) {
	all := sources(t)
	constants := map[string]ast.Expr{} // by folder and name
	for _, s := range all {
		for _, d := range s.ast.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.CONST {
				continue
			}
			for _, spec := range g.Specs {
				spec := spec.(*ast.ValueSpec)
				for i, name := range spec.Names {
					if i < len(spec.Values) {
						constants[s.dir()+"."+name.Name] = spec.Values[i]
					}
				}
			}
		}
	}
	n := 0
	for _, s := range all {
		if imported(s.ast)["regexp"] != module+"internal/regexp" {
			continue
		}
		ast.Inspect(s.ast, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok || len(call.Args) != 1 {
				return true
			}
			if f, ok := call.Fun.(*ast.SelectorExpr); !ok || f.Sel.Name != "MustCompile" {
				return true
			}
			if text, ok := constantText(call.Args[0], s.dir(), constants); ok {
				n++
				if _, err := regexp.Compile(text); err != nil {
					t.Errorf("%s: %v", s.at(call), err)
				}
			}
			return true
		})
	}
	if n < 150 {
		t.Errorf("only %d expressions were found", n)
	}
}

// constantText is the value of a text that consists of literals and constants of
// its package.
func constantText(e ast.Expr, dir string, constants map[string]ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.ParenExpr:
		return constantText(e.X, dir, constants)
	case *ast.BinaryExpr:
		a, okA := constantText(e.X, dir, constants)
		b, okB := constantText(e.Y, dir, constants)
		return a + b, okA && okB
	case *ast.Ident:
		if value, ok := constants[dir+"."+e.Name]; ok {
			return constantText(value, dir, constants)
		}
	}
	return "", false
}
