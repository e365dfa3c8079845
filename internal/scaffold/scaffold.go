// Package scaffold makes the first text of new files: the guide of a release,
// from the changes that wait for it and from the release before, and what a new
// product and a new site begin with.
//
// It must not write to disk, and it invents nothing: what is not known is left
// empty and listed.
package scaffold

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"upgraph/internal/doc"
	"upgraph/internal/release"
)

// Source is a guide with the document that it was read from.
type Source struct {
	Guide *release.Document
	Doc   *doc.Doc
}

// ReleaseInput is what the guide of a new release is made of.
type ReleaseInput struct {
	// Product is the title of the product, ID the new release.
	Product, ID string
	// Date is the day of the release as YYYY-MM-DD, empty while it is not known.
	Date string
	// Last is the release before with its guide, nil for the first one.
	Last   *release.Release
	Source Source
	// Fragments are the changes, in the order in which they are to stand.
	Fragments []*release.Document
}

// Missing is a line of a new guide that a person has to write.
type Missing struct {
	Line int
	What string
}

// guide is a text while it is made.
type guide struct {
	lines   []string
	missing []Missing
}

func (g *guide) add(lines ...string) {
	for _, l := range lines {
		g.lines = append(g.lines, strings.Split(l, "\n")...)
	}
}

// miss adds a line that is to be completed.
func (g *guide) miss(line, what string) {
	g.add(line)
	g.missing = append(g.missing, Missing{len(g.lines), what})
}

func (g *guide) text() string { return strings.TrimRight(strings.Join(g.lines, "\n"), "\n") + "\n" }

// Release makes the guide of a new release: the version information and the
// procedure of the release before with its version replaced, and the changes.
func Release(in ReleaseInput) (text string, missing []Missing) {
	g := &guide{}
	put := func(s string) string { return s }
	if in.Last != nil {
		put = renamed(in.Last, in.ID)
	}
	g.front(in, put)
	g.info(in, put)
	g.changes(in)
	g.steps(in, put)
	return g.text(), g.missing
}

func (g *guide) front(in ReleaseInput, put func(string) string) {
	title := "Upgrade to " + in.ID
	if in.Last != nil && in.Last.Heading != "" && put(in.Last.Heading) != in.Last.Heading && !strings.HasPrefix(in.Last.Heading, in.Last.ID) {
		title = put(in.Last.Heading)
	}
	g.add("---", "title: "+quoted(title))
	g.miss("summary:", "one sentence on what the release is about")
	g.add("version: " + quoted(in.ID))
	if in.Last != nil && in.Last.Build != "" {
		g.add("build: " + quoted(put(in.Last.Build)))
	}
	if in.Date != "" {
		g.add("date: " + in.Date)
	} else {
		g.miss("# date: YYYY-MM-DD", "the day of the release")
	}
	g.add("---", "")
}

var plainScalar = regexp.MustCompile(`^[\pL][\pL\d ./_-]*$`)

// quoted writes a text as a YAML scalar.
func quoted(text string) string {
	if plainScalar.MatchString(text) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}

// info writes the lines of version information: those with the version, the
// others without a value.
func (g *guide) info(in ReleaseInput, put func(string) string) {
	if in.Last == nil || len(in.Last.Info) == 0 {
		return
	}
	title := "Version information"
	for _, s := range in.Last.Sections {
		if s.Role == release.RoleInfo {
			title = s.Title
			break
		}
	}
	g.add("## "+title, "", "```text")
	for _, kv := range in.Last.Info {
		if value := put(kv.Value); value != kv.Value {
			g.add(kv.Key + ": " + value)
		} else {
			g.miss(kv.Key+":", kv.Key+" of the build")
		}
	}
	g.add("```", "")
}

// kinds are the types of changes in the order in which they stand, with the
// titles that give them to what stands below.
var kinds = []struct{ kind, title string }{
	{"security", "Security"}, {"deprecated", "Deprecated"}, {"removed", "Removed"}, {"added", "Added"},
	{"changed", "Changed"}, {"improved", "Improvements"}, {"fixed", "Fixed"},
}

func (g *guide) changes(in ReleaseInput) {
	var actions []string
	byKind := map[string][]string{}
	for _, d := range in.Fragments {
		for _, r := range d.Releases {
			for _, n := range r.Notes {
				actions = append(actions, item(n.Text))
			}
			for _, c := range r.Changes {
				byKind[c.Type] = append(byKind[c.Type], change(c))
			}
		}
	}
	if len(actions) > 0 {
		g.add("## Action required", "")
		g.add(actions...)
		g.add("")
	}
	g.add("## "+changesTitle(in.Last), "")
	switch {
	case len(byKind) > 0:
	case in.Last == nil:
		g.miss("- Add the first release", "what the release brings")
		g.add("")
	default:
		g.miss("- Change nothing that is written down", "what changed")
		g.add("")
	}
	for _, k := range kinds {
		if len(byKind[k.kind]) > 0 {
			g.add("### "+k.title, "")
			g.add(byKind[k.kind]...)
			g.add("")
		}
	}
}

// changesTitle is what the release before calls its changes.
func changesTitle(last *release.Release) string {
	if last != nil {
		for _, s := range last.Sections {
			if s.Role == release.RoleChanges && !slices.ContainsFunc(kinds, func(k struct{ kind, title string }) bool { return strings.EqualFold(k.title, s.Title) }) {
				return s.Title
			}
		}
	}
	return "Changes"
}

// change is the list item of a change, with what it is called by behind it.
func change(c release.Change) string {
	first, more, long := strings.Cut(c.Text, "\n\n")
	if c.Breaking && !strings.Contains(strings.ToLower(first), "breaking") {
		first = "**Breaking:** " + first
	}
	marks := []string{"#" + c.ID}
	for _, name := range c.Components {
		if !strings.ContainsAny(name, " {}") {
			marks = append(marks, "component="+name)
		}
	}
	if c.BackportOf != "" {
		marks = append(marks, "backport_of="+c.BackportOf)
	}
	var text strings.Builder
	text.WriteString(first)
	if c.ID != "" {
		text.WriteString(" {" + strings.Join(marks, " ") + "}")
	}
	if long {
		text.WriteString("\n\n" + more)
	}
	for _, child := range c.Children {
		text.WriteString("\n" + item(child.Text))
	}
	return item(text.String())
}

// item makes a list item of a text.
func item(text string) string {
	lines := strings.Split("- "+strings.TrimSpace(text), "\n")
	for i := 1; i < len(lines); i++ {
		if lines[i] != "" {
			lines[i] = "  " + lines[i]
		}
	}
	return strings.Join(lines, "\n")
}

// steps writes the procedure of the release before, or a step to begin with.
func (g *guide) steps(in ReleaseInput, put func(string) string) {
	wrote, line := false, len(g.lines)+1
	if in.Last != nil {
		for i, s := range in.Last.Sections {
			inner := slices.ContainsFunc(in.Last.Sections[:i], func(o release.Section) bool {
				return o.Role == release.RoleSteps && o.Line < s.Line && s.EndLine <= o.EndLine
			})
			if s.Role == release.RoleSteps && !inner {
				g.section(in.Source.Doc, s, put)
				wrote = true
			}
		}
	}
	if !wrote {
		g.add("## Upgrade", "")
		g.miss("1. Install "+in.ID+".", "the steps of the upgrade")
		return
	}
	g.missing = append(g.missing, Missing{line, "whether the procedure is still that of the release before; then approve it with upgraph review"})
}

// section copies a section of the guide before, its heading on the second
// level, with the version replaced.
func (g *guide) section(d *doc.Doc, s release.Section, put func(string) string) {
	shift := 0
	for _, b := range d.Blocks {
		if b.Line < s.Line || b.EndLine > s.EndLine || b.Kind == doc.Blank {
			continue
		}
		if b.Kind != doc.Heading {
			g.add(put(b.Markdown), "")
			continue
		}
		if b.Line == s.Line {
			shift = 2 - b.Level
		}
		g.add(strings.Repeat("#", max(2, b.Level+shift))+" "+put(b.Text), "")
	}
}

// renamed replaces the names of a release by those of another one.
func renamed(last *release.Release, id string) func(string) string {
	bare := strings.TrimLeft(id, "vV")
	var names []string
	for _, n := range []string{last.ID, last.Build, last.Deploy} {
		if n = strings.TrimLeft(n, "vV"); n != "" && !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	slices.SortFunc(names, func(a, b string) int { return len(b) - len(a) })
	return func(text string) string {
		for _, n := range names {
			text = replaceVersion(text, n, bare)
		}
		return text
	}
}

// replaceVersion replaces a version where it stands for itself and is no part
// of another: 1.0.5 in v1.0.5, and not in 11.0.5, 1.0.50 or 1.0.5-rc.1.
func replaceVersion(text, old, bare string) string {
	var b strings.Builder
	for {
		i := strings.Index(text, old)
		if i < 0 {
			return b.String() + text
		}
		before, after := text[:i], text[i+len(old):]
		b.WriteString(before)
		if ends(b.String()) && begins(after) {
			b.WriteString(bare)
		} else {
			b.WriteString(old)
		}
		text = after
	}
}

func ends(before string) bool {
	return before == "" || !strings.ContainsAny(before[len(before)-1:], "0123456789") &&
		!(strings.HasSuffix(before, ".") && len(before) > 1 && strings.ContainsAny(before[len(before)-2:len(before)-1], "0123456789"))
}

var goesOn = regexp.MustCompile(`^(?:\d|\.\d|[-+][\dA-Za-z])`)

func begins(after string) bool { return !goesOn.MatchString(after) }

// Site is the files that a new content folder begins with, by name.
func Site(title string) map[string]string {
	return map[string]string{
		"site.yaml": "# What holds for the whole site. The first language feeds the JSON and the scripts.\ntitle: " + quoted(title) + "\nlanguages: [en]\n",
		"about.md":  "---\ntitle: About these guides\n---\n\n# About these guides\n\nThese are the upgrade guides of " + title + ". Choose the release that you run and the one that you want to get to: the page in between says what to do, what to mind and what changed.\n",
	}
}

// Product is the files that a new product begins with, by name below the content
// folder, and what a person has to write in them.
func Product(id, title, version string) (files map[string]string, missing map[string][]Missing) {
	text, left := Release(ReleaseInput{Product: title, ID: version})
	guideName := fmt.Sprintf("%s/en/%s.md", id, version)
	index := "---\ntitle: " + quoted(title) + "\nsummary: " + quoted("How to upgrade "+title+", release by release.") + "\n---\n\n" +
		"> **Note:**\n>\n> Where nothing else is said, you come to a release from the previous version.\n"
	return map[string]string{
		id + "/product.yaml":         "id: " + id + "\ntitle: " + quoted(title) + "\n",
		id + "/en/_index.md":         index,
		guideName:                    text,
		id + "/unreleased/README.md": "Each file of this folder is one change of the next release:\n\n    ---\n    type: fixed\n    ---\n\n    Fix what was broken.\n\n`upgraph new release " + id + " VERSION` gathers them.\n",
	}, map[string][]Missing{guideName: left}
}
