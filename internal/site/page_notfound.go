package site

import "html/template"

// notFoundView is what is offered where there is no page.
type notFoundView struct {
	Text     string
	Home     linkView
	Picker   *pickerView // where a way was asked for
	Plan     template.HTML
	Relative bool // Plan needs the shell variable SITE
	Releases []navGroup
}

// How many releases of a product are offered where there is no page: at any
// address, and where a way was asked for.
const (
	maxOffered    = 50
	maxWayOffered = 1000
)

// lost is the frame of a page that is served at any address: nothing relative
// leads anywhere from it.
func (l *local) lost(folder, title string) *frame {
	f := l.frame(folder)
	f.linker.root = l.basePath()
	f.Absolute = true
	f.Title, f.Description, f.Wide, f.Canonical = title, title, true, ""
	f.Alternates, f.Markdown = nil, false
	return f
}

func (l *local) notFoundPage() func(*sheet) error {
	return func(b *sheet) error {
		f := l.lost("", l.text.NotFound)
		f.anyNav("")
		v := &notFoundView{Text: l.text.NotFoundText, Home: linkView{URL: f.Page(""), Text: l.text.NotFoundHome}}
		for _, e := range l.editions {
			v.Releases = append(v.Releases, f.offered(e, e.title, maxOffered))
		}
		f.Main = v
		return f.execute("notfound", b)
	}
}

// noWayPage stands where a way has no page: a version that is none, or too many
// hops between the two.
func (l *local) noWayPage(e *edition) func(*sheet) error {
	return func(b *sheet) error {
		f := l.lost(ProductPath(e.id)+"upgrade/", l.text.NoWay)
		f.productNav(e, "upgrade")
		picker := f.picker(e)
		v := &notFoundView{Text: l.text.NoWayText, Picker: &picker, Plan: wayCommand(e.commands.line, "A", "B"), Relative: l.in.BaseURL == ""}
		v.Home = linkView{URL: f.Page(ProductPath(e.id) + "upgrade/"), Text: l.text.fill(l.text.UpgradeTitle, e.title)}
		v.Releases = append(v.Releases, f.offered(e, l.text.Releases, maxWayOffered))
		f.Main = v
		return f.execute("notfound", b)
	}
}

// offered is the newest releases of a product, and a link to the others.
func (f *frame) offered(e *edition, title string, most int) navGroup {
	g := navGroup{Title: title}
	for _, r := range e.releases[:min(len(e.releases), most)] {
		g.Links = append(g.Links, linkView{URL: f.Page(ReleasePath(e.id, r.ID)), Text: r.ID})
	}
	if len(e.releases) > most {
		g.Links = append(g.Links, linkView{URL: f.Page(ProductPath(e.id) + "releases/"), Text: f.T.AllReleases})
	}
	return g
}
