package build

import (
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"strings"

	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/site"
)

// checkFiles reports pictures that are not there, and links to files that are
// there and are not published.
func (c *Content) checkFiles(pages []*Page) {
	for _, p := range pages {
		for _, i := range p.Doc.Images {
			if d, found := c.picture(p.Doc, i); found {
				c.Diagnostics = append(c.Diagnostics, d)
			}
		}
		c.linkedFiles(p.Doc, p.Doc.Blocks)
	}
}

func (c *Content) picture(d *doc.Doc, i doc.Inline) (diag.Diagnostic, bool) {
	u, err := url.Parse(i.URL)
	if err != nil || u.Scheme != "" || u.Host != "" || u.Path == "" || strings.ContainsAny(i.URL, "{}<>") {
		return diag.Diagnostic{}, false
	}
	found := diag.Diagnostic{Code: "UG411", Severity: diag.Warning, Pos: diag.Pos{File: d.Path, Line: i.Line, Column: i.Column}}
	name, ok := site.ImageFile(d, i.URL)
	switch {
	case ok && c.isFile(name):
		return diag.Diagnostic{}, false
	case fs.ValidPath(name) && c.isFile(name):
		found.Message, found.Hint = fmt.Sprintf("%s is no picture that pages show", name), "make it a PNG, JPEG, GIF, WebP, AVIF or SVG, with the ending of that"
	default:
		found.Message, found.Hint = fmt.Sprintf("there is no picture %s", name), "put it there, or correct the address; one that begins with / lies below static"
	}
	return found, true
}

// linkedFiles looks at the links of blocks that lead to no document.
func (c *Content) linkedFiles(d *doc.Doc, blocks []*doc.Block) {
	for _, b := range blocks {
		for _, i := range b.Inlines {
			if i.Kind != doc.Link {
				continue
			}
			u, err := url.Parse(i.URL)
			if err != nil || u.Scheme != "" || u.Host != "" || u.Path == "" || strings.HasPrefix(u.Path, "/") || strings.EqualFold(path.Ext(u.Path), ".md") {
				continue
			}
			if name := path.Join(path.Dir(d.Path), u.Path); fs.ValidPath(name) && path.Ext(name) != "" && c.isFile(name) {
				c.Diagnostics = append(c.Diagnostics, diag.Diagnostic{Code: "UG411", Severity: diag.Warning, Pos: diag.Pos{File: d.Path, Line: i.Line, Column: i.Column},
					Message: fmt.Sprintf("%s is not published: the link leads nowhere", name), Hint: fmt.Sprintf("move it below static and write the link as /%s", path.Base(name))})
			}
		}
		c.linkedFiles(d, b.Children)
	}
}

func (c *Content) isFile(name string) bool {
	info, err := fs.Stat(c.Root, name)
	return err == nil && info.Mode().IsRegular()
}
