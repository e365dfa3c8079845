package build

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"upgraph/internal/config"
	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/release"
	"upgraph/internal/site"
)

// addresses are the folders of pages that documents are shown at.
type addresses struct {
	*Content
	plain    map[string]*Page // by language and folder
	folded   map[string]*Page // the same in small letters
	aliases  map[string]place // by former address
	products *site.Input      // guides and generated pages alone, nil until it is asked for
}

// checkAddresses reports documents and former addresses that would lie on a page
// that is there already: readers would see one of the two.
func (c *Content) checkAddresses() {
	at := &addresses{Content: c, plain: map[string]*Page{}, folded: map[string]*Page{}, aliases: map[string]place{}}
	for _, p := range c.Plain {
		at.addPlain(p)
	}
	for _, p := range c.Plain {
		at.addAliases(p)
	}
	for _, product := range c.Products {
		for _, p := range product.Pages {
			at.addAliases(p)
		}
	}
	at.static()
}

// static reports pages among the files that are copied as they are.
func (at *addresses) static() {
	_ = fs.WalkDir(at.Root, "static", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return fs.SkipDir // there is no such folder, or copying it says what is wrong
		}
		folder, page := strings.CutSuffix(strings.TrimPrefix(name, "static/"), "index.html")
		if page && !d.IsDir() && (folder == "" || strings.HasSuffix(folder, "/") && at.stands(folder)) {
			at.Diagnostics = append(at.Diagnostics, diag.Diagnostic{Code: "UG409", Severity: diag.Error, Pos: diag.Pos{File: name, Line: 1, Column: 1},
				Message: fmt.Sprintf("the page %s is on the site already", shown(folder)), Hint: "remove the file, or put it into another folder"})
		}
		return nil
	})
}

func (at *addresses) addPlain(p *Page) {
	folder := site.PlainFolder(p.url())
	key := p.Language + " " + folder
	other, folded := at.plain[key], at.folded[strings.ToLower(key)]
	switch {
	case other != nil:
		at.taken(p, diag.Error, fmt.Sprintf("the page %s is made by %s already", shown(folder), other.Path), "rename one of the two, or put both texts into one file")
	case folder != "" && at.generates(folder):
		hint := "rename the file"
		if path.Base(p.Key) == "index" && strings.Count(folder, "/") == 1 {
			hint = "name the file _index.md, whose text is shown on the product's page, or give it another name"
		}
		at.taken(p, diag.Error, fmt.Sprintf("the page %s is made of the guides, or is a page of every site", shown(folder)), hint)
	case folded != nil:
		at.taken(p, diag.Warning, fmt.Sprintf("the addresses of this page and of %s differ in nothing but capital letters", folded.Path),
			"rename one of the two: some hosts and file systems do not tell them apart")
	}
	at.plain[key], at.folded[strings.ToLower(key)] = p, p
}

func (at *addresses) taken(p *Page, severity diag.Severity, message, hint string) {
	at.Diagnostics = append(at.Diagnostics, diag.Diagnostic{Code: "UG409", Severity: severity, Pos: diag.Pos{File: p.Path, Line: 1, Column: 1}, Message: message, Hint: hint})
}

// addAliases looks at the former addresses in the front matter of a document.
func (at *addresses) addAliases(p *Page) {
	for _, a := range site.Aliases(p.Doc) {
		d := diag.Diagnostic{Code: "UG409", Severity: diag.Warning, Pos: diag.Pos{File: p.Path, Line: a.Line, Column: a.Column},
			Hint: "remove it, or correct it"}
		other, again := at.aliases[a.Address]
		switch {
		case a.Address == "":
			d.Message, d.Hint = fmt.Sprintf("%q is no address that can lead here", a.Text), "write a path without spaces, colons, marks and queries, such as /old/name/"
		case again && other.Path != p.Path:
			d.Message = fmt.Sprintf("the former address %s leads to %s already", a.Text, other.Path)
		case at.stands(a.Address):
			d.Message = fmt.Sprintf("at the former address %s stands a page: nothing leads from it to here", a.Text)
		default:
			at.aliases[a.Address] = p.place
			continue
		}
		at.Diagnostics = append(at.Diagnostics, d)
	}
}

// stands reports whether there is a page in a folder.
func (at *addresses) stands(folder string) bool {
	for _, l := range at.Site.Languages {
		if at.plain[l+" "+folder] != nil {
			return true
		}
	}
	return at.generates(folder)
}

// generates reports whether a page stands in a folder that no plain page makes.
// Those of paths and comparisons, of which there may be very many, are left to
// the build, which refuses two files of one name.
func (at *addresses) generates(folder string) bool {
	first, _, _ := strings.Cut(folder, "/")
	own := config.Reserved(first)
	for _, p := range at.Products {
		own = own || p.Catalog != nil && site.ProductPath(p.Config.ID) == first+"/"
	}
	if !own {
		return false
	}
	if at.products == nil {
		at.products = at.guidePages()
	}
	return site.StandsAt(at.products, folder)
}

// guidePages is what the pages of the products are made of.
func (c *Content) guidePages() *site.Input {
	in := &site.Input{Languages: c.Site.Languages}
	for _, p := range c.Products {
		if p.Catalog == nil {
			continue
		}
		sp := &site.Product{Catalog: p.Catalog, Guides: map[string][]*release.Document{}, Docs: map[string]*doc.Doc{}}
		for _, page := range p.Pages {
			sp.Guides[page.Language] = append(sp.Guides[page.Language], page.Guide)
			sp.Docs[page.Path] = page.Doc
		}
		in.Products = append(in.Products, sp)
	}
	return in
}

// shown is a folder of the site as authors write it.
func shown(folder string) string { return cmp.Or("/"+strings.TrimPrefix(folder, "/"), "/") }
