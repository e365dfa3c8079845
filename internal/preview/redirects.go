package preview

import (
	"io/fs"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

const redirectsFile = "_redirects"

// redirectRule is a line of _redirects: a path, query parameters that must be
// there and are bound to names, the target, and the status. A part of the path
// may be a name too, ":from", and its end "*", which the target calls ":splat".
type redirectRule struct {
	from   string
	query  [][2]string // parameter and the name it is bound to
	to     string
	status int
}

// readRedirects reads _redirects: FROM [PARAM=:NAME ...] TO [STATUS].
func readRedirects(root fs.FS) []redirectRule {
	text, err := fs.ReadFile(root, redirectsFile)
	if err != nil {
		return nil
	}
	var rules []redirectRule
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) < 2 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		rules = append(rules, parseRedirect(fields))
	}
	return rules
}

func parseRedirect(fields []string) redirectRule {
	rule := redirectRule{from: fields[0], status: 301}
	for _, f := range fields[1:] {
		if name, bound, ok := strings.Cut(f, "=:"); ok && rule.to == "" {
			rule.query = append(rule.query, [2]string{name, bound})
			continue
		}
		if rule.to == "" {
			rule.to = f
			continue
		}
		if status, err := strconv.Atoi(strings.TrimSuffix(f, "!")); err == nil {
			rule.status = status
		}
	}
	return rule
}

// match gives the target for a request, if the rule is for it.
func (r redirectRule) match(u *url.URL) (string, bool) {
	to, query := r.to, u.Query()
	bound, ok := r.bind(u.EscapedPath())
	if !ok || r.status == http.StatusNotFound { // the nearest 404 page is found without a rule
		return "", false
	}
	for _, b := range bound {
		to = strings.ReplaceAll(to, ":"+b[0], b[1])
	}
	for _, q := range r.query {
		value := query.Get(q[0])
		if value == "" || value == "." || value == ".." || strings.Contains(value, "/") {
			return "", false // no name of a page
		}
		to = strings.ReplaceAll(to, ":"+q[1], url.PathEscape(value))
	}
	return to, true
}

// bind holds a path against that of the rule and gives what its names stand for.
func (r redirectRule) bind(p string) ([][2]string, bool) {
	want, got := strings.Split(r.from, "/"), strings.Split(p, "/")
	var bound [][2]string
	for i, w := range want {
		switch {
		case w == "*" && i == len(want)-1 && i < len(got):
			return append(bound, [2]string{"splat", strings.Join(got[i:], "/")}), true
		case i >= len(got):
			return nil, false
		case strings.HasPrefix(w, ":") && got[i] != "":
			bound = append(bound, [2]string{w[1:], got[i]})
		case w != got[i]:
			return nil, false
		}
	}
	return bound, len(want) == len(got)
}
