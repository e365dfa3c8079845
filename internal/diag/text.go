package diag

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Text prints diagnostics for people: place, severity, code and message on the
// first line, then the line of the source with a caret below the column, then
// the hint. Source gives the content of a file, nil when it is not to be had.
//
//	dm/en/v1.0.5.md:44:4: warning UG001: heading says v1.0.4, the build v1.0.4-1
//	   44 | ## Upgrade to v1.0.4
//	      |    ^
//	hint: …
func Text(w io.Writer, ds []Diagnostic, source func(file string) []byte) error {
	out := bufio.NewWriter(w)
	var lines lineReader
	for _, d := range ds {
		place := Pos{File: Clean(d.File), Line: d.Line, Column: d.Column}
		fmt.Fprintf(out, "%s: %s %s: %s\n", place, d.Severity, Clean(d.Code), Clean(d.Message))
		if d.Line > 0 && source != nil {
			lines.open(d.File, source)
			if line, ok := lines.line(d.Line); ok {
				excerpt(out, line, d.Line, d.Column)
			}
		}
		if d.Hint != "" {
			fmt.Fprintf(out, "hint: %s\n", Clean(d.Hint))
		}
	}
	return out.Flush()
}

// lineReader finds lines of the file it was opened for last, so that many
// diagnostics of one file, in order, cost one pass over it.
type lineReader struct {
	file    string
	content []byte
	number  int // of the line that begins at offset
	offset  int
}

func (l *lineReader) open(file string, source func(string) []byte) {
	if l.file != file || l.number == 0 {
		*l = lineReader{file: file, content: source(file), number: 1}
	}
}

func (l *lineReader) line(number int) (string, bool) {
	if number < l.number {
		l.number, l.offset = 1, 0
	}
	for l.number < number {
		i := bytes.IndexByte(l.content[l.offset:], '\n')
		if i < 0 {
			return "", false
		}
		l.offset += i + 1
		l.number++
	}
	line, _, found := bytes.Cut(l.content[l.offset:], []byte{'\n'})
	if !found && len(line) == 0 {
		return "", false
	}
	if number == 1 {
		line = bytes.TrimPrefix(line, []byte("\ufeff"))
	}
	return string(bytes.TrimSuffix(line, []byte{'\r'})), true
}

const (
	excerptWidth = 100 // columns of source shown
	excerptLead  = 60  // of them before the caret, at most, when a line is cut
	tabWidth     = 4
)

// cell is a character of the source as it is shown.
type cell struct {
	text  string
	width int
}

func excerpt(w io.Writer, line string, number, column int) {
	cells, caret := cellsAround(line, column)
	var shown strings.Builder
	before := 0
	for i, c := range cells {
		shown.WriteString(c.text)
		if i < caret {
			before += c.width
		}
	}
	fmt.Fprintf(w, "%5d | %s\n", number, strings.TrimRight(shown.String(), " "))
	if column > 0 {
		fmt.Fprintf(w, "      | %s^\n", strings.Repeat(" ", before))
	}
}

// cellsAround cuts a line down to what is shown around a column, which counts
// from 1, and says which cell the caret belongs under.
func cellsAround(line string, column int) (cells []cell, caret int) {
	const cut = "…"
	target := max(column-1, 0)
	start := lineStart(line, target)
	skipped := utf8.RuneCountInString(line[:start])
	if start > 0 {
		cells = append(cells, cell{cut, 1})
	}
	caret = len(cells) + target - skipped
	used := len(cells)
	for i := start; i < len(line); {
		r, size := utf8.DecodeRuneInString(line[i:])
		c := show(r, line[i:i+size], used)
		if used += c.width; used > excerptWidth {
			return append(cells, cell{cut, 1}), caret
		}
		cells = append(cells, c)
		i += size
	}
	for len(cells) < caret && len(cells) < excerptWidth {
		cells = append(cells, cell{" ", 1})
	}
	return cells, min(caret, len(cells))
}

// lineStart is the offset that the excerpt begins at so that the character
// with number target is in it.
func lineStart(line string, target int) int {
	offset, columns := 0, 0
	var offsets, widths []int
	for n := 0; n < target && offset < len(line); n++ {
		r, size := utf8.DecodeRuneInString(line[offset:])
		w := show(r, line[offset:offset+size], columns).width
		offsets, widths = append(offsets, offset), append(widths, w)
		columns += w
		offset += size
	}
	if columns < excerptWidth-excerptWidth/5 {
		return 0
	}
	lead := 0
	for i := len(offsets) - 1; i >= 0; i-- {
		if lead += widths[i]; lead > excerptLead {
			return offset
		}
		offset = offsets[i]
	}
	return 0
}

// show is a character as it is printed in the column given.
func show(r rune, raw string, column int) cell {
	if r == '\t' {
		n := tabWidth - column%tabWidth
		return cell{strings.Repeat(" ", n), n}
	}
	if r == utf8.RuneError && len(raw) == 1 || hidden(r) {
		text := Clean(raw)
		return cell{text, len(text)}
	}
	return cell{raw, width(r)}
}
