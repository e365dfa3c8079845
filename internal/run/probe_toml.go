package run

import (
	"errors"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"upgraph/internal/step"
)

// readTOML looks for a key in tables, dotted keys, inline tables and arrays of
// tables. A file that is no valid TOML answers nothing.
func readTOML(_ string, data []byte, p step.Probe) []Finding {
	var whole map[string]any
	if err := toml.Unmarshal(data, &whole); err != nil {
		f := Finding{Result: Unknown, Text: "it is not valid TOML: " + strings.TrimPrefix(err.Error(), "toml: ")}
		if de, ok := errors.AsType[*toml.DecodeError](err); ok {
			f.Line, f.Column = de.Position()
		}
		return []Finding{f}
	}
	w := tomlWalk{probe: p}
	w.parser.Reset(data)
	var prefix []string
	for w.parser.NextExpression() {
		switch e := w.parser.Expression(); e.Kind {
		case unstable.Table:
			prefix = w.header(e)
			w.meet(prefix, e, nil)
		case unstable.ArrayTable:
			prefix = w.header(e)
			w.meet(prefix, e, nil)
			w.lists = append(w.lists, strings.Join(prefix, "\x00"))
			prefix = append(prefix, step.Each)
		case unstable.KeyValue:
			w.keyValue(prefix, e)
		}
	}
	if err := w.parser.Error(); err != nil {
		return []Finding{{Result: Unknown, Text: "it is not valid TOML: " + err.Error()}}
	}
	if len(w.found) == 0 {
		return lacking(p)
	}
	return w.found
}

type tomlWalk struct {
	parser unstable.Parser
	probe  step.Probe
	// lists are the paths of arrays of tables: below them a path has one
	// element more than a header says.
	lists []string
	found []Finding
}

// header is the path that a table header stands for.
func (w *tomlWalk) header(e *unstable.Node) []string {
	var path []string
	for it := e.Key(); it.Next(); {
		if slices.Contains(w.lists, strings.Join(path, "\x00")) {
			path = append(path, step.Each)
		}
		path = append(path, string(it.Node().Data))
	}
	return path
}

func (w *tomlWalk) keyValue(prefix []string, e *unstable.Node) {
	path := slices.Clone(prefix)
	for it := e.Key(); it.Next(); {
		path = append(path, string(it.Node().Data))
	}
	w.meet(path, e, e.Value())
	w.below(path, e.Value())
}

func (w *tomlWalk) below(path []string, value *unstable.Node) {
	switch value.Kind {
	case unstable.InlineTable:
		for it := value.Children(); it.Next(); {
			w.keyValue(path, it.Node())
		}
	case unstable.Array:
		for it := value.Children(); it.Next(); {
			w.below(append(slices.Clone(path), step.Each), it.Node())
		}
	}
}

// meet records a key when it is the one that is asked for, or a table below it
// that is never written by itself: [a.b] makes a as well.
func (w *tomlWalk) meet(path []string, e, value *unstable.Node) {
	want := w.probe.Path
	if len(path) < len(want) || !slices.Equal(path[:len(want)], want) {
		return
	}
	if len(path) > len(want) && len(w.found) > 0 {
		return // one finding for a table is enough
	}
	at := w.parser.Shape(keyNode(e).Raw).Start
	plain := value != nil && len(path) == len(want) && value.Kind != unstable.InlineTable && value.Kind != unstable.Array
	text := ""
	if plain {
		text = string(value.Data)
	}
	w.found = append(w.found, verdict(w.probe, at.Line, at.Column, keyText(path), text, plain))
}

func keyNode(e *unstable.Node) *unstable.Node {
	it := e.Key()
	it.Next()
	return it.Node()
}
