package profile

import (
	"fmt"

	"upgraph/internal/diag"
	"upgraph/internal/release"
)

// owner says what a line of the source was read as.
type owner byte

const (
	nobody    owner = iota
	structure       // headings and blank lines: they hold the document together
	record          // a change, step, note, check, version information
	extra           // kept raw, rendered in its place
)

// ledger gives each line of a document exactly one owner. A line that is
// claimed twice or never is a fault of the reader, and is reported as one.
type ledger struct {
	file   string
	lines  []owner // by line number; element 0 is unused
	faults []diag.Diagnostic
}

func newLedger(file string, total int) *ledger {
	return &ledger{file: file, lines: make([]owner, total+1)}
}

func (l *ledger) claim(s release.Span, by owner) {
	for n := s.Line; n <= s.EndLine; n++ {
		if n < 1 || n >= len(l.lines) || l.lines[n] != nobody {
			l.fault(n, "was read as two things")
			return
		}
		l.lines[n] = by
	}
}

// move gives lines that were claimed another owner.
func (l *ledger) move(s release.Span, by owner) {
	for n := s.Line; n <= s.EndLine; n++ {
		l.lines[n] = by
	}
}

// rest claims the lines of a span that nobody has claimed, such as the blank
// lines between the items of a list.
func (l *ledger) rest(s release.Span, by owner) {
	for n := max(s.Line, 1); n <= s.EndLine && n < len(l.lines); n++ {
		if l.lines[n] == nobody {
			l.lines[n] = by
		}
	}
}

// close counts the lines and reports those without an owner.
func (l *ledger) close() release.Lines {
	count := release.Lines{Total: len(l.lines) - 1}
	for n, by := range l.lines[1:] {
		switch by {
		case nobody:
			l.fault(n+1, "was not read as anything")
			continue
		case extra:
			count.Extra++
		}
		count.Accounted++
	}
	return count
}

func (l *ledger) fault(line int, what string) {
	l.faults = append(l.faults, diag.Diagnostic{
		Code: "UG390", Severity: diag.Error,
		Pos:     diag.Pos{File: l.file, Line: line, Column: 1},
		Message: fmt.Sprintf("line %d %s", line, what),
		Hint:    "this is a fault of the reader, not of the guide: please report it with the lines around it",
	})
}
