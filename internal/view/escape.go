package view

import (
	"bytes"
	"fmt"
	"html/template"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"text/template/parse"
)

// context is a place in a page, known by the escapers that html/template puts
// there. A value that is not plain is written by html/template, in a template
// that has nothing but such a place.
type context struct {
	escapers      string
	before, after string
	// trusted is the type of what is written as it stands; nil where none is.
	trusted reflect.Type
	// How text is escaped: as in HTML, as an address, in which the characters in
	// safe stay as they are, or as html/template does it.
	html bool
	safe string
}

// contexts are the places that our templates have.
var contexts = []context{
	{"_html_template_htmlescaper", "", "", htmlType, true, ""},
	{"_html_template_attrescaper", `<p title="`, `">`, nil, true, ""},
	{"_html_template_rcdataescaper", "<title>", "</title>", nil, true, ""},
	{"_html_template_urlfilter _html_template_urlnormalizer _html_template_attrescaper", `<a href="`, `">`, nil, false, "-._~/#"},
	{"_html_template_urlnormalizer _html_template_attrescaper", `<a href="x/`, `">`, nil, false, "-._~/#"},
	{"_html_template_urlescaper _html_template_attrescaper", `<a href="#`, `">`, nil, false, "-._~"},
	{"_html_template_jsvalescaper", `<script type="application/ld+json">`, "</script>", jsonType, false, ""},
}

// action compiles what is written, or the declaration of a variable.
func (c *compiler) action(n *parse.ActionNode) (step, error) {
	if len(n.Pipe.Decl) > 0 {
		value, err := c.declared(n.Pipe)
		return func(m *machine, dot reflect.Value) error {
			_, err := value(m, dot)
			return err
		}, err
	}
	value, err := c.command(n.Pipe.Cmds[0])
	if err != nil {
		return nil, err
	}
	var names []string
	for _, cmd := range n.Pipe.Cmds[1:] {
		names = append(names, cmd.String())
	}
	w, err := writerFor(strings.Join(names, " "))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", n, err)
	}
	return func(m *machine, dot reflect.Value) error {
		v, err := value(m, dot)
		if err != nil {
			return err
		}
		return w.write(m.out, bare(v))
	}, nil
}

// writer writes values at one place.
type writer struct {
	context
	kept *[256]bool // in an address; nil elsewhere
	slow func() (*template.Template, error)
}

func writerFor(escapers string) (*writer, error) {
	for _, at := range contexts {
		if at.escapers == escapers {
			w := &writer{context: at, slow: sync.OnceValues(func() (*template.Template, error) {
				return template.New("").Parse(at.before + "{{.}}" + at.after)
			})}
			if at.safe != "" {
				w.kept = kept(at.safe)
			}
			return w, nil
		}
	}
	return nil, fmt.Errorf("the escapers %q are not known here", escapers)
}

var (
	textType = reflect.TypeFor[string]()
	htmlType = reflect.TypeFor[template.HTML]()
	jsonType = reflect.TypeFor[template.JS]()
	intType  = reflect.TypeFor[int]()
)

func (w *writer) write(out *bytes.Buffer, v reflect.Value) error {
	if v.IsValid() {
		switch v.Type() {
		case textType:
			s := v.String()
			if w.html {
				escape(out, s)
				return nil
			}
			if w.kept != nil && stays(s, w.kept) {
				out.WriteString(s)
				return nil
			}
		case w.trusted:
			out.WriteString(v.String())
			return nil
		case intType:
			if w.html {
				out.Write(strconv.AppendInt(out.AvailableBuffer(), v.Int(), 10))
				return nil
			}
		}
	}
	return w.delegate(out, v)
}

// delegate lets html/template write the value.
func (w *writer) delegate(out *bytes.Buffer, v reflect.Value) error {
	t, err := w.slow()
	if err != nil {
		return err
	}
	var data any
	if v.IsValid() {
		data = v.Interface()
	}
	var b bytes.Buffer
	if err := t.Execute(&b, data); err != nil {
		return err
	}
	out.Write(b.Bytes()[len(w.before) : b.Len()-len(w.after)])
	return nil
}

// kept are the bytes that stay as they are in an address: letters, digits and the
// characters in safe.
func kept(safe string) *[256]bool {
	var bytes [256]bool
	for _, c := range []byte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" + safe) {
		bytes[c] = true
	}
	return &bytes
}

// stays reports whether a text has no other bytes.
func stays(s string, kept *[256]bool) bool {
	for i := range len(s) {
		if !kept[s[i]] {
			return false
		}
	}
	return true
}

// entities are what stands for characters that mean something in HTML.
var entities = [256]string{0: "\uFFFD", '"': "&#34;", '&': "&amp;", '\'': "&#39;", '+': "&#43;", '<': "&lt;", '>': "&gt;"}

// escape writes text as HTML, as html/template does in text and in quoted
// attributes.
func escape(out *bytes.Buffer, s string) {
	from := 0
	for i := range len(s) {
		if as := entities[s[i]]; as != "" {
			out.WriteString(s[from:i])
			out.WriteString(as)
			from = i + 1
		}
	}
	out.WriteString(s[from:])
}
