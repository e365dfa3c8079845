package profile

import (
	"slices"
	"strings"

	"upgraph/internal/doc"
	"upgraph/internal/regexp"
	"upgraph/internal/release"
)

// lockstep finds the sentence that asks for all components at once and names
// them in brackets.
var lockstep = []*regexp.Regexp{
	regexp.MustCompile(`(?i)\ball\b[^.(]*\bcomponents?\b\s*\(([^()]+)\)[^.]*\b(?:upgraded|same version)\b`),
	regexp.MustCompile(`所有[^。（(]*组件\s*[(（]([^()（）]+)[)）]\s*[^。]*(?:同时|一起|一并)[^。]*升级`),
}

// readConstraint makes a constraint of a note that asks for lockstep.
func (g *guide) readConstraint(n release.Note) {
	names := lockstepNames(oneLine(n.Text))
	if len(names) < 2 || g.release == nil {
		return
	}
	g.release.Constraints = append(g.release.Constraints, release.Constraint{
		Type: "lockstep", Text: n.Text, Components: names, Span: n.Span,
	})
}

func lockstepNames(text string) []string {
	for _, form := range lockstep {
		if m := form.FindStringSubmatch(text); m != nil {
			return splitNames(m[1])
		}
	}
	return nil
}

var nameSeparator = regexp.MustCompile(`\s*(?:,\s*and\s|,|、|/|，|\band\b|和|与|及)\s*`)

func splitNames(list string) []string {
	var out []string
	for _, name := range nameSeparator.Split(list, -1) {
		if name = strings.Trim(name, " `"); name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// component is a part of the product and the form of its name in a text: a
// word of its own, in the plural too. Chinese puts no space around it.
type component struct {
	name, lower string
	form        *regexp.Regexp
}

func newComponent(name string) component {
	return component{name, strings.ToLower(name), regexp.MustCompile(`(?i)(?:^|[^A-Za-z\d_-])` + regexp.QuoteMeta(name) + `(?:s|es|'s|’s)?(?:$|[^A-Za-z\d_-])`)}
}

// findParts knows the components of the configuration and learns others from
// the whole document before it is read, so that the changes of every release
// know them.
func (g *guide) findParts() {
	if g.opt.Product != nil {
		for _, name := range g.opt.Product.Components {
			g.addPart(name)
		}
	}
	for _, b := range g.doc.Blocks {
		if b.Kind != doc.Quote && b.Kind != doc.Paragraph {
			continue
		}
		for _, name := range lockstepNames(oneLine(inside(b))) {
			g.addPart(name)
		}
	}
}

func (g *guide) addPart(name string) {
	known := func(c component) bool { return strings.EqualFold(c.name, name) }
	if name != "" && !slices.ContainsFunc(g.parts, known) {
		g.parts = append(g.parts, newComponent(name))
	}
}

// componentsIn are the components that a text names, in the order of the
// product's configuration.
func (g *guide) componentsIn(line string) []string {
	var out []string
	lower := strings.ToLower(line)
	for _, part := range g.parts {
		if strings.Contains(lower, part.lower) && part.form.MatchString(line) {
			out = append(out, part.name)
		}
	}
	return out
}
