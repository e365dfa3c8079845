package site

import (
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
	h := newHighlighter()
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
		got := h.code(tt.lang, tt.source)
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
	for _, l := range languages() {
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
	for _, l := range languages() {
		for _, n := range l.names {
			if seen[n] || n != strings.ToLower(n) {
				t.Errorf("the name %q is there twice or not in lower case", n)
			}
			seen[n] = true
		}
	}
}
