package run

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"upgraph/internal/plan"
)

// view tells a person how a run goes: a line for each step and what it came to;
// on a terminal also the last lines of the command that runs, drawn in place.
type view struct {
	*paper
	env   *Env
	drawn int // lines that are to be erased before the next is written
	since time.Time
	dir   string // that commands were last said to work in
}

func newView(env *Env, w io.Writer) *view {
	return &view{paper: &paper{w: w, width: env.Width, color: env.Color}, env: env}
}

// margin is where the text of a step begins.
const margin = 9

// warnUnused names files that were given and that nothing asks for: a slip in
// the name would leave the check without its file.
func (v *view) warnUnused(p *plan.Plan, files []FileAlias) {
	var asked []string
	add := func(f string) {
		if f != "" && !slices.Contains(asked, f) {
			asked = append(asked, f)
		}
	}
	for _, c := range p.Checks {
		add(c.File)
	}
	for _, s := range p.Steps {
		if s.Check != nil {
			add(s.Check.File)
		}
	}
	for _, h := range p.Hops {
		if h.Gate != nil && h.Gate.Check != nil {
			add(h.Gate.Check.File)
		}
	}
	for _, r := range p.Risks {
		if r.Check != nil {
			add(r.Check.File)
		}
	}
	for _, f := range files {
		if !slices.Contains(asked, f.Name) {
			v.entry(v.ink(yellow, "warning: "), 9, plainInk, fmt.Sprintf("--file %s: no check asks for a file of this name; they ask for %s",
				f.Name, strings.Join(asked, ", ")))
		}
	}
}

// summary says in short what a plan will do.
func (v *view) summary(p *plan.Plan) {
	planView{v.paper, p}.title()
	for i := range p.Hops {
		together := strings.Join(planView{v.paper, p}.together(i), ", ")
		v.entry(fmt.Sprintf("  %2d  ", i+1), 6, plainInk, hopText(p.Hops[i])+join("  ", together))
	}
	planView{v.paper, p}.warnings()
	v.line("")
}

func join(sep, s string) string {
	if s == "" {
		return ""
	}
	return sep + s
}

// hop opens a hop.
func (v *view) hop(p *plan.Plan, h int) {
	v.line("")
	v.line("%s", v.ink(bold, fmt.Sprintf("Hop %d of %d: %s", h+1, len(p.Hops), hopText(p.Hops[h]))))
	for _, c := range p.Constraints {
		if slices.Contains(c.Hops, h) {
			v.entry("  "+v.ink(yellow, "! "), 4, plainInk, c.Text)
		}
	}
}

// begin opens a step.
func (v *view) begin(p *plan.Plan, i int) {
	s := p.Steps[i]
	kind, text := describe(s)
	total := len(fmt.Sprint(len(p.Steps)))
	head := fmt.Sprintf("[%*d/%d] ", total, i+1, len(p.Steps))
	v.line("%s%s  %s", v.ink(dim, head), v.ink(bold, printable(s.ID)), v.ink(dim, kind))
	v.entry(strings.Repeat(" ", margin), margin, plainInk, text)
}

// result writes a line about the step that was opened last.
func (v *view) result(k ink, text string) {
	v.entry(strings.Repeat(" ", margin), margin, k, text)
}

func (v *view) holds(a Answer) {
	text := "ok"
	for _, f := range a.Findings {
		if f.Line > 0 {
			text = "ok (" + f.At() + ")"
		}
	}
	v.result(green, text)
}

// fails shows what a check found instead of what it wants.
func (v *view) fails(it Item, s *State) {
	word := "FALSE"
	if it.Result == Unknown {
		word = "UNKNOWN"
	}
	v.result(red, word)
	v.wrong(margin, "", it.Answer) // what must hold is the text of the step
	v.ways(margin, it, s)
}

func gateText(h plan.Hop) string {
	text := h.Gate.Text
	if h.Gate.WaitSeconds > 0 {
		text += fmt.Sprintf(" (at least %s)", span(time.Duration(h.Gate.WaitSeconds)*time.Second))
	}
	if h.Gate.Check != nil {
		text += " (" + says(*h.Gate.Check) + ")"
	}
	return strings.TrimSpace(text)
}

func (v *view) gate(h plan.Hop) {
	v.line("")
	v.entry(v.ink(bold, "Gate "), 5, plainInk, "before going on from "+h.To+": "+gateText(h))
}

// countdown shows on a terminal how long is still to be waited.
func (v *view) countdown(left time.Duration) {
	if v.env.Live {
		v.draw([]string{"waiting " + span(left)})
	}
}

// running says where a command works, where that is not known yet.
func (v *view) running(job *Job) {
	v.since = v.env.Now()
	if job.Spec.Dir != v.dir {
		v.dir = job.Spec.Dir
		v.result(dim, "in "+v.dir)
	}
}

// live draws the last lines of the running command on a terminal.
func (v *view) live(job *Job) {
	if !v.env.Live {
		return
	}
	lines := []string{"running " + span(v.env.Now().Sub(v.since))}
	for _, l := range job.tail(5) {
		lines = append(lines, "| "+plainLine(l))
	}
	v.draw(lines)
}

// draw puts lines where those drawn before stand. Each takes one row at most,
// otherwise they could not be erased.
func (v *view) draw(lines []string) {
	v.erase()
	for _, l := range lines {
		room := max(10, v.width-margin-1)
		for columns(l) > room {
			r := []rune(l)
			l = string(r[:len(r)-1])
		}
		v.line("%s%s", strings.Repeat(" ", margin), v.ink(dim, l))
	}
	v.drawn = len(lines)
}

// erase takes away what was drawn.
func (v *view) erase() {
	if v.drawn > 0 {
		_, _ = fmt.Fprintf(v.w, "\x1b[%dA\x1b[J", v.drawn)
		v.drawn = 0
	}
}

func (v *view) stopping(o Order, grace time.Duration) {
	v.erase()
	if o == Kill {
		v.result(yellow, "killing it")
		return
	}
	v.result(yellow, fmt.Sprintf("asked it to end; going away in %s, once more kills it", span(grace)))
}

// outcome tells how a command ended; of one that failed the end of its output
// is shown.
func (v *view) outcome(s StepState, job *Job, d Death) {
	took := span(s.End.Sub(s.Begin))
	if s.Status == IsDone {
		v.result(green, "done in "+took)
	} else {
		v.result(red, ended(s)+" after "+took+"; the end of its output:")
		for _, l := range job.tail(15) {
			v.line("%s| %s", strings.Repeat(" ", margin), plainLine(l))
		}
	}
	if len(d.Left) > 0 {
		v.result(yellow, "it left running: "+processes(d.Left))
	}
}

// tail is the end of the output of a job.
func (j *Job) tail(n int) []string {
	f, err := j.root.Open(j.file("log"))
	if err != nil {
		return nil
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil
	}
	return copyTail(f, st.Size(), n)
}
