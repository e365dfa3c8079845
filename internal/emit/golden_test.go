package emit

import (
	"bytes"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite the expected outputs")

// TestGolden holds what programs read of a small site, byte by byte.
func TestGolden(t *testing.T) {
	for name, tt := range map[string]struct {
		base  string
		wants func(path string) bool
	}{
		"json": {base, func(p string) bool { return strings.HasPrefix(p, "v1/") && p != "v1/tool/compat.json" }},
		"feeds": {base, func(p string) bool {
			return strings.HasPrefix(p, "tool/") && !strings.HasPrefix(p, "tool/upgrade/") && (strings.HasSuffix(p, ".atom") || strings.HasSuffix(p, ".json"))
		}},
		"loose": {"", func(p string) bool {
			return p == "tool/breaking.atom" || p == "tool/breaking.json" || p == "v1/tool/renovate.json"
		}},
		"hosting": {base, func(p string) bool { return p == "robots.txt" || p == "_headers" || p == "_redirects" }},
	} {
		t.Run(name, func(t *testing.T) {
			r := smallSite(t, tt.base)
			var got txtar.Archive
			for _, path := range slices.Sorted(maps.Keys(r.files)) {
				if !tt.wants(path) {
					continue
				}
				// The sums of what other packages make are their business.
				text := string(r.files[path])
				if path == "v1/manifest.json" {
					text = withoutSums(text)
				}
				got.Files = append(got.Files, txtar.File{Name: path, Data: []byte(text)})
			}
			file := filepath.Join("testdata", name+".txtar")
			if *update {
				if err := os.WriteFile(file, txtar.Format(&got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if text := txtar.Format(&got); !bytes.Equal(text, want) {
				t.Errorf("outputs changed (-want +got), -update accepts them:\n%s", cmp.Diff(string(want), string(text)))
			}
		})
	}
}

// withoutSums takes digests and sizes out of a manifest, of files whose
// content is not held here.
func withoutSums(text string) string {
	for _, path := range []string{"schema/compat-v1.json", "schema/guide-v1.json", "schema/product-v1.json", "schema/site-v1.json", "scripts/SHA256SUMS"} {
		before, after, ok := strings.Cut(text, `{"path":"`+path+`",`)
		if !ok {
			continue
		}
		_, after, _ = strings.Cut(after, "}")
		text = before + `{"path":"` + path + `"}` + after
	}
	return text
}
