package site

import (
	"fmt"
	"strings"

	"upgraph/internal/release"
)

// Segment turns any text, such as the version of a release, into one segment of
// a path; see [release.Segment].
func Segment(text string) string { return release.Segment(text) }

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
