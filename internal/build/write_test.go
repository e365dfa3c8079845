package build

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upgraph/internal/emit"
)

// output is an output of the files given by path.
func output(files map[string]string) emit.Output {
	return emit.Output{Name: "test files", Files: func(*emit.Input, *emit.Ledger) iter.Seq2[emit.File, error] {
		return func(yield func(emit.File, error) bool) {
			for _, p := range slices.Sorted(maps.Keys(files)) {
				f := emit.File{Path: p, Render: func(b *bytes.Buffer) error {
					b.WriteString(files[p])
					return nil
				}}
				if !yield(f, nil) {
					return
				}
			}
		}
	}}
}

func writeFiles(t *testing.T, out string, files map[string]string) (Stats, error) {
	t.Helper()
	return write(t.Context(), Job{Out: out, Jobs: 2}, []emit.Output{output(files)}, nil, emit.NewLedger())
}

// tree reads a folder, the list of a build left out.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == listName {
			return err
		}
		text, err := os.ReadFile(p)
		rel, _ := filepath.Rel(dir, p)
		files[filepath.ToSlash(rel)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func wantTree(t *testing.T, dir string, want map[string]string) {
	t.Helper()
	if diff := cmp.Diff(want, tree(t, dir)); diff != "" {
		t.Errorf("site differs (-want +got):\n%s", diff)
	}
}

// wantAlone checks that nothing lies beside the site.
func wantAlone(t *testing.T, out string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(out))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != filepath.Base(out) {
			t.Errorf("%s was left beside the site", e.Name())
		}
	}
}

func TestWriteReplacesTheSite(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	first := map[string]string{"index.html": "one", "a/b/c.txt": "same", "gone.html": "x"}
	if _, err := writeFiles(t, out, first); err != nil {
		t.Fatal(err)
	}
	wantTree(t, out, first)
	second := map[string]string{"index.html": "two", "a/b/c.txt": "same"}
	stats, err := writeFiles(t, out, second)
	if err != nil {
		t.Fatal(err)
	}
	wantTree(t, out, second)
	wantAlone(t, out)
	if stats.Files != 2 || stats.Unchanged != 1 {
		t.Errorf("got %d files, %d unchanged; want 2, 1", stats.Files, stats.Unchanged)
	}
}

func TestWriteKeepsWhatPeoplePutThere(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	if err := os.MkdirAll(out, 0o755); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(out, ".gitignore"), "*\n")
	if _, err := writeFiles(t, out, map[string]string{"index.html": "one"}); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(out, "well-known", "security.txt"), "mail us")
	if _, err := writeFiles(t, out, map[string]string{"other.html": "two"}); err != nil {
		t.Fatal(err)
	}
	wantTree(t, out, map[string]string{"other.html": "two", ".gitignore": "*\n", "well-known/security.txt": "mail us"})
}

func TestWriteRefusesAFolderOfSomebody(t *testing.T) {
	out := filepath.Join(t.TempDir(), "home")
	put(t, filepath.Join(out, "letter.txt"), "dear")
	_, err := writeFiles(t, out, map[string]string{"index.html": "one"})
	if err == nil || !strings.Contains(err.Error(), "letter.txt") {
		t.Errorf("got %v, want a refusal that names letter.txt", err)
	}
	wantTree(t, out, map[string]string{"letter.txt": "dear"})
	wantAlone(t, out)
}

// A file of the old site that somebody edited in place is neither taken for
// unchanged nor written through its link.
func TestWriteLooksAtTheOldBytes(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	files := map[string]string{"index.html": "right"}
	if _, err := writeFiles(t, out, files); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(out, "index.html"), "wrong")
	if _, err := writeFiles(t, out, files); err != nil {
		t.Fatal(err)
	}
	wantTree(t, out, files)
}

func TestWriteFailuresLeaveTheSite(t *testing.T) {
	old := map[string]string{"index.html": "old"}
	boom := errors.New("boom")
	failing := emit.Output{Name: "failing", Files: func(*emit.Input, *emit.Ledger) iter.Seq2[emit.File, error] {
		return func(yield func(emit.File, error) bool) {
			for i := range 50 {
				if !yield(emit.File{Path: fmt.Sprintf("%d.html", i), Render: func(*bytes.Buffer) error {
					if i == 30 {
						return boom
					}
					return nil
				}}, nil) {
					return
				}
			}
		}
	}}
	same := output(map[string]string{"index.html": "new"})
	cases := []struct {
		name    string
		outputs []emit.Output
		want    string
	}{
		{"a page fails", []emit.Output{failing}, "boom"},
		{"two outputs, one path", []emit.Output{same, same}, "two outputs write index.html"},
		{"out of the site", []emit.Output{output(map[string]string{"../x": ""})}, "leaves the site"},
		{"a name with a newline", []emit.Output{output(map[string]string{"a\nb": ""})}, "no server serves"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "public")
			if _, err := writeFiles(t, out, old); err != nil {
				t.Fatal(err)
			}
			_, err := write(t.Context(), Job{Out: out, Jobs: 2}, c.outputs, nil, emit.NewLedger())
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got error %v, want one with %q", err, c.want)
			}
			wantTree(t, out, old)
			wantAlone(t, out)
		})
	}
}

func TestWriteStopsWhenInterrupted(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	ctx, cancel := context.WithCancel(t.Context())
	endless := emit.Output{Name: "endless", Files: func(*emit.Input, *emit.Ledger) iter.Seq2[emit.File, error] {
		return func(yield func(emit.File, error) bool) {
			for i := 0; yield(emit.File{Path: fmt.Sprint(i), Render: func(*bytes.Buffer) error { return nil }}, nil); i++ {
				if i == 10 {
					cancel()
				}
			}
		}
	}}
	_, err := write(ctx, Job{Out: out, Jobs: 2}, []emit.Output{endless}, nil, emit.NewLedger())
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	if _, err := os.Stat(out); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a site was written by an interrupted build")
	}
}

func TestWriteSweepsDeadStages(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "public")
	put(t, filepath.Join(dir, ".public.stage-1-0", "index.html"), "half")
	if _, err := writeFiles(t, out, map[string]string{"index.html": "one"}); err != nil {
		t.Fatal(err)
	}
	wantAlone(t, out)
}

// Builds that run at once do not disturb each other: the site is whole at every
// moment and in the end one of them.
func TestWriteAtOnce(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	site := func(text string) map[string]string {
		files := map[string]string{}
		for i := range 40 {
			files[fmt.Sprintf("d%d/f.html", i)] = text
		}
		return files
	}
	if _, err := writeFiles(t, out, site("0")); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			if _, err := writeFiles(t, out, site(fmt.Sprint(i%2))); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	got := tree(t, out)
	if !maps.Equal(got, site("0")) && !maps.Equal(got, site("1")) {
		t.Errorf("the site is none of those that were written: %v", got)
	}
	wantAlone(t, out)
}

func put(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
