package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// author is the person who writes a guide with `upgraph serve` beside, played
// by the test.
type author struct {
	t    *testing.T
	dir  string // content folder
	site string // address, without the slash at its end
}

const servedGuide = "---\ntitle: Tool\n---\n\n## Upgrade to v1.1.0\n\n- Faster start\n\n## Upgrade to v1.0.0\n\n- First words\n"

// newAuthor starts serve over a folder with one guide.
func newAuthor(t *testing.T) *author {
	t.Helper()
	a := &author{t: t, dir: filepath.Join(t.TempDir(), "content")}
	a.save(servedGuide)
	cmd := command(t.TempDir(), nil, "upgraph", "serve", "--addr", "127.0.0.1:0", "--content", a.dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
			t.Errorf("serve ended by itself: %v", err)
		}
		_ = cmd.Wait() // ended by the signal
	})
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatal("serve does not say where it listens")
	}
	go func() { _, _ = io.Copy(io.Discard, out) }() // until it ends
	a.site = strings.TrimSuffix(strings.Fields(lines.Text())[0], "/")
	return a
}

func (a *author) guide() string { return filepath.Join(a.dir, "tool", "guide.md") }

// save writes the guide as editors do: beside it, and renamed.
func (a *author) save(text string) {
	a.t.Helper()
	write(a.t, a.guide()+"~", text)
	if err := os.Rename(a.guide()+"~", a.guide()); err != nil {
		a.t.Fatal(err)
	}
}

// page gives what a browser gets.
func (a *author) page(path string) string {
	a.t.Helper()
	resp, err := http.Get(a.site + path)
	if err != nil {
		a.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		a.t.Fatal(err)
	}
	if !strings.Contains(string(text), "not built yet") && !strings.Contains(resp.Header.Get("Content-Security-Policy"), "default-src 'none'") {
		a.t.Errorf("%s comes without the headers of production: %v", path, resp.Header)
	}
	return string(text)
}

// event is what a page was told.
type event struct {
	name   string
	Faults []struct {
		File, Severity, Message string
		Line                    int
	}
}

// listen connects as a page does.
func (a *author) listen(path string) <-chan event {
	a.t.Helper()
	m := regexp.MustCompile(`data-seen="(\w+)"`).FindStringSubmatch(a.page(path))
	if m == nil {
		a.t.Fatalf("%s does not listen", path)
	}
	ctx, cancel := context.WithCancel(a.t.Context())
	a.t.Cleanup(cancel)
	address := a.site + "/_upgraph/events?" + url.Values{"page": {path}, "seen": {m[1]}}.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		a.t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		a.t.Fatal(err)
	}
	events := make(chan event, 100)
	go func() {
		defer resp.Body.Close()
		var e event
		for s := bufio.NewScanner(resp.Body); s.Scan(); {
			if name, ok := strings.CutPrefix(s.Text(), "event: "); ok {
				e = event{name: name}
			} else if data, ok := strings.CutPrefix(s.Text(), "data: "); ok {
				_ = json.Unmarshal([]byte(data), &e) // what is missing fails the test
				events <- e
			}
		}
	}()
	return events
}

// until waits for an event of which want is true.
func (a *author) until(events <-chan event, what string, want func(event) bool) event {
	a.t.Helper()
	timeout := time.After(time.Minute)
	for {
		select {
		case e := <-events:
			if want(e) {
				return e
			}
		case <-timeout:
			a.t.Fatalf("no page was told: %s", what)
		}
	}
}

func TestServeFollowsTheAuthor(t *testing.T) {
	t.Parallel()
	a := newAuthor(t)
	const page = "/tool/releases/v1.1.0/"
	for deadline := time.Now().Add(time.Minute); !strings.Contains(a.page(page), "Faster start"); {
		if time.Now().After(deadline) {
			t.Fatalf("the guide is not shown: %s", a.page(page))
		}
		time.Sleep(10 * time.Millisecond)
	}
	changed, other := a.listen(page), a.listen("/tool/releases/v1.0.0/")

	a.save(strings.Replace(servedGuide, "Faster start", "Slower start", 1))
	a.until(changed, "reload", func(e event) bool { return e.name == "reload" })
	if !strings.Contains(a.page(page), "Slower start") {
		t.Error("the page that was told to reload shows the old text")
	}

	changed = a.listen(page)
	a.save("---\ntitle: A\ntitle: B\n---\n" + servedGuide)
	e := a.until(changed, "what is wrong", func(e event) bool { return len(e.Faults) > 0 })
	if f := e.Faults[0]; !strings.HasSuffix(f.File, "tool/guide.md") || f.Line != 3 || f.Severity != "error" {
		t.Errorf("the fault must name file and line: %+v", e)
	}
	if !strings.Contains(a.page(page), "Slower start") {
		t.Error("while something is wrong the last good site stays")
	}

	if err := os.RemoveAll(a.dir); err != nil {
		t.Fatal(err)
	}
	a.until(changed, "that the folder is gone", func(e event) bool { return len(e.Faults) > 0 && strings.Contains(e.Faults[0].Message, "content") })
	a.save(strings.Replace(servedGuide, "Faster start", "Third start", 1))
	a.until(changed, "reload", func(e event) bool { return e.name == "reload" })

	for {
		select {
		case e := <-other:
			if e.name == "reload" {
				t.Error("a page that no change touched was told to reload")
			}
			continue
		default:
		}
		break
	}
}

// TestServeInABrowser measures from the rename that ends a save to the new text
// on the screen, and looks at the fault over the page.
func TestServeInABrowser(t *testing.T) {
	dir := gates(t, "playwright-core")
	chromium, node := tool(t, "chromium"), tool(t, "node")
	a := newAuthor(t)
	cmd := exec.CommandContext(t.Context(), node, "serve.mjs", chromium, a.site+"/tool/releases/v1.1.0/", a.guide(), "Faster start")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "as expected") {
		t.Errorf("serve.mjs: %v\n%s", err, out)
	}
	t.Logf("%s", out)
}
