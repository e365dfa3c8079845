package changelog

import (
	"strings"

	"upgraph/internal/doc"
	"upgraph/internal/regexp"
	"upgraph/internal/release"
)

var definition = regexp.MustCompile(`(?m)^ {0,3}\[([^\]\n]+)\]:\s*(\S.*)$`)

// define puts the link definitions of all guides to the end, each once. Where
// two guides give one label to different addresses the second is listed.
func (w *writer) define(sources []Source) {
	known := map[string]string{}
	for _, d := range w.definitions {
		if m := definition.FindStringSubmatch(d); m != nil {
			known[fold(m[1])] = m[2]
		}
	}
	for _, s := range sources {
		for _, b := range s.Doc.Blocks {
			if b.Kind != doc.LinkDefs {
				continue
			}
			for _, m := range definition.FindAllStringSubmatch(b.Markdown, -1) {
				label := fold(m[1])
				switch target, taken := known[label]; {
				case !taken:
					known[label] = m[2]
					w.definitions = append(w.definitions, strings.TrimSpace(m[0]))
				case target != m[2]:
					w.leave(s, release.Span(b.Span), "the address of ["+m[1]+"]: another guide gives the label to "+target)
				}
			}
		}
	}
}

// fold makes labels equal that Markdown takes for one.
func fold(label string) string { return strings.Join(strings.Fields(strings.ToLower(label)), " ") }
