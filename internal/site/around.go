package site

import "html/template"

// around is what stands around the main part of many pages in the same way.
type around struct {
	Side       template.HTML // [frame.Nav], beside the page
	FeedLinks  template.HTML // [frame.Feeds], in the head
	AssetLinks template.HTML
	SearchForm template.HTML
}

// aroundKey is everything that it hangs on.
type aroundKey struct {
	link  linker
	side  sideKey
	feeds string // the products whose feeds are named
}

// sideKey tells the navigation beside a page from others.
type sideKey struct {
	product string
	current string
}

// aroundPage renders what stands around a page, once for all pages of the same depth
// that show the same.
func (l *local) aroundPage(f *frame) (around, error) {
	key := aroundKey{link: f.linker, side: f.side}
	for _, e := range f.fed {
		key.feeds += e.id + "\n"
	}
	if kept, ok := l.arounds.Load(key); ok {
		return kept.(around), nil
	}
	var a around
	for _, part := range []struct {
		view string
		into *template.HTML
	}{{"plain/side", &a.Side}, {"plain/feedlinks", &a.FeedLinks}, {"plain/assetlinks", &a.AssetLinks}, {"plain/searchform", &a.SearchForm}} {
		var err error
		if *part.into, err = f.rendered(part.view, f); err != nil {
			return a, err
		}
	}
	l.arounds.Store(key, a)
	return a, nil
}
