package e2e

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
)

// kindsOfPages is one page of each kind.
var kindsOfPages = []string{
	"/", "/dm/", "/dm/releases/", "/dm/releases/v1.0.5/", "/dm/upgrade/", "/dm/upgrade/v1.0.0-10-geb2889c9/v1.0.5/", "/dm/compare/v1.0.1...v1.0.5/",
	"/dm/changelog/", "/dm/types/", "/dm/types/added/", "/dm/components/", "/dm/errors/", "/whats-new/", "/feeds/", "/scripts/", "/api/",
	"/search/?q=1.0.4", "/about/", "/reading-a-path/", "/404.html", "/zh/dm/", "/zh/dm/upgrade/v1.0.1/v1.0.5/",
}

// gate is what a browser and axe say of one page.
type gate struct {
	Path       string
	Axe        []string
	CSP        int
	Console    []string
	Requests   int
	Bytes      int
	Script     int
	Same       bool
	Difference []int
	Overflow   []string
}

// gates is the folder of the checkers, with what npm installed in it; the test
// skips where that is not done.
func gates(t *testing.T, program string) string {
	t.Helper()
	if !long() {
		t.Skip("UPGRAPH_LONG is not set")
	}
	dir := filepath.Join(root(), "internal", "tools", "gates")
	if _, err := os.Stat(filepath.Join(dir, "node_modules", program)); err != nil {
		t.Skipf("%s is not installed in internal/tools/gates: `make e2e` does that where npm is", program)
	}
	return dir
}

// gateSite serves our own site under its own address, packed as hosts do.
func gateSite(t *testing.T) (site string, server *httptest.Server) {
	t.Helper()
	server = httptest.NewUnstartedServer(nil)
	base := "http://" + server.Listener.Addr().String() + "/"
	site = filepath.Join(t.TempDir(), "public")
	must(t, root(), "upgraph", "build", "--content", ownContent(), "--out", site, "--base-url", base)
	server.Config.Handler = packed(newHost(t, site))
	server.Start()
	t.Cleanup(server.Close)
	return site, server
}

// packed compresses text on its way.
func packed(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text := strings.HasSuffix(r.URL.Path, "/") || slices.Contains([]string{".html", ".js", ".css", ".json", ".txt"}, filepath.Ext(r.URL.Path))
		if !text || !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		z, _ := gzip.NewWriterLevel(w, gzip.BestCompression) // the level is valid
		defer z.Close()
		h.ServeHTTP(packedWriter{w, z}, r)
	})
}

type packedWriter struct {
	http.ResponseWriter
	z io.Writer
}

func (w packedWriter) WriteHeader(status int) {
	w.Header().Del("Content-Length")
	w.ResponseWriter.WriteHeader(status)
}

func (w packedWriter) Write(b []byte) (int, error) { return w.z.Write(b) }

// TestGatesInBrowser opens a page of each kind in light, in dark and on a narrow
// screen: nothing for axe to find up to AAA, no violation of the policy, a quiet
// console, no sideways scrolling, the same text and links without JavaScript,
// and the budgets.
func TestGatesInBrowser(t *testing.T) {
	dir := gates(t, "axe-core")
	chromium, node := tool(t, "chromium"), tool(t, "node")
	_, server := gateSite(t)
	cmd := exec.CommandContext(t.Context(), node, append([]string{"gates.mjs", chromium, server.URL}, kindsOfPages...)...)
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("gates.mjs: %v\n%s", err, stderrOf(err))
	}
	var table bytes.Buffer
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "page\trequests\tbytes\tscript\taxe\tpolicy\tconsole\tsame without script")
	n := 0
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); n++ {
		var g gate
		if err := json.Unmarshal(lines.Bytes(), &g); err != nil {
			t.Fatalf("read %q: %v", lines.Text(), err)
		}
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%v\n", g.Path, g.Requests, g.Bytes, g.Script, len(g.Axe), g.CSP, len(g.Console), g.Same)
		g.check(t)
	}
	w.Flush()
	t.Logf("\n%s", table.String())
	if n != len(kindsOfPages) {
		t.Errorf("%d of %d pages were looked at", n, len(kindsOfPages))
	}
}

// check holds a page against the gates. The search page fetches engine and
// index as well.
func (g gate) check(t *testing.T) {
	t.Helper()
	search := strings.HasPrefix(g.Path, "/search/")
	bytes, script := 15<<10, 6<<10
	switch {
	case strings.Contains(g.Path, "/releases/v"):
		bytes = 10 << 10
	case search:
		bytes, script = 48<<10, 12<<10
	}
	for _, c := range []struct {
		bad  bool
		what string
	}{
		{len(g.Axe) > 0, strings.Join(g.Axe, "\n  ")},
		{g.CSP > 0, "the policy is violated"},
		{len(g.Console) > 0, "console: " + strings.Join(g.Console, "; ")},
		{len(g.Overflow) > 0, "scrolls sideways at " + strings.Join(g.Overflow, ", ")},
		{!g.Same && !strings.HasPrefix(g.Path, "/404"), fmt.Sprintf("text or links differ without JavaScript: %v", g.Difference)},
		{g.Requests > 6 && !search, fmt.Sprintf("%d requests", g.Requests)},
		{g.Bytes > bytes, fmt.Sprintf("%d bytes, more than %d", g.Bytes, bytes)},
		{g.Script > script, fmt.Sprintf("%d bytes of JavaScript, more than %d", g.Script, script)},
	} {
		if c.bad {
			t.Errorf("%s: %s", g.Path, c.what)
		}
	}
}

func stderrOf(err error) string {
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return string(exit.Stderr)
	}
	return ""
}

// TestGateBehaviour uses the site as a reader does: picker, pasted output, ticks,
// search by keyboard, facets, and the picker without JavaScript.
func TestGateBehaviour(t *testing.T) {
	dir := gates(t, "playwright-core")
	chromium, node := tool(t, "chromium"), tool(t, "node")
	_, server := gateSite(t)
	cmd := exec.CommandContext(t.Context(), node, "behaviour.mjs", chromium, server.URL)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "as expected") {
		t.Errorf("behaviour.mjs: %v\n%s", err, out)
	}
}

// TestGateValidHTML has the Nu checker read every page; a warning is an error.
func TestGateValidHTML(t *testing.T) {
	dir, java := gates(t, "vnu-jar"), tool(t, "java")
	site, _ := gateSite(t)
	var pages []string
	err := filepath.WalkDir(site, func(p string, d fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(p) == ".html" {
			pages = append(pages, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	jar := filepath.Join(dir, "node_modules", "vnu-jar", "build", "dist", "vnu.jar")
	out, err := exec.CommandContext(t.Context(), java, append([]string{"-jar", jar, "--Werror"}, pages...)...).CombinedOutput()
	if err != nil {
		t.Errorf("vnu: %v\n%s", err, out)
	}
	t.Logf("%d pages are valid", len(pages))
}

// TestGateLinks follows every link of the site, fragments included.
func TestGateLinks(t *testing.T) {
	dir, node := gates(t, "linkinator"), tool(t, "node")
	_, server := gateSite(t)
	cmd := exec.CommandContext(t.Context(), node, filepath.Join("node_modules", "linkinator", "build", "src", "cli.js"), server.URL+"/", "--recurse", "--check-fragments", "--format", "json",
		"--concurrency", "4", "--skip", `^https?://(?!127\.0\.0\.1)`)
	cmd.Dir = dir
	out, err := cmd.Output()
	var report struct {
		Passed bool
		Links  []struct{ URL, State, Parent string }
	}
	if json.Unmarshal(out, &report) != nil || len(report.Links) < 100 {
		t.Fatalf("linkinator: %v\n%s%s", err, out, stderrOf(err))
	}
	for _, l := range report.Links {
		if l.State == "BROKEN" {
			t.Errorf("%s, linked from %s, is broken", l.URL, l.Parent)
		}
	}
	t.Logf("%d links", len(report.Links))
}

// lighthouse gives the scores of a page by category. On a machine that is busy it
// may miss the start of a page, and is asked again.
func lighthouse(t *testing.T, dir, node, chromium, url string) map[string]int {
	t.Helper()
	var out []byte
	var err error
	for range 3 {
		cmd := exec.CommandContext(t.Context(), node, filepath.Join("node_modules", "lighthouse", "cli", "index.js"), url, "--quiet", "--output", "json",
			"--max-wait-for-load=90000", "--chrome-flags=--headless=new --no-sandbox --disable-gpu")
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "CHROME_PATH="+chromium)
		if out, err = cmd.Output(); err == nil {
			break
		}
	}
	var report struct {
		Categories map[string]struct{ Score float64 }
	}
	if err != nil || json.Unmarshal(out, &report) != nil {
		t.Fatalf("lighthouse %s: %v\n%s", url, err, stderrOf(err))
	}
	scores := map[string]int{}
	for name, c := range report.Categories {
		scores[name] = int(c.Score*100 + .5)
	}
	return scores
}

// TestGateLighthouse asks for 100 in accessibility, best practices and search
// engines, and for at least 99 in performance, the median of five.
func TestGateLighthouse(t *testing.T) {
	dir, node := gates(t, "lighthouse"), tool(t, "node")
	chromium := tool(t, "chromium")
	_, server := gateSite(t)
	for _, page := range []string{"/dm/", "/dm/releases/v1.0.5/", "/dm/upgrade/v1.0.1/v1.0.5/", "/dm/changelog/"} {
		scores := map[string][]int{}
		for range 5 {
			for name, score := range lighthouse(t, dir, node, chromium, server.URL+page) {
				scores[name] = append(scores[name], score)
			}
		}
		for name, want := range map[string]int{"accessibility": 100, "best-practices": 100, "seo": 100, "performance": 99} {
			slices.Sort(scores[name])
			if len(scores[name]) != 5 || scores[name][2] < want {
				t.Errorf("%s: %s %v, want a median of %d", page, name, scores[name], want)
			}
		}
		t.Logf("%s: %v", page, scores)
	}
}
