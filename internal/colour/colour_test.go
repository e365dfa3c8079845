package colour

import (
	"html"
	"regexp"
	"strings"
	"testing"
)

// spans are the coloured parts of highlighted code: "class:text", in order.
func spans(html string) string {
	unescape := strings.NewReplacer("&lt;", "<", "&gt;", ">", "&#34;", `"`, "&#39;", "'", "&amp;", "&")
	var out []string
	for _, m := range regexp.MustCompile(`(?s)<span class="(h.)">(.*?)</span>`).FindAllStringSubmatch(html, -1) {
		out = append(out, m[1][1:]+":"+strings.TrimSpace(unescape.Replace(m[2])))
	}
	return strings.Join(out, " ")
}

func TestHighlight(t *testing.T) {
	for _, tt := range []struct{ lang, source, want string }{
		{"", "a < b\n", ""},
		{"no-such", "# <script>", ""},
		{"sh", "if [ -n \"$x\" ]; then echo 'a' # b\nfi\n", `k:if s:" v:$x s:" k:then s:'a' c:# b k:fi`},
		{"bash", "cat <<'EOF' > f\nfor $x\nEOF\ndone", `s:'EOF' s:for $x` + "\n" + `EOF k:done`},
		{"sh", "V=1.0 run --in=done a#b", "v:V n:1.0"},
		{"console", "$ make \\\n  all # now\nok\nroot@h:~# ls $x\nmysql> SELECT 1\n", "g:$ c:# now g:ok g:root@h:~# v:$x g:mysql> n:1"},
		{"yaml", "a: b # c\nd:\n  - \"x\": true\n  - e: 12\n", `a:a c:# c a:d a:"x" k:true a:e n:12`},
		{"yaml", "run: |\n  x: 1\n\n  # no\ny: 2\n", "a:run s:|\n  x: 1\n\n  # no a:y n:2"},
		{"yaml", "- run: >-\n    text\n  name: *here\n", "a:run s:>-\n    text a:name v:*here"},
		{"json", "{\"a\": [1, true, null, \"x\\\"y\"]}\n", `a:"a" n:1 k:true k:null s:"x\"y"`},
		{"toml", "[a.b]\nc = \"d\" # e\nf.g = 1_000\nh = '''x\ny'''\n", "a:[a.b] a:c s:\"d\" c:# e a:f.g n:1_000 a:h s:'''x\ny'''"},
		{"ini", "[all:vars]\nversion = v1.0.5\nhost ansible_host=10.0.0.1 ; note\n# c\nport = 80\n", "a:[all:vars] a:version a:ansible_host c:; note c:# c a:port n:80"},
		{"properties", "! c\nlog.retention=168\nname=${home}\n", "c:! c a:log.retention n:168 a:name v:${home}"},
		{"sql", "SELECT `from`, @@sql_mode FROM t WHERE a = 'b''c' AND n > 1; -- d\n", "k:SELECT v:@@sql_mode k:FROM k:WHERE s:'b''c' k:AND n:1 c:-- d"},
		{"diff", "--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n z\n", "g:--- a\n+++ b\n@@ -1 +1 @@ d:-x i:+y"},
		{"dockerfile", "FROM go:1 AS b\n# c\nRUN echo \"x\" $Y\nCOPY --from=b /a /b\n", `k:FROM k:AS c:# c k:RUN s:"x" v:$Y k:COPY a:--from`},
		{"makefile", "X := 1\nall: dep\n\techo $(X) # c\n", "v:X v:all c:# c"},
		{"xml", "<!-- c --><a href=\"x\">b &amp; c</a>\n", `c:<!-- c --> a:<a a:href s:"x" a:> n:&amp; a:</a>`},
		{"go", "func f() { return \"x\" } // c\n", `k:func v:f k:return s:"x" c:// c`},
		{"python", "@app.get\ndef f(x):\n    return None # c\n", "v:@app.get k:def v:f k:return k:None c:# c"},
	} {
		got := HTML(tt.lang, tt.source)
		if s := spans(got); s != tt.want {
			t.Errorf("%s %q:\n got %q\nwant %q", tt.lang, tt.source, s, tt.want)
		}
		if strings.Contains(regexp.MustCompile(`</?span[^>]*>`).ReplaceAllString(got, ""), "<") {
			t.Errorf("%s: code becomes markup: %s", tt.lang, got)
		}
	}
}

// Every lexer gives back what it was given, whatever that is.
func TestHighlightKeepsText(t *testing.T) {
	texts := []string{
		"", "\n", "\"", "'''", "$(", "${", "<<EOF\nx", "a: |", "<a", "/*", "`", "\\", "\t\\", "é 中 \u202e", "[", "@", "<![CDATA[", "- - - a: >\n",
		strings.Repeat("a: {b: \"c\\", 300), strings.Repeat("<<x ", 200), strings.Repeat(" ", 2000) + "x", strings.Repeat("a.", 2000),
	}
	for _, l := range languages {
		if l.lexer() == nil {
			t.Errorf("%s: the rules do not compile", l.names[0])
			continue
		}
		for _, text := range texts {
			if _, ok := tokens(l.lexer(), text); !ok && text != "" {
				t.Errorf("%s loses text of %.20q", l.names[0], text)
			}
		}
	}
}

func TestLanguageNamesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, l := range languages {
		for _, n := range l.names {
			if seen[n] || n != strings.ToLower(n) {
				t.Errorf("the name %q is there twice or not in lower case", n)
			}
			seen[n] = true
		}
	}
}

// TestScanners holds what is hard to tell in a language: what only looks like a
// comment, a key or a number, and what has no end.
func TestScanners(t *testing.T) {
	for _, tt := range []struct{ lang, source, want string }{
		{"sh", "a#b $((1)) ${x:-1} $'c\nd' \"e $f \\\" $\" g\\ h x+=1 12 1.5 1.5x\n", "n:1 v:${x:-1} s:$'c\nd' s:\"e v:$f s:\\\" $\" v:x n:1 n:12 n:1.5"},
		{"sh", "cat <<-\"E F\" <<A b\n\tfor\n\tA\ndone'", "s:\"E F\" s:A s:for\n\tA"},
		{"sh", "<<EOF\nfor", "k:for"},
		{"sh", "\"a\\", `s:"a`},
		{"yaml", "a: b: c\n'd': 1.5 # x\n\"e\nf\": no thing\n%Y\n---\ng#h: !t &a [1, true, x: 2]\n\"i\" : *b\n", `a:a a:'d' n:1.5 c:# x s:"e` + "\n" + `f" k:%Y k:--- a:g#h k:!t v:&a n:1 a:true, x n:2 s:"i" v:*b`},
		{"yaml", "- - a: >2- # c\n  x\na: |+ # d\n   b\n  \n c", "a:a c:# c a:a s:|+ c:# d s:b\n  \n c"},
		{"json", "{\"a\"\n: -1.5e+3, // b\n\"c\n\": nullx a1 /* d */}", `a:"a" n:-1.5e+3 c:// b n:1 c:/* d */`},
		{"toml", "a.\"b c\" . d = 1979-05-27T07:32:00Z\n[[e]] # f\ng = {h = +1_0.5e-3, i= 0x1F}\nj = \"k\\\"\nl = '''", "a:a.\"b c\" . d n:1979-05-27T07:32:00Z a:[[e]] c:# f a:g a:h n:+1_0.5e-3 a:i a:j a:l s:''"},
		{"ini", "[a\n b.c : 1\nd = yes \ne = yes no\nf = 'g' {{ h }}\n", "a:b.c a:d k:yes a:e a:f s:'g' v:{{ h }}"},
		{"sql", "select 'it''s', 'a''b, .from @@x.y 1.5 1a # c\n/* d */ --e\n-- f", "k:select s:'it''s' s:'a' v:@@x.y n:1.5 c:# c c:/* d */ c:-- f"},
		{"go", "'' 'a' 0x_F 0xg 1e-5 1.e a.b(c) `d\n`", "s:' ' n:0x_F n:1e-5 n:1 v:b s:`d\n`"},
		{"python", "rb'a' xb'c' '''d\n''' \"\"\"e\n @f @g.h\nclass_ i(", "s:rb'a' s:'c' s:'''d\n''' s:\"\" v:@f v:i"},
	} {
		if got := spans(HTML(tt.lang, tt.source)); got != tt.want {
			t.Errorf("%s %q:\n got %q\nwant %q", tt.lang, tt.source, got, tt.want)
		}
	}
}

// TestUnendingIsNotLookedForAgain holds that texts which open much and close
// nothing take no longer than others.
func TestUnendingIsNotLookedForAgain(t *testing.T) {
	for _, l := range languages {
		for _, unit := range []string{"<<x\n", "'\\", "\\'", "${", "a, ", "{a,", "a", " ", "\n", "[", "a .", "1e", "/*", "\"\"\"", "#"} {
			text := strings.Repeat(unit, longest/len(unit))
			if s, ok := l.lexer().(scanner); ok {
				if _, ok := tokens(s, text); !ok {
					t.Errorf("%s loses text of %q", l.names[0], unit)
				}
			}
		}
	}
}

// FuzzHTML looks for code that loses something or becomes markup.
func FuzzHTML(f *testing.F) {
	for i, source := range []string{"cat <<'E' $x\n\"a\\\"$b\"\nE\n", "a: |\n  b\n", "{\"a\": 1}", "[a]\nb.c = 1.5\n", "d = yes ; e", "select 'a''b' -- c", "f(0x1) `g`", "@h\nrb'i'"} {
		f.Add(i, source)
	}
	markup := regexp.MustCompile(`<span class="h[a-z]">|</span>`)
	f.Fuzz(func(t *testing.T, which int, source string) {
		l := languages[uint(which)%uint(len(languages))].names[0]
		if got := markup.ReplaceAllString(HTML(l, source), ""); got != html.EscapeString(source) {
			t.Errorf("%s: %q becomes %q", l, source, got)
		}
	})
}

func BenchmarkHTML(b *testing.B) {
	for _, c := range []struct{ lang, source string }{
		{"sh", "for h in a b; do # each\n\tssh \"$h\" 'systemctl restart relay' && echo done\ndone\n"},
		{"yaml", "relay:\n  name: \"pra-65\"\n  size: 1164  # was 1876\n  modes: [\"a\", \"b\"]\n  text: |\n    one\n    two\n"},
		{"json", "{\"name\": \"a\", \"size\": [1, 2.5], \"on\": true}\n"},
		{"sql", "-- what is held\nSELECT id, at FROM relay.t WHERE task = 'den' AND id > 75600 LIMIT 32;\n"},
		{"go", "// wait waits.\nfunc wait(n int) error {\n\treturn fmt.Errorf(\"wait for %d: %w\", n, err)\n}\n"},
	} {
		b.Run(c.lang, func(b *testing.B) {
			source := strings.Repeat(c.source, 8)
			b.SetBytes(int64(len(source)))
			for b.Loop() {
				HTML(c.lang, source)
			}
		})
	}
}
