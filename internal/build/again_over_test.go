package build

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"sync"
	"testing"
)

// TestSiteAgainOverAnything builds over sites and memories that something happened to.
func TestSiteAgainOverAnything(t *testing.T) {
	t.Parallel()
	e := newEdited(t, ways(t))
	e.job.Precompress = true
	e.same("nothing")
	page, packed := "public/app/releases/v1.0.0/index.html", "public/app/releases/v1.0.0/index.html.gz"
	remembered := func() (files []string) {
		for name := range tree(t, e.path("cache")) {
			files = append(files, "cache/"+name)
		}
		return files
	}
	for _, c := range []struct {
		name string
		do   func() error
	}{
		{"a page of other bytes", func() error { return forge(e.path(page), 'a', 'b') }},
		{"a packed copy of other bytes", func() error { return forge(e.path(packed), 0, 1) }},
		{"a script of other bytes", func() error { return forge(e.path("public/scripts/app/upgrade-to-v1.0.1.sh"), 'a', 'b') }},
		{"a page that is gone", func() error { return os.Remove(e.path(page)) }},
		{"a page that is a folder", func() error { return errors.Join(os.Remove(e.path(page)), os.MkdirAll(e.path(page), 0o755)) }},
		{"a page that is a link", func() error { return errors.Join(os.Remove(e.path(page)), os.Symlink("/etc/hostname", e.path(page))) }},
		{"a script that nobody can run", func() error { return os.Chmod(e.path("public/scripts/app/upgrade-to-v1.0.1.sh"), 0o644) }},
		{"a site that is gone", func() error { return os.RemoveAll(e.path("public")) }},
		{"a site that was copied", func() error {
			err := os.CopyFS(e.path("copy"), os.DirFS(e.path("public")))
			return errors.Join(err, os.RemoveAll(e.path("public")), os.Rename(e.path("copy"), e.path("public")))
		}},
		{"a memory that is gone", func() error { return os.RemoveAll(e.path("cache")) }},
		{"other settings", func() error {
			e.job.Only = slices.DeleteFunc(e.job.Only, func(name string) bool { return name == "robots" })
			return nil
		}},
	} {
		wait()
		e.write("app/en/v1.2.1.md", e.read("app/en/v1.2.1.md")+"\n")
		if err := c.do(); err != nil {
			t.Fatal(c.name, err)
		}
		e.same(c.name)
	}
	for range 12 {
		wait()
		e.write("app/en/v1.2.1.md", e.read("app/en/v1.2.1.md")+"\n")
		names := remembered()
		name := names[e.next(len(names))]
		text, err := os.ReadFile(e.path(name))
		if err != nil {
			t.Fatal(err)
		}
		at := e.next(len(text))
		text[at] ^= byte(1 << e.next(8))
		put(t, e.path(name), string(text))
		e.same(fmt.Sprintf("%s with another byte %d", name, at))
	}
}

// forge writes another byte into a file and sets its times back as far as they can
// be.
func forge(name string, old, now byte) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(name)
	if at := bytes.IndexByte(text, old); err == nil && at >= 0 {
		text[at] = now
		err = os.WriteFile(name, text, info.Mode())
	}
	return errors.Join(err, os.Chtimes(name, info.ModTime(), info.ModTime()))
}

// TestSiteAgainAfterAKill ends builds at many places: what is there is the site before,
// and the next build makes the one that is wanted.
func TestSiteAgainAfterAKill(t *testing.T) {
	t.Parallel()
	e := newEdited(t, ways(t))
	e.same("nothing")
	for i, after := range []int{0, 1, 30, 150, 390} {
		wait()
		before := tree(t, e.path("public"))
		e.write("app/en/v1.0.2.md", e.read("app/en/v1.0.2.md")+"\n")
		ctx, cancel := context.WithCancel(t.Context())
		e.ctx, e.job.Progress = ctx, func(_ string, written Stats) {
			if written.Files >= after {
				cancel()
			}
		}
		if _, err := e.try(); !errors.Is(err, context.Canceled) {
			t.Errorf("turn %d: the build ends with %v", i, err)
		}
		e.ctx, e.job.Progress = t.Context(), nil
		if !maps.Equal(before, tree(t, e.path("public"))) {
			t.Errorf("turn %d: the site before is another one", i)
		}
		e.same(fmt.Sprintf("turn %d", i))
	}
}

// TestSiteAgainAtOnce runs builds of one site at once over one memory.
func TestSiteAgainAtOnce(t *testing.T) {
	t.Parallel()
	e := newEdited(t, ways(t))
	e.same("nothing")
	for range 3 {
		wait()
		e.write("app/en/v1.0.2.md", e.read("app/en/v1.0.2.md")+"\n")
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				if _, err := e.try(); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		e.same("three at once")
		e.write("app/en/v1.2.1.md", e.read("app/en/v1.2.1.md")+"\n")
		e.same("the next one")
	}
}
