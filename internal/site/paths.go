package site

import (
	"crypto/sha256"
	"fmt"
	"strings"
)

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

// ProductPath is the folder of a product's home.
func ProductPath(product string) string { return Segment(product) + "/" }

// ReleasePath is the folder of a release's page, relative to the root of the
// site and below the prefix of a language.
func ReleasePath(product, release string) string {
	return ProductPath(product) + "releases/" + Segment(release) + "/"
}

// UpgradePath is the folder of the page of an upgrade path.
func UpgradePath(product, from, to string) string {
	return ProductPath(product) + "upgrade/" + Segment(from) + "/" + Segment(to) + "/"
}

// pagePath is the folder of page n, counted from 1, of a list that begins in
// folder. No segment of a version is "~p" and a number.
func pagePath(folder string, n int) string {
	if n == 1 {
		return folder
	}
	return fmt.Sprintf("%s~p%d/", folder, n)
}

// linker makes the addresses of one page: relative, so that the site works
// under any base path.
type linker struct {
	root string // "", "../", "../../", …
	lang string // prefix of the language: "" or "zh/"
}

// linkerFor makes the linker of the page in a folder, "" or "zh/dm/".
func linkerFor(folder, lang string) linker {
	return linker{root: strings.Repeat("../", strings.Count(folder, "/")), lang: lang}
}

// File is the address of a file, relative to the root of the site.
func (l linker) File(path string) string {
	if l.root == "" {
		return "./" + path
	}
	return l.root + path
}

// Page is the address of a page in the language of the linker.
func (l linker) Page(path string) string { return l.File(l.lang + path) }

// quote quotes a word for a POSIX shell. It reports false for text that must
// not be pasted into a terminal at all.
func quote(word string) (string, bool) {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@+,="
	if strings.ContainsFunc(word, func(r rune) bool { return r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 }) {
		return "", false
	}
	if word != "" && strings.Trim(word, plain) == "" {
		return word, true
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'", true
}

// commandLine joins words to a command line, or returns "" when one of them
// must not be pasted into a terminal.
func commandLine(words ...string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		q, ok := quote(w)
		if !ok {
			return ""
		}
		quoted[i] = q
	}
	return strings.Join(quoted, " ")
}
