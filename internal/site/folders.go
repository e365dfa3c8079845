package site

import (
	"html/template"
	"path"
	"slices"
	"strings"

	"upgraph/internal/doc"
)

// maxPlainNav is how many plain pages stand beside every page; of more, those of
// other folders are left out.
const maxPlainNav = 40

// plainFolder is a folder of plain pages, its own page first.
type plainFolder struct {
	path  string // "" or "ops/backup/"
	title string
	pages []*plainPage
}

// folders are the folders of the plain pages, in the order of their first pages;
// the pages of the site's root come first.
func (l *local) folders() []plainFolder {
	var out []plainFolder
	at := map[string]int{}
	add := func(folder string, p *plainPage) {
		i, ok := at[folder]
		if !ok {
			i = len(out)
			at[folder] = i
			out = append(out, plainFolder{path: folder, title: folderTitle(folder)})
		}
		out[i].pages = append(out[i].pages, p)
	}
	for _, p := range l.plain {
		if p.url == "" {
			continue
		}
		if p.index {
			add(p.url, p)
		} else {
			add(parentOf(p.url), p)
		}
	}
	for i := range out {
		own := slices.IndexFunc(out[i].pages, func(p *plainPage) bool { return p.url == out[i].path })
		if own >= 0 {
			p := out[i].pages[own]
			out[i].title = p.title
			out[i].pages = slices.Insert(slices.Delete(out[i].pages, own, own+1), 0, p)
		}
	}
	if i, ok := at[""]; ok { // the pages at the top come first
		top := out[i]
		out = slices.Insert(slices.Delete(out, i, i+1), 0, top)
	}
	return out
}

// parentOf is the folder of a page.
func parentOf(url string) string {
	dir := path.Dir(strings.TrimSuffix(url, "/"))
	if dir == "." {
		return ""
	}
	return dir + "/"
}

// folderTitle makes words of the name of a folder that has no page of its own.
func folderTitle(folder string) string {
	name := strings.NewReplacer("-", " ", "_", " ").Replace(path.Base(strings.TrimSuffix(folder, "/")))
	if name == "" || name == "." {
		return ""
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

// folderCrumbs are the folders above a page that have a page themselves.
func (f *frame) folderCrumbs(p *plainPage) []linkView {
	var out []linkView
	for folder := parentOf(p.url); folder != ""; folder = parentOf(folder) {
		if i := slices.IndexFunc(f.local.plain, func(o *plainPage) bool { return o.url == folder }); i >= 0 {
			out = append(out, linkView{URL: f.Page(folder), Text: f.local.plain[i].title})
		}
	}
	slices.Reverse(out)
	return out
}

// tagsPath is the page that lists plain pages by tag.
const tagsPath = "tags/"

// tagsOf are the tags in the front matter of a page.
func tagsOf(d *doc.Doc) []string {
	if d.Front == nil {
		return nil
	}
	list, _ := d.Front.Value.Get("tags")
	var out []string
	for _, v := range append(slices.Clone(list.Items), list) {
		for tag := range strings.SplitSeq(v.Scalar, ",") {
			if tag = strings.TrimSpace(tag); tag != "" && !slices.Contains(out, tag) {
				out = append(out, tag)
			}
		}
	}
	return out
}

// tagsPage lists the plain pages of each tag; nil where no page has one, or where
// something else stands at its address.
func (l *local) tagsPage() *plainPage {
	byTag, names := map[string][]*plainPage{}, map[string]string{} // by what stands in the address
	var tags []string
	for _, p := range l.plain {
		if p.url == tagsPath {
			return nil
		}
		for _, name := range p.tags {
			tag := slug(name)
			if byTag[tag] == nil {
				tags, names[tag] = append(tags, tag), name
			}
			if !slices.Contains(byTag[tag], p) {
				byTag[tag] = append(byTag[tag], p)
			}
		}
	}
	if len(tags) == 0 || slices.ContainsFunc(l.editions, func(e *edition) bool { return ProductPath(e.id) == tagsPath }) {
		return nil
	}
	slices.Sort(tags)
	link := linkerFor(l.prefix+tagsPath, l.prefix)
	var b strings.Builder
	for _, tag := range tags {
		b.WriteString(`<h2 id="` + template.HTMLEscapeString(tag) + `">` + template.HTMLEscapeString(names[tag]) + "</h2>\n<ul>\n")
		for _, p := range byTag[tag] {
			b.WriteString(`<li><a href="` + template.HTMLEscapeString(link.Page(p.url)) + `">` + template.HTMLEscapeString(p.title) + "</a></li>\n")
		}
		b.WriteString("</ul>\n")
	}
	return &plainPage{url: tagsPath, lang: l.lang, title: l.text.Tags, html: template.HTML(b.String())}
}
