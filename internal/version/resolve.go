package version

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Names are all names of one release.
type Names struct {
	ID      string
	Build   string   // what the binaries print; may be empty
	Deploy  string   // what deployment tooling is told; may be empty
	Aliases []string // labels such as "1.0 GA"
	Commit  string   // may be empty
}

// NotFoundError says that no release has a name.
type NotFoundError struct {
	Query string
	// Nearest are names that look alike, best first.
	Nearest []string
	// Before and After are the ids of the releases that the version would
	// stand between; empty where there is none or the query is no version.
	Before, After string
	// First and Last are the ids of all that there is, in their order.
	First, Last string
	// Channel is the newest release of the line of releases that the query
	// names, where it names one.
	Channel string
	// Newest are the newest releases, where the query asks for no other.
	Newest []string
}

func (e *NotFoundError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "unknown version %q", clip(e.Query))
	switch {
	case e.Channel != "":
		fmt.Fprintf(&b, ": it is a channel and no release; its newest is %s", e.Channel)
		return b.String()
	case len(e.Newest) > 0:
		fmt.Fprintf(&b, ": the newest is %s", strings.Join(e.Newest, " or "))
		return b.String()
	case e.Before != "" && e.After != "":
		fmt.Fprintf(&b, ": it lies between %s and %s and is neither", e.Before, e.After)
	case e.Before != "":
		fmt.Fprintf(&b, ": it is newer than %s, the newest known", e.Before)
	case e.After != "":
		fmt.Fprintf(&b, ": it is older than %s, the oldest known", e.After)
	}
	if len(e.Nearest) > 0 {
		fmt.Fprintf(&b, "; did you mean %s?", strings.Join(e.Nearest, " or "))
	} else if e.Before == "" && e.After == "" && e.First != "" {
		fmt.Fprintf(&b, "; the releases go from %s to %s", e.First, e.Last)
	}
	return b.String()
}

// AmbiguousError says that a name fits several releases.
type AmbiguousError struct {
	Query   string
	Matches []string // ids
	// Channel reports that the last of them is the newest release of the line
	// of releases that the query names too.
	Channel bool
}

func (e *AmbiguousError) Error() string {
	text := fmt.Sprintf("version %q is ambiguous: it may be %s", clip(e.Query), strings.Join(e.Matches, " or "))
	if e.Channel {
		text += ", the newest of the channel"
	}
	return text
}

// minCommit is how much of a commit a person must give.
const minCommit = 7

// Resolve finds the release that query names and returns its index in all. It
// asks in turn whether the query is an id as written; an id in another
// spelling (with or without "v"); a build, deploy version or alias; or the
// first seven or more digits of a commit. The first question that any release
// answers decides. The error is a [*NotFoundError] or an [*AmbiguousError]; an
// unknown build is never taken for the release that it is closest to.
func Resolve(query string, all []Names) (int, error) {
	q := newQuery(query)
	for _, matches := range []func(Names) bool{q.isID, q.isSpelling, q.isName, q.isCommit} {
		var found []int
		for i, n := range all {
			if matches(n) {
				found = append(found, i)
			}
		}
		switch {
		case len(found) == 1:
			return found[0], nil
		case len(found) > 1:
			e := &AmbiguousError{Query: query}
			for _, i := range found {
				e.Matches = append(e.Matches, all[i].ID)
			}
			return 0, e
		}
	}
	e := &NotFoundError{Query: query, Nearest: nearest(q.text, all)}
	if len(all) > 0 {
		e.First, e.Last = all[0].ID, all[len(all)-1].ID
	}
	e.Before, e.After = q.neighbours(all)
	return 0, e
}

// query is a name as given, and as a version where it is one.
type query struct {
	text   string
	folded string
	first  string // its first number
	v      Version
	valid  bool
}

func newQuery(s string) query {
	q := query{text: strings.Join(strings.Fields(s), " ")}
	v, err := Parse(q.text)
	q.v, q.valid = v, err == nil
	q.folded, q.first = foldName(q.text), firstNumber(q.text)
	return q
}

func (q query) isID(n Names) bool { return q.text != "" && n.ID == q.text }

func (q query) isSpelling(n Names) bool { return q.spells(n.ID) }

func (q query) isName(n Names) bool {
	return q.spells(n.Build) || q.spells(n.Deploy) || slices.ContainsFunc(n.Aliases, q.spells)
}

// spells reports whether name is the query but for letter case, a leading "v"
// and spaces, or is the same version.
func (q query) spells(name string) bool {
	if name == "" || q.text == "" {
		return false
	}
	if foldName(name) == q.folded {
		return true
	}
	if !q.valid || firstNumber(name) != q.first {
		return false
	}
	v, err := Parse(name)
	return err == nil && Compare(q.v, v) == 0
}

// firstNumber is the first number in a name, without leading zeros. Equal
// versions agree in it; asking for it first saves most of the parsing.
func firstNumber(s string) string {
	start := strings.IndexAny(s, "0123456789")
	if start < 0 {
		return ""
	}
	s = s[start:]
	return strings.TrimLeft(s[:len(s)-len(strings.TrimLeft(s, "0123456789"))], "0")
}

// foldName writes a label so that equal labels are equal texts.
func foldName(s string) string {
	if strings.IndexFunc(s, unicode.IsSpace) >= 0 {
		s = strings.Join(strings.Fields(s), " ")
	}
	s = strings.ToLower(s)
	if len(s) > 1 && s[0] == 'v' && isDigit(s[1]) {
		s = s[1:]
	}
	return s
}

func (q query) isCommit(n Names) bool {
	s := strings.ToLower(q.text)
	if len(s) < minCommit || strings.Trim(s, "0123456789abcdef") != "" {
		return false
	}
	for _, hash := range []string{strings.ToLower(n.Commit), hashOf(n.Build), hashOf(n.ID)} {
		if strings.HasPrefix(hash, s) || len(hash) >= minCommit && strings.HasPrefix(s, hash) {
			return true
		}
	}
	return false
}

func hashOf(name string) string {
	if m := describeSuffix.FindStringSubmatch(name); m != nil {
		return m[2]
	}
	return ""
}

// neighbours gives the ids of the last release before the query and of the
// first one after it, by version. A build says more exactly than an id where a
// release stands.
func (q query) neighbours(all []Names) (before, after string) {
	if !q.valid {
		return "", ""
	}
	var low, high Version
	for _, n := range all {
		v, err := Parse(n.Build)
		if err != nil {
			v, err = Parse(n.ID)
		}
		if err != nil {
			continue
		}
		switch c := Compare(v, q.v); {
		case c < 0 && (before == "" || Compare(v, low) >= 0):
			before, low = n.ID, v
		case c > 0 && (after == "" || Compare(v, high) < 0):
			after, high = n.ID, v
		}
	}
	return before, after
}
