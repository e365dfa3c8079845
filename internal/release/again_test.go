package release_test

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upgraph/internal/compat"
	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/profile"
	"upgraph/internal/release"
)

// edits are a text with each of its lines changed in some way.
func edits(text string, each func(string)) {
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		for _, now := range []string{"", line + "\n- Add one more thing\n", strings.Replace(line, "1", "2", 1), "1. Run `one-more`.\n" + line} {
			each(strings.Join(slices.Concat(lines[:i], []string{now}, lines[i+1:]), ""))
		}
	}
}

// guideSets are guides of every kind that a product can have.
func guideSets(t *testing.T) map[string][]file {
	t.Helper()
	sets := map[string][]file{
		"edges": {
			{"p/_index.md", "---\ntitle: P\n---\n\n> **Note:**\n>\n> Stop everything before the upgrade.\n"},
			{"p/v1.0.0.md", "---\ntitle: v1.0.0\nversion: v1.0.0\n---\n\n## Changes\n\n- Begin\n"},
			{"p/v1.1.0.md", "---\ntitle: v1.1.0\nversion: v1.1.0\naliases: [one]\nstatus: withdrawn\n---\n\n## Changes\n\n- Fix a leak\n\n## Steps\n\n1. Run `tool up`.\n"},
			{"p/v1.2.0.md", "---\ntitle: v1.2.0\nversion: v1.2.0\naliases: [two]\nupgrade_from: \">=1.0.0\"\nmust_stop_at: [v1.0.0]\n---\n\n## Changes\n\n- Fix a fault\n\n## Steps\n\n1. Run `tool up`.\n2. Wait.\n"},
			{"p/v1.3.0.md", "---\ntitle: v1.3.0\nversion: v1.3.0\nsupersedes: [v1.2.0]\n---\n\n> **Warning:**\n>\n> It takes long.\n\n## Changes\n\n- Add a thing\n\n## Steps\n\n1. Run `tool up`.\n"},
		},
		"one document": {{"p.md", "# P\n\n## v1.2.0\n\n- Fix a leak\n\n1. Run `tool up`.\n\n## From 1.0.0 to 1.1.0\n\n- Add a thing\n\n## v1.0.0\n\n- Begin\n"}},
	}
	for _, product := range []string{"dm", "upgraph"} {
		paths, err := filepath.Glob("../../content/" + product + "/en/v*.md")
		if err != nil || len(paths) == 0 {
			t.Fatalf("no guides of %s: %v", product, err)
		}
		for _, p := range paths {
			text, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			sets[product] = append(sets[product], file{product + "/en/" + filepath.Base(p), string(text)})
		}
	}
	return sets
}

// TestWithIsLower writes each line of guides anew in several ways and holds what
// comes of one guide that is lowered again against lowering all.
func TestWithIsLower(t *testing.T) {
	for name, files := range guideSets(t) {
		docs := read(t, files...)
		in := release.Input{Product: compat.Product{ID: "p", Title: "P"}, Documents: docs, Generator: "test"}
		before, _ := release.LowerAgain(in)
		fast, slow := 0, 0
		for i, f := range files {
			if i < len(files)-3 {
				continue // in which the others are like these
			}
			edits(f.source, func(text string) {
				d, _ := doc.Parse(f.path, []byte(text))
				if d == nil {
					return // no front matter any more
				}
				now := profile.Read(d, profile.Options{Language: "en", Key: f.path})
				if diag.HasErrors(now.Diagnostics) {
					return // not shown at all
				}
				got, ok := before.With(docs[i], now)
				if !ok {
					slow++
					return
				}
				fast++
				all := in
				all.Documents = slices.Clone(docs)
				all.Documents[i] = now
				want, ds := release.Lower(all)
				if !reflect.DeepEqual(want, got.Catalog) {
					t.Fatalf("%s, %s: the catalog differs (-all +again):\n%s\nof\n%s", name, f.path, cmp.Diff(want, got.Catalog), text)
				}
				if diag.HasErrors(ds) {
					t.Fatalf("%s, %s: an error is passed over: %v\nof\n%s", name, f.path, ds, text)
				}
			})
		}
		t.Logf("%s: %d guides lowered alone, %d with all", name, fast, slow)
		if fast < slow/4 {
			t.Errorf("%s: only %d of %d changes are lowered alone", name, fast, fast+slow)
		}
	}
}
