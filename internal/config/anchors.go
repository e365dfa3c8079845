package config

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"upgraph/internal/diag"
	"upgraph/internal/doc"
)

// AnchorFile is the name of the file that records published permalinks.
const AnchorFile = "anchors.lock"

const anchorHeader = `# Permalinks that were published. One that is gone without an alias is an error.
# "upgraph lock" writes this file; do not edit it by hand.
`

// Anchor is a published permalink, relative to the root of the site, and the
// line of anchors.lock that it stands on.
type Anchor struct {
	URL  string
	Line int
}

// LoadAnchors reads anchors.lock of a product's folder; without the file
// nothing was published.
func LoadAnchors(root fs.FS, dir string) ([]Anchor, []diag.Diagnostic) {
	file := path.Join(dir, AnchorFile)
	v, found, ds := load(root, file)
	if !found || diag.HasErrors(ds) || v.Kind == doc.Null {
		return nil, ds
	}
	r := &reader{file: file, unknown: diag.Error, diagnostics: ds}
	var out []Anchor
	r.list(v, "the list of permalinks", func(item doc.Value) {
		if item.Kind != doc.Scalar || item.Scalar == "" {
			r.wrong(item, "a permalink is a text", "remove the entry, or restore the file that upgraph lock wrote")
			return
		}
		out = append(out, Anchor{URL: item.Scalar, Line: item.Line})
	})
	return out, r.diagnostics
}

// WriteAnchors writes anchors.lock into a product's folder, in the order given.
func WriteAnchors(root *os.Root, dir string, urls []string) error {
	var b strings.Builder
	b.WriteString(anchorHeader)
	if len(urls) == 0 {
		b.WriteString("[]\n")
	}
	for _, u := range urls {
		if !utf8.ValidString(u) {
			return fmt.Errorf("permalink %q cannot be written", u)
		}
		fmt.Fprintf(&b, "- %s\n", strconv.Quote(u))
	}
	name := path.Join(dir, AnchorFile)
	if err := writeAtomic(root, name, []byte(b.String())); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}
