package emit

import (
	"bytes"
	"fmt"
	"iter"
	"strings"
)

const sumsPath = "scripts/SHA256SUMS"

// scriptSums writes scripts/SHA256SUMS.
func scriptSums(_ *Input, done *Ledger) iter.Seq2[File, error] {
	return one(File{Path: sumsPath, Render: func(b *bytes.Buffer) error {
		b.Write(sumsContent(done))
		return nil
	}})
}

// sumsContent lists the scripts written so far in the form that `sha256sum -c`
// reads, with paths relative to the scripts folder.
func sumsContent(done *Ledger) []byte {
	var b bytes.Buffer
	for _, p := range done.Paths("scripts/") {
		if sum, ok := done.Get(p); ok && p != sumsPath && !strings.HasSuffix(p, signatureSuffix) {
			fmt.Fprintf(&b, "%s  %s\n", sum.SHA256, strings.TrimPrefix(p, "scripts/"))
		}
	}
	return b.Bytes()
}
