package preview

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
)

// ours is the folder of addresses that belong to the preview and not to the
// site.
const ours = "/_upgraph/"

//go:embed live.js live.css
var liveAssets embed.FS

// Fault is a finding as a page shows it. Severity is error, warning or info;
// Line and Column count from 1, 0 where there is none; Source is the line
// itself.
type Fault struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Severity string `json:"severity"`
	Code     string `json:"code"`
	Message  string `json:"message"`
	Hint     string `json:"hint,omitempty"`
	Source   string `json:"source,omitempty"`
}

// Live serves a site that changes. Its pages carry a script that listens: a
// page reloads when its own bytes change, and shows the faults of the newest
// attempt to build.
type Live struct {
	mu     sync.Mutex
	root   fs.FS // nil before the first site
	state  []byte
	tabs   map[*tab]bool
	assets http.Handler
	pages  http.Handler
}

// tab is a page in a browser.
type tab struct {
	page, seen string      // path of its address, digest of what it shows
	events     chan string // what it is to be told; the newest replaces an older one
}

// NewLive returns a server that has nothing to show yet.
func NewLive() *Live {
	l := &Live{tabs: map[*tab]bool{}, state: []byte(`{"faults":[]}`)}
	l.assets = http.StripPrefix(ours, http.FileServerFS(liveAssets))
	l.pages = site(func() fs.FS {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.root == nil {
			return waiting{}
		}
		return listening{l.root}
	})
	return l
}

// Show puts a new site in the place of the one before, with the faults that did
// not keep it from being built. Of a nil root the site before stays.
func (l *Live) Show(root fs.FS, faults []Fault) {
	if faults == nil {
		faults = []Fault{}
	}
	state, err := json.Marshal(map[string]any{"faults": faults})
	if err != nil {
		return // texts and numbers always encode
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.state = state
	if root != nil {
		l.root = root
	}
	for t := range l.tabs {
		t.tell(l.event(t))
	}
}

// event is what a tab has to do. It is called with l.mu held.
func (l *Live) event(t *tab) string {
	if l.root != nil && digestOf(l.root, t.page) != t.seen {
		return "event: reload\ndata: {}\n\n"
	}
	return "event: state\ndata: " + string(l.state) + "\n\n"
}

// tell leaves a message; of two that were not fetched yet the newer remains.
func (t *tab) tell(event string) {
	select {
	case <-t.events:
	default:
	}
	t.events <- event
}

func (l *Live) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == ours+"events":
		l.listen(w, r)
	case strings.HasPrefix(r.URL.Path, ours):
		w.Header().Set("Cache-Control", "no-store")
		l.assets.ServeHTTP(w, r)
	default:
		w.Header().Set("Cache-Control", "no-store")
		l.pages.ServeHTTP(w, r)
	}
}

// listen keeps a tab informed until it is closed.
func (l *Live) listen(w http.ResponseWriter, r *http.Request) {
	flusher, ok := w.(http.Flusher)
	if !ok {
		http.Error(w, "this connection cannot be kept open", http.StatusNotImplemented)
		return
	}
	t := &tab{page: r.URL.Query().Get("page"), seen: r.URL.Query().Get("seen"), events: make(chan string, 1)}
	l.mu.Lock()
	l.tabs[t] = true
	t.tell(l.event(t))
	l.mu.Unlock()
	defer func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.tabs, t)
	}()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	for {
		select {
		case <-r.Context().Done():
			return
		case event := <-t.events:
			if _, err := fmt.Fprint(w, event); err != nil {
				return
			}
			flusher.Flush()
		}
	}
}

// digestOf is the digest of what an address shows; that of the 404 page where
// there is nothing.
func digestOf(root fs.FS, page string) string {
	content, err := fs.ReadFile(root, fileName(page))
	if b, ok := errors.AsType[*Broken](err); ok {
		return b.digest()
	}
	if err != nil {
		content, err = missing(root, fileName(page))
	}
	if err != nil {
		return ""
	}
	return digest(content)
}

func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:8])
}

// listening is a site whose pages listen for changes.
type listening struct{ fs.FS }

// ReadFile gives a file; a page has the script in its head.
func (l listening) ReadFile(name string) ([]byte, error) {
	content, err := fs.ReadFile(l.FS, name)
	if err != nil || path.Ext(name) != ".html" {
		return content, err
	}
	return withScript(content), nil
}

// Open is ReadFile as a file, and gives folders as they are.
func (l listening) Open(name string) (fs.File, error) {
	f, err := l.FS.Open(name)
	if err != nil || path.Ext(name) != ".html" {
		return f, err
	}
	info, err := f.Stat()
	if err != nil || info.IsDir() {
		return f, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	content, err := l.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return NewFile(name, content), nil
}

// withScript puts the script and its style into the head of a page, with the
// digest of the page, by which the browser says what it shows.
func withScript(page []byte) []byte { return withScriptOf(page, digest(page)) }

func withScriptOf(page []byte, seen string) []byte {
	tags := `<link rel="stylesheet" href="` + ours + `live.css"><script src="` + ours + `live.js" data-seen="` + seen + `" defer></script>`
	head := []byte("</head>")
	at := bytes.Index(page, head)
	if at < 0 {
		return append([]byte(tags), page...)
	}
	return bytes.Join([][]byte{page[:at], page[at:]}, []byte(tags))
}

// waiting is the site before the first build that worked: one page that listens.
type waiting struct{}

func (waiting) Open(name string) (fs.File, error) {
	if name == "." {
		return NewFile(name, nil), nil
	}
	if path.Ext(name) != ".html" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Not built yet</title></head>` +
		`<body><p>The site is not built yet. This page shows it, or what is wrong, as soon as that is known.</p></body></html>`
	return NewFile(name, withScript([]byte(page))), nil
}
