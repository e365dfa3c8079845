package run

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// network answers requests one after the other by its own list.
type network struct {
	answers []func(*http.Request) (*http.Response, error)
	asked   int
}

func (n *network) RoundTrip(r *http.Request) (*http.Response, error) {
	n.asked++
	return n.answers[min(n.asked, len(n.answers))-1](r)
}

func status(code int, header ...string) func(*http.Request) (*http.Response, error) {
	return func(r *http.Request) (*http.Response, error) {
		h := http.Header{}
		for i := 0; i+1 < len(header); i += 2 {
			h.Set(header[i], header[i+1])
		}
		return &http.Response{StatusCode: code, Status: fmt.Sprint(code, " ", http.StatusText(code)), Header: h,
			Body: io.NopCloser(strings.NewReader("")), Request: r}, nil
	}
}

func hangs(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func breaks(*http.Request) (*http.Response, error) {
	return nil, errors.New("connection reset by peer")
}

// The pauses between attempts double, a server's wish for a longer one is
// followed within bounds, and what cannot become better is not tried again.
func TestFetchingIsTriedAgain(t *testing.T) {
	site := newSite(t, guide(t, fiveSteps()), newKey(t), nil)
	type answers = []func(*http.Request) (*http.Response, error)
	for _, tt := range []struct {
		name    string
		answers answers
		took    time.Duration
		asked   int
		code    int
	}{
		{"at once", answers{site.RoundTrip}, 0, 2, 0},
		{"at the third time", answers{status(503), breaks, site.RoundTrip}, 1500 * time.Millisecond, 4, 0},
		{"never", answers{status(502)}, 3500 * time.Millisecond, 4, ExitUsage},
		{"not found", answers{status(404)}, 0, 1, ExitUsage},
		{"forbidden", answers{status(403)}, 0, 1, ExitUsage},
		{"asked to wait", answers{status(429, "Retry-After", "7"), site.RoundTrip}, 7 * time.Second, 3, 0},
		{"asked to wait for ever", answers{status(503, "Retry-After", "99999"), site.RoundTrip}, longestPause, 3, 0},
		{"no answer", answers{hangs, site.RoundTrip}, fetchTime + fetchPause, 3, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				n := &network{answers: tt.answers}
				env := &Env{Now: time.Now, Network: n, Dir: dir, Getenv: func(string) string { return "" }}
				begin := time.Now()
				_, err := CatalogQuery{Path: "https://example.org", Base: dir}.Load(env)
				if CodeOf(err) != tt.code {
					t.Errorf("ended with %v, want %d", err, tt.code)
				}
				if took := time.Since(begin); took != tt.took {
					t.Errorf("it took %s, want %s", took, tt.took)
				}
				if n.asked != tt.asked {
					t.Errorf("asked %d times, want %d", n.asked, tt.asked)
				}
			})
		})
	}
}

func TestFetchingEndsWithASignal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		signals := make(chan os.Signal, 1)
		env := &Env{Now: time.Now, Network: &network{answers: []func(*http.Request) (*http.Response, error){breaks}},
			Getenv: func(string) string { return "" }, Signals: signals}
		signals <- syscall.SIGINT
		_, err := CatalogQuery{Path: "https://example.org"}.Load(env)
		wantCode(t, err, 130)
	})
}

func TestFetchingStaysWhereItIs(t *testing.T) {
	site := newSite(t, guide(t, fiveSteps()), newKey(t), nil)
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	files := func(w http.ResponseWriter, r *http.Request) {
		data, ok := site[strings.TrimPrefix(r.URL.Path, "/")]
		if !ok {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write(data)
	}
	for _, tt := range []struct {
		name   string
		handle func(w http.ResponseWriter, r *http.Request)
		code   int
		says   string
	}{
		{"as it is", files, 0, ""},
		{"moved on the same host", func(w http.ResponseWriter, r *http.Request) {
			if !strings.HasPrefix(r.URL.Path, "/new/") {
				http.Redirect(w, r, "/new"+r.URL.Path, http.StatusFound)
				return
			}
			r.URL.Path = strings.TrimPrefix(r.URL.Path, "/new")
			files(w, r)
		}, 0, ""},
		{"to another host", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, other.URL+r.URL.Path, http.StatusFound)
		}, ExitUntrusted, "another place"},
		{"to another scheme", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://"+r.Host+r.URL.Path, http.StatusFound)
		}, ExitUntrusted, "another place"},
		{"to a file", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		}, ExitUntrusted, "another place"},
		{"round and round", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) }, ExitUntrusted, "on and on"},
		{"without an end", func(w http.ResponseWriter, _ *http.Request) {
			chunk := make([]byte, 1<<16)
			for range maxManifest/len(chunk) + 2 {
				_, _ = w.Write(chunk)
			}
		}, ExitUsage, "more than"},
		{"another product", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/"+manifestName {
				fmt.Fprint(w, `{"products":[{"id":"../../etc"},{"id":"a"},{"id":"b"}],"files":[]}`)
			}
		}, ExitUsage, "several products"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(tt.handle))
			defer server.Close()
			env := &Env{Now: time.Now, Getenv: func(string) string { return "" }}
			_, err := CatalogQuery{Path: server.URL}.Load(env)
			if CodeOf(err) != tt.code || err != nil && !strings.Contains(err.Error(), tt.says) {
				t.Errorf("ended with %d (%v), want %d", CodeOf(err), err, tt.code)
			}
		})
	}
}

func TestAddressesOfSites(t *testing.T) {
	for in, want := range map[string]string{
		"https://example.org": "https://example.org/", "https://example.org/docs/": "https://example.org/docs/",
		"https://example.org/docs/v1/tool/compat.json": "https://example.org/docs/ tool",
		"https://example.org/docs/v1/manifest.json":    "https://example.org/docs/",
		"https://u:secret@example.org/x":               "https://u:xxxxx@example.org/x/",
		"ftp://example.org":                            "", "https://": "", "https://example.org/?a=b": "", "https://example.org/compat.json": "", "file:///etc": "",
	} {
		s, err := parseSite(in)
		got := strings.TrimSpace(func() string {
			if err != nil {
				return ""
			}
			return s.base() + " " + s.product
		}())
		if got != want {
			t.Errorf("%s is read as %q, want %q", in, got, want)
		}
	}
}
