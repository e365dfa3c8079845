package doc

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upgraph/internal/diag"
)

// outline writes blocks one on a line, indented by depth: kind, lines, what
// belongs to the kind.
func outline(blocks []*Block, indent string) string {
	var b strings.Builder
	for _, block := range blocks {
		fmt.Fprintf(&b, "%s%s %d-%d", indent, block.Kind, block.Line, block.EndLine)
		switch block.Kind {
		case Heading:
			fmt.Fprintf(&b, " h%d %q", block.Level, block.Text)
		case Paragraph:
			fmt.Fprintf(&b, " %q", block.Text)
		case List, Item:
			if block.Ordered {
				fmt.Fprintf(&b, " #%d", block.Number)
			}
		case Fence:
			fmt.Fprintf(&b, " [%s|%s] %d:%q", block.Lang, block.Info, block.ContentLine, block.Content)
		case Code, HTML:
			fmt.Fprintf(&b, " %d:%q", block.ContentLine, block.Content)
		}
		b.WriteString("\n" + outline(block.Children, indent+"  "))
	}
	return b.String()
}

// TestOutlines reads testdata/*.txt: Markdown, a line of equals signs, the
// outline wanted. "¬" ends a line whose white space counts, "→" is a tab.
func TestOutlines(t *testing.T) {
	files, err := filepath.Glob("testdata/outline/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no outlines", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for section := range strings.SplitSeq(string(data), "\n%%\n") {
			name, rest, _ := strings.Cut(section, "\n")
			markdown, want, found := strings.Cut(rest, "\n====\n")
			if !found {
				t.Fatalf("%s: %s: no line of equals signs", file, name)
			}
			t.Run(filepath.Base(file)+"/"+name, func(t *testing.T) {
				source := strings.NewReplacer("¬", "", "→", "\t").Replace(markdown) + "\n"
				for _, s := range []string{source, strings.ReplaceAll(source, "\n", "\r\n"), strings.TrimSuffix(source, "\n")} {
					d, ds := Parse("x.md", []byte(s))
					if diag.HasErrors(ds) {
						t.Fatal(ds)
					}
					checkDoc(t, d)
					if diff := cmp.Diff(strings.TrimSpace(want), strings.TrimSpace(outline(d.Blocks, ""))); diff != "" {
						t.Errorf("%q: outline (-want +got):\n%s", s, diff)
					}
				}
			})
		}
	}
}

// TestMarkdownStandsAlone parses the Markdown of each nested block on its own:
// with the prefixes of its containers gone it has to be the same block.
func TestMarkdownStandsAlone(t *testing.T) {
	for path, source := range corpusFiles(t) {
		d, _ := Parse(path, source)
		for _, b := range d.Blocks {
			for _, c := range b.Children {
				standsAlone(t, d, c)
			}
		}
	}
}

func standsAlone(t *testing.T, d *Doc, b *Block) {
	t.Helper()
	again, ds := Parse(d.Path, []byte(b.Markdown))
	if again == nil {
		t.Errorf("%s:%d: %v", d.Path, b.Line, ds)
		return
	}
	got := slices.DeleteFunc(again.Blocks, func(b *Block) bool { return b.Kind == Blank })
	want := b.Kind
	if want == Item {
		want = List
	}
	if len(got) != 1 || got[0].Kind != want || got[0].Content != b.Content {
		t.Errorf("%s:%d: %s %q is, on its own,\n%s", d.Path, b.Line, b.Kind, b.Markdown, outline(again.Blocks, ""))
	}
	for _, c := range b.Children {
		standsAlone(t, d, c)
	}
}

func TestMarkdownHasNoPrefixes(t *testing.T) {
	const source = "> 1. a\n>    b\n>\n>    ```sh\n>    run\n>      more\n>    ```\n>\n>\t - c\nlazy\n"
	d, _ := Parse("x.md", []byte(source))
	quote := d.Blocks[0]
	list := quote.Children[0]
	item := list.Children[0]
	want := []string{
		strings.TrimSuffix(source, "\n"),
		"1. a\n   b\n\n   ```sh\n   run\n     more\n   ```\n\n   - c\nlazy",
		"1. a\n   b\n\n   ```sh\n   run\n     more\n   ```\n\n   - c\nlazy",
		"a\nb",
		"```sh\nrun\n  more\n```",
	}
	got := []string{quote.Markdown, list.Markdown, item.Markdown, item.Children[0].Markdown, item.Children[1].Markdown}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Markdown (-want +got):\n%s", diff)
	}
}

func TestReferences(t *testing.T) {
	d, _ := Parse("x.md", []byte("[a]: /x\n  'two\n  lines'\ntext [a] [b]\n\n> [b]: <y z>\n> text\n\n- [c]: w\n[d]: no definition\n"))
	want := "[a]: /x\n  'two\n  lines'\n[b]: <y z>\n[c]: w"
	if d.References != want {
		t.Errorf("references are %q, wanted %q", d.References, want)
	}
	if d.Blocks[0].Kind != LinkDefs || d.Blocks[0].EndLine != 3 || d.Blocks[1].Line != 4 {
		t.Error(outline(d.Blocks, ""))
	}
}
