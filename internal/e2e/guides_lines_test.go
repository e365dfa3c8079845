package e2e

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

var shellFence = regexp.MustCompile("(?ms)^```sh\n(.*?)^```$")

// TestOurGuidesWork types each command line of the pages that say how to begin,
// write and publish, and of the README, as it stands there.
func TestOurGuidesWork(t *testing.T) {
	t.Parallel()
	for name, page := range map[string]struct {
		path    string
		product bool // there is one already
		only    string
	}{
		"start":   {path: filepath.Join(ownContent(), "upgraph", "en", "start.md")},
		"guides":  {path: filepath.Join(ownContent(), "upgraph", "en", "guides.md"), product: true},
		"publish": {path: filepath.Join(ownContent(), "upgraph", "en", "deploying.md"), product: true},
		"readme":  {path: filepath.Join(root(), "README.md"), only: "bin/upgraph new product|--content guides"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, filepath.Join(dir, "guides", "upgrade-1.x.md"), "# Tool upgrade guide\n\n## Upgrade to v1.1.0\n\n- Fix a leak\n\n### Upgrade\n\n1. Stop it.\n\n## Upgrade to v1.0.0\n\n- Add it\n\n### Upgrade\n\n1. Install it.\n")
			if page.product {
				must(t, dir, "upgraph", "new", "product", "tool")
			}
			n := 0
			for _, m := range shellFence.FindAllStringSubmatch(read(t, page.path), -1) {
				if page.only != "" && !regexp.MustCompile(page.only).MatchString(m[1]) {
					continue
				}
				for line := range strings.SplitSeq(strings.TrimSpace(m[1]), "\n") {
					typeLine(t, dir, strings.NewReplacer("bin/upgraph", "upgraph", " PRODUCT", " tool").Replace(line))
					n++
				}
			}
			if n < 3 {
				t.Errorf("only %d lines", n)
			}
		})
	}
}

// typeLine runs a line of a shell. What serves is ended once it does.
func typeLine(t *testing.T, dir, line string) {
	t.Helper()
	cmd := exec.Command("sh", "-c", "exec "+strings.Replace(line, "serve", "serve --addr 127.0.0.1:0", 1))
	if !strings.Contains(line, "upgraph serve") {
		cmd = exec.Command("sh", "-ec", line)
	}
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "UPGRAPH_KEY_PASSWORD=a test")
	if !strings.Contains(line, "upgraph serve") {
		if r := run(t, cmd); r.code != 0 {
			t.Errorf("%s: %v", line, r)
		}
		return
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	late := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
	defer late.Stop()
	first, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.Contains(first, "http://127.0.0.1:") {
		t.Errorf("%s says %q: %v", line, first, err)
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
}
