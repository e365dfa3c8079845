package build

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"upgraph/internal/config"
	"upgraph/internal/diag"
	"upgraph/internal/site"
)

// Permalinks are the addresses of the records of each product, by its id.
func (c *Content) Permalinks() map[string][]string {
	in := c.guidePages()
	for _, p := range c.Plain {
		in.Plain = append(in.Plain, &site.Plain{Doc: p.Doc, Language: p.Language, URL: p.url()})
	}
	return site.Permalinks(in)
}

// Locked is a folder whose anchors.lock records permalinks: that of a product, or
// the content folder itself for the plain pages.
type Locked struct {
	Dir, Name string
	URLs      []string // that there are now
}

// Locked are the folders that record permalinks. A product that lies in the
// content folder itself and the plain pages share one file.
func (c *Content) Locked() []Locked {
	now := c.Permalinks()
	var out []Locked
	shared := false
	for _, p := range c.Products {
		l := Locked{Dir: p.Dir, Name: p.Config.ID, URLs: now[p.Config.ID]}
		if p.Dir == "." {
			shared = true
			l.URLs = append(l.URLs, now[""]...)
		}
		out = append(out, l)
	}
	if !shared && len(now[""]) > 0 {
		out = append(out, Locked{Dir: ".", Name: "pages", URLs: now[""]})
	}
	return out
}

// checkAnchors reports permalinks that were published and lead nowhere now.
func (c *Content) checkAnchors() {
	published := map[string][]config.Anchor{}
	dirs := []string{"."}
	for _, p := range c.Products {
		if p.Dir != "." {
			dirs = append(dirs, p.Dir)
		}
	}
	for _, dir := range dirs {
		anchors, ds := config.LoadAnchors(c.Root, dir)
		c.Diagnostics = append(c.Diagnostics, ds...)
		if len(anchors) > 0 {
			published[dir] = anchors
		}
	}
	if len(published) == 0 {
		return
	}
	for _, l := range c.Locked() {
		there, locked := map[string]bool{}, map[string]bool{}
		for _, u := range l.URLs {
			there[u] = true
		}
		for _, a := range published[l.Dir] {
			locked[a.URL] = true
		}
		for _, a := range published[l.Dir] {
			if !there[a.URL] {
				c.Diagnostics = append(c.Diagnostics, vanished(l, a, locked))
			}
		}
	}
}

// vanished names the old place and, where there is one, the new one that was not
// published before: a record on the same page, or a page of the same name.
func vanished(l Locked, a config.Anchor, locked map[string]bool) diag.Diagnostic {
	page, id, _ := strings.Cut(a.URL, "#")
	d := diag.Diagnostic{Code: "UG406", Severity: diag.Error, Pos: diag.Pos{File: path.Join(l.Dir, config.AnchorFile), Line: a.Line, Column: 1},
		Message: fmt.Sprintf("the permalink %s was published and is gone", a.URL),
		Hint:    "bring back what stood there, or let go of it with upgraph lock --forget"}
	i := slices.IndexFunc(l.URLs, func(u string) bool {
		at, fragment, _ := strings.Cut(u, "#")
		if id == "" {
			return fragment == "" && !locked[u] && path.Base(at) == path.Base(page)
		}
		return at == page && fragment != "" && !locked[u] && kindOfAnchor(fragment) == kindOfAnchor(id)
	})
	switch {
	case i >= 0 && id == "":
		d.Message += fmt.Sprintf("; %s is there now", l.URLs[i])
		d.Hint = fmt.Sprintf("write aliases: [%q] into the front matter of the page, so that the old link still leads there", "/"+page)
	case i >= 0:
		d.Message += fmt.Sprintf("; %s is there now", l.URLs[i])
	}
	if id != "" {
		d.Hint = fmt.Sprintf("write aliases: [%q] into the front matter of the guide, so that the old link still leads there", "#"+id)
	}
	return d
}

// kindOfAnchor is what an id names: a change, a note or a step.
func kindOfAnchor(id string) string {
	for _, kind := range []string{"-change-", "-note-", "-step-"} {
		if strings.Contains(id, kind) {
			return kind
		}
	}
	return ""
}
