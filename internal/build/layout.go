package build

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"upgraph/internal/config"
	"upgraph/internal/diag"
	"upgraph/internal/profile"
)

// place is where a document stands in the content folder.
type place struct {
	Path     string // relative to the content folder
	Product  string // folder of the product, "." for the content folder itself
	Language string // from a language folder, empty when there is none
	// Key is the path without product folder, language folder and ending: equal
	// for the translations of one document.
	Key string
}

// foreign are endings of markup languages that are not read.
var foreign = map[string]string{".rst": "reStructuredText", ".adoc": "AsciiDoc", ".asciidoc": "AsciiDoc", ".mdx": "MDX",
	".textile": "Textile", ".org": "Org", ".mediawiki": "MediaWiki", ".creole": "Creole"}

// otherNames are endings that others give to files of Markdown.
var otherNames = []string{".markdown", ".mdown", ".mkdn", ".mkd", ".mdwn", ".mdtxt", ".mdtext", ".rmd", ".qmd"}

// find lists the Markdown files of a content folder in path order, with the bytes
// that they have together. Those of the theme, which may be empty, are none of it.
func find(root fs.FS, theme string) (places []place, size int64, ds []diag.Diagnostic) {
	err := fs.WalkDir(root, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if p != "." && strings.HasPrefix(d.Name(), ".") || d.IsDir() && (p == "static" || p == theme) {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if left, ok := leftOut(root, p, d); ok && p != "static" && p != theme {
			ds = append(ds, left)
		}
		if at := locate(p); !d.IsDir() && strings.EqualFold(path.Ext(p), ".md") && !(at.isFragment() && strings.EqualFold(d.Name(), "README.md")) {
			places = append(places, at)
			if info, err := d.Info(); err == nil { // else reading it says why
				size += info.Size()
			}
		}
		return nil
	})
	if err != nil {
		ds = append(ds, diag.Diagnostic{Code: "UG402", Severity: diag.Error, Pos: diag.Pos{File: "."},
			Message: fmt.Sprintf("the content folder cannot be read: %v", err), Hint: "name the folder of your guides with --content"})
	}
	return places, size, ds
}

// leftOut says what of the content folder is not read although somebody may
// think that it is.
func leftOut(root fs.FS, p string, d fs.DirEntry) (diag.Diagnostic, bool) {
	found := leftOutAt(p)
	if d.Type()&fs.ModeSymlink != 0 {
		if info, err := fs.Stat(root, p); err == nil && info.IsDir() {
			found.Message, found.Hint = "a link to a folder is not followed, what it holds is left out", "put the folder itself here"
			return found, true
		}
	}
	if d.IsDir() {
		return found, false
	}
	return otherMarkup(p)
}

func leftOutAt(p string) diag.Diagnostic {
	return diag.Diagnostic{Code: "UG403", Severity: diag.Warning, Pos: diag.Pos{File: p, Line: 1, Column: 1}}
}

// otherMarkup says of a file by its ending that a build leaves it out.
func otherMarkup(p string) (diag.Diagnostic, bool) {
	found, ending := leftOutAt(p), strings.ToLower(path.Ext(p))
	switch kind, ok := foreign[ending]; {
	case ok:
		found.Message, found.Hint = fmt.Sprintf("%s is not read, the file is left out", kind), "convert the file to Markdown with the ending .md"
		return found, true
	case slices.Contains(otherNames, ending):
		found.Message, found.Hint = fmt.Sprintf("files that end in %s are not read, the file is left out", ending), "give it the ending .md"
		return found, true
	}
	return found, false
}

// isFragment reports whether the document is a change that is not released yet.
func (at place) isFragment() bool { return path.Base(path.Dir(at.Path)) == profile.FragmentFolder }

// locate splits a path into product folder, language folder and key.
func locate(p string) place {
	at := place{Path: p, Product: "."}
	rest := strings.Split(strings.TrimSuffix(p, path.Ext(p)), "/")
	if len(rest) > 1 && !config.IsLanguage(rest[0]) && !(len(rest) == 2 && rest[0] == profile.FragmentFolder) {
		at.Product, rest = rest[0], rest[1:]
	}
	if len(rest) > 1 && config.IsLanguage(rest[0]) {
		at.Language, rest = rest[0], rest[1:]
	}
	at.Key = strings.Join(rest, "/")
	return at
}

// loadProducts reads the settings and the approvals of every folder that may
// hold a product, by folder.
func (c *Content) loadProducts(places []place, name string) map[string]*Product {
	products := map[string]*Product{}
	for _, at := range places {
		if products[at.Product] != nil {
			continue
		}
		cfg, ds := config.LoadProduct(c.Root, at.Product)
		lock, more := config.LoadLock(c.Root, at.Product)
		c.Diagnostics = append(append(c.Diagnostics, ds...), more...)
		if at.Product == "." && cfg.ID == "" {
			cfg.ID = rootID(name, places)
		}
		products[at.Product] = &Product{Dir: at.Product, Config: cfg, Lock: lock, gathered: gathered(c.Root, at.Product)}
	}
	return products
}

// generic are folder names that say nothing about a product.
var generic = []string{"", "content", "contents", "doc", "docs", "guide", "guides", "src", "site"}

// rootID names the product whose guides lie in the content folder itself: by
// the folder, or, where the folder's name says nothing, by the first guide.
func rootID(name string, places []place) string {
	id := config.ProductID(name)
	if !slices.Contains(generic, id) && !config.Reserved(id) {
		return id
	}
	for _, at := range places {
		if at.Product == "." {
			return config.ProductID(path.Base(at.Key))
		}
	}
	return id
}
