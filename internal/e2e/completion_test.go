package e2e

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// completed are the words that shells offer behind a line, in any order. Of a
// value behind "=" zsh offers the value and fish the whole word.
var completed = []struct{ line, want string }{
	{"upgraph-run re", "report resolve resume"},
	{"upgraph-run --catalog /x ap", "apply"},
	{"upgraph-run --catalog pl", "plan.json"},
	{"upgraph-run --catalog /x apply --ye", "--yes"},
	{"upgraph-run resume --from", "--from-step"},
	{"upgraph-run help ver", "verify version"},
	{"upgraph-run --hel", "--help"},
	{"upgraph-run apply --hel", "--help"},
	{"upgraph-run apply pl", "plan.json"},
	{"upgraph-run plan --out pl", "plan.json"},
	{"upgraph-run plan --out=pl", "plan.json"},
	{"upgraph-run plan --from ", ""},
	{"upgraph-run apply --file app=pl", "plan.json"},
	{"upgraph-run resolve x --as re", "redo"},
	{"upgraph-run resolve x --as=fa", "failed"},
	{"upgraph-run status --state-dir x --js", "--json"},
	{"upgraph-run completion z", "zsh"},
	{"upgraph bu", "build"},
	{"upgraph check --fo", "--format"},
	{"upgraph check --format ", "github json sarif text"},
	{"upgraph explain UG301", "UG301"},
	{"upgraph new rel", "release"},
	{"upgraph check pl", "plan.json"},
}

// TestShellsComplete asks real shells what they offer, with the completions
// that both programs print.
func TestShellsComplete(t *testing.T) {
	t.Parallel()
	for name, ask := range map[string]func(t *testing.T, dir, line string) string{"fish": askFish, "zsh": askZsh} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tool(t, name)
			dir := t.TempDir()
			write(t, filepath.Join(dir, "plan.json"), "{}")
			for _, program := range []string{"upgraph", "upgraph-run"} {
				write(t, filepath.Join(dir, "functions", "_"+program), must(t, dir, program, "completion", name).stdout)
			}
			for _, c := range completed {
				words := strings.Fields(ask(t, dir, c.line))
				for i, w := range words {
					words[i] = w[strings.LastIndex(w, "=")+1:]
				}
				slices.Sort(words)
				if got := strings.Join(slices.Compact(words), " "); got != c.want {
					t.Errorf("%s: %q, want %q", c.line, got, c.want)
				}
			}
		})
	}
}

// askFish gives a word on each line.
func askFish(t *testing.T, dir, line string) string {
	t.Helper()
	text := `source functions/_upgraph; source functions/_upgraph-run; complete -C "$argv" | string split -f 1 \t`
	r := run(t, command(dir, shellEnv(dir), "fish", "--no-config", "-c", text, line))
	if r.stderr != "" {
		t.Errorf("%s: %v", line, r)
	}
	return r.stdout
}

// askZsh gives a word on each line.
func askZsh(t *testing.T, dir, line string) string {
	t.Helper()
	script, err := filepath.Abs(filepath.Join("testdata", "complete.zsh"))
	if err != nil {
		t.Fatal(err)
	}
	answer := filepath.Join(t.TempDir(), "answer")
	if r := run(t, command(dir, shellEnv(dir), "zsh", "-f", script, filepath.Join(dir, "functions"), answer, line)); r.code != 0 {
		t.Fatalf("%s: %v", line, r)
	}
	text, ended := strings.CutSuffix(strings.TrimSpace(read(t, answer)), "END")
	if !ended {
		t.Errorf("%s: no answer came: %q", line, text)
	}
	return strings.TrimPrefix(text, "READY")
}

// shellEnv is a home of its own, with our programs in the path.
func shellEnv(dir string) []string {
	return []string{"HOME=" + dir, "XDG_CACHE_HOME=" + dir, "ZDOTDIR=" + dir, "TERM=xterm", "PATH=" + bin + ":/usr/local/bin:/usr/bin:/bin"}
}
