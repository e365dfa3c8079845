package site

import (
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"upgraph/internal/compat"
	"upgraph/internal/plan"
	"upgraph/internal/regexp"
	"upgraph/internal/release"
)

// pathView is the page of an upgrade path.
type pathView struct {
	From, To         string
	FromURL, ToURL   string
	Product          string
	Store            string // names the ticked boxes; changes with what runs
	Digest           string
	Hops             []hopView
	Stops            []linkView // every release on the way
	Changes          int
	Commands, Manual int
	Warnings         []noteView // of the releases on the way, but for what a rule says
	Minded           int        // risks, rules and warnings
	Breaking         []changeView
	Warned           []warnedView // sections of words that are to be minded
	WordsAt          string       // where the words of the guide begin, empty where there are none
	Always           string       // where the words for every upgrade stand; may be empty
	Risks, Rules     []noteView
	General          []noteView // of the whole product
	Stopped, Started []checkView
	Before, After    []checkView
	Checks           []checkView
	Script           *scriptView
	PlanLine         template.HTML
	PlanFile         template.HTML
	PlanRelative     bool
	Rollback         rollbackView
	Picture          *picture
	Glance           []linkView // what bites hardest, in a few words each
	More             int        // warnings beside those
	NoReturn         *linkView  // from where on there is no way back
	Compare          string
	IDs              map[string]string // of the sections
}

// rollbackView is what the guide says about going back.
type rollbackView struct {
	Refused bool
	Text    template.HTML // the guide's own sentence, empty when it has none
	At      trace
}

func (l *local) pathPage(e *edition, pair Pair) func(*sheet) error {
	return func(b *sheet) error {
		p, err := e.Plan(pair.From, pair.To)
		if err != nil {
			return fmt.Errorf("plan the page from %s to %s: %w", pair.From, pair.To, err)
		}
		f := l.frame(UpgradePath(e.id, pair.From, pair.To))
		f.Title = l.text.fill(l.text.PathTitle, e.title, pair.From, pair.To)
		f.Description = l.text.fill(l.text.PathDescription, pair.From, pair.To, l.text.Hops.Of(len(p.Hops)))
		f.productNav(e, "upgrade")
		f.Crumbs = []linkView{{URL: f.Page(ProductPath(e.id)), Text: e.title}, {URL: f.Page(ProductPath(e.id) + "upgrade/"), Text: l.text.Upgrade}}
		f.meta(e, "article")
		if f.Main, err = f.pathView(e, p); err != nil {
			return err
		}
		return f.execute("path", b)
	}
}

func (f *frame) pathView(e *edition, p *plan.Plan) (*pathView, error) {
	t := f.T
	v := &pathView{
		From: p.From, To: p.To, Product: e.id, Digest: p.Digest,
		FromURL: f.Page(ReleasePath(e.id, p.From)), ToURL: f.Page(ReleasePath(e.id, p.To)),
		Store: e.id + "/" + strings.TrimPrefix(p.Digest, "sha256:"), IDs: map[string]string{},
	}
	id := func(name, title string) { v.IDs[name] = f.section(name, title) }
	id("bites", t.Bites)
	legs := e.legs(p)
	notes := e.notes(p, legs)
	v.Warnings = f.planNotes(e, p, notes, false)
	v.General = f.planNotes(e, p, notes, true)
	if err := f.planRules(e, v, p, all(legs)); err != nil {
		return nil, err
	}
	v.Minded = len(v.Risks) + len(v.Rules) + len(v.Warnings)
	id("before", t.Before)
	f.conditions(e, v, p)
	id("script", t.Script)
	if e.PairScript != nil {
		v.Script = f.scriptOf(e.PairScript(p.From, p.To), "")
	}
	v.PlanLine, v.PlanFile = wayCommand(e.commands.line, p.From, p.To), wayCommand(e.commands.file, p.From, p.To)
	v.PlanRelative = f.local.in.BaseURL == ""
	v.Stops = append(v.Stops, linkView{URL: v.FromURL, Text: p.From})
	way := changesOnce(all(legs))
	for i, l := range legs {
		h, err := f.hop(e, p, i, l, way)
		if err != nil {
			return nil, err
		}
		h.ID = f.section(fmt.Sprintf("hop-%d", i+1), fmt.Sprintf("%d. %s", i+1, h.To))
		v.Hops = append(v.Hops, h)
		v.Changes += h.ChangeCount
		v.Stops = append(v.Stops, linkView{URL: h.ToURL, Text: h.To})
		f.repeats = append(f.repeats, h.body)
	}
	for _, h := range v.Hops {
		for _, r := range h.Skipped {
			v.Changes += r.ChangeCount
			f.repeats = append(f.repeats, r.blocks...)
		}
		f.repeats = append(f.repeats, h.blocks...)
	}
	v.Commands, v.Manual = count(p.Steps, nil)
	if len(v.After) > 0 {
		id("after", t.After)
	}
	id("rollback", t.Rollback)
	v.Rollback = f.rollback(p.Rollback)
	id("changes", t.AllChanges)
	v.saidOn(e, p)
	if e.saysAlways() {
		v.Always = f.Page(ProductPath(e.id)) + "#mind"
	}
	f.glance(e, v, p)
	return v, nil
}

// saysAlways reports whether there is prose about all releases of a product.
func (e *edition) saysAlways() bool {
	return slices.ContainsFunc(e.general, func(d *release.Document) bool { return slices.ContainsFunc(d.Extra, shown) })
}

// count says how many commands and how many things by hand are among the steps
// of a hop, of the whole plan where hop is nil.
func count(steps []plan.Step, hop *int) (commands, manual int) {
	for _, s := range steps {
		if hop != nil && (s.Hop == nil || *s.Hop != *hop) {
			continue
		}
		switch s.Kind {
		case "exec", "shell":
			commands++
		case "manual":
			manual++
		}
	}
	return commands, manual
}

func (f *frame) rollback(r compat.Rollback) rollbackView {
	v := rollbackView{Refused: r.Policy != "allow"}
	if r.Statement != "" && r.Statement != "unstated" {
		v.Text = f.inline(nil, r.Statement)
	}
	if r.Source != nil {
		v.At = sourceOf(*r.Source)
	}
	return v
}

// planCommands are commands for the plan of a way: how the runner prints it, and
// the same from a file that is fetched before, for a machine that reaches no
// network. They are nil where the name of the product must not be pasted into a
// terminal.
type planCommands struct{ line, file *pattern }

func (s *site) planCommands(product string) planCommands {
	named := commandLine("--product", product)
	if named == "" {
		return planCommands{}
	}
	catalog, way := s.shellURL("v1/"+Segment(product)+"/compat.json"), " \\\n  "+named+" "+commandLine("--from", wordFrom, "--to", wordTo)
	return planCommands{
		line: newPattern("upgraph-run plan --catalog "+catalog+way, wordFrom, wordTo),
		file: newPattern("curl -fsSLO "+catalog+"\nupgraph-run plan --catalog compat.json"+way, wordFrom, wordTo),
	}
}

// wayCommand is a command for the way between two releases; empty where they must
// not be pasted into a terminal.
func wayCommand(command *pattern, from, to string) template.HTML {
	a, okFrom := quote(from)
	b, okTo := quote(to)
	if command == nil || !okFrom || !okTo {
		return ""
	}
	return command.fill(a, b)
}

// planNotes show notes of a way: those of the whole product, or those of the
// releases. Where the page's language has the same notes, they are shown in it.
func (f *frame) planNotes(e *edition, p *plan.Plan, notes []plan.Note, general bool) []noteView {
	var out []noteView
	for _, n := range notes {
		if (n.Release == "") != general || saidByRule(p, n) {
			continue
		}
		v := noteView{
			Severity: severity(n.Severity), Label: f.noteLabel(n.Label, n.Severity),
			HTML: f.inline(e.Docs[n.Source.File], n.Text), Release: n.Release, At: sourceOf(n.Source),
		}
		if n.Release != "" {
			v.URL = f.Page(ReleasePath(e.id, n.Release))
		}
		if tr, ok := e.translatedNote(n); ok {
			v.HTML, v.Label = f.inline(e.source(tr.doc), tr.note.Text), f.noteLabel(tr.note.Label, tr.note.Severity)
			v.At = trace{File: tr.doc.Path, Line: tr.note.Line}
		} else if e.primary != f.Lang {
			v.Lang = e.primary
		}
		out = append(out, v)
	}
	return out
}

// maxSaid is how long a note may be, in bytes, that a rule stands for.
const maxSaid = 240

// saidByRule reports whether a note is where a rule of the plan was read from and
// says little more. Its hop shows it in full.
func saidByRule(p *plan.Plan, n plan.Note) bool {
	return slices.ContainsFunc(p.Constraints, func(c plan.Constraint) bool {
		return c.Source.File == n.Source.File && c.Source.Line == n.Source.Line &&
			(c.Text == n.Text || c.Type == "lockstep" && len(n.Text) <= maxSaid)
	})
}

// risk says what can happen, and where it cannot.
func (f *frame) risk(e *edition, r compat.Risk) template.HTML {
	text := r.Text
	if r.URL != "" {
		text += " <" + r.URL + ">"
	}
	out := f.inline(e.Docs[r.Source.File], text)
	if r.Check != nil {
		out += template.HTML(" " + fmt.Sprintf(f.T.RiskGone, f.checkHTML(r.Check)))
	}
	return out
}

// gate says what is waited for: the words of the guide, the least time, the
// question.
func (f *frame) gate(g *compat.Gate) template.HTML {
	out := f.inline(nil, g.Text)
	var more []string
	if g.WaitSeconds > 0 {
		more = append(more, fmt.Sprintf(f.T.GateWait, shortTime(g.WaitSeconds)))
	}
	if g.Check != nil {
		more = append(more, string(f.checkHTML(g.Check)))
	}
	if len(more) > 0 {
		out += template.HTML(" (" + strings.Join(more, "; ") + ")")
	}
	return out
}

// shortTime writes seconds as authors do: 30m, 2h.
func shortTime(seconds int) string {
	for _, u := range []struct {
		size int
		name string
	}{{86400, "d"}, {3600, "h"}, {60, "m"}} {
		if seconds%u.size == 0 {
			return strconv.Itoa(seconds/u.size) + " " + u.name
		}
	}
	return strconv.Itoa(seconds) + " s"
}

// planRules are constraints and risks of the plan, and breaking changes of the
// releases on the way.
func (f *frame) planRules(e *edition, v *pathView, p *plan.Plan, way []*record) error {
	v.Rules = f.rules(e, p)
	for _, r := range p.Risks {
		v.Risks = append(v.Risks, noteView{Severity: "warning", Label: f.T.Risk, HTML: f.risk(e, r.Risk), At: sourceOf(r.Source)})
	}
	for _, r := range way {
		for _, pt := range r.parts {
			if breaking(pt.guide.Changes) == 0 {
				continue
			}
			b, err := f.breaking(e, r, pt)
			if err != nil {
				return err
			}
			v.Breaking = append(v.Breaking, b.changes...)
			f.repeats = append(f.repeats, b.ready...)
		}
	}
	return nil
}

// rules are the constraints on the way. One that several releases repeat is
// shown once, with each of them.
func (f *frame) rules(e *edition, p *plan.Plan) []noteView {
	var out []noteView
	seen := map[string]int{}
	for _, c := range p.Constraints {
		var on []string
		for _, i := range c.Hops {
			if i >= 0 && i < len(p.Hops) {
				on = append(on, p.Hops[i].To)
			}
		}
		n := noteView{Severity: "important", Label: f.T.Rule, HTML: f.inline(e.Docs[c.Source.File], c.Text), At: sourceOf(c.Source)}
		if c.Type == "lockstep" && len(c.Components) > 0 {
			n.HTML = template.HTML(template.HTMLEscapeString(f.T.fill(f.T.Lockstep, strings.Join(c.Components, ", "))))
		}
		if at, ok := seen[string(n.HTML)]; ok {
			out[at].Release += ", " + strings.Join(on, ", ")
			continue
		}
		seen[string(n.HTML)] = len(out)
		n.Release = strings.Join(on, ", ")
		out = append(out, n)
	}
	return out
}

// stops and starts find the conditions that say what stands still during the
// upgrade, in the languages that guides are written in.
var (
	stops  = regexp.MustCompile(`(?i)\b(stop|stopped|stopping|pause|paused|shut ?down|quiesced?|offline|read-only|maintenance)\b|停止|暂停|停机|停用|只读`)
	starts = regexp.MustCompile(`(?i)\b(re-?start|re-?started|start|started|resume|resumed)\b|启动|恢复|重启`)
)

// conditions are what a person sees to once, and the checks of the whole plan.
func (f *frame) conditions(e *edition, v *pathView, p *plan.Plan) {
	for _, s := range p.Steps {
		if s.Hop != nil {
			continue
		}
		c := checkView{HTML: f.inline(e.Docs[s.Source.File], s.Text), Tick: s.ID, At: sourceOf(s.Source)}
		if tr, ok := e.translatedCondition(s, p, f.T); ok {
			c.HTML = f.inline(e.source(tr.doc), tr.text)
			c.At = trace{File: tr.doc.Path, Line: tr.line}
		}
		if strings.HasPrefix(s.ID, "after/") {
			v.After = append(v.After, c)
			if starts.MatchString(s.Text) {
				v.Started = append(v.Started, c)
			}
			continue
		}
		v.Before = append(v.Before, c)
		if stops.MatchString(s.Text) {
			v.Stopped = append(v.Stopped, c)
		}
	}
	for _, c := range p.Checks {
		v.Checks = append(v.Checks, f.planCheck(e, c.Check))
	}
}

// planCheck is a check of the whole plan with the words of the guide.
func (f *frame) planCheck(e *edition, c compat.Check) checkView {
	v := checkView{Kind: f.T.KindCheck, HTML: f.checkHTML(&c), When: f.T.when(c.When), Tick: "check/" + c.ID}
	if c.Source != nil {
		v.At = sourceOf(*c.Source)
	}
	said := c.Text
	if tr, ok := e.translatedCheck(c); ok {
		said, v.At = tr.text, trace{File: tr.doc.Path, Line: tr.line}
	}
	if said != "" {
		v.Says = f.inline(e.Docs[v.At.File], said)
	}
	return v
}
