package e2e

import (
	"bytes"
	"context"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// host serves a site as a static host does that honours _headers, and remembers
// which files it was asked for and did not have.
type host struct {
	http.Handler
	mu      sync.Mutex
	missing []string
}

func newHost(t *testing.T, site string) *host {
	t.Helper()
	h := &host{}
	rules := headerRules(read(t, filepath.Join(site, "_headers")))
	files := http.FileServer(http.Dir(site))
	h.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, rule := range rules {
			if ok, _ := path.Match(rule.pattern, r.URL.Path); ok || rule.pattern == "/*" {
				w.Header().Set(rule.name, rule.value)
			}
		}
		if _, err := os.Stat(filepath.Join(site, filepath.FromSlash(path.Clean(r.URL.Path)))); err != nil {
			h.mu.Lock()
			h.missing = append(h.missing, r.URL.Path)
			h.mu.Unlock()
		}
		files.ServeHTTP(w, r)
	})
	return h
}

// headerRule is one header of _headers.
type headerRule struct{ pattern, name, value string }

func headerRules(text string) []headerRule {
	var rules []headerRule
	pattern := ""
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		name, value, ok := strings.Cut(line, ":")
		if !strings.HasPrefix(line, " ") {
			pattern = line
		} else if ok {
			rules = append(rules, headerRule{pattern, strings.TrimSpace(name), strings.TrimSpace(value)})
		}
	}
	return rules
}

// browse opens a page in Chromium, takes a picture of it, and gives what was
// written to its console.
func browse(t *testing.T, chromium, url, picture, size string) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--enable-logging=stderr",
		"--user-data-dir="+t.TempDir(), "--window-size="+size, "--virtual-time-budget=4000", "--screenshot="+picture, url)
	var out bytes.Buffer
	cmd.Stderr = &out
	if err := cmd.Run(); err != nil {
		t.Fatalf("chromium %s: %v\n%s", url, err, out.String())
	}
	var console []string
	for _, m := range regexp.MustCompile(`(?m)^\[[^\]]*:CONSOLE:?\S*\] (.*)$`).FindAllStringSubmatch(out.String(), -1) {
		console = append(console, m[1])
	}
	return console
}

// TestPagesInABrowser opens a page of each kind under the site's own security
// policy. Nothing may be written to the console, nothing may be missing, and
// something must be seen.
func TestPagesInABrowser(t *testing.T) {
	t.Parallel()
	chromium := tool(t, "chromium")
	h := newHost(t, ownSite(t))
	server := httptest.NewServer(h)
	defer server.Close()
	pictures := t.ArtifactDir()
	for _, page := range []struct{ name, url, size string }{
		{"home", "/", "1280,900"},
		{"product", "/dm/", "1280,1200"},
		{"release", "/dm/releases/v1.0.5/", "1280,1600"},
		{"path", "/dm/upgrade/v1.0.1/v1.0.5/", "1280,1600"},
		{"path-phone", "/dm/upgrade/v1.0.1/v1.0.5/", "400,1600"},
		{"search", "/search/?q=1.0.4", "1280,900"},
		{"chinese", "/zh/dm/releases/v1.0.0-rc.1-12-gaa39ff9/", "1280,1200"},
		{"plain", "/reading-a-path/", "1280,1200"},
	} {
		t.Run(page.name, func(t *testing.T) {
			picture := filepath.Join(pictures, page.name+".png")
			for _, line := range browse(t, chromium, server.URL+page.url, picture, page.size) {
				t.Errorf("console: %s", line)
			}
			if n := colours(t, picture); n < 8 {
				t.Errorf("the page shows %d colours, it seems to be blank", n)
			}
		})
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, p := range h.missing {
		if p != "/favicon.ico" {
			t.Errorf("missing: %s", p)
		}
	}
}

// colours counts the colours of a picture.
func colours(t *testing.T, file string) int {
	t.Helper()
	img, err := png.Decode(strings.NewReader(read(t, file)))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[[3]uint32]bool{}
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y++ {
		for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x++ {
			r, g, b, _ := img.At(x, y).RGBA()
			seen[[3]uint32{r, g, b}] = true
		}
	}
	return len(seen)
}
