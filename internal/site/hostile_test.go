package site

import (
	"strings"
	"testing"

	"upgraph/internal/compat"
	"upgraph/internal/doc"
	"upgraph/internal/graph"
	"upgraph/internal/plan"
	"upgraph/internal/release"
)

// hostile are texts that a guide may hold and no page may act upon.
var hostile = []string{
	`<script>alert(1)</script>`,
	`<img src=x onerror=alert(1)>`,
	`text <b onclick=alert(1)>bold</b> <style>*{color:red}</style>`,
	`[a](javascript:alert(1)) [b](data:text/html,<script>alert(1)</script>) [c](//evil.example/x) [d](../../../etc/passwd)`,
	`![p](https://evil.example/p.png) ![q](javascript:alert(1)) [![r](x.png)](https://example.com)`,
	"<div style=\"color:red\">\n\nblock\n\n</div>",
	"<!-- a comment --> and `</code></pre><script>alert(1)</script>`",
	"```html\n<script>alert(1)</script>\n```\n\n```\" onload=\"x\nfence\n```",
	"# Heading <script>alert(1)</script> {#id onclick=alert(1)}\n\n## `code` heading",
	`"><svg onload=alert(1)>`,
	"| a |\n|---|\n| <script>alert(1)</script> |\n",
	`<https://example.com/"onmouseover="x> javascript:alert(1) www.example.com`,
	"{{.}} {{define \"main\"}}x{{end}} ${jndi} %s %d",
	"\x1b[31mred\x1b]0;title\a and \u202eabc\u2066 and \u009bx",
	"<details><summary>a <script>alert(1)</script></summary>\n\ntext\n\n</details>\n\n</details></div></main></body>",
	"<details open onclick=alert(1)>\n<summary onclick=alert(1)><img src=x onerror=alert(1)></summary>\n\n- one\n  <details>\n\nend",
	"<kbd onclick=alert(1) style='x'>K</kbd><sub><sup>x</sub></sup><sub>y <kbd",
}

// hostileIDs are versions that no page path, script line or link may trip over.
var hostileIDs = []string{
	"../../../etc/passwd", "..", ".hidden", "a/b", "v1.0.0'; rm -rf ~ #", "$(reboot)", "`id`", `"><script>alert(1)</script>`,
	"index.html", "v1..2", "trailing.", "with space", "版本一", "~p2", "%2e%2e", "v1\u202e5", strings.Repeat("long", 100),
}

func hostileSite(t *testing.T) *Input {
	t.Helper()
	c := &compat.Catalog{Product: compat.Product{ID: "x", Title: `X <script>alert("t")</script>`}, Rollback: compat.Rollback{Policy: "refuse", Statement: hostile[0]}}
	p := &Product{Catalog: c, Guides: map[string][]*release.Document{}, Docs: map[string]*doc.Doc{}}
	d := &release.Document{Path: `x/en/<b>"'.md`, Language: "en", Summary: hostile[0]}
	for i, id := range hostileIDs {
		text := hostile[i%len(hostile)]
		at := compat.Source{File: d.Path, Line: i + 1, EndLine: i + 1}
		c.Releases = append(c.Releases, compat.Release{
			ID: id, Status: compat.Supported, Build: text, SortKey: string(rune('a' + i)), Aliases: []string{text}, Git: &compat.Git{Commit: text}, Source: at,
			Info: []compat.KeyValue{{Key: text, Value: text}},
		})
		e := compat.Edge{ID: "e", To: id, Status: compat.Supported, Steps: []compat.Step{
			{ID: "1", Kind: "exec", Argv: []string{"echo", text}, Source: at}, {ID: "2", Kind: "manual", Text: text, Source: at},
			{ID: "3", Kind: "no-such-kind", Text: text, Source: at},
		}}
		if i > 0 {
			e.From = []compat.Interval{{Introduced: hostileIDs[i-1], LastAffected: hostileIDs[i-1]}}
		}
		c.Edges = append(c.Edges, e)
		span := release.Span{Line: i + 1, EndLine: i + 1}
		d.Releases = append(d.Releases, &release.Release{
			ID: id, Heading: id, Span: span,
			Changes: []release.Change{{Type: text, Text: text, Components: []string{text}, ErrorCodes: []string{text}, Span: span}},
			Notes:   []release.Note{{Severity: text, Label: text, Text: text, Span: span}},
			Checks:  []release.Check{{ID: text, Type: text, File: text, Key: text, Value: text, Span: span}},
			Steps:   []release.Step{{Number: 1, Text: text, Span: span, Actions: []release.Action{{Kind: "manual", Text: text}}}},
			Extra:   []release.Extra{{Kind: "paragraph", Section: text, Text: text, Span: span}, {Kind: "heading", Text: hostile[8], Span: span}},
		})
	}
	d.Extra = []release.Extra{{Kind: "html", Text: hostile[5], Span: release.Span{Line: 1, EndLine: 1}}}
	p.Guides["en"] = []*release.Document{d}
	p.Docs[d.Path] = &doc.Doc{Path: d.Path, References: "[ref]: javascript:alert(1)\n"}
	g, err := graph.New(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, pair := range g.Pairs(2, 100) {
		p.Pairs = append(p.Pairs, Pair{From: pair.From, To: pair.To, Hops: pair.Hops})
	}
	p.Plan = func(from, to string) (*plan.Plan, error) {
		hops, err := g.Path(from, to)
		if err != nil {
			return nil, err
		}
		return plan.New(c, "sha256:0", hops)
	}
	p.ToScript = func(to string) string { return "scripts/x/upgrade-to-" + Segment(to) + ".sh" }
	return &Input{
		Title: hostile[0], Languages: []string{"en", "zh"}, Products: []*Product{p},
		File: func(string) (Sum, bool) { return Sum{SHA256: "00", Size: 1}, true },
	}
}

// Whatever a guide says is shown and never acts: no element, attribute or
// address of its own gets through, and every page stays well-formed.
func TestHostileGuide(t *testing.T) {
	in := hostileSite(t)
	pages := render(t, in)
	inspect(t, in, pages)
	for name, html := range pages {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		for _, e := range parse(t, name, html) {
			if e.name == "script" && !strings.Contains(e.attrs["src"], "a/site-") && e.attrs["type"] != "application/ld+json" || e.name == "svg" && e.attrs["class"] != "pic" || e.name == "b" {
				t.Errorf("%s: <%s> got through", name, e.name)
			}
		}
	}
	for _, id := range hostileIDs {
		if pages[ReleasePath("x", id)+"index.html"] == "" {
			t.Errorf("no page for the release %q", id)
		}
	}
	if len(in.Products[0].Pairs) < len(hostileIDs) {
		t.Errorf("only %d pairs: the test shows too little", len(in.Products[0].Pairs))
	}
}

// A text that is cut out of a page's path still has its letters on the page.
func TestNothingIsLost(t *testing.T) {
	pages := render(t, hostileSite(t))
	page := pages[ReleasePath("x", hostileIDs[5])+"index.html"]
	has(t, page, "&lt;div style=&#34;color:red&#34;&gt;", "block")
	links := pages[ReleasePath("x", hostileIDs[3])+"index.html"]
	has(t, links, `a <span class="dead">(javascript:alert(1))<`, "(//evil.example/x)", "(../../../etc/passwd)")
	images := pages[ReleasePath("x", hostileIDs[4])+"index.html"]
	has(t, images, `<a href="https://evil.example/p.png">p</a>`, `q <span class="dead">(javascript:alert(1))<`)
}
