package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// hostileTexts try to be run by whoever prints them into a shell.
func hostileTexts(canary string) []string {
	run := "touch " + canary
	return []string{"$(" + run + ")", "'; " + run + "; '", `"; ` + run + `; "`, "'$(" + run + ")'", "%s%n$(" + run + ")", "*) " + run + " ;; esac",
		"-e " + run, "; " + run, "| " + run, "&& " + run, "}; " + run + "; {", "${x:=$(" + run + ")}", "\u202e" + run, "<(" + run + ")", `\$(` + run + ")"}
}

// TestGuideInjectsNothing publishes a guide whose titles, texts, file names and
// arguments are hostile, and goes its way with the script, under every shell, and
// with the runner: the texts are shown, and nothing of them is run.
func TestGuideInjectsNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	canary := filepath.Join(dir, "canary")
	content := filepath.Join(dir, "content")
	write(t, filepath.Join(content, "many", "v1.0.0.md"), release("v1.0.0"))
	var text strings.Builder
	text.WriteString("---\ntitle: \"Version 1.0.1 $(touch " + canary + ")\"\nversion: v1.0.1\n---\n\n## Changes\n\n- Fix a thing\n\n## Upgrade\n\n")
	texts, checks := hostileTexts(canary), ""
	for i, h := range texts {
		text.WriteString(fmt.Sprintf("%d. Look at %s with care.\n%d. Run `tool_x %s` to do it.\n", 2*i+1, h, 2*i+2, h))
		checks += fmt.Sprintf("%d. Confirm that there is `a = %d` in the `x%s.ini` file.\n", 2*len(texts)+i+1, i, strings.ReplaceAll(h, "/", ""))
	}
	text.WriteString(checks)
	write(t, filepath.Join(content, "many", "v1.0.1.md"), text.String())
	must(t, dir, "upgraph", "review", "--content", content, "--yes")
	site := filepath.Join(dir, "public")
	must(t, dir, "upgraph", "build", "--content", content, "--out", site)
	file := filepath.Join(site, "scripts", "many", "upgrade-v1.0.0-to-v1.0.1.sh")
	write(t, filepath.Join(dir, "bin", "tool_x"), "#!/bin/sh\necho >>\"$RECORD\"\n")
	chmodExecutable(t, filepath.Join(dir, "bin", "tool_x"))
	record := filepath.Join(dir, "record")
	if n := strings.Count(read(t, file), canary); n < 2*len(texts) {
		t.Errorf("the script holds only %d of the texts", n)
	}
	env := []string{"HOME=" + dir, "RECORD=" + record, "PATH=" + filepath.Join(dir, "bin") + ":" + os.Getenv("PATH")}
	// What needs a shell to be understood is no command, but for a person to read.
	commands := newWay(t, site, "many", "v1.0.0", "v1.0.1").commands()
	if commands == 0 {
		t.Error("none of the commands is one")
	}
	want := 0
	shells := [][]string{{"dash"}, {"bash", "--posix"}, {"busybox", "sh"}}
	if long() {
		shells = append(shells, []string{"bash"}, []string{"mksh"}, []string{"ksh93"}, []string{"yash"})
	}
	for i, shell := range shells {
		tool(t, shell[0])
		state := filepath.Join(dir, fmt.Sprint("state", i))
		for _, args := range [][]string{{"--list"}, {"--dry-run"}, {"--yes", "--confirm", "all", "--state-dir", state}} {
			r := run(t, command(dir, env, shell[0], append(append(shell[1:], file), args...)...))
			if r.code != 0 {
				t.Errorf("%v %v: %v", shell, args, r)
			}
		}
		want += commands
		if got := strings.Count(read(t, record), "\n"); got != want {
			t.Errorf("%v: %d commands ran, want %d", shell, got, want)
		}
	}
	for _, args := range [][]string{{"plan"}, {"apply", "--yes", "--confirm", "all", "--state-dir", filepath.Join(dir, "state-run")}} {
		args = append(args, "--catalog", site, "--product", "many", "--from", "v1.0.0", "--to", "v1.0.1")
		if r := run(t, command(dir, env, "upgraph-run", args...)); r.code != 0 {
			t.Errorf("upgraph-run %v: %v", args, r)
		}
	}
	if got := strings.Count(read(t, record), "\n"); got != want+commands {
		t.Errorf("the runner ran %d commands, want %d", got-want, commands)
	}
	if _, err := os.Stat(canary); err == nil {
		t.Error("a text of the guide was run")
	}
}
