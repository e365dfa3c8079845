package profile

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/regexp"
	"upgraph/internal/release"
)

// FragmentFolder is the folder of a product that holds its change fragments.
const FragmentFolder = "unreleased"

// fragment is one change that is not released yet, in a file of its own: what
// kind of change it is in the front matter, its words below.
var fragment = dialect{
	name: "fragment",
	takes: func(s *survey) (string, bool) {
		return "the file lies in a folder named " + FragmentFolder, s.isFragment()
	},
	read: readFragment,
}

func (s *survey) isFragment() bool { return path.Base(path.Dir(s.doc.Path)) == FragmentFolder }

// changeKinds are the types of changes that a fragment may have.
var changeKinds = []string{"added", "changed", "improved", "deprecated", "removed", "fixed", "security"}

var (
	changeName  = regexp.MustCompile(`^[\pL\d][\pL\d._-]*$`)
	issueNumber = regexp.MustCompile(`^#?(\d+)$`)
	issueEnd    = regexp.MustCompile(`/(\d+)/?$`)
)

func readFragment(g *guide) {
	g.out.Title = firstOf(g.out.Title, "Unreleased")
	var body []*doc.Block
	for _, b := range g.doc.Blocks {
		if b.Kind != doc.FrontMatter {
			g.ledger.claim(span(b.Span), record)
		}
		if b.Kind != doc.FrontMatter && b.Kind != doc.Blank {
			body = append(body, b)
		}
	}
	if g.fragmentIsNone(body) {
		return
	}
	rel := &release.Release{ID: "Unreleased", Heading: "Unreleased", Unreleased: true, Status: "supported",
		Span: release.Span{Line: 1, EndLine: g.doc.Total}}
	g.release = rel
	if c, ok := g.fragmentChange(body); ok {
		rel.Changes = []release.Change{c}
	}
	if action := g.field("action"); action.Kind == doc.Scalar {
		rel.Notes = []release.Note{{Severity: "warning", Label: "Action required", Section: "Action required",
			Text: strings.TrimSpace(action.Scalar), Span: release.Span{Line: action.Line, EndLine: action.Line}}}
	}
	g.out.Releases = []*release.Release{rel}
}

func (g *guide) field(key string) doc.Value {
	if g.doc.Front == nil {
		return doc.Value{}
	}
	v, _ := g.doc.Front.Value.Get(key)
	return v
}

// fragmentIsNone reports whether the fragment says that there is nothing to
// say, and why.
func (g *guide) fragmentIsNone(body []*doc.Block) bool {
	none := g.field("none")
	if none.Kind == "" {
		return false
	}
	if none.Kind != doc.Scalar || strings.TrimSpace(none.Scalar) == "" {
		g.fragmentFault(none.Line, none.Column, "none gives no reason", "write none: followed by why readers need not know")
	}
	if len(body) > 0 {
		g.fragmentFault(body[0].Line, 1, "the fragment says that there is nothing to say, and says something", "remove none:, or the text")
	}
	return true
}

func (g *guide) fragmentFault(line, column int, message, hint string) {
	g.report(diag.Diagnostic{Code: "UG341", Severity: diag.Error,
		Pos: diag.Pos{File: g.doc.Path, Line: max(line, 1), Column: max(column, 1)}, Message: message, Hint: hint})
}

func (g *guide) fragmentChange(body []*doc.Block) (release.Change, bool) {
	if len(body) == 0 {
		g.fragmentFault(g.doc.Total, 1, "the fragment has no text", "say below the front matter what changed, in the words of those who use it")
		return release.Change{}, false
	}
	c := release.Change{Span: release.Span{Line: body[0].Line, EndLine: body[len(body)-1].EndLine}, ID: g.fragmentID(), BackportOf: g.front().text("backport_of")}
	c.Type = g.fragmentType()
	var text []string
	for _, b := range body {
		if b.Kind == doc.List && !b.Ordered && len(text) > 0 {
			for _, item := range b.Children {
				if item.Kind == doc.Item {
					c.Children = append(c.Children, g.change(item, place{kind: c.Type}))
				}
			}
			continue
		}
		text = append(text, b.Markdown)
		c.Links = append(c.Links, issueLinks(b)...)
	}
	g.fragmentIssue(&c, text)
	c.Text = strings.Join(text, "\n\n")
	c.Components = g.fragmentComponents(oneLine(c.Text))
	c.ErrorCodes = errorCodes(oneLine(c.Text))
	c.Breaking = isBreaking(oneLine(c.Text))
	switch v := g.field("breaking"); {
	case v.Kind == "" || v.Scalar == "false":
	case v.Scalar == "true":
		c.Breaking = true
	default:
		g.fragmentFault(v.Line, v.Column, "breaking is neither true nor false", "write breaking: true where somebody has to do something")
	}
	if v := g.field("action"); v.Kind != "" && (v.Kind != doc.Scalar || strings.TrimSpace(v.Scalar) == "") {
		g.fragmentFault(v.Line, v.Column, "action says nothing", "say what an operator has to do, or remove the key")
	}
	return c, true
}

// fragmentID is the stable name of the change: the author's, or the file's.
func (g *guide) fragmentID() string {
	v := g.field("id")
	if v.Kind == "" {
		return release.Slug(g.seen.name())
	}
	if !changeName.MatchString(v.Scalar) {
		g.fragmentFault(v.Line, v.Column, fmt.Sprintf("id %q is no name", v.Scalar), "write letters, digits, dots and hyphens, as in faster-import")
	}
	return v.Scalar
}

func (g *guide) fragmentType() string {
	v := g.field("type")
	if slices.Contains(changeKinds, v.Scalar) {
		return v.Scalar
	}
	message := fmt.Sprintf("unknown type %q", v.Scalar)
	if v.Kind == "" {
		message = "the fragment has no type"
	}
	g.fragmentFault(v.Line, v.Column, message, "one of "+strings.Join(changeKinds, ", "))
	return "changed"
}

// fragmentIssue puts the issue behind the first paragraph of the text, where
// readers look for it.
func (g *guide) fragmentIssue(c *release.Change, text []string) {
	v := g.field("issue")
	if v.Kind == "" {
		return
	}
	if m := issueNumber.FindStringSubmatch(v.Scalar); m != nil {
		text[0] += " (#" + m[1] + ")"
		return
	}
	m := issueEnd.FindStringSubmatch(v.Scalar)
	if m == nil || !strings.HasPrefix(v.Scalar, "https://") && !strings.HasPrefix(v.Scalar, "http://") || strings.ContainsAny(v.Scalar, " ()<>") {
		g.fragmentFault(v.Line, v.Column, fmt.Sprintf("issue %q is neither a number nor the address of an issue", v.Scalar), "write issue: 123, or its whole address")
		return
	}
	text[0] += " ([#" + m[1] + "](" + v.Scalar + "))"
	if issueURL.MatchString(v.Scalar) && !slices.Contains(c.Links, v.Scalar) {
		c.Links = append(c.Links, v.Scalar)
	}
}

// fragmentComponents are those that the fragment states, which the product must
// know where it names any, and those that its text names.
func (g *guide) fragmentComponents(line string) []string {
	out := g.componentsIn(line)
	v := g.field("component")
	for _, name := range g.front().texts("component") {
		name := strings.TrimSpace(name.Scalar)
		if p := g.opt.Product; p != nil && len(p.Components) > 0 && !slices.Contains(p.Components, name) {
			g.fragmentFault(v.Line, v.Column, fmt.Sprintf("the product has no component %q", name), "one of "+strings.Join(p.Components, ", "))
		}
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}
