package run

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"upgraph/internal/plan"
	"upgraph/internal/term"
)

// view tells a person how a run goes: a line for each step and what it came to;
// on a terminal also the last lines of the command that runs, drawn in place.
type view struct {
	*term.Paper
	env   *Env
	drawn int // lines that are to be erased before the next is written
	since time.Time
	dir   string // that commands were last said to work in
}

func newView(env *Env, w io.Writer) *view {
	return &view{Paper: &term.Paper{W: w, Width: env.Width, Color: env.Color}, env: env}
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
			v.Entry(v.Ink(term.Yellow, "warning: "), 9, term.Plain, fmt.Sprintf("--file %s: no check asks for a file of this name; they ask for %s",
				f.Name, strings.Join(asked, ", ")))
		}
	}
}

// hop opens a hop.
func (v *view) hop(p *plan.Plan, h int) {
	v.Line("")
	v.Line("%s", v.Ink(term.Bold, fmt.Sprintf("Hop %d of %d: %s", h+1, len(p.Hops), term.HopText(p.Hops[h]))))
	for _, c := range p.Constraints {
		if slices.Contains(c.Hops, h) {
			v.Entry("  "+v.Ink(term.Yellow, "! "), 4, term.Plain, c.Text)
		}
	}
}

// begin opens a step.
func (v *view) begin(p *plan.Plan, i int) {
	s := p.Steps[i]
	kind, text := term.Describe(s)
	total := len(fmt.Sprint(len(p.Steps)))
	head := fmt.Sprintf("[%*d/%d] ", total, i+1, len(p.Steps))
	v.Line("%s%s  %s", v.Ink(term.Dim, head), v.Ink(term.Bold, term.Printable(s.ID)), v.Ink(term.Dim, kind))
	v.Entry(strings.Repeat(" ", margin), margin, term.Plain, text)
	if at := s.Source; s.Kind == "manual" && at.EndLine > at.Line { // there is more to read than the text of the step
		v.result(term.Dim, "said in "+term.Place(at))
	}
}

// question opens a check that is no step of the plan.
func (v *view) question(says string) {
	v.Line("%s", v.Ink(term.Dim, "check"))
	v.result(term.Plain, says)
}

// result writes a line about the step that was opened last.
func (v *view) result(k term.Ink, text string) {
	v.Entry(strings.Repeat(" ", margin), margin, k, text)
}

func (v *view) holds(a Answer) {
	text := "ok"
	for _, f := range a.Findings {
		if f.Line > 0 {
			text = "ok (" + f.At() + ")"
		}
	}
	v.result(term.Green, text)
}

// fails shows what a check found instead of what it wants.
func (v *view) fails(it Item, s *State) {
	word := "FALSE"
	if it.Result == Unknown {
		word = "UNKNOWN"
	}
	v.result(term.Red, word)
	v.wrong(margin, "", it.Answer) // what must hold is the text of the step
	if v.env.Interactive {
		v.nameIt(margin, it, s) // the question says the rest
		return
	}
	v.ways(margin, it, s)
}

func (v *view) gate(h plan.Hop) {
	v.Line("")
	v.Entry(v.Ink(term.Bold, "Gate "), 5, term.Plain, "before going on from "+h.To+": "+term.GateText(h))
}

// waiting says until when a gate holds the run back.
func (v *view) waiting(until time.Time, left time.Duration) {
	v.result(term.Plain, "waiting until "+clock(until)+", "+term.Span(left))
}

// countdown shows on a terminal how long is still to be waited.
func (v *view) countdown(left time.Duration) {
	if v.env.Live {
		v.draw([]string{"waiting " + term.Span(left)})
	}
}

// running says where a command works, where that is not known yet.
func (v *view) running(job *Job) {
	v.since = v.env.Now()
	if job.Spec.Dir != v.dir {
		v.dir = job.Spec.Dir
		v.result(term.Dim, "in "+v.dir)
	}
}

// live draws the last lines of the running command on a terminal, without those
// that are empty.
func (v *view) live(job *Job) {
	if !v.env.Live {
		return
	}
	lines := []string{"running " + term.Span(v.env.Now().Sub(v.since))}
	full := slices.DeleteFunc(job.tail(15), func(l string) bool { return strings.TrimSpace(l) == "" })
	for _, l := range full[max(0, len(full)-5):] {
		lines = append(lines, "| "+term.PlainLine(l))
	}
	v.draw(lines)
}

// draw puts lines where those drawn before stand. Each takes one row at most,
// otherwise they could not be erased; one that is cut ends with dots.
func (v *view) draw(lines []string) {
	v.erase()
	for _, l := range lines {
		room := max(10, v.Width-margin-1)
		v.Line("%s%s", strings.Repeat(" ", margin), v.Ink(term.Dim, term.Cut(l, room)))
	}
	v.drawn = len(lines)
}

// erase takes away what was drawn.
func (v *view) erase() {
	if v.drawn > 0 {
		_, _ = fmt.Fprintf(v.W, "\r\x1b[%dA\x1b[J", v.drawn) // what a person typed moved the cursor
		v.drawn = 0
	}
}

func (v *view) stopping(o Order, grace time.Duration) {
	v.erase()
	if o == Kill {
		v.result(term.Yellow, "killing it")
		return
	}
	v.result(term.Yellow, fmt.Sprintf("asked it to end; going away in %s, once more kills it", term.Span(grace)))
}

// late says that the time of a command is over.
func (v *view) late(timeout time.Duration) {
	v.erase()
	v.result(term.Yellow, "it takes longer than "+term.Span(timeout)+": asked it to end")
}

// outcome tells how a command ended; of one that failed the end of its output
// is shown.
func (v *view) outcome(s StepState, job *Job, d Death) {
	took := term.Span(s.End.Sub(s.Begin))
	if s.Status == IsDone {
		v.result(term.Green, "done in "+took)
	} else {
		v.result(term.Red, ended(s)+" after "+took+"; the end of its output:")
		for _, l := range job.tail(15) {
			v.Line("%s| %s", strings.Repeat(" ", margin), term.PlainLine(l))
		}
	}
	if len(d.Left) > 0 {
		v.result(term.Yellow, "it left running: "+processes(d.Left))
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
