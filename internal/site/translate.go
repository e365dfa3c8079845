package site

import (
	"strings"

	"upgraph/internal/compat"
	"upgraph/internal/plan"
	"upgraph/internal/release"
)

// translation is a text of a plan in the language of the page.
type translation struct {
	doc  *release.Document
	note release.Note
	text string
	line int
}

// translatedNote finds the note of a plan in the edition's language: the one at
// the same place among those of its release, where both languages have as many.
func (e *edition) translatedNote(n plan.Note) (translation, bool) {
	if e.lang == e.primary {
		return translation{}, false
	}
	notes, own := e.Catalog.Notes, documentNotes(e.Guides[e.lang])
	if n.Release != "" {
		r := e.records[n.Release]
		if r == nil || r.lang != e.lang {
			return translation{}, false
		}
		notes, own = r.Notes, nil
		for _, p := range r.parts {
			for _, note := range p.guide.Notes {
				own = append(own, translation{doc: p.doc, note: note})
			}
		}
	}
	if len(notes) != len(own) {
		return translation{}, false
	}
	for i, c := range notes {
		if c.Source == n.Source && c.Severity == own[i].note.Severity {
			return own[i], true
		}
	}
	return translation{}, false
}

func documentNotes(docs []*release.Document) []translation {
	var out []translation
	for _, d := range docs {
		for _, n := range d.Notes {
			out = append(out, translation{doc: d, note: n})
		}
	}
	return out
}

// translatedCondition finds the words of a condition in the edition's language
// by its id, with the versions of the path behind them where the catalog's
// condition lists them.
func (e *edition) translatedCondition(s plan.Step, p *plan.Plan, t *messages) (translation, bool) {
	if e.lang == e.primary {
		return translation{}, false
	}
	_, id, _ := strings.Cut(s.ID, "/")
	for _, d := range e.Guides[e.lang] {
		for _, c := range d.Conditions {
			if c.ID == id {
				return translation{doc: d, text: c.Text + e.versions(id, p, t), line: c.Line}, true
			}
		}
	}
	return translation{}, false
}

// versions is the list of versions behind a condition that asks for it.
func (e *edition) versions(condition string, p *plan.Plan, t *messages) string {
	for _, c := range e.Catalog.Conditions {
		if c.ID != condition || !c.ListVersions {
			continue
		}
		var all []string
		for _, h := range p.Hops {
			v := code(h.To)
			if h.DeployVersion != "" && h.DeployVersion != h.To {
				v += " (" + t.DeployAs + " " + code(h.DeployVersion) + ")"
			}
			all = append(all, v)
		}
		return t.fill(t.List, strings.Join(all, ", "))
	}
	return ""
}

// translatedCheck finds the guide's words for a check in the edition's language.
func (e *edition) translatedCheck(c compat.Check) (translation, bool) {
	t, ok := e.checkTexts[checkKey{c.Type, c.File, c.Key, c.Value}]
	return t, ok && e.lang != e.primary
}

// checkKey is what a check asks; equal in every language.
type checkKey struct{ kind, file, key, value string }

// checkTexts maps the checks of documents to the words of their guides.
func checkTexts(docs []*release.Document) map[checkKey]translation {
	m := map[checkKey]translation{}
	for _, d := range docs {
		for _, r := range d.Releases {
			for _, c := range r.Checks {
				key := checkKey{c.Type, c.File, c.Key, c.Value}
				if _, ok := m[key]; !ok {
					m[key] = translation{doc: d, text: c.Text, line: c.Line}
				}
			}
		}
	}
	return m
}

// code is a text as a Markdown code span.
func code(s string) string {
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		return fence + " " + s + " " + fence
	}
	return fence + s + fence
}
