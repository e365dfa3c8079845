package site

import (
	"bytes"
	"testing"
)

func BenchmarkPages(b *testing.B) {
	in := fixture(b)
	var out bytes.Buffer
	for b.Loop() {
		n := 0
		for p := range Pages(in) {
			out.Reset()
			if err := p.Render(&out); err != nil {
				b.Fatal(err)
			}
			n += out.Len()
		}
		b.SetBytes(int64(n))
	}
}
