package sign

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Trusted is what a trusted comment says. Comments of ours are words:
//
//	upgraph file=manifest.json sequence=12 expires=2027-01-31T00:00:00Z
//
// Words that this version does not know are passed over. A comment that does
// not begin so, from another program, says nothing but itself.
type Trusted struct {
	// Comment is the whole text.
	Comment string
	// File is the base name of the signed file; empty where it is not said.
	File string
	// Sequence counts what was published; 0 where there is none.
	Sequence int64
	// Expires is when the file stops being good for a new fetch; zero where it
	// never does.
	Expires time.Time
}

const commentWord = "upgraph"

// text writes the comment.
func (t Trusted) text() (string, error) {
	words := []string{commentWord}
	if t.File != "" {
		if strings.ContainsFunc(t.File, unicode.IsSpace) || strings.ContainsFunc(t.File, unicode.IsControl) {
			return "", fmt.Errorf("the file name %q does not fit into a trusted comment", t.File)
		}
		words = append(words, "file="+t.File)
	}
	if t.Sequence < 0 {
		return "", fmt.Errorf("the sequence %d is less than 0", t.Sequence)
	}
	if t.Sequence > 0 {
		words = append(words, "sequence="+strconv.FormatInt(t.Sequence, 10))
	}
	if !t.Expires.IsZero() {
		words = append(words, "expires="+t.Expires.UTC().Format(time.RFC3339))
	}
	return strings.Join(words, " "), nil
}

// parseTrusted reads a comment that was verified.
func parseTrusted(comment string) (Trusted, error) {
	t := Trusted{Comment: comment}
	words := strings.Fields(comment)
	if len(words) == 0 || words[0] != commentWord {
		return t, nil
	}
	seen := map[string]bool{}
	for _, word := range words[1:] {
		name, value, ok := strings.Cut(word, "=")
		if !ok || seen[name] {
			return t, &BadCommentError{Reason: fmt.Sprintf("the word %q is not of the form name=value, or is there twice", clip(word))}
		}
		seen[name] = true
		var err error
		switch name {
		case "file":
			t.File = value
		case "sequence":
			t.Sequence, err = strconv.ParseInt(value, 10, 64)
			if err == nil && (t.Sequence <= 0 || value[0] == '+') {
				err = strconv.ErrRange
			}
		case "expires":
			t.Expires, err = time.Parse(time.RFC3339, value)
		}
		if err != nil {
			return t, &BadCommentError{Reason: fmt.Sprintf("%s has the value %q", name, clip(value))}
		}
	}
	return t, nil
}

// Policy is what a reader asks of a signature besides that it is true. Zero
// fields ask nothing.
type Policy struct {
	File   string    // base name of the file that should have been signed
	Now    time.Time // the time of the reader
	Lowest int64     // highest sequence that the reader has seen of this key
}

// Check holds a comment against the reader's policy. The error is one of
// [*OtherFileError], [*ExpiredError] and [*OlderError].
func (t Trusted) Check(p Policy) error {
	switch {
	case p.File != "" && t.File != "" && t.File != p.File:
		return &OtherFileError{Want: p.File, Got: t.File}
	case t.Sequence < p.Lowest:
		return &OlderError{Sequence: t.Sequence, Seen: p.Lowest}
	case !p.Now.IsZero() && !t.Expires.IsZero() && !p.Now.Before(t.Expires):
		return &ExpiredError{Expires: t.Expires}
	}
	return nil
}
