package plan

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"upgraph/internal/compat"
	"upgraph/internal/step"
)

// Text writes a plan for people: what to mind first, then the steps in order,
// each with its source.
func Text(w io.Writer, p *Plan) error {
	t := &printer{w: bufio.NewWriter(w)}
	if len(p.Hops) == 0 {
		t.line("%s is at %s already: nothing to do", p.Product, p.To)
		return t.w.Flush()
	}
	from := p.From
	if from == "" {
		from = "an older release that the guide does not name"
	}
	t.line("Upgrade %s from %s to %s: %s, %s", p.Product, from, p.To, count(len(p.Hops), "hop"), count(len(p.Steps), "step"))
	t.line("plan %s", p.Digest)
	t.line("data %s", p.CatalogDigest)
	t.mind(p)
	t.steps(p)
	return t.w.Flush()
}

// maxColumn keeps one long id from pushing everything to the right.
const maxColumn = 32

// printer collects the text; its writer keeps the first error for Flush.
type printer struct {
	w     *bufio.Writer
	width int // of the column of step ids
}

func (t *printer) line(format string, args ...any) {
	fmt.Fprintln(t.w, printable(fmt.Sprintf(format, args...)))
}

// printable keeps text of a catalog from steering the terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || unicode.IsPrint(r) {
			return r
		}
		return '\uFFFD'
	}, s)
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// block puts the lines of a text behind a first column.
func (t *printer) block(indent, head, text, source string) {
	first, rest, more := strings.Cut(strings.TrimSpace(text), "\n")
	t.line("%s%s%s%s", indent, head, first, source)
	if more {
		for l := range strings.SplitSeq(rest, "\n") {
			t.line("%s    %s", indent, l)
		}
	}
}

func place(s compat.Source) string {
	if s.File == "" {
		return ""
	}
	return fmt.Sprintf("  [%s:%d]", s.File, s.Line)
}

// mind lists what holds for the whole plan.
func (t *printer) mind(p *Plan) {
	t.line("")
	t.line("Before you begin")
	for _, n := range p.Notes {
		t.block("  ", n.Severity+": ", n.Text, place(n.Source))
	}
	for _, c := range p.Constraints {
		t.block("  ", c.Type+": ", c.Text, place(c.Source))
	}
	for _, r := range p.Risks {
		t.block("  ", "risk: ", r.Text, place(r.Source))
	}
	for _, c := range p.Checks {
		source := ""
		if c.Source != nil {
			source = place(*c.Source)
		}
		t.block("  ", "check: ", checkText(&c.Check), source)
	}
	if p.Rollback.Statement == "" || p.Rollback.Statement == "unstated" {
		t.line("  going back: the guide says nothing about it")
	} else {
		t.line("  going back: %s", p.Rollback.Statement)
	}
}

// steps lists conditions and steps in order, under their hops. A hop without
// steps is listed too: its release is installed all the same.
func (t *printer) steps(p *Plan) {
	t.line("")
	t.line("Steps")
	for _, s := range p.Steps {
		t.width = min(max(t.width, len(s.ID)), maxColumn)
	}
	rest := p.Steps
	for len(rest) > 0 && strings.HasPrefix(rest[0].ID, "before/") {
		t.step(rest[0])
		rest = rest[1:]
	}
	for i, h := range p.Hops {
		t.hop(h)
		for len(rest) > 0 && rest[0].Hop != nil && *rest[0].Hop == i {
			t.step(rest[0])
			rest = rest[1:]
		}
		if h.Gate != nil {
			t.gate(h.Gate)
		}
	}
	for _, s := range rest {
		t.step(s)
	}
}

func (t *printer) step(s Step) {
	t.block("  ", fmt.Sprintf("%-*s %-7s ", t.width, s.ID, s.Kind), stepText(s), place(s.Source))
}

func (t *printer) hop(h Hop) {
	from := h.From
	if from == "" {
		from = "…"
	}
	t.line(" %s → %s (%s)", from, h.To, h.Basis.Rule)
}

func (t *printer) gate(g *compat.Gate) {
	text := g.Text
	if g.Check != nil {
		text = strings.TrimSpace(text + " " + checkText(g.Check))
	}
	if g.WaitSeconds > 0 {
		text = strings.TrimSpace(fmt.Sprintf("%s (at least %d seconds)", text, g.WaitSeconds))
	}
	t.block("  ", "then wait: ", text, "")
}

// stepText is what is done, as far as it fits one column.
func stepText(s Step) string {
	text := s.Text
	switch s.Kind {
	case "exec":
		text = commandText(s.Argv)
	case "shell":
		text = s.Script
	case "check":
		if s.Check != nil {
			text = checkText(s.Check)
		}
	}
	if s.Catalog().Executes() && !s.Catalog().IsApproved() {
		text += "  (not approved: a person confirms it)"
	}
	return text
}

// commandText shows the arguments of a program, those that are more than one
// plain word in quotes.
func commandText(argv []string) string {
	words := make([]string, len(argv))
	for i, arg := range argv {
		words[i] = arg
		if arg == "" || strings.ContainsAny(arg, " \t\n\"'\\") {
			words[i] = strconv.Quote(arg)
		}
	}
	return strings.Join(words, " ")
}

// checkText is what must hold, in the words of the check's kind.
func checkText(c *compat.Check) string {
	probe, err := step.LowerCheck(*c)
	if err != nil {
		return fmt.Sprintf("cannot be understood: %v", err)
	}
	return probe.Says
}
