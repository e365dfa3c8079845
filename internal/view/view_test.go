package view

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"strings"
	"testing"
)

type plural struct{ One, Other string }

func (w plural) Of(n int) string {
	if n == 1 {
		return "1 " + w.One
	}
	return fmt.Sprint(n, " ", w.Other)
}

type place struct {
	File string
	Line int
}

func (p place) There() bool { return p.File != "" }

func (p *place) Long() string { return p.File + ":" + fmt.Sprint(p.Line) }

func (p place) Fails() (string, error) { return "", errors.New("no luck") }

type inner struct{ Shared string }

type item struct {
	inner
	Text, URL, ID string
	HTML          template.HTML
	At            place
	Far           *place
	Kids          []item
	Any           any
	N             int
}

type page struct {
	item
	W     map[string]any
	Count plural
	Items []*item
	Empty []string
	Names []string
	Thing map[string]any
	Ready template.JS
	Marks map[string]string
	Main  any
}

func sample(text string) *page {
	kids := []item{{Text: text, URL: text, ID: "a-1"}, {HTML: template.HTML("<b>" + "x" + "</b>"), At: place{"f.md", 3}}}
	return &page{
		item: item{inner: inner{text}, Text: text, URL: "../a/b~1/#x", ID: text, HTML: "<i>&amp;</i>", Kids: kids, Any: text, N: 3, Far: &place{"g", 1}},
		W:    map[string]any{"Copy": text, "Count": plural{"thing", "things"}, "Form": "made by %s"}, Count: plural{"one", "many"},
		Items: []*item{{Text: "p", At: place{text, 1}, Kids: kids}, {N: 1, Any: template.HTML("<u>")}}, Names: []string{"a", text},
		Thing: map[string]any{"@type": text, "n": 1, "in": map[string]any{"x": []string{text}}}, Ready: `{"a":1}`, Marks: map[string]string{"here": text}, Main: &item{Text: text, Kids: kids},
	}
}

var funcs = template.FuncMap{
	"add": func(a, b int) int { return a + b },
	"dict": func(pairs ...any) (map[string]any, error) {
		m := map[string]any{}
		for i := 0; i+1 < len(pairs); i += 2 {
			m[pairs[i].(string)] = pairs[i+1]
		}
		return m, nil
	},
}

// sources use every construct that is known.
var sources = []string{
	`<p title="{{.Text}}" id="{{.ID}}">{{.Text}}</p>`,
	`<title>{{.Text}} {{.HTML}}</title><p>{{.HTML}}{{.N}} {{.Shared}}</p><p title="{{.HTML}}{{.N}}">`,
	`<a href="{{.URL}}" class="{{.N}}">x</a><a href="{{.Text}}">{{.Text}}</a><a href="x/{{.Text}}"></a><a href="x/{{.URL}}"></a><a href="#{{.ID}}">y</a><img src="{{.Text}}">`,
	`{{$t := .W}}{{$f := .}}{{with .Main}}{{.Text}}{{$t.Copy}}{{$f.Text}}{{range $i, $k := .Kids}}{{if $i}}, {{end}}{{add $i 1}}{{$k.Text}}{{$.N}}{{end}}{{end}}`,
	`{{range .Items}}<i>{{.Text}}</i>{{template "kid" .}}{{else}}none{{end}}{{range .Empty}}x{{else}}none {{.N}}{{end}}`,
	`{{if .Empty}}a{{else if .N}}b{{else}}c{{end}}{{if not .Empty}}d{{end}}{{if and .N .Text}}e{{end}}{{if or .Empty .Far}}f{{end}}{{with .Empty}}g{{else}}{{.N}}{{end}}`,
	`{{.Count.Of 1}} {{.Count.Of (len .Items)}} {{.W.Count.Of .N}} {{$w := .W}}{{$w.Count.Of 2}} {{printf .W.Form .Text}} {{(.Count.Of 1)}}`,
	`{{range .Items}}{{if .At.There}}{{.At.File}}:{{.At.Line}} {{.At.Long}}{{end}}{{end}}{{.Far.Long}}{{.Any}}{{range .Names}}{{.}};{{end}}`,
	`<script type="application/ld+json">{{.Thing}}</script><script type="application/ld+json">{{.Ready}}</script>{{.Ready}}<p title="{{.Ready}}">{{template "two" (dict "A" .Items "W" .W)}}{{template "none"}}`,
	`{{if eq .N 3}}three{{end}}{{if ne .Text "x"}}no{{end}}{{if eq .ID "release"}}r{{end}}{{with $x := .Main}}{{$x.Text}}{{end}}{{/* nothing */}}{{"c'onst"}}{{true}}`,
	`{{.Marks.here}}{{.Marks.gone}}{{if .Marks.gone}}x{{end}}<p title="{{.Marks.gone}}">{{.W.gone}}{{with .Marks.here}}{{.}}{{end}}`,
}

const parts = `{{define "kid"}}{{range .Kids}}<b{{with .ID}} id="{{.}}"{{end}}>{{.Text}}{{.HTML}}{{template "kid" .}}</b>{{end}}{{end}}
{{define "two"}}{{$w := .W}}{{range .A}}{{$w.Copy}}{{.Any}}{{$.W.Copy}}{{end}}{{end}}{{define "none"}}x{{end}}`

var texts = []string{
	"plain", "", `<b>"q" & 'a' + b</b>`, "javascript:alert(1)", "https://example.org/a b?x=1&y=2#z", "zwölf 日本 \xff \x00 \u2028", "a/b#c", "</script><!--", "--release", "%zz%20", "{{.}}",
}

func TestSameAsHTMLTemplate(t *testing.T) {
	for _, source := range sources {
		set := template.Must(template.New("main").Funcs(funcs).Parse(parts))
		template.Must(set.Parse(source))
		v := New(set, "main", funcs)
		if err := v.Why(); err != nil {
			t.Errorf("%s: %v", source, err)
		}
		for _, text := range texts {
			var want, got bytes.Buffer
			if err := set.ExecuteTemplate(&want, "main", sample(text)); err != nil {
				t.Fatalf("%s: %v", source, err)
			}
			for range 2 { // what is remembered of the first execution serves the second
				got.Reset()
				if err := v.Execute(&got, sample(text)); err != nil {
					t.Errorf("%s: %v", source, err)
				}
			}
			if got.String() != want.String() {
				t.Errorf("%s with %q:\n got %s\nwant %s", source, text, &got, &want)
			}
		}
	}
}

func FuzzSameAsHTMLTemplate(f *testing.F) {
	for _, text := range texts {
		f.Add(text)
	}
	set := template.Must(template.New("main").Funcs(funcs).Parse(parts))
	template.Must(set.Parse(strings.Join(sources, "\n")))
	v := New(set, "main", funcs)
	if err := v.Why(); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var want, got bytes.Buffer
		wantErr, gotErr := set.ExecuteTemplate(&want, "main", sample(text)), v.Execute(&got, sample(text))
		if (wantErr == nil) != (gotErr == nil) || wantErr == nil && got.String() != want.String() {
			t.Errorf("%q:\n got %s %v\nwant %s %v", text, &got, gotErr, &want, wantErr)
		}
	})
}

func TestContextsAreThoseOfHTMLTemplate(t *testing.T) {
	for _, at := range contexts {
		set := template.Must(template.New("main").Parse(at.before + "{{.}}" + at.after))
		if err := New(set, "main", nil).Why(); err != nil {
			t.Fatal(err)
		}
		if got := set.Lookup("main").Tree.Root.String(); !strings.Contains(got, "{{. | "+strings.ReplaceAll(at.escapers, " ", " | ")+"}}") {
			t.Errorf("%s{{.}}%s is escaped as %s", at.before, at.after, got)
		}
	}
}

func TestWhatIsNotKnownIsLeftToHTMLTemplate(t *testing.T) {
	for source, want := range map[string]string{
		`{{range .Items}}{{break}}{{end}}`:     "not known",
		`<p style="{{.Text}}">`:                "escapers",
		`<p id={{.ID}}>`:                       "escapers",
		`{{index .Names 0}}`:                   "index",
		`{{.N | printf "%d"}}`:                 "not known",
		`{{range 3}}x{{end}}`:                  "",
		`<a href='{{if .N}}"{{else}}'{{end}}>`: "branches",
	} {
		set := template.Must(template.New("main").Funcs(funcs).Parse(source))
		v := New(set, "main", funcs)
		if err := v.Why(); want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want one about %q", source, err, want)
		}
		var want, got bytes.Buffer
		wantErr, gotErr := set.ExecuteTemplate(&want, "main", sample("x")), v.Execute(&got, sample("x"))
		if fmt.Sprint(wantErr) != fmt.Sprint(gotErr) || wantErr == nil && got.String() != want.String() {
			t.Errorf("%s: got %s, %v; want %s, %v", source, &got, gotErr, &want, wantErr)
		}
	}
}

func TestErrorsAreThoseOfHTMLTemplate(t *testing.T) {
	for _, source := range []string{`{{.Nothing}}`, `{{.Main.Nothing}}`, `{{range .Items}}{{.Far.File}}{{end}}`, `{{range .Items}}{{.At.Fails}}{{end}}`, `{{len .N}}`, `{{.Count.Of .Text}}`, `{{add .N}}`} {
		set := template.Must(template.New("main").Funcs(funcs).Parse(source))
		v := New(set, "main", funcs)
		err := v.Execute(&bytes.Buffer{}, sample("x"))
		if want := set.ExecuteTemplate(&bytes.Buffer{}, "main", sample("x")); err == nil || err.Error() != want.Error() {
			t.Errorf("%s: %v, want %v", source, err, want)
		}
	}
}

func BenchmarkView(b *testing.B) {
	set := template.Must(template.New("main").Funcs(funcs).Parse(parts))
	template.Must(set.Parse(strings.Join(sources, "\n")))
	v := New(set, "main", funcs)
	data := sample("some text")
	var out bytes.Buffer
	b.Run("view", func(b *testing.B) {
		for b.Loop() {
			out.Reset()
			_ = v.Execute(&out, data)
		}
	})
	b.Run("html/template", func(b *testing.B) {
		for b.Loop() {
			out.Reset()
			_ = set.ExecuteTemplate(&out, "main", data)
		}
	})
}
