package e2e

import (
	"crypto/rand"
	"encoding/hex"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"upgraph/internal/pty"
)

var update = flag.Bool("update", false, "write the transcripts of our own pages anew")

// The pages that show a whole upgrade at the terminal. Their text fences hold
// what was typed behind "$ " and what came of it.
var transcripts = []string{"upgrade-at-the-terminal.md", "zh/upgrade-at-the-terminal.md"}

var textFence = regexp.MustCompile("(?ms)^```text\n(.*?)^```$")

// theirHome is what stands for the home of the operator on the pages. It is as
// long as the real one, so that lines are folded where they would be.
const theirHome = "/home/operator/dm-1.0"

// TestTranscriptIsTrue types what our pages say that an operator types, on a
// terminal, and holds what comes of it against the pages.
func TestTranscriptIsTrue(t *testing.T) {
	t.Parallel()
	first := read(t, filepath.Join(ownContent(), transcripts[0]))
	o := terminalOperator(t)
	var fences []string
	for _, m := range textFence.FindAllStringSubmatch(first, -1) {
		fences = append(fences, o.retell(m[1]))
	}
	for _, page := range transcripts {
		path := filepath.Join(ownContent(), page)
		was := read(t, path)
		n := 0
		now := textFence.ReplaceAllStringFunc(was, func(string) string {
			n++
			return "```text\n" + fences[min(n, len(fences))-1] + "```"
		})
		switch {
		case n != len(fences):
			t.Errorf("%s shows %d parts of the upgrade, the first page %d", page, n, len(fences))
		case now == was:
		case *update:
			write(t, path, now)
		default:
			t.Errorf("%s does not show what happens; read the difference after -update:\n%s", page, now)
		}
	}
	o.expectLog(ran(len(deployed)))
}

// terminalOperator is an operator with a home of a certain length. The catalog
// is found by the environment.
func terminalOperator(t *testing.T) *operator {
	t.Helper()
	tail := make([]byte, 4)
	if _, err := rand.Read(tail); err != nil {
		t.Fatal(err)
	}
	home := "/tmp/upgraph-" + hex.EncodeToString(tail)
	if err := os.Mkdir(home, 0o700); err != nil {
		t.Skip("the paths of this machine have other lengths: ", err)
	}
	t.Cleanup(func() { os.RemoveAll(home) })
	o := &operator{t: t, home: home, site: ownSite(t)}
	write(t, o.path("conf/dm-worker.toml"), "server-id = 101\nsource-id = \"mysql-replica-01\"\n")
	write(t, o.path("conf/task.yaml"), "name: test\nmysql-instances:\n  - source-id: \"mysql-replica-01\"\n")
	write(t, o.path("log"), "")
	o.env = []string{"HOME=" + o.home, "XDG_STATE_HOME=", "ANSIBLE_HOME=" + o.path("ansible"), "TERM=xterm", "UPGRAPH_E2E=" + o.home,
		"UPGRAPH_CATALOG=" + o.site, "NO_COLOR=1", "PATH=" + bin + ":" + os.Getenv("PATH")}
	if _, err := exec.LookPath("ansible-playbook"); err != nil || !long() {
		o.stubs()
		o.env = append(o.env, "PATH="+o.path("bin")+":"+bin+":"+os.Getenv("PATH"))
	}
	o.download("v1.0.0-rc.1")
	return o
}

// retell makes one fence anew: its commands are typed again.
func (o *operator) retell(fence string) string {
	var b strings.Builder
	for line := range strings.Lines(fence) {
		if command, ok := strings.CutPrefix(line, "$ "); ok {
			b.WriteString(line)
			b.WriteString(o.types(strings.TrimSpace(command)))
		}
	}
	return b.String()
}

// types runs one command line on a terminal and answers what is asked: yes, and
// where an inventory is stale it is edited, as in another window.
func (o *operator) types(line string) string {
	o.t.Helper()
	cmd := command(o.home, o.env, "sh", "-c", line)
	term := pty.Start(o.t, cmd, 80)
	for {
		switch term.Waits("[y/N] ", "s = stop] ", "s stops: ") {
		case 0, 1:
			term.Types("y\n")
		case 2:
			o.edit()
			term.Types("\n")
		default:
			_ = cmd.Wait() // how it ended is shown
			return o.blank(settled(term.Shown()))
		}
	}
}

// edit puts the next version into the inventory.
func (o *operator) edit() {
	o.t.Helper()
	inventory := filepath.Join(o.workdir(), "inventory.ini")
	text := read(o.t, inventory)
	for i, v := range deployed[:len(deployed)-1] {
		if strings.Contains(text, "dm_version = "+v+"\n") {
			write(o.t, inventory, strings.Replace(text, v, deployed[i+1], 1))
			return
		}
	}
	o.t.Fatalf("the inventory is stale at the last version:\n%s", text)
}

// blanks are the parts of a run that no two runs share.
var blanks = []struct {
	what *regexp.Regexp
	by   string
}{
	{regexp.MustCompile(`(\d{4})-[0-9a-f]{6}\b`), "$1-3f9c2a"},
	{regexp.MustCompile(`\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ`), "2026-11-22 03:00:00Z"},
	{regexp.MustCompile(`((?:done|confirmed) in |took +|(?:done|failed) +)(?:\d+(?:\.\d+)?(?:ms|s|m|h) ?)+`), "${1}2s"},
}

func (o *operator) blank(text string) string {
	text = strings.ReplaceAll(text, o.home, theirHome)
	for _, b := range blanks {
		text = b.what.ReplaceAllString(text, b.by)
	}
	var out strings.Builder
	for line := range strings.Lines(text) {
		out.WriteString(strings.TrimRight(line, " \r\n") + "\n")
	}
	return out.String()
}
