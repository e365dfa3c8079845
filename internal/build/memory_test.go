package build

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"upgraph/internal/emit"
)

// remembering is a content folder, a program and a site that is built from them
// with a memory.
type remembering struct {
	*testing.T
	dir string
	src Sources
	now func() time.Time
}

func newRemembering(t *testing.T) remembering {
	r := remembering{T: t, dir: t.TempDir(), now: time.Now}
	put(t, filepath.Join(r.dir, "program"), "one")
	put(t, filepath.Join(r.dir, "content", "a.md"), "a")
	r.src = Sources{Words: "settings", Program: filepath.Join(r.dir, "program"), Trees: []string{filepath.Join(r.dir, "content")}}
	return r
}

// build writes a site unless it is known, and reports which.
func (r remembering) build(files map[string]string) (known bool) {
	r.Helper()
	out := filepath.Join(r.dir, "public")
	m, err := MemoryOf(filepath.Join(r.dir, "cache"), out)
	if err != nil {
		r.Fatal(err)
	}
	in, err := m.Look(r.src, r.now())
	if err != nil {
		r.Fatal(err)
	}
	if said, ok := m.Recall(in, r.now()); ok {
		if string(said) != "said" {
			r.Errorf("it said %q", said)
		}
		return true
	}
	stats, err := write(r.Context(), Job{Out: out, Jobs: 2, Memory: m, Now: r.now}, []emit.Output{output(files)}, nil, emit.NewLedger())
	if err != nil {
		r.Fatal(err)
	}
	if err := m.Keep(r.src, in, stats.Site, []byte("said"), r.now); err != nil {
		r.Fatal(err)
	}
	return false
}

func TestMemoryOfSources(t *testing.T) {
	r := newRemembering(t)
	files := map[string]string{"index.html": "1", "d/e/f.txt": "2"}
	for _, c := range []struct {
		name  string
		do    func()
		known bool
	}{
		{"the first time", func() {}, false},
		{"the same", func() {}, true},
		{"another program", func() { put(t, r.src.Program, "two") }, false},
		{"a program that was copied", func() { os.Remove(r.src.Program); put(t, r.src.Program, "two") }, true},
		{"settings", func() { r.src.Words = "others" }, false},
		{"an empty folder", func() { _ = os.Mkdir(filepath.Join(r.dir, "content", "b"), 0o755) }, false},
		{"a file that somebody put into the site", func() { put(t, filepath.Join(r.dir, "public", "mine"), "x") }, true},
		{"a page that is gone", func() { os.Remove(filepath.Join(r.dir, "public", "d", "e", "f.txt")) }, false},
	} {
		c.do()
		if got := r.build(files); got != c.known {
			t.Errorf("%s: known is %v", c.name, got)
		}
	}
}

// A file that was changed in the same tick of the clock in which it was looked at
// is read again: its time may be the one that is remembered.
func TestMemoryReadsWhatIsTooNew(t *testing.T) {
	r := newRemembering(t)
	began := time.Now()
	r.now = func() time.Time { return began }
	r.build(nil)
	m, _ := MemoryOf(filepath.Join(r.dir, "cache"), filepath.Join(r.dir, "public"))
	for _, f := range slices.Concat(m.record.inputs.files[:1], m.record.files) {
		if f.sure {
			t.Errorf("%s is taken for settled", f.name)
		}
	}
	r.now = func() time.Time { return began.Add(time.Minute) }
	if !r.build(nil) {
		t.Error("what was read again was as it had been")
	}
	m, _ = MemoryOf(filepath.Join(r.dir, "cache"), filepath.Join(r.dir, "public"))
	for _, f := range slices.Concat(m.record.inputs.files[:1], m.record.files) {
		if !f.sure {
			t.Errorf("%s is still not settled", f.name)
		}
	}
}

// A change of the content while a build runs is seen by the next one.
func TestMemoryOfChangesMeanwhile(t *testing.T) {
	r := newRemembering(t)
	files := map[string]string{"index.html": "1"}
	out := filepath.Join(r.dir, "public")
	m, _ := MemoryOf(filepath.Join(r.dir, "cache"), out)
	in, err := m.Look(r.src, r.now())
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(r.dir, "content", "a.md"), "b")
	stats, err := write(t.Context(), Job{Out: out, Memory: m, Now: r.now}, []emit.Output{output(files)}, nil, emit.NewLedger())
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Keep(r.src, in, stats.Site, []byte("said"), r.now); err != nil {
		t.Fatal(err)
	}
	if r.build(files) {
		t.Error("the site was taken for one of the new content")
	}
}

// Builds of other content at once leave a site and a memory that agree or a
// memory that knows nothing.
func TestMemoryAtOnce(t *testing.T) {
	r := newRemembering(t)
	sites := []map[string]string{{}, {}}
	for i := range 200 {
		name := filepath.Join("d", string(rune('a'+i%26)), time.Duration(i).String())
		sites[0][name], sites[1][name] = "0", []string{"0", "1"}[i%2]
	}
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Go(func() {
			mine := r
			mine.src.Words = []string{"zero", "one"}[i%2]
			mine.build(sites[i%2])
		})
	}
	wg.Wait()
	for i, words := range []string{"zero", "one"} {
		r.src.Words = words
		if r.build(sites[i]); !maps.Equal(tree(t, filepath.Join(r.dir, "public")), sites[i]) {
			t.Errorf("%s: the site is that of other settings", words)
		}
	}
	wantAlone(t, filepath.Join(r.dir, "cache", "sites"))
}

func TestRecordIsReadAsWritten(t *testing.T) {
	f := seen{name: "0:a/b", sum: [32]byte{1, 2}, sure: true, state: state{dev: 1 << 40, ino: 1 << 60, size: -1, mtime: -5, ctime: 1 << 62, mode: 0o100644, links: 3}}
	g := f
	g.name, g.sure = "0:a/c", false
	r := &record{inputs: &Inputs{words: "w", files: []seen{f, g}}, files: []seen{g}, said: []byte("{}")}
	text := r.encode()
	got, err := decodeRecord(text)
	if err != nil || !slices.Equal(got.inputs.files, r.inputs.files) || !slices.Equal(got.files, r.files) || got.inputs.words != "w" || string(got.said) != "{}" {
		t.Errorf("got %+v, %v", got, err)
	}
	for i := range text {
		broken := slices.Clone(text)
		broken[i] ^= 4
		if _, err := decodeRecord(broken); err == nil {
			t.Errorf("a record with another byte %d is read", i)
		}
		if _, err := decodeRecord(text[:i]); err == nil {
			t.Errorf("a record of %d bytes is read", i)
		}
	}
}

// FuzzRecord holds that whatever is in the cache does no harm.
func FuzzRecord(f *testing.F) {
	whole := (&record{inputs: &Inputs{files: []seen{{name: "a"}, {name: "ab"}}}}).encode()
	f.Add(whole[len(recordHead) : len(whole)-4])
	f.Fuzz(func(t *testing.T, text []byte) {
		if r, err := decodeBody(text); err == nil && len(r.files) > len(text) {
			t.Errorf("%d files of %d bytes", len(r.files), len(text))
		}
	})
}
