package doc

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"upgraph/internal/diag"
)

// Parse reads a Markdown file. The document is nil when an error makes reading
// pointless; the diagnostics say why. Path is used as it is given.
func Parse(path string, source []byte) (*Doc, []diag.Diagnostic) {
	ds := checkEncoding(path, source, 1)
	if diag.HasErrors(ds) {
		return nil, ds
	}
	text := normalize(source)
	if strings.TrimSpace(text) == "" {
		return nil, append(ds, problem("UG205", diag.Pos{File: path, Line: 1, Column: 1},
			"the file is empty", "write a guide, or remove the file"))
	}
	inner, body, lines, closed := splitFront(text)
	if !closed {
		return nil, append(ds, unclosedFront(path))
	}
	if lines == 0 {
		ds = append(ds, foreignFront(path, text)...)
	}
	doc := &Doc{Path: path, Source: source, Total: strings.Count(text, "\n")}
	plain := false
	if lines > 0 {
		front, agreed, more := readFront(path, inner, lines)
		ds = append(ds, more...)
		if front == nil {
			return nil, ds
		}
		doc.Front, plain = front, agreed
		doc.Blocks = append(doc.Blocks, &Block{
			Kind:        FrontMatter,
			Span:        front.Span,
			Markdown:    strings.TrimSuffix(strings.TrimSuffix(text, body), "\n"),
			Content:     strings.TrimSuffix(inner, "\n"),
			ContentLine: 2,
		})
	}
	if d := doc.fill(body, lines+1, plain); d != nil {
		return nil, append(ds, *d)
	}
	return doc, ds
}

// fill parses the body, which begins on line first. Front matter that is plain need
// not be read a second time.
func (d *Doc) fill(body string, first int, plain bool) *diag.Diagnostic {
	again := d.Front
	if plain {
		again = nil
	}
	tree, err := parseMarkdown(again, body)
	if err != nil {
		return refused(d.Path, err, body, first)
	}
	if again != nil && !sameAsMeta(again.Value.Any(), tree.front) {
		p := problem("UG108", diag.Pos{File: d.Path, Line: 1, Column: 1},
			"goldmark-meta reads the front matter in another way",
			"write keys and values as plain or quoted texts")
		return &p
	}
	b := newBuilder(tree, body, first)
	d.Blocks = append(d.Blocks, b.blocks()...)
	d.References, d.Images = strings.Join(b.definitions, "\n"), b.images
	return nil
}

// refused turns an error of parseMarkdown into a diagnostic.
func refused(path string, err error, body string, first int) *diag.Diagnostic {
	r, ok := errors.AsType[*refusal](err)
	if !ok {
		p := problem("UG211", diag.Pos{File: path}, fmt.Sprintf("cannot read the Markdown: %v", err), "")
		return &p
	}
	head := body[:min(r.offset, len(body))]
	start := strings.LastIndexByte(head, '\n') + 1
	p := problem(r.code, diag.Pos{
		File:   path,
		Line:   first + strings.Count(head, "\n"),
		Column: utf8.RuneCountInString(head[start:]) + 1,
	}, r.message, r.hint)
	return &p
}
