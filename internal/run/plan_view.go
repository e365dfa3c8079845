package run

import (
	"fmt"
	"slices"
	"strings"

	"upgraph/internal/plan"
	"upgraph/internal/step"
)

// WritePlan shows a plan to a person: what bites first, then hop by hop.
func WritePlan(env *Env, p *plan.Plan) {
	v := planView{paper: paperOf(env), plan: p}
	v.title()
	v.warnings()
	v.checks()
	v.steps()
}

func paperOf(env *Env) *paper { return &paper{w: env.Stdout, width: env.Width, color: env.Color} }

type planView struct {
	*paper
	plan *plan.Plan
}

func (v planView) title() {
	p := v.plan
	v.line("%s", v.ink(bold, printable(fmt.Sprintf("%s: %s to %s", p.Product, p.From, p.To))))
	commands, people := 0, 0
	for _, s := range p.Steps {
		switch {
		case s.Catalog().Executes():
			commands++
		case s.Kind == "manual":
			people++
		}
	}
	v.line("%s", v.ink(dim, fmt.Sprintf("%s, %s: %s, %d by hand, %s in between",
		count(len(p.Hops), "hop"), count(len(p.Steps), "step"), count(commands, "command"), people,
		count(len(p.Steps)-commands-people, "check"))))
	v.line("%s", v.ink(dim, "plan "+printable(p.Digest)))
}

func (v planView) warnings() {
	if len(v.plan.Constraints)+len(v.plan.Notes)+len(v.plan.Risks) == 0 && v.plan.Rollback.Policy != "refuse" {
		return
	}
	v.line("")
	v.line("%s", v.ink(bold, "Mind"))
	for _, c := range v.plan.Constraints {
		v.entry("  "+v.ink(yellow, "! "), 4, plainInk, c.Text+v.hops(c.Hops))
	}
	for _, r := range v.plan.Risks {
		v.entry("  "+v.ink(yellow, "! "), 4, plainInk, "risk "+r.ID+": "+r.Text+v.hops(r.Hops))
	}
	v.notes()
	if v.plan.Rollback.Policy == "refuse" {
		v.entry("  "+v.ink(yellow, "! "), 4, plainInk, "there is no documented way back: "+rollback(v.plan))
	}
}

// notes shows what has not been said by a constraint already, a list item by
// item.
func (v planView) notes() {
	for _, n := range v.plan.Notes {
		if slices.ContainsFunc(v.plan.Constraints, func(c plan.Constraint) bool { return c.Text == n.Text }) {
			continue
		}
		mark := v.ink(dim, "- ")
		if n.Severity == "warning" || n.Severity == "caution" || n.Severity == "important" {
			mark = v.ink(yellow, "! ")
		}
		for line := range strings.Lines(n.Text) {
			line = strings.TrimPrefix(strings.TrimSpace(line), "- ")
			if line != "" {
				v.entry("  "+mark, 4, plainInk, ofRelease(n.Release)+line)
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
	v.line("")
	v.line("%s", v.ink(bold, "Checked beforehand"))
	width := 0
	for _, c := range v.plan.Checks {
		width = max(width, columns(c.ID))
	}
	for _, c := range v.plan.Checks {
		v.entry("  "+pad(printable(c.ID), width)+"  ", width+4, plainInk, says(c.Check)+v.hops(c.Hops))
	}
}

func (v planView) steps() {
	width := 0
	for _, s := range v.plan.Steps {
		width = max(width, columns(s.ID))
	}
	if v.width > 0 {
		width = min(width, v.width/3)
	}
	last := -2
	for _, s := range v.plan.Steps {
		hop := -1
		if s.Hop != nil {
			hop = *s.Hop
		}
		if hop != last {
			v.heading(hop, s)
			last = hop
		}
		kind, text := describe(s)
		id := printable(s.ID)
		if columns(id) > width {
			v.line("  %s", id)
			id = ""
		}
		v.entry("  "+pad(id, width)+"  "+v.ink(dim, pad(kind, 9)), width+13, kindInk(s), text)
	}
}

func (v planView) heading(hop int, s plan.Step) {
	v.line("")
	if hop < 0 {
		title := "Before all hops"
		if strings.HasPrefix(s.ID, "after/") {
			title = "After all hops"
		}
		v.line("%s", v.ink(bold, title))
		return
	}
	h := v.plan.Hops[hop]
	if hop > 0 {
		v.gate(v.plan.Hops[hop-1])
	}
	v.line("%s%s", v.ink(bold, fmt.Sprintf("Hop %d of %d: %s", hop+1, len(v.plan.Hops), hopText(h))),
		v.ink(dim, join("  ", printable(strings.Join(v.together(hop), ", ")))))
}

func (v planView) gate(h plan.Hop) {
	if h.Gate != nil {
		v.entry("  "+v.ink(yellow, "gate "), 7, plainInk, gateText(h))
		v.line("")
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

func hopText(h plan.Hop) string {
	from := h.From
	if from == "" {
		from = "an undocumented version"
	}
	text := from + " to " + h.To
	if h.DeployVersion != "" && h.DeployVersion != h.To {
		text += " (deployed as " + h.DeployVersion + ")"
	}
	return printable(text)
}

func kindInk(s plan.Step) ink {
	switch {
	case s.Catalog().Executes() && !s.Catalog().IsApproved():
		return yellow
	case s.Catalog().Executes():
		return bold
	}
	return plainInk
}

// describe gives the kind of a step in a word and what it is about.
func describe(s plan.Step) (kind, text string) {
	switch s.Kind {
	case "manual":
		return "by hand", s.Text
	case "check":
		if s.Check != nil {
			return "check", says(*s.Check)
		}
	case "exec":
		return "run", step.Command(s.Argv) + unapproved(s)
	case "shell":
		return "sh", s.Script + unapproved(s)
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
