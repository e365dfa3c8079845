package script

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"upgraph/internal/compat"
	"upgraph/internal/plan"
	"upgraph/internal/step"
)

// writer walks one plan and writes the blocks of its route.
type writer struct {
	*builder
	route *route
	seen  map[string]string // id to its line, in this plan
}

func (w *writer) plan() error {
	p := w.route.plan
	if err := w.head(); err != nil {
		return err
	}
	for i, h := range p.Hops {
		if err := w.hop(i, h); err != nil {
			return err
		}
	}
	for _, s := range p.Steps {
		if s.Hop != nil && (*s.Hop < 0 || *s.Hop >= len(p.Hops)) {
			return fmt.Errorf("step %s belongs to hop %d of %d", s.ID, *s.Hop, len(p.Hops))
		}
	}
	after := []string{"arrived"}
	if err := w.conditions(true, &after); err != nil {
		return err
	}
	w.block("after", after)
	return nil
}

// block adds lines to the route.
func (w *writer) block(kind string, lines []string) {
	if len(lines) > 0 {
		w.route.blocks = append(w.route.blocks, block{kind: kind, lines: lines})
	}
}

// head is what stands before the first hop: the checks of the plan and its
// risks, and then its conditions, whose texts differ from plan to plan.
func (w *writer) head() error {
	lines := w.warnings("", -1)
	if err := w.checks(&lines, -1, "plan"); err != nil {
		return err
	}
	for _, r := range w.route.plan.Risks {
		if err := w.risk(&lines, r); err != nil {
			return err
		}
	}
	w.block("checks", lines)
	lines = nil
	if err := w.conditions(false, &lines); err != nil {
		return err
	}
	w.block("before", lines)
	return nil
}

// warnings is what a person must read about one hop, or about none (-1):
// constraints, risks and the notes that are more than a remark.
func (w *writer) warnings(release string, hop int) []string {
	var lines []string
	warn := func(text string) {
		if line := w.warning(text); !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	for _, c := range w.route.plan.Constraints {
		if slices.Contains(c.Hops, hop) || len(c.Hops) == 0 && hop < 0 {
			warn(c.Text)
		}
	}
	for _, r := range w.route.plan.Risks {
		if slices.Contains(r.Hops, hop) || len(r.Hops) == 0 && hop < 0 {
			warn("Known risk: " + r.Text)
		}
	}
	for _, n := range w.route.plan.Notes {
		if n.Release == release && slices.Contains([]string{"important", "warning", "caution"}, n.Severity) {
			warn(n.Text)
		}
	}
	return lines
}

// conditions adds the steps that stand before or after all hops.
func (w *writer) conditions(after bool, lines *[]string) error {
	for _, s := range w.route.plan.Steps {
		if s.Hop != nil || strings.HasPrefix(s.ID, "after/") != after {
			continue
		}
		if err := w.step(lines, s); err != nil {
			return err
		}
	}
	return nil
}

// hop adds one hop: what it is, the checks before it, its steps, the checks
// behind it and what holds the next one back.
func (w *writer) hop(i int, h plan.Hop) error {
	line := "hop " + must(visible(w.shown(h.From))) + " " + must(visible(h.To))
	if h.DeployVersion != "" && h.DeployVersion != h.To {
		line += " " + must(visible(h.DeployVersion))
	}
	lines := []string{line}
	if w.route.plan.Stepless(i) {
		w.uses["stepless"] = true
		lines = append(lines, "warn 'The guide gives no steps for this hop.'")
	}
	lines = append(lines, w.warnings(h.To, i)...)
	if err := w.checks(&lines, i, "hop"); err != nil {
		return err
	}
	for _, s := range w.route.plan.Steps {
		if s.Hop == nil || *s.Hop != i {
			continue
		}
		if err := w.step(&lines, s); err != nil {
			return err
		}
	}
	if err := w.checks(&lines, i, "after", late); err != nil {
		return err
	}
	if err := w.gate(&lines, i, h); err != nil {
		return err
	}
	w.block("hop", lines)
	return nil
}

func (w *writer) step(lines *[]string, s plan.Step) error {
	p, err := w.print(s)
	if err != nil {
		return err
	}
	return w.add(lines, s.ID, p)
}

// late stands before a check behind a hop: it holds once and is not asked again.
const late = "late=1"

// checks adds the checks of one time; hop -1 stands for the whole plan.
func (w *writer) checks(lines *[]string, hop int, when string, first ...string) error {
	for _, c := range w.route.plan.Checks {
		if timeOf(c.Check) != when || hop >= 0 && !slices.Contains(c.Hops, hop) {
			continue
		}
		if c.ID == "" {
			return fmt.Errorf("a check of %s has no id", c.File)
		}
		p, err := step.LowerCheck(c.Check)
		if err != nil {
			return err
		}
		if err := w.item(lines, c.ID, []step.Action{p}, first...); err != nil {
			return err
		}
	}
	return nil
}

// timeOf is when a check outside of the steps is asked.
func timeOf(c compat.Check) string {
	switch c.When {
	case "hop", "after":
		return c.When
	case "step":
		return "hop" // no step holds it, so its hop does
	}
	return "plan"
}

// risk stands before everything: a person accepts it, or its check shows that
// it does not apply.
func (w *writer) risk(lines *[]string, r plan.Risk) error {
	id := "risk/" + r.ID
	actions := []step.Action{step.Ask{Text: r.Text + "\nIs this risk taken?", Why: step.Manual}}
	if r.Check != nil {
		p, err := step.LowerCheck(*r.Check)
		if err != nil {
			return fmt.Errorf("risk %s: %w", r.ID, err)
		}
		actions = []step.Action{p}
	}
	return w.item(lines, id, actions)
}

// gate holds the next hop back; behind the last hop there is nothing to hold.
func (w *writer) gate(lines *[]string, i int, h plan.Hop) error {
	if h.Gate == nil || i == len(w.route.plan.Hops)-1 {
		return nil
	}
	var actions []step.Action
	var first []string
	switch {
	case h.Gate.Check != nil:
		p, err := step.LowerCheck(*h.Gate.Check)
		if err != nil {
			return fmt.Errorf("gate of %s: %w", h.To, err)
		}
		actions, first = []step.Action{p}, []string{late}
	case h.Gate.WaitSeconds <= 0 && h.Gate.Text == "":
		return errors.New("the gate of " + h.To + " asks for nothing")
	case h.Gate.WaitSeconds <= 0:
		actions = []step.Action{step.Ask{Text: h.Gate.Text, Why: step.Manual}}
	}
	if h.Gate.WaitSeconds > 0 {
		w.uses["wait"] = true
		text := strings.Join(strings.Fields(h.Gate.Text), " ")
		call := fmt.Sprintf("await %d %s", h.Gate.WaitSeconds, must(visible("waiting: "+text)))
		if h.Gate.Check != nil {
			call += " before"
		}
		first = []string{call}
	}
	return w.item(lines, h.To+"/gate", actions, first...)
}
