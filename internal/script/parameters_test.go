package script

import (
	"strings"
	"testing"
)

// TestValuesAreForAPerson holds that a command with a value of the operator's
// is shown and waited for, and never run with the name of the value in it.
func TestValuesAreForAPerson(t *testing.T) {
	p := *planOf(t, dmCatalog(), "v1.0.4", "v1.0.5")
	for i := range p.Steps {
		if p.Steps[i].Kind == "exec" {
			p.Steps[i].Argv, p.Steps[i].Parameters = []string{"stop", "{cluster}"}, []string{"cluster"}
		}
	}
	text, err := printPair(dmCatalog(), &p)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "; run stop") || !strings.Contains(string(text), "Run, with your values in the braces: stop '{cluster}'\"") {
		t.Errorf("the script runs it, or does not ask for it:\n%s", text)
	}
}
