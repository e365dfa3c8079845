package build

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"upgraph/internal/bench"
	"upgraph/internal/diag"
	"upgraph/internal/emit"
)

// edited is a content folder that is changed again and again, with a site that is
// built over the one before and held against one that is built without a memory.
type edited struct {
	*testing.T
	dir   string // with the content, a program, the site and the cache
	ctx   context.Context
	job   Job
	turns uint64
}

func newEdited(t *testing.T, content fs.FS) *edited {
	e := &edited{T: t, dir: t.TempDir(), ctx: t.Context()}
	// What is left out is rendered whatever changed, and takes most of the time.
	e.job.Only = slices.DeleteFunc(Names(), func(name string) bool { return name == "search" || name == "feeds" || name == "fleet" })
	if err := os.CopyFS(e.path("content"), content); err != nil {
		t.Fatal(err)
	}
	put(t, e.path("program"), "one")
	return e
}

func (e *edited) path(name string) string { return filepath.Join(e.dir, filepath.FromSlash(name)) }

// next is a number below n, another one every time and the same ones in each run.
func (e *edited) next(n int) int {
	e.turns = e.turns*6364136223846793005 + 1442695040888963407
	return int(e.turns>>33) % n
}

// load reads the content; it is nil where that holds errors.
func (e *edited) load(shelf *Shelf) *Content {
	c := Load(os.DirFS(e.path("content")), Options{Name: "content", Generator: "test", Once: true, Shelf: shelf})
	if diag.HasErrors(c.Diagnostics) {
		return nil
	}
	return c
}

var errContent = errors.New("the content has errors")

// try writes the site as `upgraph build` does.
func (e *edited) try() (stats Stats, err error) {
	job := e.job
	job.Out, job.Jobs, job.Now = e.path("public"), 2, time.Now
	sources := Sources{Words: fmt.Sprint(job.Only, job.Precompress), Program: e.path("program"), Trees: []string{e.path("content")}}
	if job.Memory, err = MemoryOf(e.path("cache"), job.Out); err != nil {
		return stats, err
	}
	if job.Inputs, err = job.Memory.Look(sources, time.Now()); err != nil {
		return stats, err
	}
	if _, known := job.Memory.Recall(job.Inputs, time.Now()); known {
		return stats, nil
	}
	c := e.load(job.Memory.Shelf(job.Inputs))
	if c == nil {
		return stats, errContent
	}
	c.Shed()
	done := emit.NewLedger()
	in, err := c.Compile(SiteOptions{Generator: "test"}, done)
	if err != nil {
		return stats, err
	}
	if stats, err = Write(e.ctx, job, in, done); err != nil {
		return stats, err
	}
	return stats, job.Memory.Keep(sources, job.Inputs, stats.Site, []byte("said"), time.Now)
}

// cold renders every file of the site, one after the other and from what the content
// holds alone.
func (e *edited) cold() map[string]string {
	e.Helper()
	done, names := emit.NewLedger(), Names()
	in, err := e.load(nil).Compile(SiteOptions{Generator: "test"}, done)
	if err != nil {
		e.Fatal(err)
	}
	files := map[string]string{}
	for i, o := range emit.Outputs() {
		if !slices.Contains(e.job.Only, names[i]) {
			continue
		}
		for f, err := range o.Files(in, done) {
			var b bytes.Buffer
			if err = errors.Join(err, done.Claim(f.Path)); err == nil {
				err = f.Render(&b)
			}
			if err != nil {
				e.Fatal(err)
			}
			done.Record(f.Path, sha256.Sum256(b.Bytes()), int64(b.Len()))
			files[f.Path] = b.String()
		}
	}
	if e.job.Precompress {
		for name, text := range maps.Clone(files) {
			if slices.Contains(packedNames, path.Ext(name)) && !strings.HasPrefix(name, "_") {
				files[name+".gz"] = zipped(e.T, text)
			}
		}
	}
	return files
}

func zipped(t *testing.T, text string) string {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(z, text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// same builds the site over the one before and reports how many of its files were
// rendered. It is not ok where the content has errors.
func (e *edited) same(what string) (rendered int, ok bool) {
	e.Helper()
	stats, err := e.try()
	if errors.Is(err, errContent) {
		return 0, false
	}
	if err != nil {
		e.Fatalf("%s: %v", what, err)
	}
	got, want := tree(e.T, e.path("public")), e.cold()
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if text, ok := got[name]; !ok || text != want[name] {
			e.Errorf("%s: %s is there: %t, and differs", what, name, ok)
		}
		delete(got, name)
	}
	for name := range got {
		e.Errorf("%s: %s is left over", what, name)
	}
	if e.Failed() {
		e.FailNow()
	}
	return stats.Rendered, true
}

// wait lets the clock go on, so that files are known by their state.
func wait() { time.Sleep(2 * tick) }

// files are those of the content folder, by their endings.
func (e *edited) files(endings ...string) []string {
	var names []string
	err := fs.WalkDir(os.DirFS(e.path("content")), ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && slices.Contains(endings, path.Ext(p)) {
			names = append(names, p)
		}
		return err
	})
	if err != nil {
		e.Fatal(err)
	}
	return names
}

func (e *edited) read(name string) string {
	text, err := os.ReadFile(e.path("content/" + name))
	if err != nil {
		e.Fatal(err)
	}
	return string(text)
}

func (e *edited) write(name, text string) { put(e.T, e.path("content/"+name), text) }

// randomly changes a line of a file and gives what undoes it.
func (e *edited) randomly() (what string, undo func()) {
	names := e.files(".md", ".yaml", ".lock")
	name := names[e.next(len(names))]
	old := e.read(name)
	lines := strings.SplitAfter(old, "\n")
	i := e.next(len(lines))
	var kind string
	switch e.next(7) {
	case 0:
		kind, lines[i] = "twice", lines[i]+lines[i]
	case 1:
		kind, lines = "gone", slices.Delete(lines, i, i+1)
	case 2:
		j := e.next(len(lines))
		kind, lines[i], lines[j] = "elsewhere", lines[j], lines[i]
	case 3:
		kind, lines[i] = "another change", lines[i]+"- Fix another thing of `level`\n"
	case 4:
		other := strings.SplitAfter(e.read(names[e.next(len(names))]), "\n")
		kind, lines[i] = "from another file", lines[i]+other[e.next(len(other))]
	default:
		words := strings.Fields(lines[i])
		if len(words) > 0 {
			word := words[e.next(len(words))]
			lines[i] = strings.Replace(lines[i], word, []string{word + "s", "v1.1.0", "breaking", ""}[e.next(4)], 1)
		}
		kind = "a word"
	}
	e.write(name, strings.Join(lines, ""))
	return fmt.Sprintf("%s, line %d, %s", name, i+1, kind), func() { e.write(name, old) }
}

// ways is a content folder that says much of ways, conditions and each other.
func ways(t *testing.T) fs.FS {
	archive, err := txtar.ParseFile(filepath.Join("testdata", "ways.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, f := range archive.Files {
		files[f.Name] = &fstest.MapFile{Data: f.Data, Mode: 0o644}
	}
	return files
}

// contents are what is changed, by name.
func contents(t *testing.T) map[string]fs.FS {
	all := map[string]fs.FS{"ways": ways(t), "ours": os.DirFS("../../content"), "made up": bench.FS(40, 1)}
	for _, name := range []string{"docs-dm", "docs-tidb-operator"} {
		if dir := filepath.Join("..", "..", "..", "shared", "corpus", name); long() {
			if _, err := os.Stat(dir); err == nil {
				all[name] = os.DirFS(dir)
			} else {
				t.Logf("%s is not there", name)
			}
		}
	}
	return all
}

func long() bool { return os.Getenv("UPGRAPH_LONG") != "" }

// TestSiteAgainAfterAnyLine changes single lines, whatever they are, and builds over
// the site before.
func TestSiteAgainAfterAnyLine(t *testing.T) {
	for name, content := range contents(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEdited(t, content)
			e.same("nothing")
			turns := 8
			if long() {
				turns = 200
			}
			broken := 0
			for turn := range turns {
				what, undo := e.randomly()
				rendered, ok := e.same(what)
				if !ok {
					broken++
					undo()
				}
				t.Logf("%d. %s: %d files are rendered, %t", turn+1, what, rendered, ok)
			}
			if broken == turns {
				t.Error("no change could be built")
			}
		})
	}
}

// dot is a picture.
func dot(t *testing.T, size int) string {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, size, size))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestSiteAgain changes each kind of thing that a site is made of. most is how many
// files may be rendered, 0 where it may be all of them.
func TestSiteAgain(t *testing.T) {
	t.Parallel()
	e := newEdited(t, ways(t))
	e.write("app/en/dot.png", dot(t, 10))
	replace := func(name, old, now string) func() {
		return func() {
			text := e.read(name)
			if !strings.Contains(text, old) {
				t.Fatalf("%s holds no %q", name, old)
			}
			e.write(name, strings.Replace(text, old, now, 1))
		}
	}
	first, ok := e.same("nothing")
	if !ok || first < 300 {
		t.Fatalf("the first build renders %d files, %t", first, ok)
	}
	few := first * 3 / 4
	for _, c := range []struct {
		name string
		do   func()
		most int
	}{
		{"a word of a change", replace("app/en/v1.2.1.md", "a thing", "a fine thing"), few},
		{"a change more", replace("app/en/v1.2.1.md", "- Fix", "- Support more\n- Fix"), few},
		{"a word of a translation", replace("app/zh/v1.0.1.md", "新增路由表", "新增路由表格"), few},
		{"a note", replace("app/en/v1.0.3.md", "loses rows", "loses some rows"), few},
		{"a step's command", replace("app/en/v1.2.1.md", "make install", "make -s install"), few},
		{"a step more", replace("app/en/v1.2.1.md", "2. Look", "2. Wait for it.\n3. Look"), few},
		{"the summary", replace("app/en/v1.2.1.md", "What v1.2.1 is about", "All of v1.2.1"), few},
		{"a fact", replace("app/en/v1.2.1.md", "Git Commit Hash: a", "Git Commit Hash: b"), 0},
		{"the title", replace("app/en/v1.2.1.md", "title: Upgrade", "title: An upgrade"), 0},
		{"the date", replace("app/en/v1.2.1.md", "date: 2024-03-11", "date: 2024-05-01"), 0},
		{"an alias", replace("app/en/v1.0.1.md", "one,", "first,"), 0},
		{"a build", replace("app/en/v1.0.1.md", "v1.0.1-3-", "v1.0.1-4-"), 0},
		{"a former place", replace("app/en/v1.0.1.md", "#v1-0-1-old", "#v1-0-1-older"), 0},
		{"a check", replace("app/en/v1.0.2.md", "The key is gone", "No key is there"), 0},
		{"a program that is asked for", replace("app/en/v1.0.2.md", ">=2.5 <2.8", ">=2.5 <2.9"), 0},
		{"a condition", replace("app/en/_index.md", "Stop all tasks", "Stop each task"), 0},
		{"a condition in another language", replace("app/zh/_index.md", "停止所有任务", "停止任务"), 0},
		{"a note of all", replace("app/en/_index.md", "old binaries", "binaries"), 0},
		{"what is said of going back", replace("app/en/_index.md", "App is not taken back", "App never goes back"), 0},
		{"a rule", replace("app/en/v1.1.0.md", "[worker, master]", "[worker]"), 0},
		{"a risk", replace("app/en/v1.1.0.md", "Rows may be lost", "Rows are lost"), 0},
		{"a gate", replace("app/en/v1.1.0.md", "all is quiet", "it is quiet"), 0},
		{"a way", replace("app/en/v1.1.0.md", ">=1.0.1", ">=1.0.2"), 0},
		{"a guide of a way", replace("app/en/from-1.1.0-to-1.2.0.md", "convert --all", "convert --most"), 0},
		{"a link", replace("app/en/v1.1.0.md", "v1.0.0.md", "v1.0.1.md"), 0},
		{"a picture", func() { e.write("app/en/dot.png", dot(t, 20)) }, 0},
		{"a change that is the first of its kind", replace("app/en/v1.2.1.md", "- Fix", "- Fix error 1105, and"), 0},
		{"an approval", func() { e.write("app/steps.lock", "") }, 0},
		{"permalinks", func() { e.write("app/anchors.lock", "") }, 0},
		{"a word of a plain page", replace("about.md", "What this", "All that this"), few},
		{"the title of a plain page", replace("about.md", "title: About", "title: On this"), 0},
		{"a heading of a plain page", replace("ops/backup.md", "## Places", "## Rooms"), 0},
		{"a change that waits", replace("app/unreleased/thing.md", "nobody", "no one"), 0},
		{"a release withdrawn", replace("app/en/v1.0.1.md", "date:", "status: withdrawn\ndate:"), 0},
		{"the product", replace("app/product.yaml", "Name of the cluster", "The cluster"), 0},
		{"a theme", func() {
			e.write("look/_more.tmpl", "")
			replace("site.yaml", "title: Ways", "title: Other ways\ntheme: look\nbase_url: https://example.org/a/")()
		}, 0},
		{"a template", func() { e.write("look/_more.tmpl", `{{define "trace"}}{{end}}`) }, 0},
		{"a style", func() { e.write("look/assets/theme.css", "body { color: black }\n") }, 0},
		{"a file that is copied", func() { e.write("static/x.txt", "x") }, 0},
		{"the program", func() { put(t, e.path("program"), "two") }, 0},
		{"a release more", func() {
			e.write("app/en/v1.3.0.md", strings.ReplaceAll(e.read("app/en/v1.2.1.md"), "v1.2.1", "v1.3.0"))
		}, 0},
		{"a release less", func() { _ = os.Remove(e.path("content/app/en/v1.3.0.md")) }, 0},
		{"a translation less", func() { _ = os.Remove(e.path("content/app/zh/v1.0.2.md")) }, 0},
		{"a draft", replace("app/en/v1.2.1.md", "date:", "draft: true\ndate:"), 0},
	} {
		wait()
		c.do()
		rendered, ok := e.same(c.name)
		if !ok {
			t.Fatalf("%s: the content has errors: %v", c.name, Load(os.DirFS(e.path("content")), Options{}).Diagnostics)
		}
		t.Logf("%s: %d of %d", c.name, rendered, first)
		if c.most > 0 && rendered > c.most {
			t.Errorf("%s: %d files are rendered, more than %d", c.name, rendered, c.most)
		}
	}
}
