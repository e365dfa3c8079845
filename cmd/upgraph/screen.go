package main

import (
	"fmt"
	"io/fs"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"upgraph/internal/build"
	"upgraph/internal/diag"
	"upgraph/internal/preview"
)

const (
	// unhurried is how long a change waits to be held against everything else
	// once its own pages are shown.
	unhurried = 300 * time.Millisecond
	// hurried is the same for a change that nothing is shown of before.
	hurried = 10 * time.Millisecond
	// atEase is how long nothing must change before every file of the site is named,
	// to find two of one path: that takes the index of the search. It is also the
	// longest that a change waits in large folders.
	atEase = 3 * time.Second
)

// screen is what serve shows: first the guides that changed, as soon as they are
// read, then everything that follows from the change.
type screen struct {
	cmd      *cobra.Command
	live     *preview.Live
	url      string
	readings *build.Readings
	whole    sync.Mutex // held while everything is read

	mu      sync.Mutex
	changes int
	content *build.Content // that is shown, nil where nothing is or something is wrong
	faults  []preview.Fault
	later   *time.Timer
	took    time.Duration // to read everything the last time
}

// changed shows what comes of a change: of single files, or of whatever where
// none are named.
func (s *screen) changed(files []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changes++
	n, wait := s.changes, hurried
	switch {
	case s.showAgain(files):
		wait = min(max(unhurried, 2*s.took), atEase) // the next change shall not wait for this one
	case n == 1:
		wait = 0
	}
	if s.later != nil {
		s.later.Stop()
	}
	s.later = time.AfterFunc(wait, func() { s.showAll(n) })
}

// showAgain shows guides that can be read alone.
func (s *screen) showAgain(files []string) bool {
	if s.content == nil {
		return false
	}
	start := time.Now()
	content, ok := s.content.Again(files, s.readings)
	if !ok {
		return false
	}
	site, err := content.Live(s.options(), preview.NewFile)
	if err != nil {
		return false
	}
	s.content = content
	s.live.Show(s.explain(site, content), s.faults)
	s.say("shown in", start)
	return true
}

// showAll reads the content folder and shows the site, or what is wrong, unless
// something changed since.
func (s *screen) showAll(change int) {
	s.whole.Lock()
	defer s.whole.Unlock()
	start := time.Now()
	if s.since(change) {
		return
	}
	content, err := load(s.cmd, build.Options{Drafts: true, Readings: s.readings})
	if err != nil {
		s.broken(change, err)
		return
	}
	var site *build.Live
	if !diag.HasErrors(content.Diagnostics) {
		if site, err = content.Live(s.options(), preview.NewFile); err != nil {
			s.broken(change, err)
			return
		}
	}
	s.show(change, content, site, start)
}

// check names every file of the site that is shown, unless something changed since.
func (s *screen) check(change int, site *build.Live) {
	s.whole.Lock()
	defer s.whole.Unlock()
	if s.since(change) {
		return
	}
	if err := site.Check(); err != nil {
		s.broken(change, err)
	}
}

func (s *screen) show(change int, content *build.Content, site *build.Live, start time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changes != change {
		return
	}
	found := shown(content.Diagnostics)
	s.faults, s.content = faults(found, contentDir(s.cmd), content.Source), content
	if site == nil {
		s.content = nil
		s.live.Show(nil, s.faults)
	} else {
		s.live.Show(s.explain(site, content), s.faults)
		s.later = time.AfterFunc(atEase, func() { s.check(change, site) })
	}
	s.took = time.Since(start)
	if err := printDiagnostics(s.cmd.ErrOrStderr(), found, contentDir(s.cmd), content.Source); err != nil {
		return // nobody reads what is printed
	}
	if site == nil {
		fmt.Fprintln(s.cmd.OutOrStdout(), "the site is as it was")
		return
	}
	s.say("read in", start)
}

// explain is a site whose pages say why they cannot be made. On the terminal each
// reason is told once.
func (s *screen) explain(site fs.FS, content *build.Content) fs.FS {
	var mu sync.Mutex
	said := map[diag.Pos]bool{}
	return explained{FS: site, content: content, dir: contentDir(s.cmd), told: func(d diag.Diagnostic) {
		mu.Lock()
		defer mu.Unlock()
		if !said[d.Pos] {
			said[d.Pos] = true
			_ = printDiagnostics(s.cmd.ErrOrStderr(), []diag.Diagnostic{d}, contentDir(s.cmd), content.Source) // nobody may read it
		}
	}}
}

// broken shows what is wrong with no single line of the content.
func (s *screen) broken(change int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changes != change {
		return
	}
	fmt.Fprintf(s.cmd.ErrOrStderr(), "upgraph: %v\n", err)
	s.content = nil
	s.faults = []preview.Fault{{File: contentDir(s.cmd), Severity: string(diag.Error), Message: err.Error()}}
	s.live.Show(nil, s.faults)
}

// since reports whether something changed since a change.
func (s *screen) since(change int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changes != change
}

func (s *screen) options() build.SiteOptions {
	return build.SiteOptions{Generator: generator, BaseURL: s.url}
}

func (s *screen) say(what string, start time.Time) {
	fmt.Fprintf(s.cmd.OutOrStdout(), "%s %s\n", what, time.Since(start).Round(time.Millisecond))
}
