package profile

import (
	"slices"
	"strconv"
	"strings"

	"upgraph/internal/doc"
	"upgraph/internal/regexp"
	"upgraph/internal/release"
)

// readSteps reads an ordered list. Only under a steps heading may its items
// hold anything that a machine runs.
func (g *guide) readSteps(list *doc.Block) {
	p := g.here()
	g.lists++
	items := make([]*doc.Block, 0, len(list.Children))
	for _, item := range list.Children {
		if item.Kind == doc.Item {
			items = append(items, item)
		}
	}
	under := p.step
	if under == 0 && g.numbersTaken(items) {
		under = g.lists
	}
	mayRun := p.role == release.RoleSteps && !p.choice && !g.seen.boxed[list] && !g.conditional(list)
	g.release.Steps = slices.Grow(g.release.Steps, len(items))
	for i, item := range items {
		g.ledger.claim(span(item.Span), record)
		s := release.Step{Number: item.Number, Under: under, Span: span(item.Span)}
		if !rising(items) {
			s.Number = items[0].Number + i
		}
		g.fillStep(&s, item, mayRun)
		g.release.Steps = append(g.release.Steps, s)
	}
	g.ledger.rest(span(list.Span), structure)
}

// conditional reports whether the words right before a list say that it is for
// some readers or cases only.
func (g *guide) conditional(list *doc.Block) bool {
	last, ok := g.lead(list.Line)
	return ok && doubt.MatchString(oneLine(last.Text))
}

// lead is the paragraph right before a line; comments between the two do not
// part them.
func (g *guide) lead(line int) (release.Extra, bool) {
	for _, e := range slices.Backward(g.release.Extra) {
		switch {
		case e.Section != g.section || e.EndLine+2 < line:
			return release.Extra{}, false
		case e.Kind == string(doc.Paragraph):
			return e, true
		case e.Kind != string(doc.HTML):
			return release.Extra{}, false
		}
		line = e.Line
	}
	return release.Extra{}, false
}

// rising reports whether the author numbered the items; many write 1. before
// each and leave the counting to Markdown.
func rising(items []*doc.Block) bool {
	for i := 1; i < len(items); i++ {
		if items[i].Number <= items[i-1].Number {
			return false
		}
	}
	return true
}

func (g *guide) numbersTaken(items []*doc.Block) bool {
	return slices.ContainsFunc(g.release.Steps, func(s release.Step) bool {
		return s.Under == 0 && slices.ContainsFunc(items, func(b *doc.Block) bool { return b.Number == s.Number }) || s.Under == 0 && !rising(items)
	})
}

// fillStep reads an item: its first paragraph says what to do, notes in it
// belong to the step, and anything else means that a person has to read it.
func (g *guide) fillStep(s *release.Step, item *doc.Block, mayRun bool) {
	first := firstParagraph(item)
	var rest, run []*doc.Block
	for i := 0; i < len(item.Children); i++ {
		b := item.Children[i]
		if b == first || b.Kind == doc.Blank {
			continue
		}
		if n, used := g.note(item.Children[i:]); used > 0 {
			s.Notes = append(s.Notes, n)
			i += used - 1
			continue
		}
		if b.Kind == doc.Fence && marked(b.Info) {
			run = append(run, b)
			continue
		}
		rest = append(rest, b)
		s.Notes = append(s.Notes, nestedNotes(b)...)
	}
	if first != nil {
		s.Text = first.Markdown
	}
	for _, b := range rest {
		s.Text = strings.TrimSpace(s.Text + "\n\n" + b.Markdown)
	}
	switch {
	case first == nil || len(rest) > 0:
		s.Actions = manual(s.Text, s.Span, "")
	default:
		s.Actions = g.actions(first, mayRun)
	}
	for _, b := range run {
		s.Actions = append(s.Actions, g.runFence(b))
	}
	s.Actions = slices.DeleteFunc(s.Actions, func(a release.Action) bool { return a.Kind == "manual" && a.Text == "" })
}

// nestedNotes are the notes deeper in a block of a step. They stay in its text
// too, where the author put them.
func nestedNotes(b *doc.Block) []release.Note {
	var out []release.Note
	for _, c := range b.Children {
		walk(c, func(q *doc.Block) {
			if q.Kind == doc.Quote {
				if n, used := quoteNote(q); used > 0 {
					out = append(out, n)
				}
			}
		})
	}
	return out
}

func manual(text string, at release.Span, why string) []release.Action {
	return []release.Action{{Kind: "manual", Text: text, Span: at, Why: why}}
}

// marked reports whether the author marked a fence with {run}.
func marked(info string) bool { return slices.Contains(marks(info), "run") }

var braces = regexp.MustCompile(`\{([^{}]*)\}`)

func marks(info string) []string {
	var out []string
	for _, m := range braces.FindAllStringSubmatch(info, -1) {
		out = append(out, strings.Fields(m[1])...)
	}
	return out
}

// runFence makes an action of a marked fence: a script, unless something in it
// has to be replaced first.
func (g *guide) runFence(b *doc.Block) release.Action {
	a := release.Action{Kind: "shell", Command: strings.TrimRight(b.Content, "\n"), Span: span(b.Span)}
	a.Idempotent = slices.Contains(marks(b.Info), "idempotent")
	a.Parameters = g.variables(a.Command)
	if why := badScript(b); why != "" {
		a = release.Action{Kind: "manual", Text: b.Markdown, Why: why, Span: span(b.Span)}
	}
	return a
}

// readRunFence reads a marked fence outside of a list as a step of its own.
func (g *guide) readRunFence(b *doc.Block) bool {
	if !marked(b.Info) {
		return false
	}
	s := release.Step{Number: 1, Under: g.here().step, Span: span(b.Span)}
	for _, o := range g.release.Steps {
		if o.Under == s.Under {
			s.Number = max(s.Number, o.Number+1)
		}
	}
	s.Actions = []release.Action{g.runFence(b)}
	g.release.Steps = append(g.release.Steps, s)
	return true
}

// readStepHeading makes a step of a heading such as "Step 2: Stop the tasks"
// in a file of its own. Its items are steps of their own behind it.
func (g *guide) readStepHeading(b *doc.Block, p *place) {
	m := stepHeading.FindStringSubmatch(b.Text)
	if m == nil || p.foreign {
		return
	}
	p.role = release.RoleSteps
	g.release.Sections[p.section].Role = release.RoleSteps
	p.step = ordinal(m[1])
	s := release.Step{Number: p.step, Text: firstOf(m[2], b.Text), Span: span(b.Span)}
	s.Actions = manual(s.Text, s.Span, "")
	g.release.Steps = append(g.release.Steps, s)
}

var hanDigits = []rune("零一二三四五六七八九十")

func ordinal(text string) int {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	n := 0
	for _, r := range text {
		d := slices.Index(hanDigits, r)
		switch {
		case d == 10 && n == 0:
			n = 10
		case d == 10:
			n *= 10
		default:
			n += d
		}
	}
	return n
}
