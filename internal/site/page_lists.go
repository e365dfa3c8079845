package site

import (
	"html/template"
	"slices"
	"strings"
)

// releasesView is the list of releases.
type releasesView struct {
	Releases []releaseLine
	Outside  []releaseLine
	Pager    []linkView
	Total    int
}

func (l *local) releasesPage(e *edition, list []*record, n int) func(*sheet) error {
	return func(b *sheet) error {
		folder := ProductPath(e.id) + "releases/"
		f := l.frame(pagePath(folder, n))
		f.Title = l.text.fill(l.text.ReleasesTitle, e.title)
		f.Description = l.text.fill(l.text.ReleasesTitle, e.title)
		f.productNav(e, "releases")
		f.Wide = true
		f.Crumbs = []linkView{{URL: f.Page(ProductPath(e.id)), Text: e.title}}
		f.meta(e, "")
		v := &releasesView{Pager: f.pager(folder, len(e.releases), perPage, n), Total: len(e.releases)}
		for _, r := range list {
			v.Releases = append(v.Releases, f.releaseLine(e, r))
		}
		if n == 1 {
			for _, r := range e.outside {
				v.Outside = append(v.Outside, f.releaseLine(e, r))
			}
		}
		f.Main = v
		return f.execute("releases", b)
	}
}

// targets are the releases that a path page leads to, newest first.
func targets(e *edition) []*record {
	return slices.DeleteFunc(slices.Clone(e.releases), func(r *record) bool { return len(e.into[r.ID]) == 0 })
}

// upgradeView is the table of all pairs with a page.
type upgradeView struct {
	Picker pickerView
	Rows   []upgradeRow
	Pager  []linkView
	Plan   template.HTML
	Ways   string // the pairs with a page, as JSON
	// Relative says that Plan needs the shell variable SITE.
	Relative bool
	Product  string
	Message  string
}

// upgradeRow is one target and from where it is reached, nearest first.
type upgradeRow struct {
	To, URL string
	From    []fromView
}

// fromView is a link to a path page.
type fromView struct {
	ID, URL, Hops string
}

func (l *local) upgradePage(e *edition, list []*record, n int) func(*sheet) error {
	return func(b *sheet) error {
		folder := ProductPath(e.id) + "upgrade/"
		f := l.frame(pagePath(folder, n))
		f.Title = l.text.fill(l.text.UpgradeTitle, e.title)
		f.Description = l.text.fill(l.text.UpgradeTitle, e.title)
		f.productNav(e, "upgrade")
		f.Wide = true
		f.Crumbs = []linkView{{URL: f.Page(ProductPath(e.id)), Text: e.title}}
		f.meta(e, "")
		v := &upgradeView{Picker: f.picker(e), Pager: f.pager(folder, len(targets(e)), perPage, n), Product: e.id}
		v.Ways = f.File(waysPath(e.id))
		v.Plan, v.Relative = wayCommand(e.commands.line, "A", "B"), l.in.BaseURL == ""
		for _, r := range list {
			row := upgradeRow{To: r.ID, URL: f.Page(ReleasePath(e.id, r.ID))}
			for _, p := range e.into[r.ID] {
				row.From = append(row.From, fromView{ID: p.From, URL: f.Page(UpgradePath(e.id, p.From, p.To)), Hops: l.text.Hops.Of(p.Hops)})
			}
			v.Rows = append(v.Rows, row)
		}
		f.Main = v
		return f.execute("upgrade", b)
	}
}

// scriptsView lists the scripts of all products.
type scriptsView struct {
	Products []scriptsOf
	Sums     *scriptView
	First    *scriptView   // the example: fetch, verify, look, run
	Verify   template.HTML // hold it to the list of digests
	Signed   bool
	Relative bool
}

// scriptsOf is the scripts of one product: into each release, and of each pair.
type scriptsOf struct {
	ID, Title string
	To        []scriptRow
	Pairs     []scriptRow
	Fleet     *linkView // the guide for many machines
	More      string    // the table of all pairs, where not all are listed
}

// scriptRow is a script with the way that it goes.
type scriptRow struct {
	From, To string
	*scriptView
}

// maxScripts is how many scripts of a kind the page lists for a product.
const maxScripts = 500

func (l *local) scriptsPage() func(*sheet) error {
	return func(b *sheet) error {
		f := l.frame("scripts/")
		f.Title, f.Description, f.Wide = l.text.Scripts, l.text.ScriptsDescription, true
		f.anyNav("scripts")
		v := &scriptsView{Sums: f.script("scripts/SHA256SUMS"), Relative: l.in.BaseURL == ""}
		for _, e := range l.editions {
			of := f.scriptsOf(e)
			v.Products = append(v.Products, of)
			if v.First == nil && len(of.To) > 0 {
				v.First = f.scriptInto(e, of.To[0].To)
				lines := f.sumsLines(e.ToScript(of.To[0].To))
				v.Verify, v.Signed = f.shell(lines), strings.Contains(lines, "minisign")
			}
		}
		f.Main = v
		return f.execute("scripts", b)
	}
}

func (f *frame) scriptsOf(e *edition) scriptsOf {
	v := scriptsOf{ID: e.id, Title: e.title}
	if e.ToScript != nil {
		for _, r := range e.releases[:min(len(e.releases), maxScripts)] {
			if s := f.script(e.ToScript(r.ID)); s != nil {
				v.To = append(v.To, scriptRow{To: r.ID, scriptView: s})
			}
		}
	}
	if e.PairScript != nil {
		for _, p := range e.Pairs[:min(len(e.Pairs), maxScripts)] {
			if s := f.script(e.PairScript(p.From, p.To)); s != nil {
				v.Pairs = append(v.Pairs, scriptRow{From: p.From, To: p.To, scriptView: s})
			}
		}
	}
	if s := f.script("scripts/" + Segment(e.id) + "/fleet/README.md"); s != nil {
		v.Fleet = &linkView{URL: s.URL, Text: s.Name}
	}
	if max(len(e.releases), len(e.Pairs)) > maxScripts {
		v.More = f.Page(ProductPath(e.id) + "upgrade/")
	}
	return v
}

// apiView describes the JSON.
type apiView struct {
	Files    []apiFile
	Examples []apiExample
	Relative bool
}

// apiFile is a published JSON file.
type apiFile struct {
	*scriptView
	Path, What string
}

// apiExample is a question and the lines that answer it.
type apiExample struct {
	Title string
	Lines template.HTML
}

func (l *local) apiPage() func(*sheet) error {
	return func(b *sheet) error {
		f := l.frame("api/")
		f.Title, f.Description, f.Wide = l.text.API, l.text.APIDescription, true
		f.anyNav("api")
		v := &apiView{Relative: l.in.BaseURL == ""}
		add := func(name, what string) {
			if s := f.script(name); s != nil {
				v.Files = append(v.Files, apiFile{s, name, what})
			}
		}
		add("v1/manifest.json", l.text.APIManifest)
		for _, e := range l.editions {
			add("v1/"+Segment(e.id)+"/compat.json", l.text.fill(l.text.APICatalog, e.title))
			add("v1/"+Segment(e.id)+"/latest.txt", l.text.fill(l.text.APILatest, e.title))
			add("v1/"+Segment(e.id)+"/renovate.json", l.text.fill(l.text.APIRenovate, e.title))
		}
		add("schema/compat-v1.json", l.text.APISchema)
		for _, s := range [][2]string{{"guide", l.text.APIFront}, {"product", "product.yaml"}, {"site", "site.yaml"}} {
			add("schema/"+s[0]+"-v1.json", l.text.fill(l.text.APIEditors, s[1]))
		}
		if len(l.editions) > 0 {
			v.Examples = f.apiExamples(l.editions[0])
		}
		f.Main = v
		return f.execute("api", b)
	}
}

// apiExamples are jq lines over the first product's catalog, and how it is
// fetched by somebody who has to be sure of it.
func (f *frame) apiExamples(e *edition) []apiExample {
	fetch := "curl -fsSL " + f.local.shellURL("v1/"+Segment(e.id)+"/compat.json") + " | jq -r "
	t := f.T
	var out []apiExample
	add := func(title, filter string) {
		q, _ := quote(filter)
		out = append(out, apiExample{title, f.shell(fetch + q)})
	}
	add(t.ExampleLatest, ".channels[] | .id + \" \" + .head")
	add(t.ExampleOrder, ".releases | sort_by(.sort_key)[].id")
	add(t.ExampleEdges, ".edges[] | .id + \"  \" + .basis.rule")
	add(t.ExampleCommands, ".edges[] | .to as $to | .steps[] | select(.kind == \"exec\") | $to + \"  \" + (.argv | join(\" \"))")
	add(t.ExampleBreaking, ".releases[] | .id as $id | .changes[] | select(.breaking) | $id + \"  \" + .text")
	return append(out, apiExample{t.ExampleVerify, f.shell(f.manifestLines("v1/" + Segment(e.id) + "/compat.json"))})
}
