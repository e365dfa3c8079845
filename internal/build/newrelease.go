package build

import (
	"fmt"
	"io/fs"
	"path"
	"slices"

	"upgraph/internal/release"
	"upgraph/internal/scaffold"
	"upgraph/internal/version"
)

// NewRelease is a guide that is about to be written.
type NewRelease struct {
	ID string
	// Path is where the guide goes, relative to the content folder; There says
	// that it, or another guide of the release, is there already.
	Path  string
	There bool
	Text  string
	// Missing is what is left to write, Translations the files of the guide in
	// other languages.
	Missing      []scaffold.Missing
	Translations []string
	// Fragments are the files that the guide gathers. They are removed, unless
	// Keep says that the final release needs them too.
	Fragments []string
	Keep      bool
	digests   map[string]string
}

// PlanRelease makes the guide of a new release without writing it: from the
// release before and the changes that wait. Date may be empty.
func (c *Content) PlanRelease(p *Product, id, date string) (*NewRelease, error) {
	v, err := version.Parse(id)
	if err != nil {
		return nil, fmt.Errorf("the release has no name: %w", err)
	}
	n := &NewRelease{ID: id, Keep: v.IsPrerelease(), digests: map[string]string{}}
	for _, page := range p.Pages {
		for _, r := range page.Guide.Releases {
			if w, err := version.Parse(r.ID); err == nil && !r.Unreleased && version.Compare(v, w) == 0 {
				n.Path, n.There = page.Path, true
				return n, nil
			}
		}
	}
	in := scaffold.ReleaseInput{Product: p.Config.Title, ID: id, Date: date}
	last := p.before(v, p.primary(c.Site.Languages))
	dir := path.Join(p.Dir, p.primary(c.Site.Languages))
	if last.page != nil {
		in.Last, in.Source = last.release, scaffold.Source{Guide: last.page.Guide, Doc: last.page.Doc}
		dir = path.Dir(last.page.Path)
	}
	for _, page := range p.Pages {
		if page.isFragment() {
			in.Fragments = append(in.Fragments, page.Guide)
			n.Fragments = append(n.Fragments, page.Path)
			n.digests[path.Base(page.Path)] = digest(page.Doc.Source)
		}
	}
	n.Path = path.Join(dir, id+".md")
	if _, err := fs.Stat(c.Root, n.Path); err == nil {
		n.There = true
		return n, nil
	}
	n.Text, n.Missing = scaffold.Release(in)
	n.Translations = c.translations(p, last, id)
	return n, nil
}

// earlier is the release before a new one, with the page that tells of it.
type earlier struct {
	page    *Page
	release *release.Release
}

// before finds the newest release before a version, in one language, with steps
// if any guide of it has some.
func (p *Product) before(v version.Version, language string) earlier {
	var best earlier
	var newest version.Version
	for _, page := range p.Pages {
		for _, r := range page.Guide.Releases {
			w, err := version.Parse(r.ID)
			if err != nil || r.Unreleased || page.Language != language || version.Compare(w, v) >= 0 {
				continue
			}
			order := 1
			if best.page != nil {
				order = version.Compare(w, newest)
			}
			if order > 0 || order == 0 && len(r.Steps) > 0 && len(best.release.Steps) == 0 {
				best, newest = earlier{page, r}, w
			}
		}
	}
	return best
}

// translations are the files that the guide of the release before has in other
// languages, named for the new one.
func (c *Content) translations(p *Product, last earlier, id string) []string {
	var out []string
	if last.page == nil || len(last.page.Guide.Releases) != 1 {
		return nil
	}
	for _, page := range p.Pages {
		if page.Key == last.page.Key && page != last.page && !slices.Contains(out, page.Path) {
			out = append(out, path.Join(path.Dir(page.Path), id+".md"))
		}
	}
	return out
}
