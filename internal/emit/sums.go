package emit

import (
	"bytes"
	"fmt"
	"iter"
	"strings"
)

// scriptSums writes scripts/SHA256SUMS in the form that `sha256sum -c` reads,
// with paths relative to the scripts folder.
func scriptSums(_ *Input, done *Ledger) iter.Seq2[File, error] {
	return one(File{Path: "scripts/SHA256SUMS", Render: func(b *bytes.Buffer) error {
		for _, p := range done.Paths("scripts/") {
			if sum, ok := done.Get(p); ok {
				fmt.Fprintf(b, "%s  %s\n", sum.SHA256, strings.TrimPrefix(p, "scripts/"))
			}
		}
		return nil
	}})
}
