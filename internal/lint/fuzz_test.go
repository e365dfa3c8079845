package lint

import (
	"testing"

	"upgraph/internal/compat"
	"upgraph/internal/doc"
	"upgraph/internal/profile"
	"upgraph/internal/release"
)

// FuzzRules holds that no text makes a rule panic, and that every finding has
// a place in the document, a code that is explained, and a message.
func FuzzRules(f *testing.F) {
	for _, r := range rules {
		f.Add(r.Bad)
		f.Add(r.Good)
	}
	f.Fuzz(func(t *testing.T, source string) {
		src, ds := doc.Parse("x.md", []byte(source))
		if src == nil {
			return
		}
		d := profile.Read(src, profile.Options{Language: "en", Key: "x"})
		docs := []*release.Document{d}
		c, more := release.Lower(release.Input{Product: compat.Product{ID: "x"}, Documents: docs})
		ds = append(append(append(append(ds, d.Diagnostics...), more...), Document(d, src)...), Product(docs, c)...)
		for _, x := range Suppress(append(ds, Site([]*doc.Doc{src})...), []*doc.Doc{src}, true) {
			if _, ok := Explain(x.Code); !ok || x.Message == "" || x.Line < 1 || x.Line > src.Total {
				t.Errorf("%+v", x)
			}
		}
	})
}
