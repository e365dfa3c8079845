package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// asksBash gives what the completion offers for words of which the last is being
// written.
const asksBash = `
. "$1"
shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
_upgraph_run
echo "${COMPREPLY[*]}"
`

func TestCompletionInBash(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("bash is not installed")
	}
	dir := t.TempDir()
	var script bytes.Buffer
	bashCompletion(&script)
	for name, text := range map[string]string{"script": script.String(), "plan.json": ""} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// What bash cuts at "=" comes as three words.
	for words, want := range map[string]string{
		"re":                       "resume report resolve",
		"--catalog /x ap":          "apply",
		"--catalog /x apply --ye":  "--yes",
		"resume --from":            "--from-step",
		"help ver":                 "verify version",
		"--he":                     "--help",
		"resolve x --as re":        "redo",
		"resolve x --as = fa":      "failed",
		"resolve x --as =":         "done redo failed",
		"apply pl":                 "plan.json",
		"plan --out = pl":          "plan.json",
		"plan --from ":             "",
		"apply --file app = pl":    "plan.json",
		"completion z":             "zsh",
		"completion --":            "--help",
		"status --state-dir x --j": "--json",
	} {
		cmd := exec.Command(bash, append([]string{"--norc", "-c", asksBash, "-", filepath.Join(dir, "script"), program}, strings.Split(words, " ")...)...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil || strings.TrimSpace(string(out)) != want {
			t.Errorf("%q: %v, %q, want %q", words, err, out, want)
		}
	}
}

// Every command and every flag that it takes is completed in each shell, and the
// manual page names all of them with their text.
func TestCompletionAndManualAreComplete(t *testing.T) {
	texts := map[string]string{}
	for _, shell := range []string{"bash", "zsh", "fish"} {
		var b bytes.Buffer
		map[string]func(){"bash": func() { bashCompletion(&b) }, "zsh": func() { zshCompletion(&b) }, "fish": func() { fishCompletion(&b) }}[shell]()
		texts[shell] = b.String()
	}
	var page bytes.Buffer
	manual(&page)
	known := map[string]bool{}
	for _, f := range flagTexts {
		known[f.name] = true
	}
	for _, c := range commands() {
		for _, f := range c.flags {
			if !known[f] {
				t.Errorf("%s takes --%s, of which no text tells", c.name, f)
			}
			for shell, form := range map[string]string{"fish": "' -l " + f + " ", "zsh": "'*--" + f, "bash": "--" + f} {
				if !strings.Contains(texts[shell], form) {
					t.Errorf("%s does not complete --%s of %s", shell, f, c.name)
				}
			}
		}
		if !strings.Contains(page.String(), ".SS "+c.name) {
			t.Errorf("the manual page lacks %s", c.name)
		}
	}
	fs := new(flags).flagSet()
	for name := range known {
		if fs.Lookup(name) == nil {
			t.Errorf("--%s has a text and is not read", name)
		}
		if !strings.Contains(page.String(), fmt.Sprintf(".B \\-\\-%s", strings.ReplaceAll(name, "-", `\-`))) {
			t.Errorf("the manual page lacks --%s", name)
		}
	}
}
