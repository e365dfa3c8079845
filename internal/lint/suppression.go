package lint

import (
	"fmt"
	"slices"
	"strings"

	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/regexp"
	"upgraph/internal/schema"
)

const suppressionCode = "UG330"

var suppression = Rule{
	Code: suppressionCode, Name: "suppression", Severity: diag.Warning,
	What: "A suppression has no reason, names no rule, names one that cannot be ignored, or suppresses nothing.",
	Why: "What is ignored without a reason is forgotten, and a suppression that is left behind hides the next fault. Errors and steps that " +
		"nobody approved cannot be ignored: what is wrong there makes wrong output. In front matter a suppression holds for the file, " +
		"lint: {ignore: [{code: UG305, reason: \"…\"}]}; in a comment for the block behind it.",
	Bad:  "<!-- upgraph: ignore UG305 -->\n## Upgrade to v1.2.0\n\n- Add a quiet mode\n",
	Good: "<!-- upgraph: ignore UG305 because the build had no name -->\n## Upgrade to v1.2.0-7-g1a2b3c4\n\n- Add a quiet mode\n",
}

// ignored is one suppression: the lines it holds for, both included.
type ignored struct {
	code, reason string
	at           diag.Pos
	from, to     int
	used         bool
}

// Suppress takes out the findings that authors ignore with a reason, and adds
// those about suppressions that are wrong. docs are the documents that findings
// are about; with whole all rules were held, else only those that need a single
// document, and a suppression of another is not said to suppress nothing.
func Suppress(found []diag.Diagnostic, docs []*doc.Doc, whole bool) []diag.Diagnostic {
	all := map[string][]*ignored{}
	var out []diag.Diagnostic
	for _, d := range docs {
		list, faults := suppressions(d)
		all[d.Path] = list
		out = append(out, faults...)
	}
	for _, x := range found {
		if !slices.ContainsFunc(all[x.File], func(i *ignored) bool { return i.takes(x) }) {
			out = append(out, x)
		}
	}
	for _, d := range docs {
		for _, i := range all[d.Path] {
			if r, _ := Explain(i.code); !i.used && (whole || r.document != nil) {
				out = append(out, i.fault("nothing here is a fault of "+i.code, "remove the suppression"))
			}
		}
	}
	diag.Sort(out)
	return out
}

func (i *ignored) takes(x diag.Diagnostic) bool {
	if i.code != x.Code || x.Severity == diag.Error || x.Line < i.from || x.Line > i.to {
		return false
	}
	i.used = true
	return true
}

func (i *ignored) fault(message, hint string) diag.Diagnostic {
	return diag.Diagnostic{Code: suppressionCode, Severity: diag.Warning, Pos: i.at, Message: message, Hint: hint}
}

// suppressions are those of a document that can be heeded, and the faults of
// the others.
func suppressions(d *doc.Doc) ([]*ignored, []diag.Diagnostic) {
	var out []*ignored
	var faults []diag.Diagnostic
	for _, i := range append(inFront(d), inComments(d)...) {
		if message, hint := i.wrong(); message != "" {
			faults = append(faults, i.fault(message, hint))
			continue
		}
		out = append(out, i)
	}
	return out, faults
}

const suppressionForm = "write <!-- upgraph: ignore UG301 because … -->, or lint: {ignore: [{code: UG301, reason: …}]} in the front matter"

// wrong says why a suppression is not heeded.
func (i *ignored) wrong() (message, hint string) {
	if i.code == "" {
		return "this suppresses no rule", suppressionForm
	}
	r, ok := Explain(i.code)
	if !ok {
		var codes []string
		for _, r := range rules {
			codes = append(codes, r.Code, r.Name)
		}
		hint = "upgraph explain lists the rules"
		if near, ok := schema.Nearest(i.code, codes); ok {
			if r, named := Named(near); named {
				near = r.Code
			}
			hint = fmt.Sprintf("did you mean %s?", near)
		}
		return fmt.Sprintf("there is no rule %q", i.code), hint
	}
	switch {
	case r.Severity == diag.Error || r.Code == UnapprovedStep || r.Code == suppressionCode:
		return fmt.Sprintf("%s cannot be ignored", r.Code), "mend what it finds: upgraph explain " + r.Code
	case i.reason == "":
		return fmt.Sprintf("%s is ignored without a reason", r.Code), suppressionForm
	}
	return "", ""
}

// inFront are the suppressions of the front matter, which hold for the file.
func inFront(d *doc.Doc) []*ignored {
	if d.Front == nil {
		return nil
	}
	settings, ok := d.Front.Value.Get("lint")
	if !ok {
		return nil
	}
	list, _ := settings.Get("ignore")
	if list.Kind != doc.Sequence {
		return []*ignored{{at: diag.Pos{File: d.Path, Line: settings.Line, Column: settings.Column}}}
	}
	var out []*ignored
	for _, item := range list.Items {
		code, _ := item.Get("code")
		reason, _ := item.Get("reason")
		out = append(out, &ignored{code: strings.TrimSpace(code.Scalar), reason: strings.TrimSpace(reason.Scalar), from: 1, to: d.Total,
			at: diag.Pos{File: d.Path, Line: item.Line, Column: item.Column}})
	}
	return out
}

var (
	directive = regexp.MustCompile(`(?s)^\s*<!--\s*upgraph\s*:\s*(.*?)\s*-->\s*$`)
	ignoring  = regexp.MustCompile(`(?s)^ignore\s+(\S+)(?:\s+(?:because\b|for\b|:|-|–|—)?\s*(.*))?$`)
)

// directiveOf is the directive that a block is, with what it says; nil for any
// other block.
func directiveOf(b *doc.Block) []string {
	if b.Kind != doc.HTML {
		return nil
	}
	return directive.FindStringSubmatch(b.Markdown)
}

// inComments are the suppressions in comments, each for the block behind it.
func inComments(d *doc.Doc) []*ignored {
	var out []*ignored
	var visit func([]*doc.Block)
	visit = func(blocks []*doc.Block) {
		var waiting []*ignored
		for _, b := range blocks {
			if b.Kind == doc.Blank {
				continue
			}
			if m := directiveOf(b); m != nil {
				i := &ignored{at: diag.Pos{File: d.Path, Line: b.Line, Column: 1}, from: 1, to: 0}
				if w := ignoring.FindStringSubmatch(m[1]); w != nil {
					i.code, i.reason = strings.TrimRight(w[1], ",:;"), strings.Join(strings.Fields(w[2]), " ")
				}
				waiting = append(waiting, i)
				out = append(out, i)
				continue
			}
			for _, i := range waiting {
				i.from, i.to = b.Line, b.EndLine
			}
			waiting = nil
			visit(b.Children)
		}
	}
	visit(d.Blocks)
	return out
}
