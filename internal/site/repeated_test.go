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
	for i, l := range kept.locals {
		for p := range l.editions[0].pairs() {
			fresh, err := newSite(in)
			if err != nil {
				t.Fatal(err)
			}
			page, want := &sheet{Buffer: &bytes.Buffer{}}, &sheet{Buffer: &bytes.Buffer{}}
			if err := l.pathPage(l.editions[0], p)(page); err != nil {
				t.Fatal(err)
			}
			if err := fresh.locals[i].pathPage(fresh.locals[i].editions[0], p)(want); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(page.Bytes(), want.Bytes()) {
				t.Errorf("%s: the page from %s to %s differs from one that shares nothing", l.lang, p.From, p.To)
			}
			for _, r := range page.repeats {
				shared += strings.Count(page.String(), string(r.html))
			}
			if got, want := copyOf(t, page), copyOf(t, &sheet{Buffer: want.Buffer}); got != want {
				t.Errorf("%s: the copy from %s to %s is\n%s\nwithout shared parts it is\n%s", l.lang, p.From, p.To, got, want)
			}
		}
	}
	if shared < 50 {
		t.Errorf("pages hold %d shared parts, which is too few to tell", shared)
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
