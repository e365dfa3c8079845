package e2e

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// htmlFault is what a checker of HTML finds at a line of a page.
type htmlFault struct {
	File    string
	Line    int
	Message string
}

// gateValid has the Nu checker and html-validate read every page of our own site
// and one of each kind of the others, and the policy judged; a warning is an error.
func gateValid(t *testing.T, dir, node, java string, pages []*gatePage) {
	files := map[string]*gatePage{}
	var names []string
	for _, p := range pages {
		files[p.file()] = p
	}
	site := pages[0].site
	for f := range readTree(t, site.dir) {
		f = filepath.Join(site.dir, f)
		if files[f] != nil || site.own && filepath.Ext(f) == ".html" {
			names = append(names, f)
		}
	}
	slices.Sort(names)
	for _, f := range slices.Concat(nuFaults(t, dir, java, names), htmlFaults(t, dir, node, site.dir, names)) {
		if p := files[f.File]; p != nil {
			p.invalid = append(p.invalid, f.Message)
		}
		t.Errorf("%s:%d: %s", f.File, f.Line, f.Message)
	}
	t.Logf("%d pages were read", len(names))
}

// nuFaults is what the Nu checker says.
func nuFaults(t *testing.T, dir, java string, names []string) (all []htmlFault) {
	t.Helper()
	jar := filepath.Join(dir, "node_modules", "vnu-jar", "build", "dist", "vnu.jar")
	cmd := exec.CommandContext(t.Context(), java, append([]string{"-jar", jar, "--Werror", "--format", "json"}, names...)...)
	var report struct {
		Messages []struct {
			URL, Message string
			LastLine     int
		}
	}
	_, err := cmd.Output()
	if text := stderrOf(err); err != nil && json.Unmarshal([]byte(text), &report) != nil {
		t.Fatalf("vnu: %v\n%s", err, text)
	}
	for _, m := range report.Messages {
		all = append(all, htmlFault{strings.TrimPrefix(m.URL, "file:"), m.LastLine, m.Message})
	}
	return all
}

// htmlFaults is what html-validate says of pages, and the evaluator of the policy
// that a site is served under.
func htmlFaults(t *testing.T, dir, node, site string, names []string) (all []htmlFault) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), node, "html.mjs", filepath.Join(site, "_headers"))
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(strings.Join(names, "\n"))
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("html.mjs: %v\n%s", err, stderrOf(err))
	}
	for line := range bytes.Lines(out) {
		var f htmlFault
		if err := json.Unmarshal(line, &f); err != nil {
			t.Fatalf("html.mjs printed %q: %v", line, err)
		}
		all = append(all, f)
	}
	return all
}

// The checkers find fault where there is one.
func TestGateHTMLFinds(t *testing.T) {
	dir, node := gates(t, "html-validate"), tool(t, "node")
	site := t.TempDir()
	page := filepath.Join(site, "index.html")
	write(t, page, "<!doctype html>\n<html lang=\"en\"><head><title>x</title></head><body><p class=\"a a\">x</p></body></html>\n")
	write(t, filepath.Join(site, "_headers"), "/*\n  Content-Security-Policy: default-src 'none'; script-src 'unsafe-inline'\n")
	found := htmlFaults(t, dir, node, site, []string{page})
	for _, want := range []string{"no-dup-class", "script-src"} {
		if !slices.ContainsFunc(found, func(f htmlFault) bool { return strings.Contains(f.Message, want) }) {
			t.Errorf("found %v, want something of %s", found, want)
		}
	}
}
