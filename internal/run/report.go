package run

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"

	"upgraph/internal/plan"
	"upgraph/internal/term"
)

// ShowReport writes the newest run of a cluster as a change record in Markdown:
// who did what and when, what came of it, and what a person decided.
func ShowReport(env *Env, product, cluster string, o Options, w io.Writer) error {
	place, id, err := openLatest(env, o.Base, product, cluster)
	if err != nil {
		return err
	}
	defer place.Close()
	run, records, err := place.View(id)
	if err != nil {
		return err
	}
	defer run.Close()
	r := recorder{run: run, records: records}
	r.head()
	r.sessions()
	r.steps()
	r.decisions()
	r.stops()
	r.checks()
	_, err = io.WriteString(w, r.b.String())
	return err
}

// recorder writes one change record.
type recorder struct {
	run     *Run
	records []Record
	b       strings.Builder
}

func (r *recorder) line(format string, args ...any) { fmt.Fprintf(&r.b, format+"\n", args...) }

// head says what the run was about and how it stands.
func (r *recorder) head() {
	s := r.run.State
	first, last := r.records[0], r.records[len(r.records)-1]
	r.line("# %s: %s to %s\n", mdText(s.Plan.Product), mdText(s.Plan.From), mdText(s.Plan.To))
	r.line("| | |\n|---|---|")
	row := func(name, value string) { r.line("| %s | %s |", name, value) }
	row("Outcome", mdText(r.outcome()))
	row("Cluster", mdText(r.run.Place.Cluster)+", "+mdText(s.standing().cluster()))
	row("Begun", clock(first.Time))
	row("Last record", clock(last.Time)+", after "+term.Span(last.Time.Sub(first.Time)))
	row("Steps", fmt.Sprintf("%d of %d complete", s.doneSteps(), len(s.Steps)))
	row("Run", mdText(r.run.ID))
	row("Plan", mdCode(s.Plan.Digest))
	row("Catalog", mdCode(s.Plan.CatalogDigest))
	row("Records", mdCode(r.run.Path))
	r.line("")
}

func (r *recorder) outcome() string {
	s := r.run.State
	switch {
	case s.Over != nil && s.Over.Outcome == Ended:
		return "done"
	case s.Over != nil:
		return "given up: " + s.Over.Reason
	case s.Parked != "":
		return "parked at " + s.Parked
	}
	return "not finished"
}

// sessions names who worked on the run.
func (r *recorder) sessions() {
	r.line("## Who\n\n| When | Who | Program | What |\n|---|---|---|---|")
	for _, rec := range r.records {
		what := map[Kind]string{RunStart: "began", Resumed: "went on", Resolved: "settled " + rec.Step, RunEnd: ""}[rec.Kind]
		if rec.Kind == RunEnd && rec.Outcome == Aborted {
			what = "gave up"
		}
		if what != "" {
			r.line("| %s | %s | %s | %s |", clock(rec.Time), mdText(dash(rec.By)), mdText(dash(rec.Program)), mdText(what))
		}
	}
	r.line("")
}

// steps lists what was done, each start of a command on its own line.
func (r *recorder) steps() {
	r.line("## Steps\n\n| Step | What | Begun | Took | Outcome |\n|---|---|---|---|---|")
	for i, st := range r.run.Plan.Steps {
		state := r.run.State.Steps[i]
		shown := false
		for _, a := range r.attempts(st.ID) {
			shown = true
			r.line("| %s | %s | %s | %s | %s |", mdText(st.ID), mdWhat(st, a.argv), clock(a.begin), a.took(), mdText(a.outcome))
		}
		if !shown {
			begin := "-"
			if !state.End.IsZero() {
				begin = clock(state.End)
			}
			outcome := string(state.Status)
			if state.Reason != "" {
				outcome += ": " + state.Reason
			}
			r.line("| %s | %s | %s | - | %s |", mdText(st.ID), mdWhat(st, nil), begin, mdText(outcome))
		}
	}
	r.line("")
}

// attempt is one start of a command as the journal tells it.
type attempt struct {
	argv       []string
	begin, end time.Time
	outcome    string
}

func (a attempt) took() string {
	if a.end.IsZero() {
		return "-"
	}
	return term.Span(a.end.Sub(a.begin))
}

func (r *recorder) attempts(step string) []attempt {
	var all []attempt
	for _, rec := range r.records {
		if rec.Step != step {
			continue
		}
		switch {
		case rec.Kind == StepStart:
			all = append(all, attempt{argv: rec.Argv, begin: rec.Time, outcome: "its end is not recorded"})
		case (rec.Kind == StepEnd || rec.Kind == Resolved) && len(all) > 0:
			last := &all[len(all)-1]
			last.end, last.outcome = rec.Time, ending(rec)
		}
	}
	return all
}

func ending(rec Record) string {
	text := string(rec.Outcome)
	switch {
	case rec.Signal != "":
		text += ", signal " + rec.Signal
	case rec.Exit != nil && *rec.Exit != 0:
		text += ", exit status " + strconv.Itoa(*rec.Exit)
	}
	if rec.Reason != "" {
		text += ": " + rec.Reason
	}
	return text
}

// decisions lists where a person's word counted.
func (r *recorder) decisions() {
	var lines []string
	for _, rec := range r.records {
		what := ""
		switch rec.Kind {
		case Confirmed:
			what = "confirmed " + rec.Step + " (" + map[string]string{"flag": "beforehand", "terminal": "at the terminal"}[rec.How] + ")"
		case Waived:
			what = "passed over the check " + rec.Step + ": " + rec.Reason
		case Skipped:
			what = "passed over the step " + rec.Step + ": " + rec.Reason
		case Resolved:
			what = "settled " + rec.Step + " as " + string(rec.Outcome) + ": " + rec.Reason
		case HopDir:
			what = "works in " + rec.Dir
		default:
			continue
		}
		lines = append(lines, "- "+clock(rec.Time)+" "+mdText(what))
	}
	r.list("Decisions", lines)
}

func (r *recorder) stops() {
	var lines []string
	for _, rec := range r.records {
		switch rec.Kind {
		case Stopped:
			lines = append(lines, fmt.Sprintf("- %s %s (exit code %d)", clock(rec.Time), mdText(rec.Reason), rec.Code))
		case Signalled:
			lines = append(lines, fmt.Sprintf("- %s signal %s", clock(rec.Time), mdText(rec.Signal)))
		case Parked:
			lines = append(lines, "- "+clock(rec.Time)+" parked")
		}
	}
	r.list("Stops", lines)
}

// checks lists the last answer to each check.
func (r *recorder) checks() {
	var ids []string
	last := map[string]Record{}
	for _, rec := range r.records {
		if rec.Kind != Checked {
			continue
		}
		if _, ok := last[rec.Step]; !ok {
			ids = append(ids, rec.Step)
		}
		last[rec.Step] = rec
	}
	var lines []string
	for _, id := range ids {
		rec := last[id]
		var text strings.Builder
		fmt.Fprintf(&text, "- %s %s: %s", clock(rec.Time), mdText(id), rec.Result)
		for _, f := range rec.Findings {
			if f.Result != True || len(rec.Findings) == 1 {
				text.WriteString(", " + mdText(strings.TrimSpace(f.At()+" "+f.Found)))
			}
		}
		lines = append(lines, text.String())
	}
	r.list("Checks, as last answered", lines)
}

func (r *recorder) list(title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	r.line("## %s\n\n%s\n", title, strings.Join(lines, "\n"))
}

// mdWhat shows what a step does, or what was started of it.
func mdWhat(s plan.Step, argv []string) string {
	_, text := term.Describe(s)
	if s.Kind == "exec" && len(argv) > 0 {
		words := make([]string, len(argv))
		for i, a := range argv {
			words[i] = term.Quote(a)
		}
		text = strings.Join(words, " ")
	}
	if s.Catalog().Executes() {
		return mdCode(text)
	}
	return mdText(text)
}

// mdText writes text so that Markdown shows it as it is. An underscore inside of
// a word means nothing there.
func mdText(s string) string {
	runes := []rune(term.Printable(s))
	inWord := func(i int) bool {
		return i > 0 && i+1 < len(runes) && isWord(unicode.ToLower(runes[i-1])) && isWord(unicode.ToLower(runes[i+1]))
	}
	var b strings.Builder
	for i, r := range runes {
		if strings.ContainsRune("\\`*_{}[]<>|~&$", r) && (r != '_' || !inWord(i)) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// mdCode writes text as code, also in a table.
func mdCode(s string) string {
	s = strings.ReplaceAll(term.Printable(s), "|", `\|`)
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if fence != "`" {
		s = " " + s + " "
	}
	return fence + s + fence
}
