// Package profile reads guides: it chooses the dialect a document is written
// in, from the document itself, and makes the release records of it, every
// record with its lines and every line with its record.
//
// It must not compare versions, order releases or decide what an upgrade path
// is (package release lowers records to the catalog), and it runs nothing: a
// command that is not beyond doubt is left to a person.
package profile

import (
	"fmt"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"upgraph/internal/config"
	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/regexp"
	"upgraph/internal/release"
	"upgraph/internal/schema"
)

// Options is what a document does not say about itself.
type Options struct {
	Language string // "en", "zh", …
	Key      string // equal for translations of one document
	// Product is the configuration of the document's product, nil without one.
	Product *config.Product
}

// dialect is one way of writing a guide. takes reports whether a document is
// written so, and why; read makes the records.
type dialect struct {
	name  string
	takes func(*survey) (why string, ok bool)
	read  func(*guide)
}

// profiles are the dialects in the order in which they are asked; exactly one
// takes a document.
var profiles = []dialect{
	fragment,
	releaseFile,
	sections,
	edgeFile,
	procedure,
	plainPage,
}

// guide is a document while it is read.
type guide struct {
	doc     *doc.Doc
	opt     Options
	seen    *survey
	out     *release.Document
	ledger  *ledger
	parts   []component
	release *release.Release
	section string // title of the section that is being read
	// trail are the headings that the reader stands under, outermost first.
	trail []place
	// places are the section titles read so far: guides repeat them.
	places map[string]place
	lists  int    // ordered lists read in the release
	label  place  // what the words above a list say of its changes
	notice string // severity of the notes that the section consists of
	// noticeLabel is what the author calls these.
	noticeLabel string
	// whole says that the file is one release, with nothing foreign in it.
	whole bool
	shell *syntax.Parser // of commands, once there is one
}

// Read makes records of a document. It never fails: what is wrong with a
// document is in its Diagnostics, and what is no record is in its Extra.
func Read(d *doc.Doc, opt Options) *release.Document {
	g := &guide{
		doc: d, opt: opt, ledger: newLedger(d.Path, d.Total), places: map[string]place{},
		out: &release.Document{
			Path: d.Path, Language: opt.Language, Key: opt.Key,
			Front: frontMap(d),
		},
	}
	g.out.Title, g.out.Summary = g.front().text("title"), g.front().text("summary")
	name, pattern := g.override()
	g.seen = look(d, pattern)
	if pattern == nil && len(g.seen.releases) == 0 && g.seen.isLog() && g.seen.promote() {
		g.seen = look(d, nil)
	}
	g.out.Title = firstOf(g.out.Title, g.seen.titleText)
	g.findParts()
	chosen, why := choose(g.seen, name)
	g.out.Profile = release.Profile{Name: chosen.name, Why: why, Pattern: g.seen.pattern}
	g.reportBroken()
	if d.Front != nil {
		g.ledger.claim(span(d.Front.Span), record)
	}
	chosen.read(g)
	g.readFrontSteps()
	g.readReleases()
	g.checkFront()
	g.out.Lines = g.ledger.close()
	for _, f := range g.ledger.faults {
		g.report(f)
	}
	diag.Sort(g.out.Diagnostics)
	return g.out
}

// choose asks the dialects in order; a name given by the author wins.
func choose(s *survey, name string) (dialect, string) {
	for _, p := range profiles {
		if p.name == name && !s.isFragment() {
			return p, "the author says so"
		}
	}
	for _, p := range profiles {
		if why, ok := p.takes(s); ok {
			return p, why
		}
	}
	return plainPage, "no other dialect takes it"
}

// override is the profile that front matter or the product's configuration
// names, with its heading pattern.
func (g *guide) override() (name string, pattern *regexp.Regexp) {
	var source string
	if p := g.opt.Product; p != nil && p.Profile != nil && !strings.HasPrefix(g.base(), "_index.") {
		name, source = p.Profile.Name, p.Profile.Pattern
	}
	at := diag.Pos{File: g.doc.Path, Line: 1, Column: 1}
	if g.doc.Front != nil {
		if v, ok := g.doc.Front.Value.Get("profile"); ok {
			at.Line, at.Column = v.Line, v.Column
			name = v.Scalar
			if n, ok := v.Get("name"); ok {
				name = n.Scalar
			}
			for _, key := range []string{"heading", "pattern"} {
				if p, ok := v.Get(key); ok {
					source = p.Scalar
				}
			}
		}
	}
	if name != "" && !slices.ContainsFunc(profiles, func(p dialect) bool { return p.name == name }) {
		g.report(diag.Diagnostic{Code: "UG320", Severity: diag.Error, Pos: at,
			Message: fmt.Sprintf("unknown profile %q", name), Hint: "one of " + strings.Join(schema.Dialects(), ", ")})
	}
	if source == "" {
		return name, nil
	}
	pattern, err := regexp.Compile(source)
	if err != nil || !slices.ContainsFunc(pattern.SubexpNames(), func(n string) bool { return n == "v" || n == "to" }) {
		g.report(diag.Diagnostic{Code: "UG320", Severity: diag.Error, Pos: at,
			Message: fmt.Sprintf("heading pattern %q is no regular expression with a group named v or to", source),
			Hint:    "write it as ^Upgrade to (?P<v>\\S+)$; groups from, label and date are optional"})
		return name, nil
	}
	return name, pattern
}

func (g *guide) base() string { return g.doc.Path[strings.LastIndex(g.doc.Path, "/")+1:] }

func (g *guide) report(d diag.Diagnostic) { g.out.Diagnostics = append(g.out.Diagnostics, d) }

// reportBroken says which headings look like those of releases and name none.
// One that shows where the next version will stand is meant as it is.
func (g *guide) reportBroken() {
	for _, i := range g.seen.broken {
		b := g.seen.headings[i].block
		if template.MatchString(b.Text) {
			continue
		}
		g.report(diag.Diagnostic{Code: "UG306", Severity: diag.Error,
			Pos:     diag.Pos{File: g.doc.Path, Line: b.Line, Column: 1},
			Message: fmt.Sprintf("heading %q begins like the releases beside it and names no version that can be read", b.Text),
			Hint:    "end the heading with the version, or word it so that it does not look like a release",
		})
	}
}
