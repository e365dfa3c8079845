package preview

import (
	"bufio"
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

func pages(home string) fstest.MapFS {
	return fstest.MapFS{
		"index.html":    {Data: []byte("<html><head><title>t</title></head><body>" + home + "</body></html>")},
		"dm/index.html": {Data: []byte("<html><head></head><body>product</body></html>")},
		"404.html":      {Data: []byte("<html><head></head><body>lost</body></html>")},
		"data.json":     {Data: []byte("{}")},
		"_headers":      {Data: []byte("/*\n  X-All: yes\n")},
	}
}

func get(t *testing.T, h http.Handler, url string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", url, nil))
	return w
}

var seen = regexp.MustCompile(`data-seen="([0-9a-f]+)"`)

// seenAt is what a browser would say that it shows.
func seenAt(t *testing.T, h http.Handler, url string) string {
	t.Helper()
	m := seen.FindStringSubmatch(get(t, h, url).Body.String())
	if m == nil {
		t.Fatalf("%s does not listen: %s", url, get(t, h, url).Body)
	}
	return m[1]
}

func TestLivePagesListen(t *testing.T) {
	l := NewLive()
	if body := get(t, l, "/dm/").Body.String(); !strings.Contains(body, "not built yet") || !seen.MatchString(body) {
		t.Errorf("before the first site a page says so and listens, got %q", body)
	}
	l.Show(pages("one"), nil)
	w := get(t, l, "/")
	if !strings.Contains(w.Body.String(), "live.js") || w.Header().Get("X-All") != "yes" {
		t.Errorf("a page listens and has the headers of the site: %v %s", w.Header(), w.Body)
	}
	if w := get(t, l, "/nowhere"); w.Code != 404 || !strings.Contains(w.Body.String(), "live.js") {
		t.Errorf("the page for what is not there listens too: %d %s", w.Code, w.Body)
	}
	if got := get(t, l, "/data.json").Body.String(); got != "{}" {
		t.Errorf("what is no page stays as it is, got %q", got)
	}
	for _, asset := range []string{"live.js", "live.css"} {
		if w := get(t, l, ours+asset); w.Code != 200 || w.Body.Len() == 0 {
			t.Errorf("%s: %d", asset, w.Code)
		}
	}
}

// events opens a connection as a browser does and gives what it is told.
func events(t *testing.T, server *httptest.Server, page, seen string) <-chan string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, "GET", server.URL+ours+"events?page="+page+"&seen="+seen, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	lines := make(chan string, 20)
	go func() {
		defer close(lines)
		for s := bufio.NewScanner(resp.Body); s.Scan(); {
			if s.Text() != "" {
				lines <- s.Text()
			}
		}
	}()
	return lines
}

func TestLiveTellsOnlyPagesThatChanged(t *testing.T) {
	l := NewLive()
	l.Show(pages("one"), nil)
	server := httptest.NewServer(l)
	t.Cleanup(server.Close)
	home := events(t, server, "/", seenAt(t, l, "/"))
	product := events(t, server, "/dm/", seenAt(t, l, "/dm/"))
	for _, tab := range []<-chan string{home, product} {
		if e := <-tab; e != "event: state" {
			t.Fatalf("a page that is as it should be is told the state, got %q", e)
		}
		<-tab
	}
	l.Show(pages("two"), []Fault{{File: "dm/a.md", Line: 3, Column: 1, Severity: "warning", Code: "UG301", Message: "differs"}})
	if e := <-home; e != "event: reload" {
		t.Errorf("a page that changed reloads, got %q", e)
	}
	if e := <-product; e != "event: state" {
		t.Errorf("a page that did not change stays, got %q", e)
	}
	if data := <-product; !strings.Contains(data, `"file":"dm/a.md","line":3`) {
		t.Errorf("the state names the fault and its line, got %q", data)
	}
}

func TestLiveKeepsTheLastGoodSite(t *testing.T) {
	l := NewLive()
	l.Show(pages("one"), nil)
	l.Show(nil, []Fault{{File: "dm/a.md", Line: 1, Severity: "error", Message: "broken"}})
	if got := get(t, l, "/").Body.String(); !strings.Contains(got, "one") {
		t.Errorf("the site before must stay, got %q", got)
	}
	server := httptest.NewServer(l)
	t.Cleanup(server.Close)
	late := events(t, server, "/", seenAt(t, l, "/"))
	<-late
	if data := <-late; !strings.Contains(data, "broken") {
		t.Errorf("a page that is opened later is told what is wrong, got %q", data)
	}
	stale := events(t, server, "/", "0123456789abcdef")
	if e := <-stale; e != "event: reload" {
		t.Errorf("a page that shows something else reloads at once, got %q", e)
	}
}

// fails is a site of which one page cannot be made.
type fails struct {
	fstest.MapFS
	fault Fault
}

func (f fails) Open(name string) (fs.File, error) {
	if name == "dm/index.html" {
		return nil, &Broken{f.fault}
	}
	return f.MapFS.Open(name)
}

func (f fails) ReadFile(name string) ([]byte, error) {
	if name == "dm/index.html" {
		return nil, &Broken{f.fault}
	}
	return f.MapFS.ReadFile(name)
}

// A page that cannot be made says why, stays while that is so, and reloads when
// something else is wrong or nothing is.
func TestLiveShowsWhyAPageIsBroken(t *testing.T) {
	l := NewLive()
	server := httptest.NewServer(l)
	t.Cleanup(server.Close)
	broken := fails{pages("one"), Fault{File: "look/x.tmpl", Line: 3, Column: 4, Severity: "error", Code: "UG407", Message: "no <field>"}}
	l.Show(broken, nil)
	w := get(t, l, "/dm/")
	if body := w.Body.String(); w.Code != 500 || !strings.Contains(body, "look/x.tmpl:3:4") || !strings.Contains(body, "no &lt;field&gt;") {
		t.Errorf("got %d %s", w.Code, body)
	}
	told := events(t, server, "/dm/", seenAt(t, l, "/dm/"))
	if got := <-told; got != "event: state" {
		t.Errorf("a page that is as broken as before is told %q", got)
	}
	<-told // the faults
	broken.fault.Line = 5
	l.Show(broken, nil)
	if got := <-told; got != "event: reload" {
		t.Errorf("a page that is broken elsewhere is told %q", got)
	}
	told = events(t, server, "/dm/", seenAt(t, l, "/dm/"))
	<-told
	<-told
	l.Show(pages("one"), nil)
	if got := <-told; got != "event: reload" {
		t.Errorf("a page that is mended is told %q", got)
	}
}
