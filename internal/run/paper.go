package run

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// paper is where the runner writes for people: folded to the width of the
// terminal, coloured where it may be, plain ASCII of its own.
type paper struct {
	w     io.Writer
	width int
	color bool
}

type ink string

const (
	plainInk ink = ""
	bold     ink = "1"
	dim      ink = "2"
	red      ink = "1;31"
	green    ink = "32"
	yellow   ink = "33"
)

func (p *paper) ink(k ink, s string) string {
	if !p.color || k == plainInk || s == "" {
		return s
	}
	return "\x1b[" + string(k) + "m" + s + "\x1b[0m"
}

func (p *paper) line(format string, args ...any) {
	_, _ = fmt.Fprintf(p.w, format+"\n", args...) // a closed output must not end an upgrade
}

// entry writes text behind a head, with the following lines under its
// beginning. The head is taken as it is and is size columns wide.
func (p *paper) entry(head string, size int, k ink, text string) {
	lines := fold(printable(text), p.width-size)
	for i, l := range lines {
		if i > 0 {
			head = strings.Repeat(" ", size)
		}
		p.line("%s", strings.TrimRight(head+p.ink(k, l), " "))
	}
}

// field is an entry with a short name.
func (p *paper) field(indent int, name string, k ink, text string) {
	const column = 10
	head := strings.Repeat(" ", indent) + p.ink(dim, fmt.Sprintf("%-*s", column, name))
	p.entry(head, indent+column, k, text)
}

// command writes a command line that can be copied: it is never folded.
func (p *paper) command(indent int, name, text string) {
	p.line("%s%s%s", strings.Repeat(" ", indent), p.ink(dim, fmt.Sprintf("%-10s", name)), p.ink(bold, text))
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
		case columns(line)+1+columns(word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	return append(lines, line)
}

// columns is the number of terminal columns of a text; East Asian wide
// characters take two.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x1100 && (r <= 0x115f || r >= 0x2e80 && r <= 0xd7a3 || r >= 0xf900 && r <= 0xfaff || r >= 0xfe30 && r <= 0xfe6f || r >= 0xff00 && r <= 0xff60) {
			n++
		}
	}
	return n
}

// pad fills s up to n columns.
func pad(s string, n int) string {
	return s + strings.Repeat(" ", max(0, n-columns(s)))
}

// count writes a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// WriteError tells a person what went wrong and what to do about it.
func WriteError(w io.Writer, width int, program string, err error) {
	p := &paper{w: w, width: width}
	p.entry(program+": ", len(program)+2, plainInk, err.Error())
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return
	}
	for _, h := range e.Hint {
		if label, command, ok := strings.Cut(h, ":  "); ok {
			p.line("  %s: %s", label, command) // to be copied as it is
			continue
		}
		p.entry("  ", 2, plainInk, h)
	}
}
