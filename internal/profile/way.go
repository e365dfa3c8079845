package profile

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"upgraph/internal/compat"
	"upgraph/internal/doc"
	"upgraph/internal/release"
	"upgraph/internal/schema"
	"upgraph/internal/step"
	"upgraph/internal/version"
)

// readWay takes what front matter says of the way to a release: where it leads
// through, what holds it up, what to mind. Its form was checked before; what
// has none is left out here.
func (g *guide) readWay(r *release.Release, f front) {
	r.MustStopAt = append(r.MustStopAt, names(f.texts("must_stop_at"))...)
	r.Avoid = append(r.Avoid, names(f.texts("avoid"))...)
	r.Supersedes = append(r.Supersedes, names(f.texts("supersedes"))...)
	if parts := f.texts("lockstep"); len(parts) > 0 {
		g.readLockstep(r, parts)
	}
	for _, item := range f.items("requires") {
		g.readRequirement(r, front{item})
	}
	for _, item := range f.items("checks") {
		g.readCheck(r, front{item})
	}
	for _, item := range f.items("risks") {
		g.readRisk(r, front{item})
	}
	if v, ok := f.Get("gate"); ok && v.Kind == doc.Mapping {
		g.readGate(r, front{v})
	}
	if v, ok := f.Get("rollback"); ok && strings.TrimSpace(v.Scalar) != "" {
		g.readStatedRollback(r, v)
	}
}

// items are the mappings of a list.
func (f front) items(key string) []doc.Value {
	v, _ := f.Get(key)
	return slices.DeleteFunc(slices.Clone(v.Items), func(i doc.Value) bool { return i.Kind != doc.Mapping })
}

func names(values []doc.Value) []release.Name {
	var out []release.Name
	for _, v := range values {
		out = append(out, release.Name{Text: strings.TrimSpace(v.Scalar), Line: v.Line, Column: v.Column})
	}
	return out
}

// on is the lines of a value of the front matter: those from its first to the
// last one of what is in it.
func on(v doc.Value) release.Span {
	s := release.Span{Line: v.Line, EndLine: v.Line}
	for _, i := range v.Items {
		s.EndLine = max(s.EndLine, on(i).EndLine)
	}
	for _, f := range v.Fields {
		s.EndLine = max(s.EndLine, f.Line, on(f.Value).EndLine)
	}
	return s
}

func (g *guide) readLockstep(r *release.Release, parts []doc.Value) {
	var components []string
	for _, p := range parts {
		components = append(components, strings.TrimSpace(p.Scalar))
	}
	at := release.Span{Line: parts[0].Line, EndLine: parts[len(parts)-1].Line}
	text := strings.Join(components, ", ") + " are upgraded together."
	if g.opt.Language == "zh" {
		text = strings.Join(components, "、") + " 须一起升级。"
	}
	r.Constraints = append(r.Constraints, release.Constraint{Type: "lockstep", Text: text, Components: components, Span: at})
}

// readRequirement takes a program that has to be there: a check of its version
// before the hop to the release and before every later one.
func (g *guide) readRequirement(r *release.Release, f front) {
	tool := f.text("tool")
	if tool == "" || f.text("versions") == "" {
		return
	}
	command := firstOf(f.text("command"), tool+" --version")
	c := release.Check{ID: r.ID + "/" + tool, Type: "tool-version", When: "hop", Text: f.text("text"), Lasting: true, Tool: tool, Span: on(f.Value)}
	if g.readProgram(&c, f, command) {
		r.Checks = append(r.Checks, c)
	}
}

func (g *guide) readCheck(r *release.Release, f front) {
	if f.text("id") == "" {
		return
	}
	c, ok := g.statedCheck(f)
	if !ok {
		return
	}
	c.ID, c.Text, c.When = f.text("id"), f.text("text"), firstOf(f.text("when"), "plan")
	c.Lasting = f.text("lasting") == "true"
	r.Checks = append(r.Checks, c)
}

// statedCheck is a check that front matter spells out. One that the runner
// would not understand is reported here, where its author can mend it.
func (g *guide) statedCheck(f front) (release.Check, bool) {
	c := release.Check{Type: f.text("type"), File: f.text("file"), Format: f.text("format"), Key: f.text("key"), Value: f.text("value"), Span: on(f.Value)}
	sound := c.Type != ""
	schema.Check(f.Value, schema.CheckKeys(), func(int, int, string, string) { sound = false }) // which is reported already
	if !sound || !g.readProgram(&c, f, f.text("command")) {
		return c, false
	}
	if c.Format == "" {
		c.Format = formatOf(c)
	}
	if _, err := step.LowerCheck(c.Catalog()); err != nil {
		g.frontReport(f.Line, f.Column, strings.ReplaceAll(err.Error(), "argv", "command"), "see the keys of a check in the reference of front matter")
		return c, false
	}
	return c, true
}

// formatOf is what the ending of a file tells where its format is not stated.
func formatOf(c release.Check) string {
	switch ending := c.File[strings.LastIndexByte(c.File, '.')+1:]; {
	case c.Type == "config-key-absent" && ending == "yml":
		return "yaml"
	case c.Type == "config-key-absent" && (ending == "toml" || ending == "yaml"):
		return ending
	}
	return ""
}

// readProgram takes the program of a check, with what is looked for in what it
// prints.
func (g *guide) readProgram(c *release.Check, f front, command string) bool {
	if command != "" {
		argv, why := g.splitCommand(command)
		if why != "" {
			v, ok := f.Get("command")
			if !ok {
				v = f.Value
			}
			g.frontReport(v.Line, v.Column, fmt.Sprintf("command %q cannot be started: %s", command, why), "write a program with its arguments, as in ansible --version")
			return false
		}
		c.Argv = argv
	}
	c.Pattern = f.text("pattern")
	if f.text("versions") == "" {
		return true
	}
	spans, err := version.ParseSpans(f.text("versions"))
	if err != nil {
		g.frontFault(f, "versions", fmt.Sprintf("versions cannot be read: %v", err), "write them as >=2.5 <2.8")
		return false
	}
	for _, s := range spans {
		c.Versions = append(c.Versions, compat.Interval{Introduced: s.Low, Fixed: s.Below, LastAffected: s.Last})
	}
	return true
}

func (g *guide) readRisk(r *release.Release, f front) {
	k := release.Risk{ID: f.text("id"), Text: f.text("text"), URL: f.text("url"), Span: on(f.Value)}
	if k.ID == "" || k.Text == "" {
		return
	}
	if v, ok := f.Get("check"); ok && v.Kind == doc.Mapping {
		if c, ok := g.statedCheck(front{v}); ok {
			k.Check = &c
		}
	}
	r.Risks = append(r.Risks, k)
}

func (g *guide) readGate(r *release.Release, f front) {
	k := &release.Gate{Text: f.text("text"), WaitSeconds: seconds(f.text("wait")), Span: on(f.Value)}
	v, hasCheck := f.Get("check")
	switch command := f.text("command"); {
	case command != "" && hasCheck:
		g.frontFault(f, "command", "the gate has a check and a command", "keep one of them")
		return
	case command != "":
		c := release.Check{Type: "command-succeeds", Span: k.Span}
		if !g.readProgram(&c, f, command) {
			return
		}
		k.Check = &c
	case hasCheck && v.Kind == doc.Mapping:
		c, ok := g.statedCheck(front{v})
		if !ok {
			return
		}
		k.Check = &c
	}
	if k.Check == nil && k.WaitSeconds == 0 && k.Text == "" {
		if f.text("wait") != "" {
			return // it is no time, which is reported already
		}
		g.frontReport(f.Line, f.Column, "the gate holds nothing back", "give it a wait, a check, a command, or a text for a person")
		return
	}
	k.Text = firstOf(k.Text, g.gateText(k))
	r.Gate = k
}

// gateText says what a gate waits for where its author does not.
func (g *guide) gateText(k *release.Gate) string {
	if k.Check != nil {
		if p, err := step.LowerCheck(k.Check.Catalog()); err == nil {
			return p.Says
		}
	}
	if g.opt.Language == "zh" {
		return "等待一段时间。"
	}
	return "Let some time go by."
}

// seconds reads a number with s, m, h or d.
func seconds(s string) int {
	unit := map[byte]int{'s': 1, 'm': 60, 'h': 3600, 'd': 86400}
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s[:len(s)-1])
	if err != nil {
		return 0
	}
	return n * unit[s[len(s)-1]]
}

// readStatedRollback takes what is said about going back: of a release it is a
// note that every plan over it shows.
func (g *guide) readStatedRollback(r *release.Release, v doc.Value) {
	text := strings.TrimSpace(v.Scalar)
	g.out.Rollback = &release.Statement{Text: text, Span: on(v)}
	label := "Rollback"
	if g.opt.Language == "zh" {
		label = "回退"
	}
	r.Notes = append(r.Notes, release.Note{Severity: "important", Label: label, Text: text, Span: on(v)})
}

// readProductRollback takes what the front matter of a file for the whole
// product says about going back.
func (g *guide) readProductRollback() {
	if v, ok := g.front().Get("rollback"); ok && strings.TrimSpace(v.Scalar) != "" {
		g.out.Rollback = &release.Statement{Text: strings.TrimSpace(v.Scalar), Span: on(v)}
	}
}
