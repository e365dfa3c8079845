package term

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Paper is what a program writes on for people: folded to the width of the
// terminal, coloured where it may be, plain ASCII of its own.
type Paper struct {
	W io.Writer
	// Width is the number of columns; 0 means that lines are not folded.
	Width int
	Color bool
	err   error
}

// Ink is a way to write: the parameters of the terminal's sequence for it.
type Ink string

// The inks.
const (
	Plain  Ink = ""
	Bold   Ink = "1"
	Dim    Ink = "2"
	Red    Ink = "1;31"
	Green  Ink = "32"
	Yellow Ink = "33"
)

// Err is the first error of the writer, for programs whose whole work is to
// print.
func (p *Paper) Err() error { return p.err }

// Ink colours a text, where there are colours.
func (p *Paper) Ink(k Ink, s string) string {
	if !p.Color || k == Plain || s == "" {
		return s
	}
	return "\x1b[" + string(k) + "m" + s + "\x1b[0m"
}

// Line writes a line. That the output is closed does not stop whoever writes:
// it must not end an upgrade.
func (p *Paper) Line(format string, args ...any) {
	if _, err := fmt.Fprintf(p.W, format+"\n", args...); p.err == nil {
		p.err = err
	}
}

// Entry writes text behind a head, with the following lines under its
// beginning. The head is taken as it is and is size columns wide.
func (p *Paper) Entry(head string, size int, k Ink, text string) {
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		for _, l := range fold(Printable(line), p.Width-size) {
			p.Line("%s", strings.TrimRight(head+p.Ink(k, l), " "))
			head = strings.Repeat(" ", size)
		}
	}
}

// Field is an entry with a short name.
func (p *Paper) Field(indent int, name string, k Ink, text string) {
	const column = 10
	head := strings.Repeat(" ", indent) + p.Ink(Dim, fmt.Sprintf("%-*s", column, name))
	p.Entry(head, indent+column, k, text)
}

// Command writes a command line that can be copied: it is never folded.
func (p *Paper) Command(indent int, name, text string) {
	p.Line("%s%s%s", strings.Repeat(" ", indent), p.Ink(Dim, fmt.Sprintf("%-10s", name)), p.Ink(Bold, text))
}

// fold breaks text at blanks into lines of at most width columns; less than 20
// means that it is not folded at all. A longer word stands on its own line.
func fold(text string, width int) []string {
	if width < 20 || utf8.RuneCountInString(text) <= width {
		return []string{text}
	}
	var lines []string
	var line string
	for word := range strings.FieldsSeq(text) {
		switch {
		case line == "":
			line = word
		case Columns(line)+1+Columns(word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	return append(lines, line)
}

// Columns is the number of terminal columns of a text; East Asian wide
// characters take two.
func Columns(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x1100 && (r <= 0x115f || r >= 0x2e80 && r <= 0xd7a3 || r >= 0xf900 && r <= 0xfaff || r >= 0xfe30 && r <= 0xfe6f || r >= 0xff00 && r <= 0xff60) {
			n++
		}
	}
	return n
}

// Pad fills s up to n columns.
func Pad(s string, n int) string {
	return s + strings.Repeat(" ", max(0, n-Columns(s)))
}

// Count writes a number with its noun.
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
