package internal_test

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// restricted says where a function of the standard library may be called: what
// reads the clock, rolls dice or touches the disk. Tests may do anything.
var restricted = []struct {
	pkg   string
	names []string
	where []string
}{
	{"time", []string{"Now", "Since", "Until", "Sleep", "After", "NewTimer", "NewTicker", "Tick"},
		[]string{"cmd/upgraph", "cmd/upgraph-run", "internal/run", "internal/tools/peers", "internal/bench/run", "internal/pty"}},
	{"os", []string{"WriteFile", "Create", "OpenFile", "Mkdir", "MkdirAll", "MkdirTemp", "CreateTemp", "Rename", "Remove",
		"RemoveAll", "Symlink", "Link", "Chmod", "Chown", "Chtimes", "Truncate", "OpenRoot"},
		[]string{"internal/build", "internal/config", "internal/run", "internal/bench", "internal/bench/run", "internal/pty"}},
	{"os", []string{"Getenv", "LookupEnv", "Environ", "Getwd", "Hostname"},
		[]string{"cmd/upgraph", "cmd/upgraph-run", "internal/run", "internal/tools/peers"}},
	{"os", []string{"Exit"}, []string{"cmd/upgraph", "cmd/upgraph-run", "internal/bench/guides", "internal/bench/run", "internal/tools/peers"}},
}

func TestClockDiskAndEnvironmentStayWhereTheyBelong(t *testing.T) {
	for _, s := range sources(t) {
		if s.isTest() {
			continue
		}
		imports := imported(s.ast)
		ast.Inspect(s.ast, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			x, ok := sel.X.(*ast.Ident)
			if !ok {
				return true
			}
			for _, r := range restricted {
				if imports[x.Name] == r.pkg && slices.Contains(r.names, sel.Sel.Name) && !slices.Contains(r.where, s.dir()) {
					t.Errorf("%s: %s.%s, which belongs in %s", s.at(n), r.pkg, sel.Sel.Name, strings.Join(r.where, ", "))
				}
			}
			return true
		})
	}
}

// imported maps the names that a file gives to its imports to their paths.
func imported(f *ast.File) map[string]string {
	names := map[string]string{}
	for _, spec := range f.Imports {
		p := strings.Trim(spec.Path.Value, `"`)
		name := p[strings.LastIndexByte(p, '/')+1:]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = p
	}
	return names
}

func TestNoInitAndNoMutableState(t *testing.T) {
	all := sources(t)
	globals := map[string]map[string]bool{} // folder → package-level variables
	for _, s := range all {
		if globals[s.dir()] == nil {
			globals[s.dir()] = map[string]bool{}
		}
		for _, d := range s.ast.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR {
				for _, spec := range g.Specs {
					for _, n := range spec.(*ast.ValueSpec).Names {
						globals[s.dir()][n.Name] = true
					}
				}
			}
		}
	}
	for _, s := range all {
		if s.isTest() {
			continue
		}
		for _, d := range s.ast.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Body == nil {
				continue
			}
			if f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s: init", s.at(f))
			}
			for _, n := range assigned(f) {
				if globals[s.dir()][n.Name] {
					t.Errorf("%s: changes the package's variable %s", s.at(n), n.Name)
				}
			}
		}
	}
}

// assigned gives the variables that a function changes and does not declare.
// It goes by name: a variable that is declared anywhere in the function counts
// as its own.
func assigned(f *ast.FuncDecl) []*ast.Ident {
	own := map[string]bool{}
	var changed []*ast.Ident
	declare := func(e ast.Expr) {
		if id, ok := e.(*ast.Ident); ok {
			own[id.Name] = true
		}
	}
	change := func(e ast.Expr) {
		if id := root(e); id != nil {
			changed = append(changed, id)
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			for _, name := range n.Names {
				own[name.Name] = true
			}
		case *ast.ValueSpec:
			for _, name := range n.Names {
				own[name.Name] = true
			}
		case *ast.RangeStmt:
			if n.Tok == token.DEFINE {
				declare(n.Key)
				declare(n.Value)
			} else if n.Tok == token.ASSIGN {
				change(n.Key)
			}
		case *ast.AssignStmt:
			for _, e := range n.Lhs {
				if n.Tok == token.DEFINE {
					declare(e)
				} else {
					change(e)
				}
			}
		case *ast.IncDecStmt:
			change(n.X)
		}
		return true
	})
	return slices.DeleteFunc(changed, func(id *ast.Ident) bool { return own[id.Name] })
}

// root is the variable at the start of an expression like a.b[c].d.
func root(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		default:
			return nil
		}
	}
}
