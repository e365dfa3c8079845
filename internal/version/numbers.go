package version

import (
	"cmp"
	"fmt"
	"strings"
)

// Numbers is the version of a program that is no release of ours: numbers
// joined by dots and nothing else. What ends first is filled up with zeros.
type Numbers []int

// maxNumber bounds one number: shell and awk have to compute with it too.
const maxNumber = 999_999_999

// ParseNumbers reads "2.7.18", with or without a v before it.
func ParseNumbers(s string) (Numbers, bool) {
	var n Numbers
	for part := range strings.SplitSeq(strings.TrimPrefix(s, "v"), ".") {
		if part == "" || len(part) > 9 || strings.Trim(part, "0123456789") != "" {
			return nil, false
		}
		v := 0
		for _, c := range part {
			v = v*10 + int(c-'0')
		}
		n = append(n, min(v, maxNumber))
	}
	return n, len(n) <= 16
}

// Compare is negative where n is before o, 0 where they are equal.
func (n Numbers) Compare(o Numbers) int {
	for i := range max(len(n), len(o)) {
		if c := cmp.Compare(n.at(i), o.at(i)); c != 0 {
			return c
		}
	}
	return 0
}

func (n Numbers) at(i int) int {
	if i < len(n) {
		return n[i]
	}
	return 0
}

// Span is a range of such versions: from Low, "0" being the beginning, to
// before Below or up to Last; both may be empty.
type Span struct{ Low, Below, Last string }

// Holds reports whether a version is in the span.
func (s Span) Holds(n Numbers) bool {
	low, ok := ParseNumbers(s.Low)
	if !ok || n.Compare(low) < 0 {
		return false
	}
	if below, ok := ParseNumbers(s.Below); ok && n.Compare(below) >= 0 {
		return false
	}
	last, ok := ParseNumbers(s.Last)
	return !ok || n.Compare(last) <= 0
}

// String writes the span as an author does.
func (s Span) String() string {
	var parts []string
	switch {
	case s.Low == s.Last:
		return "=" + s.Low
	case s.Low != "0":
		parts = append(parts, ">="+s.Low)
	}
	if s.Below != "" {
		parts = append(parts, "<"+s.Below)
	}
	if s.Last != "" {
		parts = append(parts, "<="+s.Last)
	}
	if len(parts) == 0 {
		return "any"
	}
	return strings.Join(parts, " ")
}

// ParseSpans reads a range of such versions as authors write it: ">=2.5 <2.8",
// "2.7.18", ">=3 || =2.7.18". Operators are >=, <, <= and =; none means =. The
// error is a [*SyntaxError].
func ParseSpans(text string) ([]Span, error) {
	var spans []Span
	for part := range strings.SplitSeq(text, "||") {
		s := Span{Low: "0"}
		words := strings.FieldsFunc(joined(part), func(r rune) bool { return r == ' ' || r == ',' || r == '\t' })
		if len(words) == 0 {
			return nil, &SyntaxError{Text: clip(text), Msg: "the range has no version where one is expected"}
		}
		for _, word := range words {
			if msg := s.narrow(word); msg != "" {
				return nil, &SyntaxError{Text: clip(text), Msg: msg}
			}
		}
		if msg := s.empty(); msg != "" {
			return nil, &SyntaxError{Text: clip(text), Msg: msg}
		}
		spans = append(spans, s)
	}
	return spans, nil
}

// joined joins operators to the versions behind them.
func joined(s string) string {
	for _, op := range []string{"=", "<", ">"} {
		for strings.Contains(s, op+" ") {
			s = strings.ReplaceAll(s, op+" ", op)
		}
	}
	return s
}

// narrow takes one comparison up; the message says what is wrong with it.
func (s *Span) narrow(word string) string {
	number := strings.TrimLeft(word, "<>=!^~")
	op := word[:len(word)-len(number)]
	if _, ok := ParseNumbers(number); !ok {
		return fmt.Sprintf("%q is no version of numbers and dots", clip(number))
	}
	number = strings.TrimPrefix(number, "v")
	twice := "two of its parts say the same end"
	switch op {
	case ">=":
		if s.Low != "0" {
			return twice
		}
		s.Low = number
	case "<":
		if s.Below+s.Last != "" {
			return twice
		}
		s.Below = number
	case "<=":
		if s.Below+s.Last != "" {
			return twice
		}
		s.Last = number
	case "=", "==", "":
		if s.Low != "0" || s.Below+s.Last != "" {
			return twice
		}
		s.Low, s.Last = number, number
	default:
		return fmt.Sprintf("%q is no operator here; write a range with >=, <, <= or =", op)
	}
	return ""
}

// empty says why no version is in the span.
func (s Span) empty() string {
	low, _ := ParseNumbers(s.Low)
	below, hasBelow := ParseNumbers(s.Below)
	last, hasLast := ParseNumbers(s.Last)
	if hasBelow && low.Compare(below) >= 0 || hasLast && low.Compare(last) > 0 {
		return "no version is in the range"
	}
	return ""
}
