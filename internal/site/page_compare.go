package site

import (
	"cmp"
	"slices"
	"strings"

	"upgraph/internal/release"
)

// maxCompared is how many releases a comparison shows.
const maxCompared = 150

// ComparePath is the folder of the page that compares two releases. No segment
// holds "..", so the three dots part them.
func ComparePath(product, from, to string) string {
	return ProductPath(product) + "compare/" + Segment(from) + "..." + Segment(to) + "/"
}

// compares reports whether two releases have a page that compares them: those
// of a pair with a page, when both stand in the order of releases.
func (l *local) compares(e *edition, from, to string) bool {
	a, b := e.records[from], e.records[to]
	return a != nil && b != nil && a.index >= 0 && a.index < b.index
}

func (l *local) comparePage(e *edition, p Pair) func(*sheet) error {
	folder := ComparePath(e.id, p.From, p.To)
	return func(b *sheet) (err error) {
		f := l.frame(folder)
		f.Title = l.text.fill(l.text.CompareTitle, e.title, p.From, p.To)
		f.Description = f.Title
		if f.Main, err = f.comparison(e, p); err != nil {
			return err
		}
		return f.execute("changes", b)
	}
}

// comparison is what changed from one release to another, by type and then by
// component.
func (f *frame) comparison(e *edition, pair Pair) (*listing, error) {
	f.inProduct(e, "changelog", linkView{URL: f.Page(ProductPath(e.id) + "changelog/"), Text: f.T.Changelog})
	v := &listing{Path: &linkView{URL: f.Page(UpgradePath(e.id, pair.From, pair.To)), Text: f.T.fill(f.T.UpgradeFromTo, pair.From, pair.To)}}
	from, to := e.records[pair.From], e.records[pair.To]
	oldest := max(from.index+1, to.index+1-maxCompared)
	byType, total := map[string][]*comparedChange{}, 0
	kinds := slices.Clone(groups)
	between := e.between(oldest, to.index)
	all, err := f.comparedOn(e, between)
	if err != nil {
		return nil, err
	}
	for _, c := range all {
		if !slices.Contains(kinds, c.kind) {
			kinds = append(kinds, c.kind)
		}
		byType[c.kind], total = append(byType[c.kind], c), total+1
	}
	for _, kind := range kinds {
		if xs := byType[kind]; len(xs) > 0 {
			slices.SortStableFunc(xs, func(a, b *comparedChange) int { return cmp.Compare(a.component, b.component) })
			v.Sections = append(v.Sections, f.compared(kind, xs))
		}
	}
	v.Total = f.T.ReleaseCount.Of(to.index-from.index) + " · " + f.T.ChangeCount.Of(total)
	if oldest > from.index+1 {
		v.More = &linkView{URL: f.Page(ProductPath(e.id) + "changelog/"), Text: f.T.fill(f.T.OlderLeftOut, itoa(oldest-from.index-1))}
	}
	words := f.saidBetween(e, between)
	if len(words) > 0 {
		v.Sections = append(v.Sections, listSection{ID: f.ids.unique("words"), Title: f.T.InWords, Said: words})
	}
	if total+len(words) == 0 {
		v.Empty = f.T.NoChanges
	}
	f.contents(v)
	return v, nil
}

// compared is a section of the changes of one kind.
func (f *frame) compared(kind string, xs []*comparedChange) listSection {
	s := listSection{ID: f.ids.unique("type-" + slug(kind)), Title: f.T.changeType(kind), Type: kind}
	for _, x := range xs {
		s.Changes = append(s.Changes, &x.changeView)
		f.repeats = append(f.repeats, x.part)
	}
	return s
}

// between are the releases from one place in upgrade order to another, oldest
// first.
func (e *edition) between(first, last int) []*record {
	var out []*record
	for i := first; i <= last; i++ {
		out = append(out, e.releases[len(e.releases)-1-i])
	}
	return out
}

// comparedChange is a change as every comparison shows it.
type comparedChange struct {
	changeView
	of        *release.Change
	kind      string
	component string // the first, in lower case; behind all others where there is none
	part      *repeated
}

// comparedKey is what the changes of a release hang on as comparisons show them.
type comparedKey struct {
	link    linker
	release string
}

// maxComparedKept is of how many releases the changes are kept for other
// comparisons. Those with releases in common are written one after the other.
const maxComparedKept = 2 * maxCompared

// comparedOn are the changes on a way, those of the newest release first. One that
// several of its releases have is shown with the oldest.
func (f *frame) comparedOn(e *edition, way []*record) ([]*comparedChange, error) {
	once := changesOnce(way)
	var out []*comparedChange
	for _, r := range slices.Backward(way) {
		all, err := e.compared.get(comparedKey{f.linker, r.ID}, func() ([]comparedChange, error) { return f.comparedOf(e, r) })
		if err != nil {
			return nil, err
		}
		for _, p := range r.parts {
			left := once[p.guide]
			for range p.guide.Changes {
				c := &all[0]
				if all = all[1:]; len(left) > 0 && left[0].Line == c.of.Line {
					left, out = left[1:], append(out, c)
				}
			}
		}
	}
	return out, nil
}

// comparedOf are the changes of a release.
func (f *frame) comparedOf(e *edition, r *record) ([]comparedChange, error) {
	var out []comparedChange
	listed := f.listed(e, r)
	on := &linkView{URL: listed.page, Text: r.ID}
	for pi, p := range r.parts {
		for ci := range p.guide.Changes {
			of := &p.guide.Changes[ci]
			c := comparedChange{changeView: listed.change(hit{r, pi, ci}), of: of, kind: kindOf(*of)}
			c.On, c.component = on, "\U0010ffff"
			if len(c.Components) > 0 {
				c.component = strings.ToLower(c.Components[0])
			}
			var err error
			if c.part, err = f.repeat("changes/change", &c.changeView); err != nil {
				return nil, err
			}
			c.Ready = c.part.html
			out = append(out, c)
		}
	}
	return out, nil
}
