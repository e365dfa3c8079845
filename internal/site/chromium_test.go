package site

import (
	"context"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"upgraph/internal/doc"
	"upgraph/internal/search"
)

// strict is the policy that the site is served under, with reports.
const strict = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; " +
	"require-trusted-types-for 'script'; trusted-types 'none'; report-uri /csp"

// violations counts what browsers report.
type violations struct {
	mu      sync.Mutex
	reports []string
}

// serve serves a site under the strict policy.
func serve(t *testing.T, files map[string]string) (*httptest.Server, *violations) {
	t.Helper()
	v := &violations{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/csp" {
			body, _ := io.ReadAll(io.LimitReader(r.Body, 4096))
			v.mu.Lock()
			v.reports = append(v.reports, string(body))
			v.mu.Unlock()
			return
		}
		name := strings.TrimPrefix(r.URL.Path, "/")
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		content, ok := files[name]
		w.Header().Set("Content-Security-Policy", strict)
		w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
		if !ok {
			w.WriteHeader(http.StatusNotFound)
		}
		_, _ = io.WriteString(w, content)
	}))
	t.Cleanup(s.Close)
	return s, v
}

// whole is the site as files: pages, assets and search index.
func whole(t *testing.T, in *Input) map[string]string {
	t.Helper()
	files := render(t, in)
	for _, a := range Assets(in.Theme) {
		files[a.Path] = string(a.Content)
	}
	for _, f := range search.Build(engine(t, in), Entries(in)) {
		files[f.Path] = string(f.Content)
	}
	return files
}

// chromium runs the browser once; it skips where there is none.
func chromium(t *testing.T, args ...string) string {
	t.Helper()
	bin, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not installed")
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	flags := []string{"--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--hide-scrollbars", "--user-data-dir=" + t.TempDir()}
	out, err := exec.CommandContext(ctx, bin, append(flags, args...)...).Output()
	if err != nil {
		t.Fatalf("run chromium %v: %v", args, err)
	}
	return string(out)
}

// Screenshots of the main pages are kept with `go test -artifacts`; the browser
// must report no violation of the policy on the way.
func TestScreenshots(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser takes its time: not in short mode")
	}
	files := whole(t, fixture(t))
	server, found := serve(t, files)
	dir := t.ArtifactDir()
	for _, shot := range []struct{ name, page, size string }{
		{"path", "dm/upgrade/v1.0.1/v1.0.5/", "1280,1600"},
		{"release-phone", "dm/releases/v1.0.3/", "500,1600"},
		{"home-zh", "zh/dm/", "1280,1200"},
	} {
		file := filepath.Join(dir, shot.name+".png")
		chromium(t, "--screenshot="+file, "--window-size="+shot.size, server.URL+"/"+shot.page)
		if info, err := os.Stat(file); err != nil || info.Size() < 10_000 {
			t.Errorf("%s: no picture of a page: %v", shot.name, err)
		}
	}
	found.mu.Lock()
	defer found.mu.Unlock()
	for _, r := range found.reports {
		t.Errorf("the policy was violated: %s", r)
	}
}

// The search page answers a version with its release first, under the policy.
func TestSearchInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser takes its time: not in short mode")
	}
	files := whole(t, fixture(t))
	server, _ := serve(t, maps.Clone(files))
	for address, wants := range map[string][]string{
		"/search/?q=1.0.4":                            {"result", "dm/releases/v1.0.4/\">v1.0.4"},
		"/search/?type=change&to=v1.0.3":              {"result", "dm/releases/v1.0."},
		"/search/?q=v1.0.4+relay.meta":                {"result", "<mark>relay.meta</mark>"},
		"/zh/search/?q=%E5%8D%87%E7%BA%A7+v1.0.3":     {"zh/dm/releases/v1.0.3/\">v1.0.3"},
		"/search/?q=v1.0.9&component=nosuchcomponent": {"Nothing"},
	} {
		dom := chromium(t, "--virtual-time-budget=5000", "--dump-dom", server.URL+address)
		_, results, ok := strings.Cut(dom, `id="found"`)
		if !ok {
			t.Fatalf("%s has no place for results", address)
		}
		for _, want := range wants {
			if !strings.Contains(results, want) {
				t.Errorf("%s has no %q: %.300s", address, want, results)
			}
		}
	}
}

// A browser sees the tree that was written and no other, whatever a guide holds:
// what no element of it begins or ends the browser does not begin or end either,
// and nothing is run.
func TestHostileInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser takes its time: not in short mode")
	}
	in := hostileSite(t)
	in.BaseURL = "https://docs.example.com/</script><script>alert(1)</script>/"
	source := "---\ntitle: \"</title><script>alert(1)</script>\"\nsummary: \"\\\" onload=alert(1) </script>\"\n---\n\n" + strings.Join(hostile, "\n\n")
	d, ds := doc.Parse("all.md", []byte(source))
	if d == nil {
		t.Fatal(ds)
	}
	in.Plain = append(in.Plain, &Plain{Doc: d, Language: "en", URL: "all/"})
	files := whole(t, in)
	for name := range files {
		if strings.HasPrefix(name, "a/site-") && strings.HasSuffix(name, ".js") {
			files[name] = "" // ours would add its buttons; this one the browser refuses
		}
	}
	server, found := serve(t, files)
	for _, page := range []string{"all/", "x/", ReleasePath("x", hostileIDs[7])} {
		dom := chromium(t, "--virtual-time-budget=3000", "--dump-dom", server.URL+"/"+page)
		want, got := elementNames(parse(t, page, files[page+"index.html"])), elementNames(parse(t, page, dom))
		if got != want {
			t.Errorf("%s: the browser sees\n%s\nwritten was\n%s", page, got, want)
		}
		if strings.ContainsAny(dom, "\x1b\u202e\u009b") {
			t.Errorf("%s holds controls", page)
		}
	}
	found.mu.Lock()
	defer found.mu.Unlock()
	for _, r := range found.reports {
		t.Errorf("the policy was violated: %s", r)
	}
}

// elementNames are the elements of a page in order, those that a browser adds by
// itself left out.
func elementNames(es []element) string {
	var names []string
	for _, e := range es {
		if e.name != "tbody" && e.name != "colgroup" {
			names = append(names, e.name)
		}
	}
	return strings.Join(names, " ")
}

func engine(t *testing.T, in *Input) search.Engine {
	t.Helper()
	e, err := SearchEngine(in)
	if err != nil {
		t.Fatal(err)
	}
	return e
}
