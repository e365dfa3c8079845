// Package preview serves a built site the way its host will: with the headers
// of _headers, the redirects of _redirects and the site's own 404 page. What a
// browser does with the site here it does in production too.
//
// Live is the same for a site that is being worked on: pages reload when they
// change, and faults are shown on them.
//
// It must not build, and it never writes.
package preview

import (
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"strings"
)

// Handler serves the site in dir. The folder may be exchanged for another at
// any moment: every request reads it anew.
func Handler(dir string) http.Handler {
	return site(func() fs.FS { return os.DirFS(dir) })
}

// site gives the files of a site as they are at the moment; nil before there
// are any.
type site func() fs.FS

func (s site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD are served", http.StatusMethodNotAllowed)
		return
	}
	root := s()
	if root == nil || !there(root) {
		http.Error(w, "there is no site yet", http.StatusServiceUnavailable)
		return
	}
	for _, rule := range readHeaders(root) {
		rule.apply(r.URL.Path, w.Header())
	}
	if to, status, ok := moved(root, r.URL); ok {
		http.Redirect(w, r, to, status)
		return
	}
	serve(w, r, root)
}

// moved finds the rule for an address. Only rules about the query go before files
// that are there; whoever looks at a page does not wait for the list of rules.
func moved(root fs.FS, u *url.URL) (to string, status int, ok bool) {
	if u.RawQuery == "" {
		if f, _, err := open(root, fileName(u.Path)); err == nil {
			f.Close()
			return "", 0, false
		}
	}
	for _, rule := range readRedirects(root) {
		if to, ok := rule.match(u); ok {
			return to, rule.status, true
		}
	}
	return "", 0, false
}

func there(root fs.FS) bool {
	_, err := fs.Stat(root, ".")
	return err == nil
}

// fileName is the file that a path of an address shows.
func fileName(p string) string {
	name := strings.TrimPrefix(path.Clean("/"+p), "/")
	if name == "" || strings.HasSuffix(p, "/") {
		name = path.Join(name, "index.html")
	}
	return name
}

// serve answers with a file, the index of a folder, or the 404 page.
func serve(w http.ResponseWriter, r *http.Request, root fs.FS) {
	name := fileName(r.URL.Path)
	f, info, err := open(root, name)
	switch {
	case err == nil && info.IsDir():
		f.Close()
		http.Redirect(w, r, r.URL.EscapedPath()+"/", http.StatusMovedPermanently)
		return
	case errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) || err == nil && hidden(name):
		notFound(w, root, name)
		return
	case err != nil:
		if b, ok := errors.AsType[*Broken](err); ok {
			b.serve(w)
			return
		}
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

// missing is the nearest 404 page to a file that is not there: that of its
// folder, else of one above it.
func missing(root fs.FS, name string) (page []byte, err error) {
	for err = fs.ErrNotExist; err != nil && name != "."; {
		name = path.Dir(name)
		page, err = fs.ReadFile(root, path.Join(name, "404.html"))
	}
	return page, err
}

func notFound(w http.ResponseWriter, root fs.FS, name string) {
	page, err := missing(root, name)
	if err != nil {
		page = []byte("not found\n")
	} else {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
	}
	w.WriteHeader(http.StatusNotFound)
	_, _ = w.Write(page) // the reader has gone away
}
