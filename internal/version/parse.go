package version

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/Masterminds/semver/v3"

	"upgraph/internal/regexp"
)

const (
	maxLength = 128 // bytes of a version
	maxDigits = 18  // of one number, so that every number fits 64 bits
	maxParts  = 16  // numbers of one version
)

// SyntaxError says why a text is no version or no range.
type SyntaxError struct {
	Text string
	Msg  string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("version %q: %s", e.Text, e.Msg) }

var (
	describeSuffix = regexp.MustCompile(`-(0|[1-9][0-9]{0,17})-g([0-9a-f]{4,64})$`)
	prefixWords    = regexp.MustCompile(`^(?:[A-Za-z]+[-_/]|RELEASE\.)*[vV]?`)
	dateLike       = regexp.MustCompile(`^((?:19|20)[0-9]{2})-([0-9]{2})(?:-([0-9]{2}))?(?:$|[.+-])`)
	timeLike       = regexp.MustCompile(`^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}-[0-9]{2}-[0-9]{2}Z$`)
	spaced         = regexp.MustCompile(`(?i)^([^ ]*[0-9]) (rc|beta|alpha|preview|pre)[ .]?([0-9]*)$`) // 4.0 RC 2
	patchWord      = regexp.MustCompile(`^(?i:p|patch|post|sp)([0-9]{1,18})$`)                         // behind a hyphen
	letters        = regexp.MustCompile(`^z?[a-z]$`)                                                   // of a patch: 1.1.1k, 1.0.2za
	wordSuffix     = regexp.MustCompile(`^[.]?([A-Za-z]+)[.-]?([0-9]*)$`)
)

// Parse reads a version: "v1.0.5", "1.0", "1.0.0-rc.1-12-gaa39ff9",
// "stable-2.14.0", "2.0.0RC1", "12.0-1", "2026-08-20", "87.x". Words before
// the number do not count in the order. The error is a [*SyntaxError].
func Parse(s string) (Version, error) {
	v := Version{raw: s, base: s}
	if msg := v.parse(); msg != "" {
		return Version{}, &SyntaxError{Text: clip(s), Msg: msg}
	}
	return v, nil
}

// clip keeps a hostile text from filling a message.
func clip(s string) string {
	if len(s) <= maxLength {
		return s
	}
	return strings.ToValidUTF8(s[:maxLength], "") + "…"
}

// parse fills v from v.raw; it returns what is wrong, or nothing.
func (v *Version) parse() string {
	switch {
	case v.raw == "":
		return "it is empty"
	case len(v.raw) > maxLength:
		return fmt.Sprintf("it is longer than %d bytes", maxLength)
	}
	v.cutDescribe()
	v.base = spaced.ReplaceAllString(v.base, "$1$2$3")
	rest := v.base[len(prefixWords.FindString(v.base)):]
	if rest == "" || !isDigit(rest[0]) {
		return "it has no number where one is expected"
	}
	rest, msg := v.cutDate(rest)
	if msg != "" {
		return msg
	}
	tail, msg := v.cutNumbers(rest)
	if msg != "" {
		return msg
	}
	if msg := v.parseTail(tail); msg != "" {
		return msg
	}
	v.normalise()
	return ""
}

// cutDescribe takes "-N-gHASH" and "-dirty" off the end.
func (v *Version) cutDescribe() {
	base, dirty := strings.CutSuffix(v.base, "-dirty")
	m := describeSuffix.FindStringSubmatch(base)
	if m == nil && !dirty {
		return
	}
	if m != nil {
		v.distance, _ = strconv.ParseUint(m[1], 10, 64) // at most 18 digits
		v.hash = m[2]
		base = strings.TrimSuffix(base, m[0])
	}
	v.base, v.dirty = base, dirty
}

// cutDate writes the hyphens of a date or a time as dots, so that 2026-08-20 is
// three numbers and not a prerelease of 2026.
func (v *Version) cutDate(s string) (rest, msg string) {
	if timeLike.MatchString(s) {
		v.date = true
		if _, err := time.Parse("2006-01-02T15-04-05Z", s); err != nil {
			return "", fmt.Sprintf("%s looks like a time and there is no such one", s)
		}
		return strings.NewReplacer("-", ".", "T", ".", "Z", "").Replace(s), ""
	}
	m := dateLike.FindStringSubmatch(s)
	if m == nil {
		return s, ""
	}
	v.date = true
	layout := "2006-01"
	text := m[1] + "-" + m[2]
	if m[3] != "" {
		layout, text = time.DateOnly, text+"-"+m[3]
	}
	if _, err := time.Parse(layout, text); err != nil {
		return "", fmt.Sprintf("%s looks like a date and there is no such day", text)
	}
	return strings.ReplaceAll(text, "-", ".") + s[len(text):], ""
}

// cutNumbers reads "1.0.5" or "87.x" and returns what follows.
func (v *Version) cutNumbers(s string) (tail, msg string) {
	for {
		digits := s[:len(s)-len(strings.TrimLeft(s, "0123456789"))]
		n, ok := number(digits)
		if !ok {
			return "", fmt.Sprintf("a number in it has more than %d digits", maxDigits)
		}
		if len(v.parts) == maxParts {
			return "", fmt.Sprintf("it has more than %d numbers", maxParts)
		}
		v.parts = append(v.parts, n)
		s = s[len(digits):]
		if len(s) < 2 || s[0] != '.' || !isDigit(s[1]) {
			break
		}
		s = s[1:]
	}
	v.given = len(v.parts)
	for len(s) >= 2 && s[0] == '.' && strings.ContainsRune("xX*", rune(s[1])) {
		v.family = true
		s = s[2:]
	}
	if v.family && s != "" {
		return "", "nothing may follow a wildcard"
	}
	return s, ""
}

// parseTail reads what stands behind the numbers: metadata, revision,
// prerelease or a word such as RC1.
func (v *Version) parseTail(s string) string {
	s, meta, hasMeta := strings.Cut(s, "+")
	if hasMeta {
		if !validIdents(meta) {
			return "what follows \"+\" must be letters, digits, dots and hyphens"
		}
		v.meta = meta
	}
	switch {
	case s == "":
		return ""
	case s[0] == '-':
		return v.parseHyphen(s[1:])
	}
	return v.parseWord(s)
}

// parseHyphen reads "-rc.1" and "-1". A lone number behind three numbers is a
// prerelease, as semver says; behind two, or behind a date, it is a revision
// of the same release and comes after it, as a patch is by its name: -p1.
func (v *Version) parseHyphen(s string) string {
	if s != "" && allDigits(s) && (v.given != 3 || v.date) {
		n, ok := number(s)
		if !ok {
			return fmt.Sprintf("a number in it has more than %d digits", maxDigits)
		}
		v.revision = n
		return ""
	}
	if m := patchWord.FindStringSubmatch(s); m != nil {
		v.revision, _ = number(m[1])
		return ""
	}
	if !validIdents(s) {
		return "what follows \"-\" must be letters, digits, dots and hyphens"
	}
	for part := range strings.SplitSeq(s, ".") {
		if !allDigits(part) {
			v.pre = append(v.pre, ident{text: part})
			continue
		}
		n, ok := number(part)
		if !ok {
			return fmt.Sprintf("a number in it has more than %d digits", maxDigits)
		}
		v.pre = append(v.pre, ident{number: n})
	}
	return ""
}

// parseWord reads a word that is glued to the numbers: 2.0.0RC1, 1.0.Final,
// 9.6p1. A word that is not known could mean before or after, so it is refused.
func (v *Version) parseWord(s string) string {
	m := wordSuffix.FindStringSubmatch(s)
	if m == nil {
		return fmt.Sprintf("%q cannot be read as part of a version", s)
	}
	if v.given == 3 && m[0] == m[1] && letters.MatchString(m[1]) {
		v.revision = letterNumber(m[1])
		return ""
	}
	word := strings.ToLower(m[1])
	n, ok := number(cmp.Or(m[2], "0"))
	if !ok {
		return fmt.Sprintf("a number in it has more than %d digits", maxDigits)
	}
	switch word {
	case "a", "alpha", "b", "beta", "c", "cr", "dev", "m", "milestone", "pre", "preview", "rc", "snapshot":
		v.pre = []ident{{text: word}}
		if m[2] != "" {
			v.pre = append(v.pre, ident{number: n})
		}
	case "p", "patch", "post", "sp":
		v.revision = n
	case "final", "ga", "release":
		if m[2] != "" {
			return fmt.Sprintf("%q cannot be read as part of a version", s)
		}
	default:
		return fmt.Sprintf("%q may mean before the release or after it", m[1])
	}
	return ""
}

// letterNumber counts the letters of patches: a to z, then za to zz.
func letterNumber(s string) uint64 {
	n := uint64(s[len(s)-1]-'a') + 1
	if len(s) > 1 {
		n += 26
	}
	return n
}

// normalise makes equal versions equal and hands the base to semver.
func (v *Version) normalise() {
	if v.family {
		return
	}
	for len(v.parts) < 3 {
		v.parts = append(v.parts, 0)
	}
	for len(v.parts) > 3 && v.parts[len(v.parts)-1] == 0 {
		v.parts = v.parts[:len(v.parts)-1]
	}
	if len(v.parts) == 3 {
		v.sem = semver.New(v.parts[0], v.parts[1], v.parts[2], joinIdents(v.pre), "")
	}
}

func joinIdents(ids []ident) string {
	var b strings.Builder
	for i, id := range ids {
		if i > 0 {
			b.WriteByte('.')
		}
		if id.text != "" {
			b.WriteString(id.text)
		} else {
			b.WriteString(strconv.FormatUint(id.number, 10))
		}
	}
	return b.String()
}

// validIdents reports whether s is dot-separated words of [0-9A-Za-z-].
func validIdents(s string) bool {
	return !slices.Contains(strings.Split(s, "."), "") &&
		strings.IndexFunc(s, func(r rune) bool { return !isIdentRune(r) }) < 0
}

func isIdentRune(r rune) bool {
	return r == '.' || r == '-' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func allDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// number reads digits, leading zeros allowed; false where there are too many.
func number(digits string) (uint64, bool) {
	digits = strings.TrimLeft(digits, "0")
	if len(digits) > maxDigits {
		return 0, false
	}
	n, _ := strconv.ParseUint(cmp.Or(digits, "0"), 10, 64)
	return n, true
}
