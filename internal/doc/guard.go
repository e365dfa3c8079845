package doc

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// refusal ends the parsing of a file that exceeds a limit. It is panicked
// inside of goldmark, which knows no errors, and recovered in parseMarkdown.
type refusal struct {
	code          string
	message, hint string
	offset        int // in the source given to goldmark
}

func (r *refusal) Error() string { return r.message }

var guardKey = parser.NewContextKey()

// guard counts what one file has used up of its limits.
type guard struct {
	definitionWork, cells, escapes, work int
	starts                               map[ast.Node]int
}

func guardOf(pc parser.Context) *guard { return pc.Get(guardKey).(*guard) }

// placed notes where blocks begin that stand behind half a tab. goldmark counts
// the columns that are left of the tab as characters, so that its position of
// such a block can lie behind the end of the line.
type placed struct{ parser.BlockParser }

func (p placed) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	_, at := reader.Position()
	node, state := p.BlockParser.Open(parent, reader, pc)
	if node != nil && at.Padding > 0 {
		guardOf(pc).starts[node] = at.Start
	}
	return node, state
}

// depthGuard keeps containers from nesting too deep.
type depthGuard struct{ parser.BlockParser }

func (d depthGuard) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	_, at := reader.Position()
	node, state := d.BlockParser.Open(parent, reader, pc)
	if node != nil && depthOf(parent) >= maxDepth {
		panic(&refusal{"UG207", fmt.Sprintf("quotes and lists are nested more than %d deep", maxDepth),
			"an item of a list counts twice; a text that begins with > or - needs a backslash before it", at.Start})
	}
	return node, state
}

// depthOf is how many containers are around the children of a node.
func depthOf(n ast.Node) int {
	depth := 0
	for ; n.Parent() != nil; n = n.Parent() {
		depth++
	}
	return depth
}

// headingGuard measures headings written with #.
type headingGuard struct{ parser.BlockParser }

func (h headingGuard) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	node, state := h.BlockParser.Open(parent, reader, pc)
	if node != nil {
		guardOf(pc).measure(node.Lines(), reader.Source())
	}
	return node, state
}

// definitionGuard counts lines that may be link reference definitions.
type definitionGuard struct{}

func (definitionGuard) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines, source, g := node.Lines(), reader.Source(), guardOf(pc)
	run := 0
	for i := range lines.Len() {
		line := util.TrimLeftSpace(linesValue(lines, i, source))
		if len(line) == 0 || line[0] != '[' {
			if i == 0 {
				return
			}
			continue
		}
		// The squares of 1, 2, 3, … are the sums of 1, 3, 5, …
		g.definitionWork += 2*run + 1
		if run++; g.definitionWork > maxLinkDefinitions*maxLinkDefinitions {
			panic(&refusal{"UG208", fmt.Sprintf("more link reference definitions than %d in a row cost", maxLinkDefinitions),
				"put empty lines between them, write links where they are used, or split the file", lines.At(i).Start})
		}
	}
}

func linesValue(lines *text.Segments, i int, source []byte) []byte {
	seg := lines.At(i)
	return source[seg.Start:seg.Stop]
}

// tableGuard measures paragraphs that are about to become tables.
type tableGuard struct{}

func (tableGuard) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines, source, g := node.Lines(), reader.Source(), guardOf(pc)
	columns := 0
	for i := range lines.Len() {
		line := linesValue(lines, i, source)
		if columns == 0 && i > 0 && isTableRule(line) {
			columns = countColumns(line)
			if columns > maxTableColumns {
				panic(&refusal{"UG209", fmt.Sprintf("a table with more than %d columns", maxTableColumns),
					"turn rows and columns about, or make several tables", lines.At(i).Start})
			}
		}
		if columns == 0 {
			continue
		}
		g.cells += columns
		g.escapes += bytes.Count(line, []byte(`\|`))
		switch {
		case g.cells > maxTableCells:
			panic(&refusal{"UG209", fmt.Sprintf("more than %d table cells", maxTableCells),
				"split the file", lines.At(i).Start})
		case g.escapes > maxEscapedPipes:
			panic(&refusal{"UG209", fmt.Sprintf(`more than %d escaped pipes (\|) in tables`, maxEscapedPipes),
				"use a list or a code block", lines.At(i).Start})
		}
		g.measureBytes(len(line), markup(line), lines.At(i).Start)
	}
}

func countColumns(rule []byte) int {
	rule = bytes.TrimSpace(rule)
	rule = bytes.TrimSuffix(bytes.TrimPrefix(rule, []byte{'|'}), []byte{'|'})
	return bytes.Count(rule, []byte{'|'}) + 1
}

// isTableRule reports whether a line can be the rule below a table's header.
func isTableRule(line []byte) bool {
	dash := false
	for _, c := range line {
		switch {
		case c == '-':
			dash = true
		case c != '|' && c != ':' && !util.IsSpace(c):
			return false
		}
	}
	return dash
}

// paragraphGuard measures what is left to be parsed as a paragraph.
type paragraphGuard struct{}

func (paragraphGuard) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	guardOf(pc).measure(node.Lines(), reader.Source())
}

func (g *guard) measure(lines *text.Segments, source []byte) {
	size, marks := 0, 0
	for i := range lines.Len() {
		line := linesValue(lines, i, source)
		size += len(line)
		marks += markup(line)
	}
	if size > 0 {
		g.measureBytes(size, marks, lines.At(0).Start)
	}
}

func (g *guard) measureBytes(size, marks, start int) {
	work := size * marks
	g.work += work
	switch {
	case work > maxInlineWork:
		panic(&refusal{"UG210", fmt.Sprintf("a paragraph of %d bytes with %d markup characters is too much to read", size, marks),
			"split it, or put it into a code block", start})
	case g.work > maxFileInlineWork:
		panic(&refusal{"UG210", "the paragraphs up to here are too much to read in one file",
			"split the file, or put machine output into code blocks", start})
	}
}

// markup counts the characters that make goldmark look ahead.
func markup(line []byte) int {
	n := 0
	for _, c := range line {
		switch c {
		case '[', ']', '(', '!', '<', '`', '*', '_', '~':
			n++
		}
	}
	return n
}
