package e2e

import (
	"fmt"
	"io"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"upgraph/internal/preview"
)

// typedContent is a product whose releases have names that no folder has.
func typedContent(t *testing.T) string {
	t.Helper()
	content := t.TempDir()
	before := ""
	for _, id := range []string{"1.0.0", "1.1.0+build.5", "1.2.0"} {
		front := fmt.Sprintf("version: %s\nupgrade_from: %q\n", id, before)
		if id == "1.2.0" {
			front += "aliases: [1.2 GA]\n"
		}
		if before == "" {
			front = fmt.Sprintf("version: %s\n", id)
		}
		write(t, filepath.Join(content, "app", id+".md"), "---\n"+front+"---\n\n# Upgrade to "+id+"\n\n## Upgrade steps\n\n1. Restart the server.\n")
		before = id
	}
	return content
}

// TestPickerWithoutJavaScript sends the form of the picker as a browser does that
// runs no script, through the rules of the host: what somebody types leads to the
// page of the path, and what is no release to a page that helps.
func TestPickerWithoutJavaScript(t *testing.T) {
	server := httptest.NewServer(preview.Handler(buildSite(t, typedContent(t))))
	defer server.Close()
	for _, c := range []struct {
		from, to string
		status   int
		path     string
	}{
		{"1.0.0", "1.1.0~2Bbuild.5", 200, "/app/upgrade/1.0.0/1.1.0~2Bbuild.5/"}, // chosen from the list
		{"1.0.0", "1.1.0+build.5", 200, "/app/upgrade/1.0.0/1.1.0~2Bbuild.5/"},
		{"1.1.0+build.5", "1.2.0", 200, "/app/upgrade/1.1.0~2Bbuild.5/1.2.0/"},
		{"1.1.0+build.5", "1.2 GA", 200, "/app/upgrade/1.1.0~2Bbuild.5/1.2.0/"},
		{"1.0.0", "9.9.9", 404, "/app/upgrade/1.0.0/9.9.9/"},
		{"<b>", "../x", 404, ""},
	} {
		answer, err := server.Client().Get(server.URL + "/app/upgrade/?" + url.Values{"from": {c.from}, "to": {c.to}}.Encode())
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		at := answer.Request.URL.EscapedPath()
		if c.path == "" { // no name of a page: the table of all ways
			c.status, c.path = 200, "/app/upgrade/"
		}
		if answer.StatusCode != c.status || at != c.path {
			t.Errorf("from %s to %s: %d at %s, want %d at %s", c.from, c.to, answer.StatusCode, at, c.status, c.path)
		}
		if c.status == 404 {
			for _, want := range []string{`action="/app/upgrade/"`, `href="/app/releases/1.2.0/"`, "No page for this way"} {
				if !strings.Contains(string(body), want) {
					t.Errorf("from %s to %s: the page has no %s", c.from, c.to, want)
				}
			}
		}
	}
}

// TestPickerOfManyReleases: beyond what a list holds, versions are typed, and the
// browser completes them.
func TestPickerOfManyReleases(t *testing.T) {
	dir := gates(t, "playwright-core")
	chromium, node := tool(t, "chromium"), tool(t, "node")
	content := t.TempDir()
	if r := run(t, command(root(), nil, "go", "run", "./internal/bench/guides", "-n", "301", content)); r.code != 0 {
		t.Fatalf("write guides: %v", r)
	}
	site := filepath.Join(t.TempDir(), "public")
	must(t, root(), "upgraph", "build", "--content", content, "--out", site)
	releases, err := os.ReadDir(filepath.Join(site, "relay", "releases"))
	if err != nil {
		t.Fatal(err)
	}
	ids := slices.DeleteFunc(releases, func(e os.DirEntry) bool { return !strings.HasPrefix(e.Name(), "v") })
	for _, page := range []string{"index.html", "upgrade/index.html", "upgrade/404.html"} {
		html := read(t, filepath.Join(site, "relay", filepath.FromSlash(page)))
		if !strings.Contains(html, `<input id="from" name="from" list="known" required`) {
			t.Errorf("%s has no field to type into", page)
		}
		if _, known, _ := strings.Cut(html, `<datalist id="known">`); strings.Count(known, "<option ") != len(ids) || len(ids) != 301 {
			t.Errorf("%s completes %d of %d releases", page, strings.Count(known, "<option "), len(ids))
		}
	}
	server := httptest.NewServer(preview.Handler(site))
	defer server.Close()
	cmd := exec.CommandContext(t.Context(), node, "picker.mjs", chromium, server.URL+"/relay/", "v1.0.1", "v1.0.2", "v2.10.0")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "as expected") {
		t.Errorf("picker.mjs: %v\n%s", err, out)
	}
}
