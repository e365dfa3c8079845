// Package preview serves a built site the way its host will: with the headers
// of _headers, the redirects of _redirects and the site's own 404 page. What a
// browser does with the site here it does in production too.
//
// It must not build, and it never writes.
package preview

import (
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
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
	root := os.DirFS(string(s))
	if _, err := fs.Stat(root, "."); err != nil {
		http.Error(w, "there is no site yet", http.StatusServiceUnavailable)
		return
	}
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
func serve(w http.ResponseWriter, r *http.Request, root fs.FS) {
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
	case errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) || err == nil && hidden(name):
		notFound(w, root)
		return
	case err != nil:
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	defer f.Close()
	content, ok := f.(io.ReadSeeker) // files of os.DirFS are
	if !ok {
		http.Error(w, name+" is no file", http.StatusInternalServerError)
		return
	}
	http.ServeContent(w, r, name, info.ModTime(), content)
}

func open(root fs.FS, name string) (fs.File, fs.FileInfo, error) {
	f, err := root.Open(name)
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

func notFound(w http.ResponseWriter, root fs.FS) {
	page, err := fs.ReadFile(root, "404.html")
	if err != nil {
		page = []byte("not found\n")
	} else {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
	}
	w.WriteHeader(http.StatusNotFound)
	_, _ = w.Write(page) // the reader has gone away
}
