package main

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

const (
	// quiet is how long nothing must happen before a change counts as whole:
	// editors write, rename and set times one after another.
	quiet = 5 * time.Millisecond
	// busy is the same soon after a change: it is one of many.
	busy = 40 * time.Millisecond
	// patience ends the wait for quiet where something never stops.
	patience = 250 * time.Millisecond
	// lookEvery is how often folders are looked at where the system does not
	// report changes. A look costs one stat for each file.
	lookEvery = 300 * time.Millisecond
)

// watch calls changed at once and then after every change under dir, once for
// a burst of them, until ctx ends: with the paths that something happened to,
// below dir and with slashes, or with none where that is not known. Where the
// system cannot report changes it looks for them.
func watch(ctx context.Context, dir string, changed func(files []string)) {
	for ctx.Err() == nil {
		notify(ctx, dir, changed)
		if ctx.Err() != nil {
			return
		}
		// The folder is gone, or there are too many folders to be told of.
		before := fingerprint(dir)
		changed(nil)
		for now := before; now == before; now = fingerprint(dir) {
			select {
			case <-ctx.Done():
				return
			case <-time.After(lookEvery):
			}
		}
	}
}

// notify calls changed when it watches, so that nothing is missed in between,
// and whenever the system tells of a change. It returns when it is not told, or
// no longer.
func notify(ctx context.Context, dir string, changed func(files []string)) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return
	}
	defer w.Close()
	if dir, err = filepath.EvalSymlinks(dir); err != nil || addFolders(w, dir) != nil {
		return
	}
	changed(nil)
	var settle <-chan time.Time
	var since, told time.Time
	var files []string
	for {
		select {
		case <-ctx.Done():
			return
		case <-settle:
			changed(files)
			settle, files, told = nil, nil, time.Now()
		case e, ok := <-w.Events:
			if !ok {
				return
			}
			if e.Name == filepath.Clean(dir) && e.Has(fsnotify.Remove|fsnotify.Rename) {
				return
			}
			if ignored(e.Name) {
				continue
			}
			if e.Has(fsnotify.Create) && addFolders(w, e.Name) != nil {
				return
			}
			if settle == nil {
				since = time.Now()
			}
			if name := below(dir, e.Name); !slices.Contains(files, name) {
				files = append(files, name)
			}
			if settle == nil || time.Since(since) < patience {
				settle = time.After(pause(time.Since(told)))
			}
		case err, ok := <-w.Errors:
			if !ok || err != nil {
				return // events were lost
			}
		}
	}
}

// pause is how long nothing must happen, by how long ago a change was told of.
func pause(ago time.Duration) time.Duration {
	if ago < patience {
		return busy
	}
	return quiet
}

// below is a path relative to the folder that it is in, with slashes.
func below(dir, name string) string {
	rel, err := filepath.Rel(dir, name)
	if err != nil {
		return name // of no file that is known
	}
	return filepath.ToSlash(rel)
}

// addFolders watches a folder and those in it. What is gone by now, or is no
// folder, is none.
func addFolders(w *fsnotify.Watcher, dir string) error {
	return filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || !d.IsDir():
			return nil
		case p != dir && ignored(p):
			return filepath.SkipDir
		}
		if err := w.Add(p); err != nil {
			if _, gone := filepath.EvalSymlinks(p); gone != nil {
				return nil
			}
			return fmt.Errorf("watch %s: %w", p, err)
		}
		return nil
	})
}

// ignored names the files that editors keep beside the one being edited.
func ignored(name string) bool {
	base := filepath.Base(name)
	return strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~") || base == "4913"
}

// fingerprint changes when a file under dir is added, removed, renamed or
// written.
func fingerprint(dir string) string {
	var b strings.Builder
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real // a walk does not follow a link that it begins with
	}
	_ = filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil // gone between listing and looking: the next look sees it
		}
		if info, err := d.Info(); err == nil && !d.IsDir() {
			fmt.Fprintf(&b, "%s %d %d\n", p, info.Size(), info.ModTime().UnixNano())
		}
		return nil
	})
	return b.String()
}
