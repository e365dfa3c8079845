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

// writer walks one plan and collects its items and its lines.
type writer struct {
	*builder
	route *route
	seen  map[string]string // id to what it is, in this plan
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
	return w.conditions(true, &w.route.after)
}

// head is what stands before the first hop: the checks of the plan, its risks
// and its conditions.
func (w *writer) head() error {
	lines := &w.route.before
	*lines = append(*lines, w.warnings("", -1)...)
	if err := w.checks(lines, -1, "plan", ""); err != nil {
		return err
	}
	for _, r := range w.route.plan.Risks {
		if err := w.risk(lines, r); err != nil {
			return err
		}
	}
	return w.conditions(false, lines)
}

// warnings is what a person must read about one hop, or about none (-1):
// constraints, risks and the notes that are more than a remark.
func (w *writer) warnings(release string, hop int) []string {
	var lines []string
	warn := func(text string) {
		if line := "warn " + display(text); !slices.Contains(lines, line) {
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
	when := "Once, before the upgrade"
	if after {
		when = "Once, after the upgrade"
	}
	var ids []string
	for _, s := range w.route.plan.Steps {
		if s.Hop != nil || strings.HasPrefix(s.ID, "after/") != after {
			continue
		}
		if err := w.step(s, place{where: when}); err != nil {
			return err
		}
		ids = append(ids, s.ID)
	}
	return appendSteps(lines, ids)
}

// hop adds one hop: what it is, the checks before it, its steps, the checks
// behind it and what holds the next one back.
func (w *writer) hop(i int, h plan.Hop) error {
	l := leg{from: h.From, to: h.To}
	line := "hop " + must(visible(w.shown(h.From))) + " " + must(visible(h.To))
	if h.DeployVersion != "" && h.DeployVersion != h.To {
		line += " " + must(visible(h.DeployVersion))
	}
	l.lines = append(append(l.lines, line), w.warnings(h.To, i)...)
	if err := w.checks(&l.lines, i, "hop", ""); err != nil {
		return err
	}
	var ids []string
	for _, s := range w.route.plan.Steps {
		if s.Hop == nil || *s.Hop != i {
			continue
		}
		number := strings.TrimPrefix(s.ID, h.To+"/")
		if err := w.step(s, place{h.To, number}); err != nil {
			return err
		}
		ids = append(ids, s.ID)
	}
	if err := appendSteps(&l.lines, ids); err != nil {
		return err
	}
	if err := w.checks(&l.lines, i, "after", "late=1"); err != nil {
		return err
	}
	if err := w.gate(&l.lines, i, h); err != nil {
		return err
	}
	w.route.legs = append(w.route.legs, l)
	return nil
}

func (w *writer) step(s plan.Step, at place) error {
	actions, err := step.Lower(s.Catalog())
	if err != nil {
		return err
	}
	it := item{id: s.ID, place: at}
	if s.Catalog().Executes() && !s.Catalog().IsApproved() {
		it.remark = "Not approved: it runs only when you confirm it."
	}
	return w.item(it, actions)
}

// checks adds the checks of one time; hop -1 stands for the whole plan.
func (w *writer) checks(lines *[]string, hop int, when, extra string) error {
	var ids []string
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
		above := map[string]string{"plan": "Before anything", "hop": "Before a hop", "after": "After a hop"}[when]
		if err := w.item(item{id: c.ID, place: place{where: above}}, []step.Action{p}, extra); err != nil {
			return err
		}
		ids = append(ids, c.ID)
	}
	return appendSteps(lines, ids)
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
	if err := w.item(item{id: id, place: place{where: "Known risks"}}, actions); err != nil {
		return err
	}
	return appendSteps(lines, []string{id})
}

// gate holds the next hop back; behind the last hop there is nothing to hold.
func (w *writer) gate(lines *[]string, i int, h plan.Hop) error {
	if h.Gate == nil || i == len(w.route.plan.Hops)-1 {
		return nil
	}
	id := h.To + "/gate"
	var actions []step.Action
	var extra []string
	switch {
	case h.Gate.Check != nil:
		p, err := step.LowerCheck(*h.Gate.Check)
		if err != nil {
			return fmt.Errorf("gate of %s: %w", h.To, err)
		}
		actions, extra = []step.Action{p}, []string{"late=1"}
	case h.Gate.WaitSeconds <= 0 && h.Gate.Text == "":
		return errors.New("the gate of " + h.To + " asks for nothing")
	case h.Gate.WaitSeconds <= 0:
		actions = []step.Action{step.Ask{Text: h.Gate.Text, Why: step.Manual}}
	}
	if h.Gate.WaitSeconds > 0 {
		w.uses["wait"] = true
		text := strings.Join(strings.Fields(h.Gate.Text), " ")
		extra = []string{fmt.Sprintf("await %d %s", h.Gate.WaitSeconds, must(visible("waiting: "+text)))}
	}
	at := place{where: "Before the release after " + h.To}
	if err := w.item(item{id: id, place: at}, actions, extra...); err != nil {
		return err
	}
	return appendSteps(lines, []string{id})
}

// appendSteps adds the line that walks through ids.
func appendSteps(lines *[]string, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	words, err := quoteWords(ids)
	if err != nil {
		return err
	}
	*lines = append(*lines, "steps "+words)
	return nil
}
