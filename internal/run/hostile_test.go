package run

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"upgraph/internal/compat"
)

// hostile are texts that mean something to a shell, a terminal or a file system.
func hostile(canary string) []string {
	touch := "touch " + canary
	return []string{
		"$(" + touch + ")", "`" + touch + "`", "; " + touch, "& " + touch + " &", "| " + touch, "\n" + touch + "\n",
		"' ; " + touch + " ; '", "\" ; " + touch + " ; \"", "$'\\n'" + touch, "${IFS}" + touch, ">" + canary, "<(" + touch + ")",
		"--help", "-rf", "*", "~root", "a b  c", "\\", "%s%n", "\u202e" + touch, "{a,b}", "!!", "#" + touch, "\x1b]0;" + touch + "\a",
	}
}

// Whatever a catalog says reaches the command as one argument, the file system
// as one name and the terminal as text.
func TestHostileTextInjectsNothing(t *testing.T) {
	b := newBench(t)
	canary := filepath.Join(b.dir, "canary")
	b.script("exactly", `printf '%s' "$1" >"$RECORDS.argument"; printf '%s\n' "$#" >>"$RECORDS"`)
	for i, text := range hostile(canary) {
		cluster := fmt.Sprintf("c%d", i)
		c := guide(t, []compat.Step{
			manualStep("1", "Do this: "+text), execStep("2", "exactly", text),
			{ID: "3", Kind: "check", Text: text, Check: &compat.Check{Type: "file-exists", When: "step", File: "x" + strings.Map(shown, text)}},
		})
		c.Releases[1].DeployVersion = strings.Map(shown, text)
		p := planOf(t, c)
		env, out := b.env()
		o := b.options()
		o.Workdir = b.work
		err := Apply(env, p, cluster, o)
		wantCode(t, err, ExitCheck) // there is no such file
		if got, _ := os.ReadFile(b.records + ".argument"); string(got) != text {
			t.Errorf("%q arrived as %q", text, got)
		}
		if strings.ContainsAny(out.String(), "\x1b\a\u202e") {
			t.Errorf("%q reached the terminal raw", text)
		}
		if _, err := os.Stat(canary); err == nil {
			t.Fatalf("%q was executed", text)
		}
	}
	for _, n := range b.recorded() {
		if n != "1" {
			t.Errorf("a command got %s arguments instead of one", n)
		}
	}
}

// shown drops what no name in a catalog can hold.
func shown(r rune) rune {
	if r < ' ' || r == 0x7f || r == 0x202e {
		return -1
	}
	return r
}

func TestVersionCannotLeaveTheWorkingDirectory(t *testing.T) {
	for _, v := range []string{"..", ".", "../..", "/etc", "a/../../b"} {
		s := &State{Set: Setting{Workdir: "/srv/tool/{to}"}}
		s.Plan = planOf(t, guide(t, fiveSteps()))
		hops := s.Plan.Hops
		hops[0].DeployVersion = v
		if dir := s.workdir(0); filepath.Dir(filepath.Clean(dir)) != "/srv/tool" {
			t.Errorf("%q leads to %s", v, dir)
		}
	}
}
