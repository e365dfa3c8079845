package e2e

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// sarifSchemaModule is a library that carries the JSON Schema of SARIF 2.1.0.
const sarifSchemaModule = "github.com/owenrumney/go-sarif/v3@v3.3.1"

// TestSARIFHoldsItsSchema holds what check prints for code scanning services
// against the published schema: on a guide with findings, with errors, and with
// nothing to say.
func TestSARIFHoldsItsSchema(t *testing.T) {
	schema := sarifSchema(t)
	bad := t.TempDir()
	write(t, filepath.Join(bad, "p", "a.md"), "---\ntitle: A\ntitle: B\n---\n")
	for name, args := range map[string][]string{
		"nothing to say": {"--content", ownContent()},
		"warnings":       {corpus(t, "docs-dm/en/upgrade-dm-1.0.md")},
		"errors":         {bad},
	} {
		t.Run(name, func(t *testing.T) {
			cmd := command(t.TempDir(), nil, "upgraph", append([]string{"check", "--format", "sarif"}, args...)...)
			var log any
			if err := json.Unmarshal([]byte(run(t, cmd).stdout), &log); err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(log); err != nil {
				t.Error(err)
			}
		})
	}
}

// sarifSchema takes the schema out of the library's source.
func sarifSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	cmd := exec.Command("go", "mod", "download", "-json", sarifSchemaModule)
	cmd.Dir = t.TempDir()
	out, err := cmd.Output()
	if err != nil {
		t.Skipf("%s cannot be downloaded: %v", sarifSchemaModule, err)
	}
	var module struct{ Dir string }
	if err := json.Unmarshal(out, &module); err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(module.Dir, "pkg/report/v210/sarif/schema.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var text string
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && len(lit.Value) > len(text) {
			text = lit.Value
		}
		return true
	})
	if text, err = strconv.Unquote(text); err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("sarif.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}
