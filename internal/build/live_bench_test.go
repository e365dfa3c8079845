package build

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"upgraph/internal/bench"
)

// BenchmarkLiveChange is what a preview of 1,000 releases costs from a changed
// guide to its page.
func BenchmarkLiveChange(b *testing.B) {
	dir := b.TempDir()
	if err := bench.Write(dir, 1000, 1); err != nil {
		b.Fatal(err)
	}
	guides, err := filepath.Glob(filepath.Join(dir, "*", "en", "v*.md"))
	if err != nil || len(guides) == 0 {
		b.Fatalf("no guides: %v", err)
	}
	name := guides[len(guides)-1]
	text, err := os.ReadFile(name)
	if err != nil {
		b.Fatal(err)
	}
	product := filepath.Base(filepath.Dir(filepath.Dir(name)))
	page := product + "/releases/" + strings.TrimSuffix(filepath.Base(name), ".md") + "/index.html"
	readings := NewReadings()
	show := func() {
		content := Load(os.DirFS(dir), Options{Name: "content", Generator: "test", Readings: readings})
		live, err := content.Live(SiteOptions{Generator: "test", BaseURL: "http://127.0.0.1:1313/"}, memory)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := fs.ReadFile(live, page); err != nil {
			b.Fatal(err)
		}
	}
	show()
	for b.Loop() {
		text = append(text, "\nOne more line.\n"...)
		if err := os.WriteFile(name, text, 0o644); err != nil {
			b.Fatal(err)
		}
		show()
	}
}
