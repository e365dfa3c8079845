package site

import (
	"html/template"
	"strconv"

	"upgraph/internal/release"
)

func itoa(n int) string { return strconv.Itoa(n) }

// homeView is the home of a product.
type homeView struct {
	Title      string
	Summary    template.HTML
	Intro      []template.HTML
	Picker     pickerView
	Builds     string // what the box for pasted output knows
	Reader     string // and the script that reads it
	Latest     *releaseLine
	Next       []releaseLine // what is written down for the next release
	Facts      []fact
	Channels   []channelView
	Strip      []noteView // warnings of the newest releases that have any
	Notes      []noteView
	Conditions []checkView
	Releases   []releaseLine
	All        string // list of all releases
	Feeds      string // what can be subscribed to; empty where nothing can
	Scripts    string
	JSON       string
	Plain      []linkView
	Picture    *picture
	IDs        map[string]string
}

// channelView is a channel with its newest release.
type channelView struct{ ID, Head, URL string }

// releaseLine is a release in a list.
type releaseLine struct {
	ID, URL, Date, Status string
	Latest                bool
	Changes, Warnings     int
	Breaking              int
	Upgrade               *linkView // from the release before
	Lead                  template.HTML
}

// pickerView is the form that asks from where to where.
type pickerView struct {
	Action   string
	Releases []option // in upgrade order; empty where there are too many to list
	Known    []string // newest first, to complete what is typed where none are listed
	From, To string
	Product  string
	Ways     bool // a release leads to another
}

// option is one release of the picker with the name of its folder.
type option struct {
	ID, Segment, Label string
	Selected           bool
}

// maxOptions is how many releases the picker lists; beyond it takes typing, which
// it completes up to maxKnown.
const (
	maxOptions = 300
	maxKnown   = 1000
)

// rootPage is the home of the only product, or the list of products.
func (l *local) rootPage() func(*sheet) error {
	if len(l.editions) == 1 {
		return l.homePage(l.editions[0], "")
	}
	return func(b *sheet) error {
		f := l.frame("")
		f.Title, f.Description, f.Wide = f.SiteTitle, l.text.SiteDescription, true
		var products []homeView
		for _, e := range l.editions {
			products = append(products, f.productCard(e))
		}
		f.nav, f.side = func() []navGroup { return f.plainNav("") }, sideKey{"", "home"}
		f.Main = struct {
			Products []homeView
			Intro    template.HTML
			Plain    []linkView
		}{products, f.rootText(), f.plainLinks("")}
		return f.execute("products", b)
	}
}

// productCard is a product in the list of products: All is its home.
func (f *frame) productCard(e *edition) homeView {
	home := ProductPath(e.id)
	v := homeView{Title: e.title, All: f.Page(home), Latest: f.latestLine(e)}
	for _, d := range e.general {
		if d.Summary != "" && v.Summary == "" {
			v.Summary = f.inline(nil, d.Summary)
		}
	}
	v.Plain = []linkView{
		{URL: f.Page(home + "upgrade/"), Text: f.T.Upgrade},
		{URL: f.Page(home + "releases/"), Text: f.T.Releases},
		{URL: f.Page(home + "changelog/"), Text: f.T.Changelog},
	}
	return v
}

// rootText is the plain page at the root of the site, empty when there is none.
func (f *frame) rootText() template.HTML {
	for _, p := range f.local.plain {
		if p.url == "" {
			return f.plainBody(p)
		}
	}
	return ""
}

func (l *local) homePage(e *edition, folder string) func(*sheet) error {
	return func(b *sheet) error {
		f := l.frame(folder)
		f.Title = l.text.fill(l.text.HomeTitle, e.title)
		f.Description = l.text.fill(l.text.HomeDescription, e.title)
		if f.Canonical != "" {
			f.Canonical = l.absolute(l.prefix + ProductPath(e.id))
		}
		f.productNav(e, "home")
		f.language(e.generalLang)
		f.meta(e, "software")
		f.Main = f.homeView(e)
		return f.execute("home", b)
	}
}

func (f *frame) homeView(e *edition) *homeView {
	v := &homeView{
		Title: e.title, All: f.Page(ProductPath(e.id) + "releases/"), Scripts: f.Page("scripts/"),
		JSON: f.File("v1/" + Segment(e.id) + "/compat.json"), IDs: map[string]string{},
	}
	if intro := f.rootText(); intro != "" && len(f.local.editions) == 1 {
		v.Intro = append(v.Intro, intro)
	}
	v.Picker, v.Builds, v.Reader = f.picker(e), f.File(buildsPath(e.id)), f.File(f.Assets.Identify.Path)
	if v.Latest = f.latestLine(e); v.Latest != nil {
		v.IDs["latest"] = f.section("latest", f.T.Latest)
		if v.Facts = f.facts(e.latest()); len(v.Facts) == 1 && v.Facts[0].Label == f.T.Date {
			v.Facts = nil // the line above says it
		}
	}
	for _, r := range e.outside {
		if line := f.releaseLine(e, r); r.unreleased() && line.Changes+line.Warnings > 0 {
			v.Next = append(v.Next, line)
		}
	}
	if len(v.Next) > 0 {
		f.section("next", f.T.OutsideTitle)
	}
	for _, c := range e.Catalog.Channels {
		v.Channels = append(v.Channels, channelView{ID: c.ID, Head: c.Head, URL: f.Page(ReleasePath(e.id, c.Head))})
	}
	for _, d := range e.general {
		src := e.Docs[d.Path]
		if d.Title != "" && d.Title != e.title {
			v.Intro = append(v.Intro, template.HTML("<h3>"+template.HTMLEscapeString(d.Title)+"</h3>"))
		}
		if d.Summary != "" && v.Summary == "" {
			v.Summary = f.inline(nil, d.Summary)
		}
		v.Intro = append(v.Intro, f.documentText(d, src, "")...)
		v.Notes = append(v.Notes, f.notes(d.Notes, src, d.Path, "all-")...)
		v.Conditions = append(v.Conditions, f.homeConditions(e, d)...)
	}
	if v.Strip = f.strip(e); len(v.Strip) > 0 {
		v.IDs["warnings"] = f.section("warnings", f.T.Warnings)
	}
	if len(v.Notes)+len(v.Conditions)+len(v.Intro) > 0 {
		v.IDs["mind"] = f.section("mind", f.T.MindAlways)
	}
	if v.Picture = f.graphPicture(e); v.Picture != nil {
		v.IDs["graph"] = f.section("graph", f.T.Graph)
	}
	v.IDs["releases"] = f.section("releases", f.T.Releases)
	if len(f.feedsOf(e).Rows) > 0 {
		v.Feeds = f.Page("feeds/")
	}
	for _, r := range e.releases[:min(len(e.releases), 20)] {
		v.Releases = append(v.Releases, f.releaseLine(e, r))
	}
	return v
}

// maxStrip is how many warnings the home of a product shows.
const maxStrip = 5

// strip is the warnings and breaking changes of the newest releases, each with
// the release at which it has to be minded.
func (f *frame) strip(e *edition) []noteView {
	var out []noteView
	for _, r := range e.releases {
		for _, p := range r.parts {
			d, at := e.source(p.doc), noteView{Release: r.ID, URL: f.Page(ReleasePath(e.id, r.ID))}
			for _, c := range p.guide.Changes {
				if c.Breaking {
					at.Severity, at.Label, at.HTML = "breaking", f.T.Breaking, f.inline(d, unmarked(c.Text))
					out = append(out, at)
				}
			}
			for _, n := range p.guide.Notes {
				at.Severity, at.Label, at.HTML = severity(n.Severity), f.noteLabel(n.Label, n.Severity), f.inline(d, n.Text)
				out = append(out, at)
			}
		}
		if len(out) >= maxStrip {
			return out[:maxStrip]
		}
	}
	return out
}

func (f *frame) homeConditions(e *edition, d *release.Document) []checkView {
	var out []checkView
	for _, c := range d.Conditions {
		when := f.T.Before
		if c.When == "after" {
			when = f.T.After
		}
		out = append(out, checkView{HTML: f.inline(e.Docs[d.Path], c.Text), When: when, At: trace{File: d.Path, Line: c.Line}})
	}
	return out
}

func (f *frame) latestLine(e *edition) *releaseLine {
	r := e.latest()
	if r == nil {
		return nil
	}
	line := f.releaseLine(e, r)
	return &line
}

func (f *frame) releaseLine(e *edition, r *record) releaseLine {
	v := releaseLine{ID: r.ID, URL: f.Page(ReleasePath(e.id, r.ID)), Date: r.shownDate(), Status: f.T.status(string(r.Status)), Latest: e.latest() == r}
	for _, p := range r.parts {
		v.Changes += len(p.guide.Changes)
		v.Warnings += len(p.guide.Notes)
		v.Breaking += breaking(p.guide.Changes)
	}
	if into := e.into[r.ID]; len(into) > 0 {
		v.Upgrade = &linkView{URL: f.Page(UpgradePath(e.id, into[0].From, into[0].To)), Text: into[0].From}
	}
	return v
}

// shownDate is when a release came out as its guide writes it, else the day on
// which it was built.
func (r *record) shownDate() string {
	if r.Date == "" && len(r.BuiltAt) >= 10 {
		return r.BuiltAt[:10]
	}
	return r.Date
}

// breaking counts the changes that break something.
func breaking(cs []release.Change) int {
	n := 0
	for _, c := range cs {
		if c.Breaking {
			n++
		}
	}
	return n
}

// picker offers the releases from which and to which there is a way.
func (f *frame) picker(e *edition) pickerView {
	v := pickerView{Action: f.Page(ProductPath(e.id) + "upgrade/"), Product: e.id, Ways: e.leads()}
	if len(e.releases) > maxOptions {
		for _, r := range e.releases[:min(len(e.releases), maxKnown)] {
			v.Known = append(v.Known, r.ID)
		}
		return v
	}
	from, to := "", ""
	if r := e.latest(); r != nil && len(e.into[r.ID]) > 0 {
		from, to = e.into[r.ID][0].From, r.ID
	}
	for i := len(e.releases) - 1; i >= 0; i-- {
		r := e.releases[i]
		label := r.ID
		if len(r.Aliases) > 0 {
			label += " (" + r.Aliases[0] + ")"
		}
		v.Releases = append(v.Releases, option{ID: r.ID, Segment: Segment(r.ID), Label: label})
	}
	v.From, v.To = from, to
	return v
}
