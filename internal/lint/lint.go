// Package lint knows the rules that guides are held against: what each rule
// is about, why, and a good and a bad example. Some rules look at one document
// as it was read, some at a whole product; rules whose fault is found while a
// guide is read or lowered are documented here and reported there.
//
// It must not read Markdown by itself, change records or decide how anything
// is shown.
package lint

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"upgraph/internal/compat"
	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/release"
)

// Rule is one thing that can be wrong with a guide.
type Rule struct {
	Code     string        // "UG301"
	Name     string        // short, in words joined by hyphens
	Severity diag.Severity // the highest that the rule reports
	What     string        // one sentence: what the rule finds
	Why      string        // what goes wrong otherwise
	// Bad and Good are whole documents: Bad has this fault and no other, Good
	// has none. Where it takes several, each begins with a line "-- NAME --".
	Bad, Good string

	document func(*document) []diag.Diagnostic
	product  func([]*release.Document, *compat.Catalog) []diag.Diagnostic
	site     func([]*doc.Doc) []diag.Diagnostic
}

// document is what rules about one document see.
type document struct {
	read    *release.Document
	src     *doc.Doc
	anchors func() anchors
	lines   []string // of the source, once they are asked for
}

// rules are all rules, by code.
var rules = slices.Concat(frontMatterRules, textRules, guideRules, contentRules)

// guideRules are the rules about what a guide says.
var guideRules = []Rule{
	buildDiffers,
	otherVersion,
	missingSection,
	emptyShellFence,
	describeWithoutAlias,
	headingWithoutVersion,
	duplicateRelease,
	orderDisagrees,
	badEdge,
	sharedName,
	placeholder,
	unapprovedStep,
	damagedCommand,
	alternatives,
	jumpingNumbers,
	foreignHeading,
	dateBeforeBuild,
	translationDrift,
	misspeltKey,
	badFrontMatter,
	stopInProse,
	introducedIn,
	byReference,
	interactiveShell,
	joinedItems,
	deadAnchor,
	ambiguousAnchor,
	missingPage,
	suppression,
	ambiguousDate,
	badFragment,
	outOfReach,
	onlyTranslated,
	factsDiffer,
	copiedGuide,
	readerFault,
}

// Rules lists all rules, by code.
func Rules() []Rule { return append([]Rule(nil), rules...) }

// Explain gives the rule with a code.
func Explain(code string) (Rule, bool) {
	for _, r := range rules {
		if r.Code == code {
			return r, true
		}
	}
	return Rule{}, false
}

// Named gives the rule with a name.
func Named(name string) (Rule, bool) {
	for _, r := range rules {
		if r.Name == name {
			return r, true
		}
	}
	return Rule{}, false
}

// Document holds one document against the rules that need no other. What was
// found while it was read is in its own Diagnostics and is not repeated.
func Document(d *release.Document, src *doc.Doc) []diag.Diagnostic {
	in := &document{read: d, src: src, anchors: sync.OnceValue(func() anchors { return anchorsOf(src) })}
	var out []diag.Diagnostic
	for _, r := range rules {
		if r.document != nil {
			out = append(out, r.document(in)...)
		}
	}
	diag.Sort(out)
	return out
}

// Product holds a product against the rules that need its catalog or more than
// one guide. Translations are compared where docs holds those too.
func Product(docs []*release.Document, c *compat.Catalog) []diag.Diagnostic {
	var out []diag.Diagnostic
	for _, r := range rules {
		if r.product != nil {
			out = append(out, r.product(docs, c)...)
		}
	}
	diag.Sort(out)
	return out
}

// Site holds all documents of a content folder against the rules that are about
// what leads from one to another.
func Site(docs []*doc.Doc) []diag.Diagnostic {
	var out []diag.Diagnostic
	for _, r := range rules {
		if r.site != nil {
			out = append(out, r.site(docs)...)
		}
	}
	diag.Sort(out)
	return out
}

// at makes a finding of a rule at the beginning of a line.
func (d *document) at(code string, severity diag.Severity, line int, message, hint string) diag.Diagnostic {
	return diag.Diagnostic{Code: code, Severity: severity,
		Pos: diag.Pos{File: d.read.Path, Line: line, Column: 1}, Message: message, Hint: hint}
}

// atText is [document.at] with the column where a text begins in the line
// behind its spaces, counted in characters; without it there, the first.
func (d *document) atText(code string, severity diag.Severity, line int, text, message, hint string) diag.Diagnostic {
	found := d.at(code, severity, line, message, hint)
	if d.lines == nil {
		d.lines = strings.Split(string(d.src.Source), "\n")
	}
	if line > 0 && line <= len(d.lines) && text != "" {
		if i := strings.Index(d.lines[line-1], text); i >= 0 {
			i += len(text) - len(strings.TrimLeft(text, " "))
			found.Column = utf8.RuneCountInString(d.lines[line-1][:i]) + 1
		}
	}
	return found
}

// headings are those of the document with their lines, by line.
func (d *document) headings() map[int]*doc.Block {
	out := map[int]*doc.Block{}
	for _, b := range d.src.Blocks {
		if b.Kind == doc.Heading {
			out[b.Line] = b
		}
	}
	return out
}

// walk visits all blocks in the order of their lines.
func walk(blocks []*doc.Block, visit func(*doc.Block)) {
	for _, b := range blocks {
		visit(b)
		walk(b.Children, visit)
	}
}
