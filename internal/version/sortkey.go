package version

import "strconv"

// The separators of a sort key. Their byte order carries the order of
// versions: a family is before the prereleases of its members, these before
// the release, and that before a version with one number more, which goes on
// with a digit.
const (
	keyEnd        = ',' // ends a text or a list; below every character of both
	keyFamily     = '*' // 87.x
	keyPrerelease = '-'
	keyRelease    = '.'
	keyText       = '~' // a word of a prerelease; above every number
)

// SortKey is a text that orders versions by plain byte comparison just as
// [Compare] does, so that sort, jq and JavaScript agree with the planner. It
// is printable ASCII. Each number stands behind the count of its digits:
// v1.0.12 is "1110212.1010".
func (v Version) SortKey() string {
	k := make([]byte, 0, 32)
	for _, n := range v.parts {
		k = appendNumber(k, n)
	}
	switch {
	case v.family:
		k = append(k, keyFamily)
	case len(v.pre) > 0:
		k = append(k, keyPrerelease)
		for _, id := range v.pre {
			if id.text == "" {
				k = appendNumber(k, id.number)
				continue
			}
			k = append(append(append(k, keyText), id.text...), keyEnd)
		}
		k = append(k, keyEnd)
	default:
		k = append(k, keyRelease)
	}
	k = appendNumber(k, v.revision)
	k = appendNumber(k, v.distance)
	if v.meta == "" && v.hash == "" && !v.dirty {
		return string(k)
	}
	k = append(append(k, v.meta...), keyEnd)
	k = append(append(k, v.hash...), keyEnd)
	if v.dirty {
		k = append(k, '1')
	}
	return string(k)
}

// SortKeyOf is the sort key of the version that id is; empty where it is none.
func SortKeyOf(id string) string {
	v, err := Parse(id)
	if err != nil {
		return ""
	}
	return v.SortKey()
}

// appendNumber writes the count of digits as one character (1 to 9, then a to
// i), then the digits.
func appendNumber(k []byte, n uint64) []byte {
	digits := strconv.FormatUint(n, 10)
	k = strconv.AppendInt(k, int64(len(digits)), 36)
	return append(k, digits...)
}
