package release

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"upgraph/internal/regexp"
)

// IDs hands out ids that are unique on one page. Pages, JSON and feeds call a
// change by the same one.
type IDs struct {
	used  map[string]bool
	taken []*IDs // sets whose ids are used too
}

// NewIDs makes a set in which some ids are taken.
func NewIDs(reserved ...string) *IDs {
	s := &IDs{used: map[string]bool{}}
	for _, r := range reserved {
		s.used[r] = true
	}
	return s
}

// Unique returns id, with a number behind it when it is taken.
func (s *IDs) Unique(id string) string {
	if id == "" {
		id = "section"
	}
	try := id
	for n := 2; s.has(try); n++ {
		try = fmt.Sprintf("%s-%d", id, n)
	}
	s.used[try] = true
	return try
}

// has reports whether an id is taken.
func (s *IDs) has(id string) bool {
	return s.used[id] || slices.ContainsFunc(s.taken, func(o *IDs) bool { return o.has(id) })
}

// meets reports whether one of the ids is taken in another set too.
func (s *IDs) meets(other *IDs) bool {
	for id := range s.used {
		if other.has(id) {
			return true
		}
	}
	return slices.ContainsFunc(s.taken, func(o *IDs) bool { return o.meets(other) })
}

// Take adds the ids of another set, which is not to be changed after, or none of
// them where one is taken.
func (s *IDs) Take(others *IDs) bool {
	if others.meets(s) {
		return false
	}
	s.taken = append(s.taken, others)
	return true
}

// Named returns an id made of the first words of a text, so that it stays when
// other texts come or go.
func (s *IDs) Named(prefix, text string) string { return s.Unique(prefix + firstWords(text)) }

func firstWords(text string) string {
	end, left := 0, 6
	for word := range strings.FieldsSeq(text) {
		end += strings.Index(text[end:], word) + len(word)
		if left--; left == 0 {
			break
		}
	}
	return Slug(text[:end])
}

// Change returns the id of a change: the author's own, else one made of its
// first words.
func (s *IDs) Change(prefix string, c Change) string { return s.Unique(prefix + "change-" + c.Name()) }

// Name is what tells a change from the others, whatever release it stands in.
func (c Change) Name() string {
	if c.ID != "" {
		return c.ID
	}
	return firstWords(c.Text)
}

var changeMarks = regexp.MustCompile(`\s*\{((?:#[\pL\d][\pL\d._-]*|(?:component|backport_of)=[^\s{}]+)(?:\s+(?:#[\pL\d][\pL\d._-]*|(?:component|backport_of)=[^\s{}]+))*)\}\s*$`)

// CutMarks takes off a text what its author marks it with behind it:
// {#id component=NAME backport_of=ID}.
func CutMarks(text string) (rest, id, backportOf string, components []string) {
	m := changeMarks.FindStringSubmatchIndex(text)
	if m == nil {
		return text, "", "", nil
	}
	for mark := range strings.FieldsSeq(text[m[2]:m[3]]) {
		name, value, _ := strings.Cut(mark, "=")
		switch name {
		case "component":
			components = append(components, value)
		case "backport_of":
			backportOf = value
		default:
			id = strings.TrimPrefix(mark, "#")
		}
	}
	return text[:m[0]], id, backportOf, components
}

// Once are lists of changes, each of one release on a way, without those that an
// earlier list has, by the author's id or as a backport.
func Once(lists [][]Change) [][]Change {
	asked, ids := map[string]bool{}, false
	for _, list := range lists {
		for i := range list {
			if c := &list[i]; c.BackportOf != "" {
				asked[c.origin()] = true
			} else {
				ids = ids || c.ID != ""
			}
		}
	}
	if len(asked) == 0 && !ids {
		return lists // nothing has a name by which to be known again
	}
	seen := map[string]bool{}
	out := make([][]Change, len(lists))
	for i, list := range lists {
		for _, c := range list {
			name := c.origin()
			if c.ID == "" && !asked[name] {
				name = ""
			}
			if name == "" || !seen[name] {
				out[i] = append(out[i], c)
			}
			seen[name] = true
		}
	}
	return out
}

// origin is the name of the change that this one carries over, or its own.
func (c Change) origin() string {
	if c.BackportOf == "" {
		return c.Name()
	}
	if _, name, ok := strings.Cut(c.BackportOf, "-change-"); ok {
		return name
	}
	return c.BackportOf
}

// maxSlug is how many characters of a text make an id.
const maxSlug = 60

// Slug makes an id of a text: letters and digits of any script in lower case,
// dots within versions, and single hyphens for everything else. Versions that
// differ give ids that differ.
func Slug(text string) string {
	text = strings.ToLower(text)
	var b strings.Builder
	b.Grow(min(len(text), maxSlug))
	n, gap, last := 0, false, ' '
	for i, r := range text {
		inner := r == '.' && unicode.IsDigit(last) && startsWithDigit(text[i+1:])
		last = r
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && !inner {
			gap = true
			continue
		}
		if gap && n > 0 {
			b.WriteByte('-')
			n++
		}
		if gap = false; n >= maxSlug {
			break
		}
		b.WriteRune(r)
		n++
	}
	return strings.TrimSuffix(b.String(), "-")
}

// Letters leaves the letters and digits of a text, in small letters: what all
// ways have in common in which sites make names of headings.
func Letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

func startsWithDigit(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return unicode.IsDigit(first)
}

// longest is how many bytes a path segment may have before it is cut; file
// systems allow 255.
const longest = 100

// Segment turns any text, such as the version of a release, into one segment of
// a path: ASCII letters, digits, "-", "_" and "." stay, everything else becomes
// "~" and two hexadecimal digits for each byte. A dot is kept only between two
// other characters, so no segment is hidden, leaves its folder or holds "..".
// Different texts give different segments, and a segment needs no escaping in
// an address.
func Segment(text string) string {
	if text == "" {
		return "~"
	}
	if len(text) <= longest && keepsAll(text) {
		return text
	}
	var b strings.Builder
	for i := range len(text) {
		if c := text[i]; keeps(text, i) {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "~%02X", c)
		}
	}
	if b.Len() > longest {
		head := strings.TrimRight(b.String()[:longest-20], "~")
		return fmt.Sprintf("%s~h%x", head, sha256.Sum256([]byte(text)))[:len(head)+18]
	}
	return b.String()
}

// keepsAll reports whether a text is its own segment, as nearly all are.
func keepsAll(text string) bool {
	for i := range len(text) {
		if !keeps(text, i) {
			return false
		}
	}
	return true
}

// keeps reports whether the byte at i stands for itself in a segment.
func keeps(text string, i int) bool {
	switch c := text[i]; {
	case c == '.':
		return i > 0 && i+1 < len(text) && text[i-1] != '.'
	case i == 0 && strings.HasPrefix(strings.ToLower(text), "index."):
		return false // the page of the folder itself
	default:
		return c == '-' || c == '_' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
	}
}
