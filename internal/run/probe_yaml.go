package run

import (
	"bytes"
	"errors"
	"io"
	"strconv"

	"go.yaml.in/yaml/v4"

	"upgraph/internal/regexp"
	"upgraph/internal/step"
)

// readYAML looks for a key in every document of a file, through aliases and
// merged mappings. Where the file has another shape than the path says, the
// answer is unknown.
func readYAML(_ string, data []byte, p step.Probe) []Finding {
	w := yamlWalk{probe: p, left: maxYAMLNodes}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var doc yaml.Node
		err := dec.Decode(&doc)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return append(w.found, yamlFault(err))
		}
		w.visit(&doc, p.Path)
	}
	if w.left <= 0 {
		return []Finding{{Result: Unknown, Text: "it unfolds to too many values"}}
	}
	if len(w.found) == 0 {
		return lacking(p)
	}
	return w.found
}

// maxYAMLNodes bounds the walk where aliases multiply.
const maxYAMLNodes = 1_000_000

var yamlLine = regexp.MustCompile(`line (\d+)`)

func yamlFault(err error) Finding {
	f := Finding{Result: Unknown, Text: "it is not valid YAML: " + err.Error()}
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		f.Line, _ = strconv.Atoi(m[1]) // digits by the pattern
	}
	return f
}

type yamlWalk struct {
	probe step.Probe
	found []Finding
	left  int
}

func (w *yamlWalk) visit(n *yaml.Node, path []string) {
	if w.left--; w.left <= 0 {
		return
	}
	for depth := 0; n.Kind == yaml.AliasNode && depth < 100; depth++ {
		n = n.Alias
	}
	switch {
	case n.Kind == yaml.DocumentNode:
		for _, c := range n.Content {
			w.visit(c, path)
		}
	case n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null", n.Kind == 0:
		// Nothing is there, so neither is the key.
	case path[0] == step.Each:
		w.elements(n, path)
	default:
		w.member(n, path)
	}
}

func (w *yamlWalk) elements(n *yaml.Node, path []string) {
	if n.Kind != yaml.SequenceNode {
		w.misshapen(n, "a list is expected here")
		return
	}
	for _, c := range n.Content {
		w.visit(c, path[1:])
	}
}

func (w *yamlWalk) member(n *yaml.Node, path []string) {
	if n.Kind != yaml.MappingNode {
		w.misshapen(n, "a mapping with the key "+path[0]+" is expected here")
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case key.Value == "<<" && key.ShortTag() == "!!merge":
			w.merged(value, path)
		case key.Kind == yaml.ScalarNode && key.Value == path[0]:
			w.meet(key, value, path)
		}
	}
}

// merged walks the mappings that "<<" takes in: one or a list of them.
func (w *yamlWalk) merged(value *yaml.Node, path []string) {
	if value.Kind == yaml.SequenceNode {
		for _, c := range value.Content {
			w.visit(c, path)
		}
		return
	}
	w.visit(value, path)
}

func (w *yamlWalk) meet(key, value *yaml.Node, path []string) {
	if len(path) > 1 {
		w.visit(value, path[1:])
		return
	}
	plain := value.Kind == yaml.ScalarNode
	w.found = append(w.found, verdict(w.probe, key.Line, key.Column, keyText(w.probe.Path), value.Value, plain))
}

func (w *yamlWalk) misshapen(n *yaml.Node, text string) {
	w.found = append(w.found, Finding{Result: Unknown, Line: n.Line, Column: n.Column, Text: text})
}
