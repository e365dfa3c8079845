package profile

import (
	"os"
	"path/filepath"
	"testing"

	"upgraph/internal/doc"
)

func BenchmarkRead(b *testing.B) {
	source, err := os.ReadFile(filepath.Join(corpus, filepath.FromSlash(guides[0])))
	if err != nil {
		b.Skipf("the corpus is not beside the checkout: %v", err)
	}
	d, _ := doc.Parse("x.md", source)
	for b.Loop() {
		Read(d, Options{Language: "en"})
	}
}
