package lint

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"

	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/regexp"
	"upgraph/internal/release"
)

var deadAnchor = Rule{
	Code: "UG326", Name: "dead-anchor", Severity: diag.Warning,
	What: "A link leads to a heading that is not there.",
	Why:  "The reader stays where they are and does not notice that nothing happened.",
	Bad:  "## Upgrade to v1.2.4\n\nStop it as [described below](#stopping-it).\n\n### Stop\n\nSend a signal.\n",
	Good: "## Upgrade to v1.2.4\n\nStop it as [described below](#stop).\n\n### Stop\n\nSend a signal.\n",
	document: func(d *document) []diag.Diagnostic {
		var out []diag.Diagnostic
		eachLink(d.src, func(b *doc.Block, l doc.Inline) {
			if name, ok := strings.CutPrefix(l.URL, "#"); ok && !d.anchors().has(name) {
				out = append(out, linkFault(d.src, "UG326", diag.Warning, l, fmt.Sprintf("there is no heading for the link #%s", name), d.anchors().hint(name)))
			}
		})
		return out
	},
}

var ambiguousAnchor = Rule{
	Code: "UG327", Name: "ambiguous-anchor", Severity: diag.Info,
	What: "A link leads to a heading of which there are several with the same words.",
	Why:  "It leads to the first of them, and to another one as soon as a release is put above.",
	Bad:  "See the [changes](#changes).\n\n## v1.2.4\n\n### Changes\n\n- Fix a leak\n\n## v1.2.3\n\n### Changes\n\n- Fix a crash\n",
	Good: "See the [changes](#v124).\n\n## v1.2.4\n\n### Changes\n\n- Fix a leak\n\n## v1.2.3\n\n### Changes\n\n- Fix a crash\n",
	document: func(d *document) []diag.Diagnostic {
		var out []diag.Diagnostic
		eachLink(d.src, func(b *doc.Block, l doc.Inline) {
			name, ok := strings.CutPrefix(l.URL, "#")
			if !ok {
				return
			}
			if at := d.anchors().lines[release.Letters(name)]; len(at) > 1 {
				out = append(out, linkFault(d.src, "UG327", diag.Info, l,
					fmt.Sprintf("the link #%s fits the headings on lines %d and %d", name, at[0], at[1]), "word the headings differently, or link to the release above"))
			}
		})
		return out
	},
}

var missingPage = Rule{
	Code: "UG328", Name: "missing-page", Severity: diag.Warning,
	What: "A link leads to a page, or to a heading of a page, that is not in the content folder.",
	Why:  "The reader gets an error page in the middle of an upgrade.",
	Bad: "-- en.md --\n## Upgrade to v1.2.4\n\nSee [how to stop it](operations.md).\n" +
		"-- about.md --\n# About\n\nWords.\n",
	Good: "-- en.md --\n## Upgrade to v1.2.4\n\nSee [what it is](about.md#about).\n" +
		"-- about.md --\n# About\n\nWords.\n",
	site: func(docs []*doc.Doc) []diag.Diagnostic {
		known := map[string]func() anchors{}
		for _, d := range docs {
			known[d.Path] = sync.OnceValue(func() anchors { return anchorsOf(d) })
		}
		var out []diag.Diagnostic
		for _, d := range docs {
			said := map[string]bool{} // a page that is missing is said once for each document
			eachLink(d, func(b *doc.Block, l doc.Inline) {
				file, name := linkedFile(d.Path, l.URL)
				at, ok := known[file]
				switch {
				case file == "" || said[file]:
				case !ok:
					said[file] = true
					out = append(out, linkFault(d, "UG328", diag.Warning, l, fmt.Sprintf("there is no page %s", file), "correct the link, or give the address at which the page is published"))
				case name != "" && !at().has(name):
					out = append(out, linkFault(d, "UG328", diag.Warning, l, fmt.Sprintf("%s has no heading for #%s", file, name), at().hint(name)))
				}
			})
		}
		return out
	},
}

// linkedFile is the Markdown file that a relative link leads to, and the name
// of a heading in it; empty for all other links.
func linkedFile(from, link string) (file, anchor string) {
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.EqualFold(path.Ext(u.Path), ".md") || strings.HasPrefix(u.Path, "/") || strings.ContainsAny(u.Path, "{}<>") {
		return "", ""
	}
	return path.Join(path.Dir(from), u.Path), u.Fragment
}

func linkFault(d *doc.Doc, code string, severity diag.Severity, l doc.Inline, message, hint string) diag.Diagnostic {
	return diag.Diagnostic{Code: code, Severity: severity, Pos: diag.Pos{File: d.Path, Line: l.Line, Column: l.Column}, Message: message, Hint: hint}
}

// eachLink visits the links of a document in the order of its lines.
func eachLink(d *doc.Doc, visit func(*doc.Block, doc.Inline)) {
	walk(d.Blocks, func(b *doc.Block) {
		for _, i := range b.Inlines {
			if i.Kind == doc.Link {
				visit(b, i)
			}
		}
	})
}

// anchors are the places of a document that a link can lead to: headings by
// their words, and names that authors give.
type anchors struct {
	lines map[string][]int // of headings, by their letters and digits
	named map[string]bool
}

var givenName = regexp.MustCompile(`(?i)\b(?:id|name)\s*=\s*["']([^"']+)["']|\{:?\s*#([^\s}]+)[^}]*\}|^\(([\w:.-]+)\)=`)

func anchorsOf(d *doc.Doc) anchors {
	a := anchors{lines: map[string][]int{}, named: map[string]bool{"": true, "top": true}}
	walk(d.Blocks, func(b *doc.Block) {
		switch b.Kind {
		case doc.Heading:
			words := release.Letters(b.Text)
			a.lines[words] = append(a.lines[words], b.Line)
		case doc.List, doc.Item, doc.Quote, doc.Blank, doc.FrontMatter, doc.Fence, doc.Code:
			return
		}
		if !strings.ContainsAny(b.Markdown, "={") {
			return
		}
		for _, m := range givenName.FindAllStringSubmatch(b.Markdown, -1) {
			a.named[release.Letters(m[1]+m[2]+m[3])] = true
		}
	})
	return a
}

var countedName = regexp.MustCompile(`^(.+)[-_](\d+)$`)

// has reports whether a link leads somewhere. Each site makes names of headings
// in its own way, so only letters and digits are compared; behind a name may
// stand the number of a repeated one.
func (a anchors) has(name string) bool {
	if decoded, err := url.PathUnescape(name); err == nil {
		name = decoded
	}
	if words := release.Letters(name); len(a.lines[words]) > 0 || a.named[words] || strings.HasPrefix(name, "/") || strings.HasPrefix(name, ":~:") {
		return true
	}
	m := countedName.FindStringSubmatch(name)
	return m != nil && len(a.lines[release.Letters(m[1])]) > 1
}

// hint names the heading that is most like a name.
func (a anchors) hint(name string) string {
	words := release.Letters(name)
	var near []string
	if len(a.lines) > 1000 {
		return "correct the link, or the heading that it was made for"
	}
	for known := range a.lines {
		if known != "" && words != "" && (strings.Contains(known, words) || strings.Contains(words, known)) {
			near = append(near, fmt.Sprintf("line %d", a.lines[known][0]))
		}
	}
	slices.Sort(near)
	if len(near) == 1 {
		return "the heading on " + near[0] + " is the nearest"
	}
	return "correct the link, or the heading that it was made for"
}
