// Package internal_test holds the module to its own architecture: who imports
// whom, how long things are, what may be called where, and what the files
// outside Go promise. It tests no behaviour.
package internal_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "upgraph/"

// ours says which packages of the module each package may import. A package
// that is not here fails the test until its place is decided.
var ours = map[string][]string{
	// Ground.
	"templates":        {},
	"internal/diag":    {},
	"internal/version": {"internal/regexp"},
	"internal/sign":    {},
	"internal/preview": {},
	"internal/program": {},
	"internal/view":    {},
	"internal/regexp":  {},
	"internal/pty":     {}, // tests only

	// What both programs know.
	"internal/compat": {"internal/version", "internal/regexp"},
	"internal/step":   {"internal/compat", "internal/version"},
	"internal/graph":  {"internal/compat", "internal/version"},
	"internal/plan":   {"internal/compat", "internal/graph", "internal/step", "internal/version"},
	"internal/term":   {"internal/compat", "internal/plan", "internal/step"},

	// The runner.
	"internal/run": {"internal/term", "internal/plan", "internal/compat", "internal/graph", "internal/step", "internal/version",
		"internal/sign", "internal/regexp"},
	"cmd/upgraph-run": {"internal/program", "internal/run", "internal/term", "internal/plan", "internal/compat", "internal/graph", "internal/step",
		"internal/version", "internal/sign"},

	// The generator.
	"internal/doc":     {"internal/diag"},
	"internal/schema":  {"internal/doc", "internal/diag"},
	"internal/config":  {"internal/schema", "internal/doc", "internal/diag"},
	"internal/release": {"internal/regexp", "internal/compat", "internal/diag", "internal/version"},
	"internal/profile": {"internal/regexp", "internal/schema", "internal/doc", "internal/release", "internal/config", "internal/compat", "internal/step", "internal/version",
		"internal/diag"},
	"internal/lint": {"internal/regexp", "internal/schema", "internal/doc", "internal/release", "internal/config", "internal/compat", "internal/graph", "internal/plan",
		"internal/step", "internal/version", "internal/diag"},
	"internal/scaffold":  {"internal/doc", "internal/release"},
	"internal/changelog": {"internal/regexp", "internal/doc", "internal/release", "internal/compat"},
	"internal/script":    {"internal/plan", "internal/compat", "internal/step", "internal/version"},
	"internal/search":    {"internal/release", "internal/compat", "internal/version"},
	"internal/colour":    {},
	"internal/site": {"internal/regexp", "internal/colour", "internal/doc", "internal/release", "internal/compat", "internal/plan", "internal/step", "internal/version",
		"internal/search", "internal/view", "templates"},
	"internal/emit": {"internal/schema", "internal/site", "internal/search", "internal/script", "internal/plan", "internal/graph", "internal/compat",
		"internal/release", "internal/version", "internal/sign"},
	"internal/build": {"internal/changelog", "internal/scaffold", "internal/emit", "internal/site", "internal/search", "internal/script", "internal/lint", "internal/profile",
		"internal/config", "internal/release", "internal/doc", "internal/plan", "internal/graph", "internal/step",
		"internal/compat", "internal/version", "internal/sign", "internal/diag"},
	"cmd/upgraph": {"internal/program", "internal/schema", "internal/build", "internal/changelog", "internal/scaffold", "internal/term", "internal/preview", "internal/emit", "internal/lint", "internal/profile", "internal/config", "internal/release",
		"internal/doc", "internal/plan", "internal/graph", "internal/step", "internal/compat", "internal/version", "internal/sign",
		"internal/diag"},

	// Measuring, from outside.
	"internal/bench":        {},
	"internal/bench/guides": {"internal/bench"},
	"internal/bench/run":    {"internal/bench"},

	// Tests only.
	"internal/e2e": {},
	"internal":     {},
}

// others says which packages may import something from outside the module, or
// a package of the standard library that reaches beyond memory. The keys are
// prefixes of import paths; what no key covers is free if it is standard, and
// refused if it is not.
var others = map[string][]string{
	"github.com/yuin/goldmark":         {"internal/doc", "internal/site"},
	"github.com/yuin/goldmark-meta":    {"internal/doc"},
	"github.com/alecthomas/chroma/":    {"internal/colour"},
	"github.com/Masterminds/semver/":   {"internal/version"},
	"go.yaml.in/yaml/":                 {"internal/doc", "internal/config", "internal/run"},
	"github.com/pelletier/go-toml/":    {"internal/run"},
	"mvdan.cc/sh/":                     {"internal/profile", "internal/lint", "internal/script"},
	"github.com/spf13/cobra":           {"cmd/upgraph"},
	"github.com/tdewolff/minify/":      {"internal/site"},
	"github.com/fsnotify/fsnotify":     {"cmd/upgraph"},
	"golang.org/x/crypto/":             {"internal/sign"},
	"golang.org/x/term":                {"cmd/upgraph", "cmd/upgraph-run", "internal/run"},
	"golang.org/x/sys/unix":            {"internal/build", "internal/run", "cmd/upgraph-run"},
	"golang.org/x/text/":               {"internal/doc", "internal/site", "internal/search"},
	"os/exec":                          {"internal/run", "cmd/upgraph", "cmd/upgraph-run", "internal/bench/run", "internal/pty"},
	"net/http":                         {"internal/run", "internal/preview", "internal/bench/run", "cmd/upgraph", "cmd/upgraph-run"},
	"math/rand":                        {"internal/bench"},
	"github.com/google/go-cmp/":        {}, // tests only
	"github.com/rogpeppe/go-internal/": {}, // tests only
	"github.com/santhosh-tekuri/":      {}, // tests only
}

// lean is what the runner's binary must not carry, in any depth.
var lean = []string{"github.com/yuin/", "github.com/alecthomas/chroma", "github.com/tdewolff/", "html/template", "github.com/spf13/", "mvdan.cc/sh"}

// listed is what `go list -json` says of a package.
type listed struct {
	ImportPath string
	Standard   bool
	Imports    []string
	DepOnly    bool
}

// list runs go list with the given arguments.
func list(t *testing.T, args ...string) []listed {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-e", "-json=ImportPath,Standard,Imports,DepOnly"}, args...)...)
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list %v: %v", args, err)
	}
	var pkgs []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return pkgs
		} else if err != nil {
			t.Fatalf("go list %v: %v", args, err)
		}
		pkgs = append(pkgs, p)
	}
}

func TestImportsFollowTheTable(t *testing.T) {
	for _, p := range list(t, "./...") {
		name := strings.TrimPrefix(p.ImportPath, module)
		allowed, ok := ours[name]
		if !ok {
			t.Errorf("package %s has no place in the import table", name)
			continue
		}
		for _, imp := range p.Imports {
			if own, ok := strings.CutPrefix(imp, module); ok {
				if !slices.Contains(allowed, own) {
					t.Errorf("%s imports %s, which the table does not allow", name, own)
				}
				continue
			}
			if !mayImport(name, imp) {
				t.Errorf("%s imports %s, which the table does not allow", name, imp)
			}
		}
	}
}

// mayImport says whether a package of ours may import one from outside. The
// longest prefix decides.
func mayImport(name, imp string) bool {
	best := ""
	for prefix := range others {
		if covers(prefix, imp) && len(prefix) > len(best) {
			best = prefix
		}
	}
	if best == "" {
		first, _, _ := strings.Cut(imp, "/")
		return !strings.Contains(first, ".") // the standard library has no dots
	}
	return slices.Contains(others[best], name)
}

// covers reports whether prefix names the import path or a folder above it.
func covers(prefix, imp string) bool {
	rest, ok := strings.CutPrefix(imp, strings.TrimSuffix(prefix, "/"))
	return ok && (rest == "" || rest[0] == '/')
}

func TestCoversWholePathElements(t *testing.T) {
	for _, c := range []struct {
		prefix, imp string
		want        bool
	}{
		{"github.com/yuin/goldmark", "github.com/yuin/goldmark/ast", true},
		{"github.com/yuin/goldmark", "github.com/yuin/goldmark", true},
		{"github.com/yuin/goldmark", "github.com/yuin/goldmark-meta", false},
		{"go.yaml.in/yaml/", "go.yaml.in/yaml/v4", true},
	} {
		if got := covers(c.prefix, c.imp); got != c.want {
			t.Errorf("covers(%q, %q) = %v", c.prefix, c.imp, got)
		}
	}
}

func TestRunnerStaysLean(t *testing.T) {
	pkgs := list(t, "-deps", "./cmd/upgraph-run")
	if len(pkgs) < 20 {
		t.Fatalf("go list names only %d packages", len(pkgs))
	}
	for _, p := range pkgs {
		for _, heavy := range lean {
			if strings.HasPrefix(p.ImportPath, heavy) {
				t.Errorf("the runner links %s", p.ImportPath)
			}
		}
	}
}

func TestTableNamesWhatIsThere(t *testing.T) {
	there := map[string]bool{}
	for _, p := range list(t, "./...") {
		there[strings.TrimPrefix(p.ImportPath, module)] = true
	}
	for name, allowed := range ours {
		if !there[name] {
			t.Errorf("the import table has %s, which is not in the module", name)
		}
		for _, a := range allowed {
			if !there[a] {
				t.Errorf("the import table lets %s import %s, which is not in the module", name, a)
			}
		}
	}
}
