package site

import (
	"html/template"
	"slices"
	"strings"

	"upgraph/internal/compat"
	"upgraph/internal/doc"
	"upgraph/internal/release"
)

// releaseView is a release's page.
type releaseView struct {
	ID, Status   string
	Latest       bool
	Outside      bool // no release of the catalog
	Facts        []fact
	FactsID      string
	Info         []compat.KeyValue
	Parts        []partView
	Script       *scriptView
	Arrive, Go   []linkView
	Since        []linkView // comparisons with releases before
	Older, Newer *linkView
	JSON         string
}

// fact is one line about a release. Code is copied as it stands, a link leads to
// its value.
type fact struct {
	Label      string
	Values     []string
	Code, Link bool
}

// partView is what one document says about the release.
type partView struct {
	Heading string   // shown where there are several parts
	Former  []string // ids that led here before
	Titles  partTitles
	Lead    []template.HTML
	About   []proseBlock // beside the version information
	Notes   []noteView
	NotesID string
	// Changes, with the prose before and behind them, and the sections that keep
	// the author's headings.
	ChangesID, StepsID, ChecksID string
	ChangesLead, ChangesTail     []proseBlock
	Changes                      []changeGroup
	Grouped                      template.HTML // Changes, as they stand on the page
	ChangesTold, StepsTold       []otherSection
	StepsLead, StepsTail         []proseBlock
	Steps                        []stepView
	Checks                       []checkView
	Rules                        []noteView
	Other                        []otherSection
	Source                       release.Span
	File                         string
	Names                        []string // of document and release, as the author writes them
}

// partTitles are the author's headings of what stands under ours.
type partTitles struct{ Info, Changes, Steps, Notes []string }

// checkView is a check or a rule with its line.
type checkView struct {
	Kind string // its label
	HTML template.HTML
	When string
	Tick string
	Says template.HTML
	At   trace
}

func (l *local) releasePage(e *edition, r *record) func(*sheet) error {
	return func(b *sheet) error {
		f := l.frame(ReleasePath(e.id, r.ID))
		f.Title = e.title + " " + r.ID
		f.Description = l.text.fill(l.text.ReleaseDescription, e.title, r.ID)
		f.productNav(e, "releases")
		f.Crumbs = []linkView{{URL: f.Page(ProductPath(e.id)), Text: e.title}, {URL: f.Page(ProductPath(e.id) + "releases/"), Text: l.text.Releases}}
		f.language(r.lang)
		f.Date = r.shownDate()
		if len(r.parts) > 0 {
			f.edit(r.parts[0].doc.Path)
		}
		f.meta(e, "article")
		v, err := f.releaseView(e, r)
		if err != nil {
			return err
		}
		f.Main = v
		return f.execute("release", b)
	}
}

// language says so where the text is not in the language of the page.
func (f *frame) language(lang string) {
	if lang != "" && lang != f.Lang {
		f.ContentLang, f.Banner, f.MainRTL = lang, f.T.Untranslated, fromRight(lang)
	}
}

func (f *frame) releaseView(e *edition, r *record) (*releaseView, error) {
	v := &releaseView{
		ID: r.ID, Status: f.T.status(string(r.Status)), Outside: r.index < 0, Latest: e.latest() == r,
		JSON: f.File("v1/" + Segment(e.id) + "/compat.json"), Info: r.Info,
	}
	if v.Facts = f.facts(r); len(v.Facts) > 0 {
		v.FactsID = f.section("facts", f.T.Facts)
	}
	for i, p := range r.parts {
		prefix := Segment(r.ID) + "-"
		var steps []compat.Step
		if i == 0 {
			steps = e.steps(r.ID)
		}
		shown, err := f.part(e, r, p, prefix, steps)
		if err != nil {
			return nil, err
		}
		v.Parts = append(v.Parts, shown)
	}
	if len(v.Parts) > 1 {
		for i := range v.Parts {
			v.Parts[i].Heading = r.parts[i].guide.Heading
		}
	}
	if e.ToScript != nil && !v.Outside {
		v.Script = f.scriptInto(e, r.ID)
	}
	if v.Script != nil {
		v.Script.ID = f.section("script", f.T.Script)
	}
	f.ways(e, r, v)
	return v, nil
}

// ways links the paths into and out of a release and the releases around it.
func (f *frame) ways(e *edition, r *record, v *releaseView) {
	for _, p := range e.into[r.ID] {
		v.Arrive = append(v.Arrive, linkView{URL: f.Page(UpgradePath(e.id, p.From, p.To)), Text: p.From})
		if f.local.compares(e, p.From, p.To) {
			v.Since = append(v.Since, linkView{URL: f.Page(ComparePath(e.id, p.From, p.To)), Text: p.From})
		}
	}
	for _, p := range e.outOf[r.ID] {
		v.Go = append(v.Go, linkView{URL: f.Page(UpgradePath(e.id, p.From, p.To)), Text: p.To})
	}
	if len(v.Arrive) > 0 || len(v.Go) > 0 {
		f.section("ways", f.T.Ways)
	}
	older, newer := e.neighbours(r)
	link := func(r *record) *linkView {
		if r == nil {
			return nil
		}
		return &linkView{URL: f.Page(ReleasePath(e.id, r.ID)), Text: r.ID}
	}
	v.Older, v.Newer = link(older), link(newer)
}

// facts are what is known about a build, each to be copied.
func (f *frame) facts(r *record) []fact {
	var commit, branch string
	if r.Git != nil {
		commit, branch = r.Git.Commit, r.Git.Branch
	}
	one := func(label, value string, code bool) fact {
		return fact{Label: label, Values: []string{value}, Code: code}
	}
	all := []fact{
		one(f.T.Build, r.Build, true),
		one(f.T.DeployVersion, r.DeployVersion, true),
		{Label: f.T.Alias, Values: r.Aliases, Code: true},
		one(f.T.Commit, commit, true),
		one(f.T.Branch, branch, true),
		one(f.T.Date, r.Date, false),
		one(f.T.BuiltAt, r.BuiltAt, false),
		one(f.T.Toolchain, r.Toolchain, true),
	}
	if link := f.origin(r); link != nil {
		all = append(all, fact{Label: link.Text, Values: []string{link.URL}, Link: true})
	}
	return slices.DeleteFunc(all, func(x fact) bool { return len(x.Values) == 0 || x.Values[0] == "" })
}

// origin is where the heading of a release leads: as changelogs have it, a
// comparison of the sources, or where it was published. Nil where it leads nowhere
// or into the site.
func (f *frame) origin(r *record) *linkView {
	for _, p := range r.parts {
		link := p.guide.Link
		if !strings.HasPrefix(link, "https://") && !strings.HasPrefix(link, "http://") {
			continue
		}
		if strings.Contains(link, "/compare/") {
			return &linkView{URL: link, Text: f.T.SourceCompare}
		}
		return &linkView{URL: link, Text: f.T.PublishedAt}
	}
	return nil
}

// part shows what one document says about a release: every record and, in its
// section, every block that is no record.
func (f *frame) part(e *edition, r *record, p part, prefix string, steps []compat.Step) (partView, error) {
	d, file := e.source(p.doc), p.doc.Path
	v := partView{File: file, Source: p.guide.Span}
	for _, id := range anchorAliases(d, prefix) {
		v.Former = append(v.Former, f.ids.unique(id))
	}
	for _, name := range []string{p.doc.Title, p.guide.Heading} {
		if name != "" && name != r.ID && !slices.Contains(v.Names, name) {
			v.Names = append(v.Names, name)
		}
	}
	extra := f.extras(p.guide, d, prefix)
	v.Titles.Info, v.Titles.Notes = extra.titles(release.RoleInfo, f.T.Facts, nil), extra.titles(release.RoleNotes, f.T.Notes, nil)
	if len(p.doc.Releases) == 1 {
		v.Lead = f.documentLead(p.doc, d, prefix)
		v.Notes = f.notes(p.doc.Notes, d, file, prefix)
	}
	f.placed(&v, p, extra, d, prefix)
	extra.name(f.ids)
	for _, b := range extra.take("", 0, true) {
		v.Lead = append(v.Lead, b.HTML)
	}
	v.About = extra.take(release.RoleInfo, 0, true)
	f.partRules(&v, p, d)
	if err := f.partChanges(&v, e, p, extra, prefix); err != nil {
		return v, err
	}
	f.partSteps(&v, r, p, extra, d, steps)
	if len(v.Checks)+len(v.Rules) > 0 {
		v.ChecksID = f.section("checks", f.T.Checks)
	}
	v.Other = extra.rest()
	for _, sec := range v.Other {
		if sec.Listed {
			f.TOC = append(f.TOC, linkView{URL: "#" + sec.ID, Text: sec.Title})
		}
	}
	return v, nil
}

// partRules are the rules of a part: one that is a note already says so there.
func (f *frame) partRules(v *partView, p part, d *doc.Doc) {
	for _, c := range p.guide.Constraints {
		if i := slices.IndexFunc(v.Notes, func(n noteView) bool { return n.At.Line == c.Line && n.HTML == f.inline(d, c.Text) }); i >= 0 {
			v.Notes[i].Label += " · " + f.T.Rule
			continue
		}
		v.Rules = append(v.Rules, noteView{Severity: "important", Label: f.T.Rule, HTML: f.inline(d, c.Text), At: trace{File: v.File, Line: c.Line}})
	}
}

// placed shows notes and checks: those in sections of the author's own stay
// there, the others stand together, notes above all.
func (f *frame) placed(v *partView, p part, extra *extras, d *doc.Doc, prefix string) {
	notes := f.notes(p.guide.Notes, d, p.doc.Path, prefix)
	checks := make([]checkView, len(p.guide.Checks))
	for i, c := range p.guide.Checks {
		checks[i] = f.check(c, d, p.doc.Path)
	}
	inNotes, inChecks := make([]bool, len(notes)), make([]bool, len(checks))
	for i := range extra.blocks {
		switch b := &extra.blocks[i]; {
		case b.note >= 0:
			b.show.Note, inNotes[b.note] = &notes[b.note], true
		case b.check >= 0:
			b.show.Check, inChecks[b.check] = &checks[b.check], true
		}
	}
	for i, n := range notes {
		if !inNotes[i] {
			v.Notes = append(v.Notes, n)
		}
	}
	for i, c := range checks {
		if !inChecks[i] {
			v.Checks = append(v.Checks, c)
		}
	}
}

// documentLead is what stands around the only release of a document.
func (f *frame) documentLead(d *release.Document, src *doc.Doc, prefix string) []template.HTML {
	var out []template.HTML
	if d.Summary != "" {
		out = append(out, f.inline(nil, d.Summary))
	}
	return append(out, f.documentText(d, src, prefix)...)
}

// documentText is the prose of a document outside its releases, under the
// author's headings.
func (f *frame) documentText(d *release.Document, src *doc.Doc, prefix string) []template.HTML {
	var out []template.HTML
	section := ""
	var lines []int
	for _, n := range d.Notes {
		lines = append(lines, n.Line)
	}
	for _, c := range d.Conditions {
		lines = append(lines, c.Line)
	}
	for _, r := range d.Releases {
		lines = append(lines, r.Line)
	}
	for _, x := range foldExtra(d.Extra, anyBetween(lines)) {
		if !shown(x.Extra) {
			continue
		}
		if x.Section != section && x.Section != "" && x.Kind != string(doc.Heading) {
			out = append(out, template.HTML("<h3>"+template.HTMLEscapeString(x.Section)+"</h3>"))
		}
		section = x.Section
		if html := f.extra(src, x, prefix+"text-", 3); html != "" {
			out = append(out, html)
		}
	}
	return out
}

// check shows a check with the words of the guide.
func (f *frame) check(c release.Check, d *doc.Doc, file string) checkView {
	v := checkView{
		Kind: f.T.KindCheck, HTML: f.checkHTML(new(c.Catalog())),
		When: f.T.when(c.When), At: trace{ID: f.ids.unique("check-" + slug(c.ID)), File: file, Line: c.Line},
	}
	if c.Text != "" {
		v.Says = f.inline(d, c.Text)
	}
	return v
}

// firstLine is the line of the first record, a line behind every other where
// there is none.
func firstLine[T any](records []T, line func(T) int) int {
	first := int(^uint(0) >> 1)
	for _, r := range records {
		first = min(first, line(r))
	}
	return first
}
