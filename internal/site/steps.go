package site

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"upgraph/internal/colour"
	"upgraph/internal/compat"
	"upgraph/internal/doc"
	"upgraph/internal/release"
	"upgraph/internal/step"
)

// stepView is one step of a guide with what it asks for.
type stepView struct {
	Number  string
	HTML    template.HTML // the guide's own words
	Actions []actionView
	Notes   []noteView
	At      trace
}

// actionView is one thing to do: what a person does, a check, or what runs.
type actionView struct {
	Tick      string // names the box; empty where none is shown
	Kind      string // manual, check, exec, shell: a class
	KindLabel string
	HTML      template.HTML // what a person does or what a check asks
	Code      template.HTML // what runs
	Copy      bool
	State     string // approved, asks, or empty
	Again     bool   // may run twice
	// Verified is the command that tells whether it did its work.
	Verified template.HTML
	ID       string
}

// guideSteps shows the steps of a release as its guide writes them, each with
// what the catalog makes of it. The catalog holds one step for each action; if
// it does not, its steps are shown by themselves below those of the guide.
func (f *frame) guideSteps(r *record, p part, d *doc.Doc, steps []compat.Step, ticks []string) []stepView {
	prefix := Segment(r.ID) + "-"
	n := 0
	for _, s := range p.guide.Steps {
		n += len(s.Actions)
	}
	matched := n == len(steps) && matches(p.guide.Steps, steps)
	var out []stepView
	at := 0
	for _, s := range p.guide.Steps {
		v := stepView{Number: fmt.Sprint(s.Number), HTML: f.inline(d, s.Text), Notes: f.notes(s.Notes, d, p.doc.Path, prefix)}
		v.At = trace{ID: f.ids.step(prefix, s.Number), File: p.doc.Path, Line: s.Line}
		if matched {
			for i, a := range s.Actions {
				act := f.action(steps[at+i], d, a.Text)
				if act.Kind == "manual" && (len(s.Actions) == 1 || strings.TrimSpace(a.Text) == strings.TrimSpace(s.Text)) {
					act.HTML = "" // the step says it
				}
				if ticks != nil {
					act.Tick = ticks[at+i]
				}
				v.Actions = append(v.Actions, act)
			}
			at += len(s.Actions)
		}
		out = append(out, v)
	}
	if !matched {
		out = append(out, f.catalogSteps(steps, d, ticks)...)
	}
	return out
}

// matches reports whether guide and catalog hold the same kinds in the same
// order.
func matches(guide []release.Step, steps []compat.Step) bool {
	i := 0
	for _, s := range guide {
		for _, a := range s.Actions {
			if a.Kind != steps[i].Kind {
				return false
			}
			i++
		}
	}
	return true
}

// catalogSteps shows steps that no guide has words for.
func (f *frame) catalogSteps(steps []compat.Step, d *doc.Doc, ticks []string) []stepView {
	var out []stepView
	for i, s := range steps {
		act := f.action(s, d, "")
		if ticks != nil {
			act.Tick = ticks[i]
		}
		v := stepView{Number: s.ID[strings.LastIndexByte(s.ID, '/')+1:], Actions: []actionView{act}, At: sourceOf(s.Source)}
		v.At.ID = f.ids.unique("step-" + slug(s.ID))
		out = append(out, v)
	}
	return out
}

// action shows a step by the actions that it lowers to, which are the ones that
// scripts print and the runner performs. text replaces the words of the catalog
// where the page's own language has them.
func (f *frame) action(s compat.Step, d *doc.Doc, text string) actionView {
	if text == "" || s.Kind != "manual" {
		text = s.Text
	}
	v := actionView{Kind: "manual", KindLabel: f.T.KindManual, ID: s.ID, Again: s.IsIdempotent()}
	if s.Verify != nil {
		v.Verified = f.command(s.Verify.Argv)
	}
	actions, err := step.Lower(s)
	if err != nil {
		v.HTML = f.inline(d, text)
		return v
	}
	for _, a := range actions {
		switch a := a.(type) {
		case step.Ask:
			if a.Why == step.Unapproved {
				v.State = "asks"
				continue
			}
			v.HTML = f.inline(d, text)
		case step.Exec:
			v.Kind, v.KindLabel, v.Code, v.Copy = "exec", f.T.KindExec, f.command(a.Argv), true
		case step.Shell:
			v.Kind, v.KindLabel, v.Copy = "shell", f.T.KindShell, true
			v.Code = f.shell(a.Script)
		case step.Probe:
			v.Kind, v.KindLabel, v.HTML = "check", f.T.KindCheck, f.checkHTML(s.Check)
		}
	}
	if v.Code != "" && v.State == "" {
		v.State = "approved"
	}
	return v
}

// command shows words as a shell line.
func (f *frame) command(argv []string) template.HTML {
	line := commandLine(argv...)
	if line == "" {
		line = fmt.Sprintf("%q", argv) // control characters are shown, not pasted
	}
	return f.shell(line)
}

// shell colours shell text.
func (f *frame) shell(text string) template.HTML {
	return template.HTML(colour.HTML("sh", text))
}

// boxes are the names of the tick boxes of steps of a plan.
func boxes(ids []compat.Step) []string {
	out := make([]string, len(ids))
	for i, s := range ids {
		out[i] = s.ID
	}
	return slices.Clip(out)
}
