package doc

import (
	"testing"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"upgraph/internal/diag"
)

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"", "\n", "a", "# A\n\nb *c* `d`\n", "A\n=\nb\n-\n", "- a\n\n- b\n  - c\n\n\n    d\n",
		"1. a\n2. b\n\n   > c\n   d\n", "> a\nb\n>\n> - c\n", "```sh {run}\na\n\n", "~~~\n```\n~~~\n",
		"| a | b |\n|---|:-:|\n| `c\\|d` |\n", "a\n| b |\n|---|\n", "[a]: b\n'c\nd'\n[e]: <f g> \"h\"\ni [a]\n",
		"<!-- a\n\nb -->\nc\n", "<details>\n\na\n\n</details>\n", "-\n\n  a\n", "- - 1. > a\n", "\t- a\n\n\t\tb\n",
		"\ufeff---\na: b\n---\n\r\nc\r\n", "---\na: 1.20\n---\n", "---\n", "a\r\n-\tb\r\n\r\n\tc\r\n", "    a\n\n\n    b\n",
		"***\n- [ ] a\n- [x] b\n", "www.a.b <http://c> ![d](e) \\* &amp; &#65;\n", "**注意：**请 `a`\n\n升级\n到\n",
		"* a\n*\n\n*\tb\n", "[a]:\n> b\n", "a  \nb\\\nc\n", "~~a~~ <b c='d\ne'> f\n", "+ ```\n  a\n\nb\n", "[a]: b\n===\n",
		"*\n\t#\n0\n", "*\n\t*\n\t0\n", ">\t```\n>\t>\n", "1.\n\t***\n\t<a>\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		d, ds := Parse("fuzz.md", source)
		if d == nil {
			if !diag.HasErrors(ds) {
				t.Fatal("no document and no error")
			}
			for _, p := range ds {
				if p.Code == "UG211" || p.Code == "UG108" {
					t.Fatal(p)
				}
			}
			return
		}
		checkDoc(t, d)
		_, body, lines, _ := splitFront(normalize(source))
		tree, err := parseMarkdown(nil, body)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := countBlocks(d.Blocks), countNodes(tree.root)-1; got != want {
			t.Fatalf("%d blocks of %d nodes behind line %d\n%s", got, want, lines, outline(d.Blocks, ""))
		}
	})
}

// countNodes counts the nodes that are blocks of ours.
func countNodes(n ast.Node) int {
	if n.Type() == ast.TypeInline || n.Kind() == ast.KindLinkReferenceDefinition {
		return 0
	}
	count := 1
	for c := n.FirstChild(); c != nil && n.Kind() != extast.KindTable; c = c.NextSibling() {
		count += countNodes(c)
	}
	return count
}

func countBlocks(blocks []*Block) int {
	count := 0
	for _, b := range blocks {
		if b.Kind != Blank && b.Kind != LinkDefs && b.Kind != FrontMatter {
			count += 1 + countBlocks(b.Children)
		}
	}
	return count
}
