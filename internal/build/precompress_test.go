package build

import (
	"bytes"
	"compress/gzip"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"upgraph/internal/emit"
)

// Each text has its copy, and what is packed already or is read by the host alone
// has none. A build without copies takes them away again.
func TestPrecompress(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	files := map[string]string{"a/index.html": strings.Repeat("page ", 99), "v1/x.json": "{}\n", "_headers": "/*\n", "i/part.bin": "\x1f\x8b", "a/x.txt": ""}
	job := Job{Out: out, Jobs: 2, Precompress: true}
	for range 2 { // the second build finds them unchanged
		stats, err := write(t.Context(), job, []emit.Output{output(files)}, nil, emit.NewLedger())
		if err != nil {
			t.Fatal(err)
		}
		if want := len(files) + 3; stats.Files != want {
			t.Errorf("%d files, want %d", stats.Files, want)
		}
	}
	for name, text := range tree(t, out) {
		plain, packed := strings.CutSuffix(name, ".gz")
		if !packed {
			continue
		}
		z, err := gzip.NewReader(bytes.NewBufferString(text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got, err := io.ReadAll(z); err != nil || string(got) != files[plain] {
			t.Errorf("%s holds %q (%v), want what is in %s", name, got, err, plain)
		}
	}
	if _, err := writeFiles(t, out, files); err != nil {
		t.Fatal(err)
	}
	wantTree(t, out, files)
}
