package term

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"upgraph/internal/compat"
	"upgraph/internal/plan"
	"upgraph/internal/step"
)

// WritePlan shows a plan to a person: what bites first, then hop by hop.
func (p *Paper) WritePlan(pl *plan.Plan) {
	v := planView{Paper: p, plan: pl}
	if len(pl.Hops) == 0 {
		p.Entry("", 0, Plain, fmt.Sprintf("%s is at %s already: there is nothing to do", pl.Product, pl.To))
		return
	}
	v.title()
	v.warnings()
	v.checks()
	v.steps()
}

type planView struct {
	*Paper
	plan *plan.Plan
}

func (v planView) title() {
	p := v.plan
	v.Line("%s", v.Ink(Bold, Printable(fmt.Sprintf("%s: %s to %s", p.Product, fromText(p.From), p.To))))
	commands, people := 0, 0
	for _, s := range p.Steps {
		switch {
		case s.Catalog().Executes():
			commands++
		case s.Kind == "manual":
			people++
		}
	}
	v.Line("%s", v.Ink(Dim, fmt.Sprintf("%s, %s: %s, %d by hand, %s in between",
		Count(len(p.Hops), "hop"), Count(len(p.Steps), "step"), Count(commands, "command"), people,
		Count(len(p.Steps)-commands-people, "check"))))
	v.Line("%s", v.Ink(Dim, "plan "+Printable(p.Digest)))
}

func (v planView) warnings() {
	if len(v.plan.Constraints)+len(v.plan.Notes)+len(v.plan.Risks) == 0 && v.plan.Rollback.Policy != "refuse" {
		return
	}
	v.Line("")
	v.Line("%s", v.Ink(Bold, "Mind"))
	for _, c := range v.plan.Constraints {
		v.Entry("  "+v.Ink(Yellow, "! "), 4, Plain, c.Text+v.hops(c.Hops))
	}
	for _, r := range v.plan.Risks {
		v.Entry("  "+v.Ink(Yellow, "! "), 4, Plain, "risk "+r.ID+": "+r.Text+v.hops(r.Hops))
	}
	if v.plan.Rollback.Policy == "refuse" {
		v.Entry("  "+v.Ink(Yellow, "! "), 4, Plain, "there is no documented way back: "+rollback(v.plan))
	}
	v.notes(true)
	v.notes(false)
}

// notes shows the warnings, or the other notes, that have not been said by a
// constraint already, a list item by item.
func (v planView) notes(warnings bool) {
	for _, n := range v.plan.Notes {
		warns := n.Severity == "warning" || n.Severity == "caution" || n.Severity == "important"
		if warns != warnings || slices.ContainsFunc(v.plan.Constraints, func(c plan.Constraint) bool { return c.Text == n.Text }) {
			continue
		}
		mark := v.Ink(Dim, "- ")
		if warns {
			mark = v.Ink(Yellow, "! ")
		}
		for line := range strings.Lines(n.Text) {
			line = strings.TrimPrefix(strings.TrimSpace(line), "- ")
			if line != "" {
				v.Entry("  "+mark, 4, Plain, ofRelease(n.Release)+line)
			}
		}
	}
}

func ofRelease(id string) string {
	if id == "" {
		return ""
	}
	return id + ": "
}

func rollback(p *plan.Plan) string {
	if s := p.Rollback.Statement; s != "" && s != "unstated" {
		return s
	}
	return "the guide does not say how to downgrade"
}

// hops names the targets that something holds for, where it does not hold for
// all.
func (v planView) hops(hops []int) string {
	if len(hops) == len(v.plan.Hops) || len(hops) == 0 {
		return ""
	}
	var to []string
	for _, h := range hops {
		if h >= 0 && h < len(v.plan.Hops) {
			to = append(to, v.plan.Hops[h].To)
		}
	}
	return " (to " + strings.Join(to, ", ") + ")"
}

func (v planView) checks() {
	if len(v.plan.Checks) == 0 {
		return
	}
	v.Line("")
	v.Line("%s", v.Ink(Bold, "Checked beforehand"))
	width := 0
	for _, c := range v.plan.Checks {
		width = max(width, Columns(c.ID))
	}
	for _, c := range v.plan.Checks {
		v.Entry("  "+Pad(Printable(c.ID), width)+"  ", width+4, Plain, Says(c.Check)+v.hops(c.Hops))
	}
}

// steps shows conditions and steps in order, under their hops. A hop without
// steps is shown as well: its release is installed all the same.
func (v planView) steps() {
	width := 0
	for _, s := range v.plan.Steps {
		width = max(width, Columns(s.ID))
	}
	if v.Width > 0 {
		width = min(width, v.Width/3)
	}
	rest := v.take(v.plan.Steps, width, "Before all hops", func(s plan.Step) bool { return s.Hop == nil && !isAfter(s) })
	for i := range v.plan.Hops {
		if i > 0 {
			v.gate(v.plan.Hops[i-1])
		}
		v.hop(i)
		rest = v.take(rest, width, "", func(s plan.Step) bool { return s.Hop != nil && *s.Hop == i })
	}
	v.take(rest, width, "After all hops", func(plan.Step) bool { return true })
}

func isAfter(s plan.Step) bool { return strings.HasPrefix(s.ID, "after/") }

// take shows the steps that belong together at the beginning of steps, and
// gives the others.
func (v planView) take(steps []plan.Step, width int, title string, belongs func(plan.Step) bool) []plan.Step {
	for i, s := range steps {
		if !belongs(s) {
			return steps[i:]
		}
		if i == 0 && title != "" {
			v.Line("")
			v.Line("%s", v.Ink(Bold, title))
		}
		v.step(s, width)
	}
	return nil
}

func (v planView) step(s plan.Step, width int) {
	kind, text := Describe(s)
	id := Printable(s.ID)
	if Columns(id) > width {
		v.Line("  %s", id)
		id = ""
	}
	v.Entry("  "+Pad(id, width)+"  "+v.Ink(Dim, Pad(kind, 9)), width+13, kindInk(s), text)
}

// hop heads the steps of a hop: from where to where, what goes together, and
// which lines of the guide say so.
func (v planView) hop(hop int) {
	h := v.plan.Hops[hop]
	v.Line("")
	v.Line("%s%s", v.Ink(Bold, fmt.Sprintf("Hop %d of %d: %s", hop+1, len(v.plan.Hops), HopText(h))),
		v.Ink(Dim, join("  ", Printable(strings.Join(v.together(hop), ", ")))))
	var places []string
	for _, s := range append(slices.Clone(h.Basis.Sources), v.stepSource(hop)) {
		if p := Place(s); p != "" && !slices.Contains(places, p) {
			places = append(places, p)
		}
	}
	if len(places) > 0 {
		v.Entry("  ", 2, Dim, "said in "+strings.Join(places, ", "))
	}
	if v.plan.Stepless(hop) {
		v.Entry("  "+v.Ink(Yellow, "! "), 4, Plain, "the guide gives no steps for this hop")
	}
}

// stepSource is the part of a guide that holds the steps of a hop.
func (v planView) stepSource(hop int) compat.Source {
	var all compat.Source
	for _, s := range v.plan.Steps {
		if s.Hop == nil || *s.Hop != hop || s.Source.File == "" {
			continue
		}
		if all.File == "" {
			all = s.Source
		}
		if s.Source.File == all.File {
			all.Line, all.EndLine = min(all.Line, s.Source.Line), max(all.EndLine, s.Source.EndLine)
		}
	}
	return all
}

// place writes a source as FILE:LINE or FILE:FIRST-LAST.
// Place is where the guide says something, "guide.md:3" or "guide.md:3-12"; empty
// where that is not known.
func Place(s compat.Source) string {
	switch {
	case s.File == "":
		return ""
	case s.EndLine > s.Line:
		return fmt.Sprintf("%s:%d-%d", s.File, s.Line, s.EndLine)
	}
	return fmt.Sprintf("%s:%d", s.File, s.Line)
}

func (v planView) gate(h plan.Hop) {
	if h.Gate != nil {
		v.Line("")
		v.Entry("  "+v.Ink(Yellow, "gate "), 7, Plain, GateText(h))
	}
}

// together are the constraints of one hop in a few words.
func (v planView) together(hop int) []string {
	var all []string
	for _, c := range v.plan.Constraints {
		if slices.Contains(c.Hops, hop) && c.Type == "lockstep" && len(c.Components) > 0 {
			all = append(all, "together: "+strings.Join(c.Components, " "))
		}
	}
	return all
}

// fromText names the version that a plan or a hop begins at.
func fromText(id string) string {
	if id == "" {
		return "an undocumented version"
	}
	return id
}

// HopText says from where to where a hop leads.
func HopText(h plan.Hop) string {
	text := fromText(h.From) + " to " + h.To
	if h.DeployVersion != "" && h.DeployVersion != h.To {
		text += " (deployed as " + h.DeployVersion + ")"
	}
	return Printable(text)
}

func kindInk(s plan.Step) Ink {
	switch {
	case s.Catalog().Executes() && !s.Catalog().IsApproved():
		return Yellow
	case s.Catalog().Executes():
		return Bold
	}
	return Plain
}

// Describe gives the kind of a step in a word and what it is about.
func Describe(s plan.Step) (kind, text string) {
	switch s.Kind {
	case "manual":
		return "by hand", s.Text
	case "check":
		if s.Check != nil {
			return "check", Says(*s.Check)
		}
	case "exec":
		return "run", step.Command(s.Argv) + unapproved(s)
	case "shell":
		return "sh", strings.TrimSpace(s.Script) + unapproved(s)
	}
	return s.Kind, s.Text
}

// unapproved marks what runs only after a person said yes to it.
func unapproved(s plan.Step) string {
	if s.Catalog().IsApproved() {
		return ""
	}
	return "   [not approved by the author: asked first]"
}

// Says is what a check asks for, in words.
func Says(c compat.Check) string {
	if p, err := step.LowerCheck(c); err == nil {
		return p.Says
	}
	return c.Text
}

// GateText says what a gate waits for.
func GateText(h plan.Hop) string {
	text := h.Gate.Text
	if h.Gate.WaitSeconds > 0 {
		text += fmt.Sprintf(" (at least %s)", Span(time.Duration(h.Gate.WaitSeconds)*time.Second))
	}
	if h.Gate.Check != nil {
		text += " (" + Says(*h.Gate.Check) + ")"
	}
	return strings.TrimSpace(text)
}

// Span writes a duration the way a person says it. One less than nothing comes
// from a clock that was turned back: then nobody knows.
func Span(d time.Duration) string {
	if d < 0 {
		return "?"
	}
	if d < time.Minute {
		return fmt.Sprintf("%ds", int(d.Round(time.Second)/time.Second))
	}
	text := d.Round(time.Second).String()
	if whole, ok := strings.CutSuffix(text, "m0s"); ok {
		text = whole + "m"
	}
	if whole, ok := strings.CutSuffix(text, "h0m"); ok {
		text = whole + "h"
	}
	return text
}

// WriteSummary says in short what a plan will do: its hops, and what bites.
func (p *Paper) WriteSummary(pl *plan.Plan) {
	v := planView{Paper: p, plan: pl}
	v.title()
	for i := range pl.Hops {
		together := strings.Join(v.together(i), ", ")
		p.Entry(fmt.Sprintf("  %2d  ", i+1), 6, Plain, HopText(pl.Hops[i])+join("  ", together))
	}
	v.warnings()
	p.Line("")
}

func join(sep, s string) string {
	if s == "" {
		return ""
	}
	return sep + s
}
