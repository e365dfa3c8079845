package site

import ()

// feedsView lists what can be subscribed to.
type feedsView struct{ Products []feedsOf }

// feedsOf is the feeds of one product.
type feedsOf struct {
	Title string
	Rows  []feedRow
}

// feedRow is what a feed is about and the forms that it has.
type feedRow struct {
	What  string
	Links []linkView
}

func (l *local) feedsPage() func(*sheet) error {
	return func(b *sheet) error {
		f := l.frame("feeds/")
		f.Title, f.Description, f.Wide = l.text.Feeds, l.text.FeedsText, true
		f.anyNav("feeds")
		v := &feedsView{}
		for _, e := range l.editions {
			f.fed = append(f.fed, e)
			if of := f.feedsOf(e); len(of.Rows) > 0 {
				v.Products = append(v.Products, of)
			}
		}
		f.Main = v
		return f.execute("feeds", b)
	}
}

func (f *frame) feedsOf(e *edition) feedsOf {
	out := feedsOf{Title: e.title}
	add := func(name, what string) {
		row := feedRow{What: what}
		for _, form := range []struct{ ending, name string }{{".atom", "Atom"}, {".json", "JSON Feed"}} {
			if file := ProductPath(e.id) + name + form.ending; f.local.written(file) {
				row.Links = append(row.Links, linkView{URL: f.File(file), Text: form.name})
			}
		}
		if len(row.Links) > 0 {
			out.Rows = append(out.Rows, row)
		}
	}
	add("feed", f.T.AllReleases)
	add("breaking", f.T.changeType("breaking"))
	for _, c := range e.Catalog.Product.Components {
		add("components/"+Segment(c), c)
	}
	return out
}
