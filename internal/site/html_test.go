package site

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"upgraph/internal/release"
)

// TestHTML holds what becomes of HTML in a guide.
func TestHTML(t *testing.T) {
	md := newMarkdown(&buffers{})
	for _, c := range []struct{ name, source, want string }{
		{"keys", "Press <kbd>Ctrl</kbd>+<kbd>C</kbd>.", "Press <kbd>Ctrl</kbd>+<kbd>C</kbd>."},
		{"sub and sup", "H<sub>2</sub>O x<SUP>2</SUP>", "H<sub>2</sub>O x<sup>2</sup>"},
		{"attributes go", `<kbd class="x" onclick="alert('>')">K</kbd>a<br clear="all"/>b`, "<kbd>K</kbd>a<br>b"},
		{"others are text", "<b>x</b> <span>", `<span class="raw">&lt;b&gt;</span>x<span class="raw">&lt;/b&gt;</span> <span class="raw">&lt;span&gt;</span>`},
		{"comments are nothing", "a <!-- b --> c", "a  c"},
		{"not closed", "a <kbd>b", `a <span class="raw">&lt;kbd&gt;</span>b`},
		{"not opened", "a</kbd> b</br>", `a<span class="raw">&lt;/kbd&gt;</span> b<span class="raw">&lt;/br&gt;</span>`},
		{"misnested", "<kbd>a <sub>b</kbd> c</sub>", `<kbd>a <span class="raw">&lt;sub&gt;</span>b</kbd> c<span class="raw">&lt;/sub&gt;</span>`},
		{"across emphasis", "*<kbd>a* b</kbd>", `<em><span class="raw">&lt;kbd&gt;</span>a</em> b<span class="raw">&lt;/kbd&gt;</span>`},
		{"details in a line", "a <details>b</details>", `a <span class="raw">&lt;details&gt;</span>b<span class="raw">&lt;/details&gt;</span>`},
		{"details", "<details>\n<summary>A &amp; <kbd>K</kbd></summary>\n\n**b**\n\n- c\n\n</details>",
			"<details class=\"fold\"><summary>A &amp; <kbd>K</kbd></summary>\n<p><strong>b</strong></p>\n<ul>\n<li>c</li>\n</ul>\n</details>"},
		{"details that is open", "<details open=\"\" id=x>\n<summary>A</summary>\n\nb\n</details>", "<details class=\"fold\" open><summary>A</summary>\n<p>b</p>\n</details>"},
		{"no open in a value", "<details title=\" open \">\n\nb\n</details>", "<details class=\"fold\"><summary>More</summary>\n<p>b</p>\n</details>"},
		{"details without blank lines", "<details><summary>A</summary>b <b>c</b> <kbd>d</kbd></details>",
			"<details class=\"fold\"><summary>A</summary>\n<p>b <span class=\"raw\">&lt;b&gt;</span>c<span class=\"raw\">&lt;/b&gt;</span> <kbd>d</kbd></p>\n</details>"},
		{"details in details", "<details><summary>A</summary>\n\n<details><summary>B</summary>\n\nb\n\n</details>\n\n</details>",
			"<details class=\"fold\"><summary>A</summary>\n<details class=\"fold\"><summary>B</summary>\n<p>b</p>\n</details>\n</details>"},
		{"details never closed", "<details>\n<summary>A</summary>\n\nb", "<p class=\"raw\">&lt;details&gt;\n&lt;summary&gt;A&lt;/summary&gt;</p>\n<p>b</p>"},
		{"details never opened", "a\n\n</details>\n\nb", "<p>a</p>\n<p class=\"raw\">&lt;/details&gt;</p>\n<p>b</p>"},
		{"details closed elsewhere", "- a\n\n  <details>\n\nb\n\n</details>", "<ul>\n<li>\n<p>a</p>\n<p class=\"raw\">&lt;details&gt;</p>\n</li>\n</ul>\n<p>b</p>\n<p class=\"raw\">&lt;/details&gt;</p>"},
		{"summary alone", "<summary>A</summary>\n\nb", "<p class=\"raw\">&lt;summary&gt;A&lt;/summary&gt;</p>\n<p>b</p>"},
		{"summary not closed", "<details><summary>A\n\nb\n\n</details>", "<details class=\"fold\"><summary>More</summary>\n<p class=\"raw\">&lt;summary&gt;A</p>\n<p>b</p>\n</details>"},
		{"other block", "<div align=\"center\">\nx\n</div>", "<p class=\"raw\">&lt;div align=&#34;center&#34;&gt;\nx\n&lt;/div&gt;</p>"},
		{"script", "<script>\nalert(1)\n</script>", "<p class=\"raw\">&lt;script&gt;\nalert(1)\n&lt;/script&gt;</p>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := strings.TrimSpace(string(md.render(place{level: 2, fold: "More"}, c.source)))
			if got != c.want {
				t.Errorf("%q is\n%s\nwant\n%s", c.source, got, c.want)
			}
		})
	}
}

// The two ends of a details are blocks of their own in a guide: what is between
// them is put into it, unless a record of it is shown elsewhere.
func TestFoldExtra(t *testing.T) {
	block := func(line int, text string) release.Extra {
		kind := "paragraph"
		if strings.HasPrefix(text, "<") {
			kind = "html"
		}
		return release.Extra{Kind: kind, Text: text, Span: release.Span{Line: line, EndLine: line}}
	}
	for _, c := range []struct {
		name    string
		records []int
		extra   []release.Extra
		want    []string
	}{
		{"whole", nil, []release.Extra{block(1, "<details>"), block(3, "a"), block(5, "</details>"), block(7, "b")}, []string{"<details>\n\na\n\n</details>", "b"}},
		{"nested", nil, []release.Extra{block(1, "<details>"), block(2, "<details>"), block(5, "</details>"), block(6, "</details>")}, []string{"<details>\n\n<details>\n\n</details>\n\n</details>"}},
		{"with a record", []int{3}, []release.Extra{block(1, "<details>"), block(5, "</details>"), block(7, "b")}, []string{"<details> (loose)", "</details> (loose)", "b"}},
		{"never closed", nil, []release.Extra{block(1, "<details>"), block(3, "a")}, []string{"<details>", "a"}},
		{"in itself", nil, []release.Extra{block(1, "<details>x</details>")}, []string{"<details>x</details>"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, x := range foldExtra(c.extra, anyBetween(c.records)) {
				if x.loose {
					x.Text += " (loose)"
				}
				got = append(got, x.Text)
			}
			if strings.Join(got, "|") != strings.Join(c.want, "|") {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// Copies of pages keep the elements that pages keep.
func TestCopyKeepsHTML(t *testing.T) {
	page := `<main id="main"><p>Press <kbd>K</kbd> x<sup>2</sup> a<br>b</p><details class="fold" open><summary>A &amp; <kbd>B</kbd></summary>` + "\n<p>c</p></details></main>"
	var b bytes.Buffer
	if err := new(copier).page(&sheet{Buffer: bytes.NewBufferString(page)}, &b); err != nil {
		t.Fatal(err)
	}
	want := "Press <kbd>K</kbd> x<sup>2</sup> a<br>b\n\n<details open>\n<summary>A &amp; <kbd>B</kbd></summary>\n\nc\n\n</details>\n"
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestShowControls(t *testing.T) {
	for text, want := range map[string]string{
		"plain\n\ttext é 版":          "plain\n\ttext é 版",
		"\x1b[31mred\a":              "␛[31mred␇",
		"rm \u202exyz\u2066 \u009b1": "rm [U+202E]xyz[U+2066] [U+009B]1",
	} {
		b := bytes.NewBufferString("\x1b")
		b.WriteString(text)
		showControls(b, 1)
		if got := b.String()[1:]; got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// A character that acts is found wherever it stands among others.
func TestFirstActing(t *testing.T) {
	for c := range rune(0x300) {
		for at := range 20 {
			page := strings.Repeat("a", at) + string(c) + strings.Repeat("~ \n", 4)
			if got := firstActing([]byte(page)); (got == at) != acts(c) || got >= 0 && got != at {
				t.Fatalf("%q at %d is found at %d", c, at, got)
			}
		}
	}
}

func FuzzProse(f *testing.F) {
	f.Add("a  b ", "\t x\u00a0\u2003y\n")
	f.Add("", " *x*  _y_ 版 ")
	f.Fuzz(func(t *testing.T, before, text string) {
		if !utf8.ValidString(before) || !utf8.ValidString(text) {
			return // pages are valid
		}
		w := copyWriter{b: []byte("- ")}
		w.b = prose(w.b, []byte(before))
		w.b = prose(w.b, []byte(text))
		w.trim(2)
		want := strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, "|", `\|`).Replace(before + text)
		if want = "- " + strings.Join(strings.Fields(want), " "); string(w.b) != want {
			t.Errorf("%q and %q become %q, want %q", before, text, w.b, want)
		}
	})
}
