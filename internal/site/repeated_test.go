package site

import (
	"bytes"
	"strings"
	"testing"
)

// What pages share is kept between them. Each of them is as it would be by
// itself, and so is its copy, which takes over the copy of what is shared.
func TestSharedPartsChangeNothing(t *testing.T) {
	in := fixture(t)
	kept, err := newSite(in)
	if err != nil {
		t.Fatal(err)
	}
	shared := 0
	same := func(name string, i int, render func(*local) func(*sheet) error) {
		fresh, err := newSite(in)
		if err != nil {
			t.Fatal(err)
		}
		page, want := &sheet{Buffer: &bytes.Buffer{}}, &sheet{Buffer: &bytes.Buffer{}}
		if err := render(kept.locals[i])(page); err != nil {
			t.Fatal(err)
		}
		if err := render(fresh.locals[i])(want); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(page.Bytes(), want.Bytes()) {
			t.Errorf("%s differs from a page that shares nothing", name)
		}
		for _, r := range page.repeats {
			shared += strings.Count(page.String(), string(r.html))
		}
		if got, want := copyOf(t, page), copyOf(t, &sheet{Buffer: want.Buffer}); got != want {
			t.Errorf("the copy of %s is\n%s\nwithout shared parts it is\n%s", name, got, want)
		}
	}
	for i, l := range kept.locals {
		for p := range l.editions[0].pairs() {
			same(l.prefix+UpgradePath("dm", p.From, p.To), i, func(l *local) func(*sheet) error { return l.pathPage(l.editions[0], p) })
		}
		for n, r := range l.editions[0].releases {
			same(l.prefix+ReleasePath("dm", r.ID), i, func(l *local) func(*sheet) error { return l.releasePage(l.editions[0], l.editions[0].releases[n]) })
		}
	}
	if shared < 50 {
		t.Errorf("pages hold %d shared parts, which is too few to tell", shared)
	}
}

// What leads to another place of the site leads there from pages of each depth.
func TestLeadsOn(t *testing.T) {
	for text, want := range map[string]bool{
		"Fix `x` and *y*": false, "See [#1](https://example.org/1), [#2](http://example.org/2).": false, "wow!": false,
		"See [a](b.md)": true, "See [a]": true, "![a](https://example.org/a.png)": true, "a <kbd>b</kbd>": true, "[a](https://x y)": true,
		"[a](https://example.org)[b]": true, "[a `](https://x) b` c](d.md)": true, "[a [b](https://x)](c.md)": true,
	} {
		if got := leadsOn(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func copyOf(t *testing.T, page *sheet) string {
	t.Helper()
	var b bytes.Buffer
	if err := new(copier).page(page, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Ids that another part of the page has taken are not given out twice.
func TestSharedPartGivesWay(t *testing.T) {
	s, err := newSite(fixture(t))
	if err != nil {
		t.Fatal(err)
	}
	l := s.locals[0]
	e := l.editions[0]
	p, err := e.Plan("v1.0.4", "v1.0.5")
	if err != nil {
		t.Fatal(err)
	}
	legs := e.legs(p)
	way := changesOnce(all(legs))
	first := l.frame(UpgradePath(e.id, p.From, p.To))
	h, err := first.hop(e, p, 0, legs[0], way)
	if err != nil || len(h.Changes) == 0 || len(h.Changes[0].Changes) == 0 {
		t.Fatal(h.Changes, err)
	}
	id := h.Changes[0].Changes[0].At.ID
	second := l.frame(UpgradePath(e.id, p.From, p.To))
	second.ids.unique(id)
	if h, err = second.hop(e, p, 0, legs[0], way); err != nil {
		t.Fatal(err)
	}
	if got := h.Changes[0].Changes[0].At.ID; got != id+"-2" || !strings.Contains(string(h.Listed), `id="`+id+`-2"`) {
		t.Errorf("id %q is taken, and the change is called %q", id, got)
	}
}
