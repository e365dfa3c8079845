package doc

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"upgraph/internal/diag"
)

const corpus = "../../../shared/corpus"

// corpusFiles reads every Markdown file of the corpus, by path.
func corpusFiles(t testing.TB) map[string][]byte {
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("the corpus of real guides is not beside the checkout")
	}
	files := make(map[string][]byte)
	err := filepath.WalkDir(corpus, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".md" {
			return err
		}
		data, err := os.ReadFile(path)
		files[filepath.ToSlash(path)] = data
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestCorpusIsTiled(t *testing.T) {
	for path, source := range corpusFiles(t) {
		d, ds := Parse(path, source)
		if diag.HasErrors(ds) {
			t.Errorf("%s: %v", path, ds)
			continue
		}
		checkDoc(t, d)
	}
}

// checkDoc holds a document against what is promised of every one.
func checkDoc(t testing.TB, d *Doc) {
	t.Helper()
	lines := strings.SplitAfter(string(d.Source), "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	if d.Total != len(lines) {
		t.Errorf("%s: total is %d, the file has %d lines", d.Path, d.Total, len(lines))
	}
	next := 1
	var laid strings.Builder
	for i, b := range d.Blocks {
		if b.Line != next || b.EndLine < b.Line || b.EndLine > len(lines) {
			t.Fatalf("%s: block %d (%s) is lines %d to %d, wanted it to begin on %d of %d", d.Path, i, b.Kind, b.Line, b.EndLine, next, len(lines))
		}
		laid.WriteString(strings.Join(lines[b.Line-1:b.EndLine], ""))
		next = b.EndLine + 1
		checkBlock(t, d, b, lines)
		if i > 0 && b.Kind == Blank && d.Blocks[i-1].Kind == Blank {
			t.Errorf("%s:%d: two blank blocks in a row", d.Path, b.Line)
		}
	}
	if laid.String() != string(d.Source) {
		t.Errorf("%s: the blocks laid end to end are not the file", d.Path)
	}
}

func checkBlock(t testing.TB, d *Doc, b *Block, lines []string) {
	t.Helper()
	for line := b.Line; b.Kind == Blank && line <= b.EndLine; line++ {
		text := strings.TrimPrefix(lines[line-1], byteOrderMark)
		if strings.Trim(text, " \t\r\n") != "" {
			t.Errorf("%s:%d: text in a blank block: %q", d.Path, line, text)
		}
	}
	if b.Kind != Blank && strings.Count(b.Markdown, "\n")+1 != b.Lines() {
		t.Errorf("%s:%d: %s of %d lines has Markdown %q", d.Path, b.Line, b.Kind, b.Lines(), b.Markdown)
	}
	checkLines(t, d, b)
	line, column := b.Line, 0
	for _, piece := range b.Inlines {
		if piece.Line < line || piece.Line == line && piece.Column < column || piece.Line > b.EndLine {
			t.Errorf("%s:%d: piece %q at %d:%d comes before %d:%d", d.Path, b.Line, piece.Text, piece.Line, piece.Column, line, column)
		}
		line, column = piece.Line, piece.Column
	}
	end := b.Line - 1
	for _, c := range b.Children {
		if c.Line <= end || c.EndLine < c.Line || c.EndLine > b.EndLine {
			t.Errorf("%s: %s of lines %d to %d in a %s of %d to %d behind line %d", d.Path, c.Kind, c.Line, c.EndLine, b.Kind, b.Line, b.EndLine, end)
		}
		end = c.EndLine
		checkBlock(t, d, c, lines)
	}
}

// checkLines looks for text that belongs to no block of its own and was swept
// up by the block before it.
func checkLines(t testing.TB, d *Doc, b *Block) {
	t.Helper()
	switch b.Kind {
	case Paragraph, Heading, Table, LinkDefs, Rule:
		for line := range strings.Lines(b.Markdown) {
			if strings.Trim(line, " \t\r\n") == "" {
				t.Errorf("%s:%d: blank line in a %s: %q", d.Path, b.Line, b.Kind, b.Markdown)
			}
		}
	}
	one := b.Kind == Rule || b.Kind == Heading && isHash(b.Markdown) && !isSetext(b.Markdown)
	if one && b.Lines() != 1 {
		t.Errorf("%s:%d: %s of %d lines: %q", d.Path, b.Line, b.Kind, b.Lines(), b.Markdown)
	}
}

func isHash(markdown string) bool {
	text := strings.TrimLeft(markdown, " ")
	marks := len(text) - len(strings.TrimLeft(text, "#"))
	return marks > 0 && marks < 7 && (len(text) == marks || strings.ContainsRune(" \t\n", rune(text[marks])))
}

func isSetext(markdown string) bool {
	last := strings.Trim(markdown[strings.LastIndexByte(markdown, '\n')+1:], " \t")
	return last != "" && strings.Trim(last, "=-") == ""
}
