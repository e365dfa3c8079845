package profile

import (
	"regexp"
	"slices"
	"strings"

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

// findParts learns the names of components from the whole document before it
// is read, so that the changes of every release know them.
func (g *guide) findParts() {
	for _, b := range g.doc.Blocks {
		for _, name := range lockstepNames(oneLine(inside(b))) {
			if !slices.Contains(g.parts, name) {
				g.parts = append(g.parts, name)
			}
		}
	}
}

// componentsIn are the components that a text names, in the order of the
// product's configuration.
func (g *guide) componentsIn(line string) []string {
	var out []string
	for _, part := range g.parts {
		if mentions(line, part) {
			out = append(out, part)
		}
	}
	return out
}

// mentions reports whether a text holds a name as a word of its own, in the
// plural too.
func mentions(line, name string) bool {
	form, err := regexp.Compile(`(?i)(?:^|[^\pL\d_-])` + regexp.QuoteMeta(name) + `(?:s|es|'s|’s)?(?:$|[^\pL\d_-]|\p{Han})`)
	if err != nil {
		return false
	}
	if form.MatchString(line) {
		return true
	}
	han := regexp.MustCompile(`(?i)(?:^|[^A-Za-z\d_-])` + regexp.QuoteMeta(name) + `(?:$|[^A-Za-z\d_-])`)
	return han.MatchString(line)
}
