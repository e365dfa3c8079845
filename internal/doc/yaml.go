package doc

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"upgraph/internal/diag"
)

// ParseYAML reads a whole YAML file strictly: one document, keys that are
// plain texts and unlike each other, no anchors, aliases, tags or merge keys,
// and every scalar verbatim. A file without content is a [Null]. Lines count
// from firstLine.
func ParseYAML(path string, source []byte, firstLine int) (Value, []diag.Diagnostic) {
	ds := checkEncoding(path, source, firstLine)
	if diag.HasErrors(ds) {
		return Value{}, ds
	}
	value, more := parseYAML(path, normalize(source), firstLine)
	return value, append(ds, more...)
}

// parseYAML reads text that passed checkEncoding.
func parseYAML(path, text string, firstLine int) (Value, []diag.Diagnostic) {
	r := yamlReader{path: path, text: text, shift: firstLine - 1}
	if !r.plainLines() {
		return Value{}, r.diagnostics
	}
	var root yaml.Node
	if err := yaml.Load([]byte(text), &root); err != nil {
		if isEmptyYAML(text) {
			return Value{Kind: Null, Line: firstLine, Column: 1}, nil
		}
		r.syntax(err)
		return Value{}, r.diagnostics
	}
	if root.Kind != yaml.DocumentNode || len(root.Content) != 1 {
		return Value{Kind: Null, Line: firstLine, Column: 1}, nil
	}
	r.lines = strings.SplitAfter(text, "\n")
	value := r.read(root.Content[0], 0)
	if len(r.diagnostics) > 0 {
		return Value{}, r.diagnostics
	}
	return value, nil
}

// plainLines refuses characters that end a line for the YAML library but for
// no editor: they hide keys and shift every position behind them.
func (r *yamlReader) plainLines() bool {
	i := strings.IndexAny(r.text, "\r\u0085\u2028\u2029")
	if i < 0 {
		return true
	}
	c, _ := utf8.DecodeRuneInString(r.text[i:])
	at := position(r.path, []byte(r.text), i, 1)
	r.add("UG110", at.Line, at.Column, fmt.Sprintf("character U+%04X ends a line in YAML, though it does not look so", c),
		fmt.Sprintf(`remove it; inside of double quotes it can be written as \u%04x`, c))
	return false
}

// isEmptyYAML reports whether text holds nothing but blank lines and comments.
func isEmptyYAML(text string) bool {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line != "" && line != fence && !strings.HasPrefix(line, "#") {
			return false
		}
	}
	return true
}

type yamlReader struct {
	path        string
	text        string
	lines       []string
	shift       int // lines before the first
	diagnostics []diag.Diagnostic
}

func (r *yamlReader) add(code string, line, column int, message, hint string) {
	if len(r.diagnostics) >= maxYAMLProblems {
		return
	}
	pos := diag.Pos{File: r.path, Line: line + r.shift, Column: column}
	r.diagnostics = append(r.diagnostics, problem(code, pos, message, hint))
}

// tagged reports whether the author wrote a tag before a node. The library
// says so of all but the lone exclamation mark.
func (r *yamlReader) tagged(n *yaml.Node) bool {
	return n.Style&yaml.TaggedStyle != 0 ||
		n.Kind == yaml.ScalarNode && n.Style == 0 && r.loneMark(n)
}

func (r *yamlReader) loneMark(n *yaml.Node) bool {
	if n.Line < 1 || n.Line > len(r.lines) {
		return false
	}
	column := 1
	for _, c := range r.lines[n.Line-1] {
		if column == n.Column {
			return c == '!'
		}
		column++
	}
	return false
}

func (r *yamlReader) refuse(n *yaml.Node, code, message, hint string) {
	r.add(code, n.Line, n.Column, message, hint)
}

func (r *yamlReader) syntax(err error) {
	var list *yaml.LoadErrors
	if errors.As(err, &list) && len(list.Errors) > 0 {
		for _, e := range list.Errors {
			r.syntaxAt(e)
		}
		return
	}
	if e, ok := errors.AsType[*yaml.LoadError](err); ok {
		r.syntaxAt(e)
		return
	}
	r.add("UG102", 1, 1, err.Error(), "")
}

func (r *yamlReader) syntaxAt(e *yaml.LoadError) {
	if strings.Contains(e.Message, "expected single document") {
		r.add("UG109", r.secondDocument(), 1, "a second YAML document", "keep one document in a file")
		return
	}
	r.add("UG102", max(e.Mark.Line, 1), max(e.Mark.Column, 1), "YAML: "+e.Message, yamlHint(e.Message))
}

// secondDocument is the line that ends the first document of the text.
func (r *yamlReader) secondDocument() int {
	line, content := 0, false
	for l := range strings.Lines(r.text) {
		line++
		mark := strings.HasPrefix(l, fence) || strings.HasPrefix(l, "...")
		if mark && content {
			return line
		}
		content = content || !mark && !isEmptyYAML(l)
	}
	return 1
}

// yamlHint knows the mistakes that people make most.
func yamlHint(message string) string {
	switch {
	case strings.Contains(message, "mapping values are not allowed"),
		strings.Contains(message, "simple key"),
		strings.Contains(message, "could not find expected ':'"):
		return "a value that holds \": \" needs quotes"
	case strings.Contains(message, "tab character"), strings.Contains(message, "cannot start any token"):
		return "indent with spaces, and quote values that begin with a special character"
	}
	return ""
}

// read turns a node into a value and complains of what is not allowed.
func (r *yamlReader) read(n *yaml.Node, depth int) Value {
	v := Value{Line: n.Line + r.shift, Column: n.Column}
	switch {
	case depth > maxYAMLDepth:
		r.refuse(n, "UG107", "values are nested too deep", fmt.Sprintf("at most %d levels are read", maxYAMLDepth))
		return v
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		r.refuse(n, "UG104", "anchors and aliases are not allowed", "write the value out; quote a text that begins with & or *")
		return v
	case r.tagged(n):
		r.refuse(n, "UG104", "tags are not allowed", "remove it; quote a text that begins with !")
		return v
	}
	switch n.Kind {
	case yaml.ScalarNode:
		v.Kind, v.Scalar = Scalar, n.Value
		if n.Tag == "!!null" {
			v.Kind = Null
		}
	case yaml.SequenceNode:
		v.Kind = Sequence
		for _, c := range n.Content {
			v.Items = append(v.Items, r.read(c, depth+1))
		}
	case yaml.MappingNode:
		v.Kind = Mapping
		r.fields(n, &v, depth)
	default:
		r.refuse(n, "UG102", "a value of a kind that is not known", "")
	}
	return v
}

func (r *yamlReader) fields(n *yaml.Node, v *Value, depth int) {
	lines := make(map[string]int, len(n.Content)/2)
	v.Fields = slices.Grow(v.Fields, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if !r.key(key) {
			continue
		}
		if line, twice := lines[key.Value]; twice {
			r.refuse(key, "UG103", fmt.Sprintf("key %q is there twice, first on line %d", key.Value, line+r.shift), "keep one of them")
			continue
		}
		lines[key.Value] = key.Line
		v.Fields = append(v.Fields, Field{
			Key:    key.Value,
			Value:  r.read(n.Content[i+1], depth+1),
			Line:   key.Line + r.shift,
			Column: key.Column,
		})
	}
}

// key reports whether a node may be a key.
func (r *yamlReader) key(n *yaml.Node) bool {
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		r.refuse(n, "UG104", "anchors and aliases are not allowed", "write the key out")
	case n.Kind != yaml.ScalarNode:
		r.refuse(n, "UG106", "a key has to be a plain text", "quote a text that begins with [ or {")
	case r.tagged(n):
		r.refuse(n, "UG104", "tags are not allowed", "remove it; quote a text that begins with !")
	case n.Value == "<<":
		r.refuse(n, "UG104", "merge keys are not allowed", "write the keys out")
	case strings.TrimSpace(n.Value) == "":
		r.refuse(n, "UG106", "a key is empty", "write a key before the colon")
	case len(n.Value) > maxYAMLKey:
		r.refuse(n, "UG106", fmt.Sprintf("a key has %d bytes, at most %d are read", len(n.Value), maxYAMLKey), "")
	default:
		return true
	}
	return false
}
