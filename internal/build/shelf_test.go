package build

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upgraph/internal/config"
	"upgraph/internal/diag"
)

// shelves opens the shelf of a site anew, as the next build does.
func shelves(t *testing.T) func(program byte) *Shelf {
	m, err := MemoryOf(t.TempDir(), "public")
	if err != nil {
		t.Fatal(err)
	}
	return func(program byte) *Shelf { return m.Shelf(&Inputs{files: []seen{{sum: [32]byte{program}}}}) }
}

// What comes from the disk is what was read, of our own guides and of others'.
func TestShelfGivesBackWhatWasRead(t *testing.T) {
	folders := []string{"../../content"}
	if others, err := filepath.Glob("../../../shared/corpus/*/*"); err == nil && !testing.Short() {
		folders = append(folders, others...)
	}
	if len(folders) == 1 {
		t.Log("the guides of other projects are not there")
	}
	for _, dir := range folders {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			continue
		}
		open := shelves(t)
		load := func(s *Shelf) *Content {
			return Load(os.DirFS(dir), Options{Name: "x", Generator: "test", Once: true, Shelf: s})
		}
		want := load(nil)
		load(open(1))
		s := open(1)
		got := load(s)
		if s.missed > 0 {
			t.Errorf("%s: guides are read again", dir)
		}
		if diff := cmp.Diff(want.Diagnostics, got.Diagnostics); diff != "" {
			t.Errorf("%s: findings differ (-read +kept):\n%s", dir, diff)
		}
		for i, p := range want.Products {
			if !reflect.DeepEqual(p.Pages, got.Products[i].Pages) || !reflect.DeepEqual(p.Catalog, got.Products[i].Catalog) {
				t.Errorf("%s: product %s differs", dir, p.Config.ID)
			}
		}
	}
}

func TestShelfReadsWhatIsNew(t *testing.T) {
	open, dir := shelves(t), t.TempDir()
	guide := func(name, more string) {
		put(t, filepath.Join(dir, "p", name), "---\nversion: v1.0.0\ntitle: T\n---\n\n## Changes\n\n- Add a thing"+more+"\n")
	}
	load := func(program byte) (fresh bool, known int) {
		s := open(program)
		if c := Load(os.DirFS(dir), Options{Once: true, Shelf: s}); len(c.Products) != 1 {
			t.Fatalf("read %v", c.Diagnostics)
		}
		return s.missed > 0, len(open(program).known)
	}
	guide("v1.0.0.md", "")
	for _, c := range []struct {
		name    string
		do      func()
		program byte
		fresh   bool
		known   int
	}{
		{"a guide", func() {}, 1, true, 1},
		{"the same", func() {}, 1, false, 1},
		{"other bytes", func() { guide("v1.0.0.md", "!") }, 1, true, 1},
		{"another program", func() {}, 2, true, 1},
		{"settings", func() { put(t, filepath.Join(dir, "p", "product.yaml"), "id: p\ncomponents: [worker]\n") }, 2, true, 1},
		{"one guide more", func() { guide("v1.0.1.md", "") }, 2, true, 2},
		{"the same two", func() {}, 2, false, 2},
		{"another place", func() {
			guide("en/v1.0.1.md", "")
			_ = os.Remove(filepath.Join(dir, "p", "v1.0.1.md"))
		}, 2, true, 2},
		{"one guide less", func() { _ = os.Remove(filepath.Join(dir, "p", "en", "v1.0.1.md")) }, 2, false, 1},
		{"many guides", func() {
			for i := range 8 {
				guide(fmt.Sprintf("v2.0.%d.md", i), "")
			}
		}, 2, true, 9},
		{"one of many", func() { guide("v2.0.3.md", "?") }, 2, true, 10},
		{"another one", func() { guide("v2.0.4.md", "?") }, 2, true, 11},
		{"one too many that nobody asks for", func() { guide("v2.0.5.md", "?") }, 2, true, 9},
	} {
		c.do()
		if fresh, known := load(c.program); fresh != c.fresh || known != c.known {
			t.Errorf("%s: fresh is %v, %d are kept", c.name, fresh, known)
		}
	}
}

// A file of other bytes is no shelf, whatever is in it.
func TestShelfOfOtherBytes(t *testing.T) {
	open := shelves(t)
	s := open(1)
	content := Load(os.DirFS("../../content"), Options{Name: "x", Once: true, Shelf: s})
	all := len(open(1).known)
	if diag.HasErrors(content.Diagnostics) || all == 0 {
		t.Fatalf("nothing is kept: %v", content.Diagnostics)
	}
	name := filepath.Join(s.dir, s.name)
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(text); i += 1 + len(text)/200 {
		for what, broken := range map[string]string{"cut": string(text[:i]), "other": string(text[:i]) + string(text[i]^1) + string(text[i+1:])} {
			put(t, name, broken)
			if n := len(open(1).known); n > 0 {
				t.Errorf("%s at byte %d: %d guides are read", what, i, n)
			}
		}
	}
}

// The settings that a guide is read with are in its key as JSON, so no field may
// hide from it.
func TestSettingsAreWhollyInTheKey(t *testing.T) {
	var walk func(typ reflect.Type)
	walk = func(typ reflect.Type) {
		switch typ.Kind() {
		case reflect.Pointer, reflect.Slice:
			walk(typ.Elem())
		case reflect.Struct:
			for f := range typ.Fields() {
				if tag := f.Tag.Get("json"); !f.IsExported() || tag == "-" {
					t.Errorf("%s.%s is in no JSON", typ, f.Name)
				}
				walk(f.Type)
			}
		case reflect.Map, reflect.Interface, reflect.Func:
			t.Errorf("%s may be in JSON in many ways", typ)
		}
	}
	walk(reflect.TypeFor[config.Product]())
}
