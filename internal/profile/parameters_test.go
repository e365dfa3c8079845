package profile

import (
	"slices"
	"strings"
	"testing"

	"upgraph/internal/config"
	"upgraph/internal/doc"
)

// TestBoundPlaceholder holds that a command whose placeholders all stand for
// parameters with a pattern can run, each value inside its argument, and that
// any other placeholder still leaves it to a person.
func TestBoundPlaceholder(t *testing.T) {
	product := &config.Product{Parameters: []config.Parameter{
		{ID: "cluster", Placeholder: "<cluster name>", Pattern: "[a-z]+"},
		{ID: "to", Placeholder: "NEW_VERSION", Pattern: `v[\d.]+`},
		{ID: "host", Placeholder: "<host>"},
		{ID: "key", Placeholder: "<key>", Pattern: ".+", Secret: true},
		{ID: "brace", Placeholder: "{{brace}}", Pattern: ".+"},
	}}
	for _, c := range []struct{ command, argv, names, why string }{
		{"tool upgrade <cluster name> v1.0.0", "tool|upgrade|{cluster}|v1.0.0", "cluster", ""},
		{"tool --to=NEW_VERSION '<cluster name>:8080' NEW_VERSION", "tool|--to={to}|{cluster}:8080|{to}", "cluster to", ""},
		{"tool {{brace}}", "tool|{brace}", "brace", ""},
		{"tool a", "tool|a", "", ""},
		{"tool <host>", "", "", "<host>"},
		{"tool <key>", "", "", "<key>"},
		{"tool <cluster name> <other>", "", "", "<other>"},
		{"tool MY_NEW_VERSION", "", "", "MY_NEW_VERSION"},
		{"<cluster name> up", "", "", "a parameter would name the program"},
		{"tool '{<cluster name>}'", "", "", "braces"},
		{"tool <cluster name> | sh", "", "", "needs a shell"},
		{"tool \"<cluster name> $(a)\"", "", "", "expand"},
	} {
		d, _ := doc.Parse("x.md", []byte("## Upgrade to v1.0.0\n\n### Upgrade steps\n\n1. Run `"+c.command+"`.\n"))
		a := Read(d, Options{Product: product}).Releases[0].Steps[0].Actions[0]
		if strings.Join(a.Argv, "|") != c.argv || strings.Join(a.Parameters, " ") != c.names || !strings.Contains(a.Why, c.why) || (c.why == "") != (a.Kind == "exec") {
			t.Errorf("%s: %s %q with %q because %q", c.command, a.Kind, a.Argv, a.Parameters, a.Why)
		}
	}
}

// TestBoundVariables holds that a marked script names the parameters that it
// reads, whole names only.
func TestBoundVariables(t *testing.T) {
	product := &config.Product{Parameters: []config.Parameter{
		{ID: "cluster-name", Pattern: "[a-z]+"}, {ID: "cluster", Pattern: "[a-z]+"}, {ID: "token", Secret: true},
	}}
	d, _ := doc.Parse("x.md", []byte("## Upgrade to v1.0.0\n\n### Steps\n\n```sh {run}\ntool \"$UPGRAPH_PARAM_CLUSTER_NAME\" <<EOF\n${UPGRAPH_SECRET_TOKEN}\nEOF\n```\n"))
	a := Read(d, Options{Product: product}).Releases[0].Steps[0].Actions[0]
	if want := []string{"cluster-name", "token"}; a.Kind != "shell" || !slices.Equal(a.Parameters, want) {
		t.Errorf("%s with %q, want shell with %q: %s", a.Kind, a.Parameters, want, a.Why)
	}
}
