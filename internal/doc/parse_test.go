package doc

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRefusals(t *testing.T) {
	repeat := strings.Repeat
	distinct := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "[a%d]: b\n", i)
		}
		return b.String()
	}
	for _, c := range []struct{ name, source, want string }{
		{"empty", "", "x.md:1:1: error UG205"},
		{"blank", " \n\t\n", "x.md:1:1: error UG205"},
		{"no UTF-8", "ab\nc\xc3(\n", "x.md:2:2: error UG201"},
		{"cut character", "升\xe5\x8d", "x.md:1:2: error UG201"},
		{"NUL", "a\n升级\x00b\n", "x.md:2:3: error UG202"},
		{"too large", "x\n" + repeat("a", maxSource), "x.md:2:16777215: error UG206"},
		{"too many lines", repeat("a\n", maxLines+1), "x.md:1048577:1: error UG206"},
		{"quotes in quotes", "a\n\n" + repeat(">", 10<<20), "x.md:3:49: error UG207"},
		{"lists in lists", repeat("1. ", 3<<20), "x.md:1:73: error UG207"},
		{"indented lists", "# a\n" + nestedLists(60), "x.md:26:49: error UG207"},
		{"definitions", "---\na: b\n---\n" + distinct(maxLinkDefinitions+1), "x.md:8004:1: error UG208"},
		{"wide table", "a\n\n|" + repeat("a|", 200) + "\n|" + repeat("-|", 200) + "\n", "x.md:4:1: error UG209"},
		{"filled table", "|" + repeat("a|", 100) + "\n|" + repeat("-|", 100) + "\n" + repeat("|\n", 6000), "x.md:5244:1: error UG209"},
		{"escaped pipes", "a|b\n-|-\n" + repeat("`\\|`|\n", 5000), "x.md:4099:1: error UG209"},
		{"brackets", "a\n\nb\n" + repeat("[", 10<<20), "x.md:3:1: error UG210"},
		{"bracket lines", repeat("[\n", 500_000), "x.md:8001:1: error UG208"},
		{"brackets in a heading", "# " + repeat("[", 10<<20), "x.md:1:3: error UG210"},
		{"brackets in a table", "|a|\n|-|\n" + repeat("[", 1<<20), "x.md:3:1: error UG210"},
		{"brackets over the file", repeat(repeat("[", 16000)+"\n\n", 20), "x.md:17:1: error UG210"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, ds := Parse("x.md", []byte(c.source))
			if d != nil || len(ds) != 1 || !strings.HasPrefix(ds[0].String(), c.want+":") {
				t.Errorf("got %v, wanted %s", ds, c.want)
			}
			if len(ds) > 0 && ds[0].Hint == "" {
				t.Error("no hint")
			}
		})
	}
}

func nestedLists(depth int) string {
	var b strings.Builder
	for i := range depth {
		b.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	return b.String()
}

func TestLimitsLeaveGuidesAlone(t *testing.T) {
	d, ds := Parse("x.md", []byte(nestedLists(maxDepth/2)+"\n"+strings.Repeat("[a]: b\n", maxLinkDefinitions)))
	if d == nil || len(ds) > 0 {
		t.Fatal(ds)
	}
	checkDoc(t, d)
}

func TestEncodingWarnings(t *testing.T) {
	for source, want := range map[string]string{
		byteOrderMark + "# H\n": "x.md:1:1: warning UG203: the file begins with a byte order mark, which other tools take for text",
		"a\n升\rb\r\n":           "x.md:2:2: warning UG204: carriage return that ends no line",
		"a\r":                   "x.md:1:2: warning UG204: carriage return that ends no line",
	} {
		d, ds := Parse("x.md", []byte(source))
		if d == nil || len(ds) != 1 || ds[0].String() != want {
			t.Errorf("%q: got %v, wanted %s", source, ds, want)
			continue
		}
		checkDoc(t, d)
	}
	d, _ := Parse("x.md", []byte(byteOrderMark+"# H\n"))
	if d.Blocks[0].Kind != Heading || d.Blocks[0].Inlines[0].Column != 3 {
		t.Error(outline(d.Blocks, ""))
	}
}

func TestInlines(t *testing.T) {
	const front = "---\na: b\n---\n"
	for _, c := range []struct{ name, source, want string }{
		{"code behind a verb", "1. Run `a --b` to *do* it.", `text 4:4 "Run "|code 4:8 "a --b"|text 4:15 " to "|text* 4:20 "do"|text 4:23 " it."`},
		{"characters, not bytes", "执行 `x` 升级", `text 4:1 "执行 "|code 4:4 "x"|text 4:7 " 升级"`},
		{"strong and more", "**a *b* ~~c~~** d", `text** 4:3 "a "|text*** 4:6 "b"|text** 4:8 " "|text**~ 4:11 "c"|text 4:16 " d"`},
		{"a label that is not bold", "> **注意：**请", `text 4:3 "**注意：**请"`},
		{"breaks", "a\nb  \nc\\\nd", `text 4:1 "a"|break 4:2 "\n"|text 5:1 "b"|break 5:2 "\n"|text 6:1 "c"|break 6:2 "\n"|text 7:1 "d"`},
		{"links", "x [a `b`](/c \"t\") ![d *e*](f)", `text 4:1 "x "|link 4:3 "a b" </c>|text 4:18 " "|image 4:19 "d e" <f>`},
		{"references", "[a]\n\n[a]: /b?x&amp;y", `link 4:1 "a" </b?x&y>`},
		{"bare links", "see https://a.b/c, www.d.e (http://f.g) <http://h> i@j.kl", `text 4:1 "see "|link 4:5 "https://a.b/c" <https://a.b/c>|text 4:18 ", "|link 4:20 "www.d.e" <http://www.d.e>|text 4:27 " ("|link 4:29 "http://f.g" <http://f.g>|text 4:39 ") "|link 4:41 "http://h" <http://h>|text 4:51 " "|link 4:52 "i@j.kl" <mailto:i@j.kl>`},
		{"escapes", `\* &amp; &#65;&#x1F600; \&lt; &nope; a\b` + " `\\*&amp;`", `text 4:1 "* & A😀 &lt; &nope; a\\b "|code 4:42 "\\*&amp;"`},
		{"HTML", "a <br/> b<!-- c -->", `text 4:1 "a "|html 4:3 "<br/>"|text 4:8 " b"|html 4:10 "<!-- c -->"`},
		{"code over lines", "a `b\nc` d", `text 4:1 "a "|code 4:3 "b c"|text 5:3 " d"`},
		{"heading", "## Upgrade to v1.0.5 ##", `text 4:4 "Upgrade to v1.0.5"`},
		{"underlined heading", " Upgrade\n  to\n---", `text 4:2 "Upgrade"|break 4:9 "\n"|text 5:3 "to"`},
		{"second line of an item", "> - a\n>   `b`", `text 4:5 "a"|break 4:6 "\n"|code 5:5 "b"`},
		{"task", "- [x] a `b`", `text 4:7 "a "|code 4:9 "b"`},
		{"placeholder", "run `a <b>` and <c>", `text 4:1 "run "|code 4:5 "a <b>"|text 4:12 " and "|html 4:17 "<c>"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, ds := Parse("x.md", []byte(front+c.source+"\n"))
			if d == nil {
				t.Fatal(ds)
			}
			checkDoc(t, d)
			b := d.Blocks[1]
			for len(b.Children) > 0 {
				b = b.Children[0]
			}
			var got []string
			for _, p := range b.Inlines {
				var s strings.Builder
				s.WriteString(string(p.Kind))
				for _, m := range []struct {
					on   bool
					mark string
				}{{p.Strong, "**"}, {p.Emph, "*"}, {p.Strike, "~"}} {
					if m.on {
						s.WriteString(m.mark)
					}
				}
				s.WriteString(fmt.Sprintf(" %d:%d %q", p.Line, p.Column, p.Text))
				if p.URL != "" {
					s.WriteString(" <" + p.URL + ">")
				}
				got = append(got, s.String())
			}
			if diff := cmp.Diff(strings.ReplaceAll(c.want, "|", "\n"), strings.Join(got, "\n")); diff != "" {
				t.Errorf("pieces (-want +got):\n%s", diff)
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	const release = "## Upgrade to v1.0.5\n\n- Fix the `a` of [b](c)\n- Add *d*\n\n1. Run `make e` to do it.\n2. Look.\n\n> **Note:**\n>\n> Mind.\n\n```sh\nf\n```\n\n"
	for _, n := range []int{100, 1000, 10000} {
		source := []byte(strings.Repeat(release, n))
		b.Run(fmt.Sprintf("%dKB", len(source)>>10), func(b *testing.B) {
			b.SetBytes(int64(len(source)))
			for b.Loop() {
				Parse("x.md", source)
			}
		})
	}
}

// TestDefinitionsInRows holds that many link reference definitions are no fault
// where they stand in short rows, as those of long changelogs do.
func TestDefinitionsInRows(t *testing.T) {
	source := strings.Repeat(strings.Repeat("[a]: b\n", 40)+"\nwords\n\n", maxLinkDefinitions/20)
	if d, ds := Parse("x.md", []byte(source)); d == nil {
		t.Error(ds)
	}
}

// Pictures are found wherever they stand, and links in tables too.
func TestImages(t *testing.T) {
	d, ds := Parse("a.md", []byte("# A ![h](h.png)\n\n[![badge](b.png)](https://example.com)\n\n> - ![in](i.png)\n\n| a | b |\n|---|---|\n| ![cell](c.png) | [link](l.md) |\n\n![ref][r]\n\n[r]: r.png\n"))
	if d == nil {
		t.Fatal(ds)
	}
	var got []string
	for _, i := range d.Images {
		got = append(got, fmt.Sprintf("%s %d:%d", i.URL, i.Line, i.Column))
	}
	if want := []string{"h.png 1:5", "b.png 3:2", "i.png 5:5", "c.png 9:3", "r.png 11:1"}; !slices.Equal(got, want) {
		t.Errorf("pictures %q, want %q", got, want)
	}
	table := slices.IndexFunc(d.Blocks, func(b *Block) bool { return b.Kind == Table })
	if links := d.Blocks[table].Inlines; len(links) != 1 || links[0].URL != "l.md" || links[0].Line != 9 {
		t.Errorf("links of the table: %+v", links)
	}
}
