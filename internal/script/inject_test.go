package script

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"upgraph/internal/compat"
	"upgraph/internal/graph"
	"upgraph/internal/plan"
)

// hostile are texts that must arrive as they are, or be refused.
func hostile(dir string) []string {
	run := "touch " + filepath.Join(dir, "canary")
	return []string{
		"$(" + run + ")", "`" + run + "`", "'; " + run + "; '", "\"; " + run + "; \"", "\n" + run + "\n", "x\r\n" + run,
		"}\n" + run + "\n{", "*) " + run + " ;; esac", "%s%n$(" + run + ")", "-e " + run, "--", "#\n" + run, "\\", "\\\n" + run,
		"\u202e" + run, "\u2028" + run, "${x:=$(" + run + ")}", "!!", "~root", "a=b", "\x1b]0;x\x07", "\x80" + run, "EOF\n" + run, "<(" + run + ")",
		"-n", "| " + run, "\u3000\u00a0$(" + run + ")'",
	}
}

// manyHostile are the hostile texts alone and, in the long form, inside of what
// they might break out of: at least a hundred.
func manyHostile(dir string) []string {
	base := hostile(dir)
	if !long() {
		return base
	}
	all := slices.Clone(base)
	for _, around := range [][2]string{{"v1.0.", "-rc.1"}, {"'", "'"}, {"\"", "\""}} {
		for _, text := range base {
			all = append(all, around[0]+text+around[1])
		}
	}
	return all
}

// TestNothingIsInjected makes and runs scripts where everything that an author
// writes is hostile.
func TestNothingIsInjected(t *testing.T) {
	all := manyHostile(t.TempDir())
	if long() && len(all) < 100 {
		t.Errorf("only %d texts", len(all))
	}
	eachShell(t, func(t *testing.T, sh []string) {
		refused := 0
		for i, text := range all {
			// Turns that fall on other texts each time they stand in something else.
			if !injected(t, sh, text, i%3 == 0) {
				refused++
			}
			if t.Failed() {
				t.Fatalf("text %d: %q", i, text)
			}
		}
		t.Logf("%d texts, %d of them no word of a command, 0 injected", len(all), refused)
	})
}

// injected runs a script that is full of a text: one of a pair, or one that is
// told the text with --from. It tells whether a command can hold the text; one
// that cannot is refused, and the text is only shown.
func injected(t *testing.T, sh []string, text string, into bool) (given bool) {
	t.Helper()
	argument, shown := text, text
	script, err := hostileScript(argument, shown, into)
	if given = err == nil; !given {
		if said := err.Error(); !strings.Contains(said, "POSIX") && !strings.Contains(said, "UTF-8") && !strings.Contains(said, "holds a c") {
			t.Errorf("%q: %v", text, err)
		}
		argument = "plain"
		if strings.Contains(text, "\x80") {
			shown = "plain" // what is not UTF-8 is no text
		}
		if script, err = hostileScript(argument, shown, into); err != nil {
			t.Errorf("%q as text only: %v", text, err)
			return false
		}
	}
	b := newBench(t, sh, script)
	b.inventory("v1.0.5")
	b.write("work/hosts", "x "+argument+" y\n")
	b.stub("ansible-playbook", "#!/bin/sh\nprintf '<%s>' \"$@\" >>\"$REC\"\necho >>\"$REC\"\n")
	if sh[0] == "yash" { // it reads what is not ASCII where the locale says how, and else nothing at all
		b.env = append(b.env, "LC_ALL=C.UTF-8")
	}
	args := []string{"--file", "hosts=hosts", "--confirm", "unseen", "--confirm", "before/" + argument}
	if into {
		args = append(args, "--from", argument)
	}
	b.want(0, append([]string{"--dry-run"}, args...))
	b.want(0, append([]string{"--list"}, args...))
	b.want(0, slices.Concat(confirmAll, args))
	if got := b.calls()[0]; got != "<local_prepare.yml><"+argument+">" {
		t.Errorf("argument %q arrives as %s", argument, got)
	}
	for _, dir := range []string{b.dir, b.path("work")} {
		if _, err := os.Stat(filepath.Join(dir, "canary")); err == nil {
			t.Error("it ran")
		}
	}
	return given
}

// hostileScript puts a text wherever a command, a check or a name holds one, and
// another wherever one is shown.
func hostileScript(argument, shown string, into bool) ([]byte, error) {
	c := dmCatalog()
	c.Product.Title = shown
	c.Releases[5].Aliases = []string{argument}
	g, err := graph.New(c)
	if err != nil {
		return nil, err
	}
	p, err := plan.For(g, "sha256:0", "v1.0.4", "v1.0.5")
	if err != nil {
		return nil, err
	}
	p.Steps[0].Text = shown
	p.Steps[1].ID = "before/" + argument
	p.Steps[2].Text = shown
	p.Steps[4].Argv = []string{"ansible-playbook", "local_prepare.yml", argument}
	p.Notes = append(p.Notes, plan.Note{Note: compat.Note{Severity: "warning", Text: shown}, Release: "v1.0.5"})
	p.Risks = append(p.Risks, plan.Risk{Risk: compat.Risk{ID: "told", Text: shown}, Hops: []int{0}})
	held := compat.Check{ID: "held", Type: "file-contains", When: "plan", File: "hosts", Value: argument}
	if strings.ContainsAny(argument, "\n\r") {
		held.Value = "x "
	}
	p.Checks = append(p.Checks, plan.Check{Check: held},
		plan.Check{Check: compat.Check{ID: "unseen", Type: "ini-key-equals", When: "plan", File: "none/" + argument, Format: "ini", Key: "key", Value: argument}})
	p.Digest = shown
	if into {
		return printTo(c, "v1.0.5", []*plan.Plan{p})
	}
	// A version is shown, and names the script and its state.
	p.From, p.Hops[0].From, p.Hops[0].DeployVersion = shown, shown, shown
	return printPair(c, p)
}
