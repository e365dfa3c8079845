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

// component is a part of the product, with its name in small letters.
type component struct{ name, lower string }

// plurals are what a name may have behind it.
var plurals = []string{"", "s", "es", "'s", "’s"}

// in reports whether a text, in small letters, has the name as a word of its own,
// in the plural too. Chinese puts no space around it.
func (c component) in(text string) bool {
	for at := 0; ; at++ {
		i := strings.Index(text[at:], c.lower)
		if i < 0 {
			return false
		}
		at += i
		rest := text[at+len(c.lower):]
		whole := func(plural string) bool {
			behind, ok := strings.CutPrefix(rest, plural)
			return ok && (behind == "" || !nameByte(behind[0]))
		}
		if (at == 0 || !nameByte(text[at-1])) && slices.ContainsFunc(plurals, whole) {
			return true
		}
	}
}

// nameByte reports whether a byte may be part of a longer name.
func nameByte(c byte) bool {
	return c == '_' || c == '-' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
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
		g.parts = append(g.parts, component{name, strings.ToLower(name)})
	}
}

// componentsIn are the components that a text names, in the order of the
// product's configuration.
func (g *guide) componentsIn(line string) []string {
	var out []string
	lower := strings.ToLower(line)
	for _, part := range g.parts {
		if part.in(lower) {
			out = append(out, part.name)
		}
	}
	return out
}
