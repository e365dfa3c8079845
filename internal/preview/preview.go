// Package preview serves a built site the way its host will: with the headers
// of _headers, the redirects of _redirects and the site's own 404 page. What a
// browser does with the site here it does in production too.
//
// It must not build, and it never writes.
package preview

import (
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Handler serves the site in dir. The folder may be exchanged for another at
// any moment: every request reads it anew.
func Handler(dir string) http.Handler { return site(dir) }

type site string

func (s site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD are served", http.StatusMethodNotAllowed)
		return
	}
	root, err := os.OpenRoot(string(s))
	if err != nil {
		http.Error(w, "the site is not there: "+err.Error(), http.StatusServiceUnavailable)
		return
	}
	defer root.Close()
	for _, rule := range readHeaders(root) {
		rule.apply(r.URL.Path, w.Header())
	}
	for _, rule := range readRedirects(root) {
		if to, ok := rule.match(r.URL); ok {
			http.Redirect(w, r, to, rule.status)
			return
		}
	}
	serve(w, r, root)
}

// serve answers with a file, the index of a folder, or the 404 page.
func serve(w http.ResponseWriter, r *http.Request, root *os.Root) {
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	if strings.HasSuffix(r.URL.Path, "/") {
		name = path.Join(name, "index.html")
	}
	if name == "" {
		name = "index.html"
	}
	f, info, err := open(root, name)
	switch {
	case err == nil && info.IsDir():
		f.Close()
		http.Redirect(w, r, r.URL.EscapedPath()+"/", http.StatusMovedPermanently)
		return
	case errors.Is(err, fs.ErrNotExist) || err == nil && hidden(name):
		notFound(w, root)
		return
	case err != nil:
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	defer f.Close()
	http.ServeContent(w, r, name, info.ModTime(), f)
}

func open(root *os.Root, name string) (*os.File, fs.FileInfo, error) {
	f, err := root.Open(filepath.FromSlash(name))
	if err != nil {
		return nil, nil, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
	}
	return f, info, err
}

// hidden reports whether hosts keep a file to themselves.
func hidden(name string) bool {
	return name == headersFile || name == redirectsFile || strings.HasPrefix(path.Base(name), ".")
}

func notFound(w http.ResponseWriter, root *os.Root) {
	page, err := root.ReadFile("404.html")
	if err != nil {
		page = []byte("not found\n")
	} else {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
	}
	w.WriteHeader(http.StatusNotFound)
	_, _ = w.Write(page) // the reader has gone away
}
