package build

import (
	"io/fs"
	"path"
	"path/filepath"
	"testing"

	"upgraph/internal/bench"
	"upgraph/internal/diag"
	"upgraph/internal/emit"
)

const benchReleases = 200

func BenchmarkLoad(b *testing.B) {
	root := bench.FS(benchReleases, 1)
	for b.Loop() {
		if c := Load(root, Options{Generator: "bench"}); diag.HasErrors(c.Diagnostics) {
			b.Fatal(c.Diagnostics)
		}
	}
}

// BenchmarkRead reads guides as a build does, each by itself.
func BenchmarkRead(b *testing.B) {
	root := bench.FS(benchReleases, 1)
	texts := map[string][]byte{}
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && path.Ext(name) == ".md" {
			texts[name], err = fs.ReadFile(root, name)
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		for name, text := range texts {
			if page, ds := Read(name, text, place{Path: name, Language: "en"}, nil); page == nil {
				b.Fatal(ds)
			}
		}
	}
}

// BenchmarkOutput renders each kind of output without writing it.
func BenchmarkOutput(b *testing.B) {
	c := Load(bench.FS(benchReleases, 1), Options{Generator: "bench"})
	for _, o := range emit.Outputs() {
		b.Run(o.Name, func(b *testing.B) {
			for b.Loop() {
				done := emit.NewLedger()
				in, err := c.Compile(SiteOptions{Generator: "bench"}, done)
				if err != nil {
					b.Fatal(err)
				}
				stats, err := write(b.Context(), Job{Out: filepath.Join(b.TempDir(), "out")}, []emit.Output{o}, in, done)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(stats.Files)/benchReleases, "files/release")
				b.ReportMetric(float64(stats.Bytes)/benchReleases, "bytes/release")
			}
		})
	}
}
