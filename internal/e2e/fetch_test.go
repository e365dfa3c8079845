package e2e

import (
	"html"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"upgraph/internal/preview"
)

// shellLines are the lines of the boxes of a page that people copy into a shell
// and that fetch something.
func shellLines(t *testing.T, site, page string) []string {
	t.Helper()
	var lines []string
	for _, m := range regexp.MustCompile(`(?s)<pre[^>]*><code[^>]*>(.*?)</code></pre>`).FindAllStringSubmatch(read(t, filepath.Join(site, page)), -1) {
		text := html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(m[1], ""))
		if strings.Contains(text, "curl ") {
			// A line that goes on behind "\" is copied as one.
			text = strings.ReplaceAll(strings.TrimSpace(text), "\\\n", "\x00")
			for line := range strings.SplitSeq(text, "\n") {
				lines = append(lines, strings.ReplaceAll(line, "\x00", "\\\n"))
			}
		}
	}
	return lines
}

// inShell runs a line as it was copied, in a folder, and gives what it said.
func inShell(t *testing.T, dir, site, line string) result {
	t.Helper()
	cmd := command(dir, []string{"SITE=" + site, "HOME=" + dir, "XDG_STATE_HOME=" + filepath.Join(dir, "state"),
		"PATH=" + os.Getenv("PATH") + ":" + bin}, "sh", "-c", line)
	return run(t, cmd)
}

// TestLinesOfThePagesWork runs what the pages tell people to type, against the
// site as a host serves it: with its address in the lines, and with a variable
// in its place.
func TestLinesOfThePagesWork(t *testing.T) {
	t.Parallel()
	tool(t, "curl")
	tool(t, "sha256sum")
	for name, base := range map[string]bool{"address": true, "variable": false} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			site := filepath.Join(dir, "public")
			server := httptest.NewServer(preview.Handler(site))
			defer server.Close()
			args := []string{"build", "--content", ownContent(), "--out", site}
			wants := []lineWant{
				{"curl ", 0, ""}, {"echo ", 0, ".sh: OK"}, {"sh ", 0, "Nothing was run or changed."}, {"sh ", 3, "Nothing was run."},
				{"curl ", 0, ""},
			}
			if base { // and signed, where minisign can tell
				args = append(args, "--base-url", server.URL)
				if _, err := exec.LookPath("minisign"); err == nil {
					must(t, dir, "upgraph", "key", "new", "--no-password", "--out", "k")
					args = append(args, "--sign-key", filepath.Join(dir, "k"), "--sequence", "1")
					wants = append(wants, lineWant{"curl ", 0, ""}, lineWant{"minisign -V -P ", 0, "Signature and comment signature verified"})
				}
			}
			wants = append(wants, lineWant{"grep ", 0, "upgrade-to-v1.0.5.sh: OK"})
			must(t, root(), "upgraph", args...)
			for page, wants := range map[string][]lineWant{
				"scripts/index.html":    wants,
				"zh/scripts/index.html": wants,
				"dm/releases/v1.0.0-rc.1-12-gaa39ff9/index.html": {
					{"curl ", 0, ""}, {"echo ", 0, ".sh: OK"}, {"sh ", 0, "Nothing was run or changed."}, {"sh ", 3, "Nothing was run."},
				},
				"dm/upgrade/v1.0.1/v1.0.5/index.html": {
					{"curl ", 0, ""}, {"echo ", 0, ".sh: OK"}, {"sh ", 0, "Nothing was run or changed."}, {"sh ", 3, "Nothing was run."},
					{"curl ", 0, ""}, {"upgraph-run plan ", 0, "v1.0.5"},
				},
			} {
				typeLines(t, t.TempDir(), server.URL, shellLines(t, site, page), wants)
			}
		})
	}
}

// lineWant is what a line begins with, how it ends and what it says; without a
// terminal and without the files of a cluster.
type lineWant struct {
	begins string
	code   int
	says   string
}

// typeLines runs the lines of a page one after the other.
func typeLines(t *testing.T, dir, site string, lines []string, wants []lineWant) {
	t.Helper()
	if len(lines) != len(wants) {
		t.Fatalf("%d lines, want %d: %q", len(lines), len(wants), lines)
	}
	for i, line := range lines {
		r := inShell(t, dir, site, line)
		w := wants[i]
		if !strings.HasPrefix(line, w.begins) || r.code != w.code || !strings.Contains(r.stdout+r.stderr, w.says) {
			t.Errorf("%s\nwant %+v, got %v", line, w, r)
		}
	}
}

// TestSumsVerify fetches every script with the list of digests and verifies
// them, then changes a byte.
func TestSumsVerify(t *testing.T) {
	t.Parallel()
	tool(t, "curl")
	tool(t, "sha256sum")
	server := httptest.NewServer(preview.Handler(ownSite(t)))
	defer server.Close()
	dir := t.TempDir()
	r := inShell(t, dir, server.URL, `curl -fsSLO "$SITE"/scripts/SHA256SUMS &&
while read -r _ name; do echo "url = \"$SITE/scripts/$name\""; echo "output = \"$name\""; done <SHA256SUMS >fetch &&
curl -fsSL --create-dirs -K fetch && sha256sum -c SHA256SUMS`)
	if n := strings.Count(r.stdout, ": OK\n"); r.code != 0 || n < 7+21+3 {
		t.Fatalf("%d files are verified: %v", n, r)
	}
	file := filepath.Join(dir, "dm", "upgrade-v1.0.4-to-v1.0.5.sh")
	write(t, file, read(t, file)+"#")
	if r := inShell(t, dir, "", "sha256sum -c SHA256SUMS"); r.code == 0 || !strings.Contains(r.stdout, "upgrade-v1.0.4-to-v1.0.5.sh: FAILED") {
		t.Errorf("a changed script passes: %v", r)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if r := inShell(t, dir, "", "sha256sum -c SHA256SUMS"); r.code == 0 {
		t.Errorf("a missing script passes: %v", r)
	}
}

// TestSumsAreSigned verifies the list of digests with the minisign of others.
func TestSumsAreSigned(t *testing.T) {
	t.Parallel()
	minisign := tool(t, "minisign")
	dir := t.TempDir()
	must(t, dir, "upgraph", "key", "new", "--no-password", "--out", "k")
	must(t, dir, "upgraph", "build", "--content", ownContent(), "--out", "public", "--sign-key", "k", "--sequence", "1")
	sums := filepath.Join(dir, "public", "scripts", "SHA256SUMS")
	verify := func() result { return run(t, command(dir, nil, minisign, "-V", "-p", "k.pub", "-m", sums)) }
	if r := verify(); r.code != 0 {
		t.Errorf("the signature does not hold: %v", r)
	}
	write(t, sums, read(t, sums)+"\n")
	if r := verify(); r.code == 0 {
		t.Errorf("a changed list passes: %v", r)
	}
}
