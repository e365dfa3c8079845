package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/term"

	"upgraph/internal/build"
)

// When progress is shown: a build that takes no longer than silence says nothing
// before its last line.
const (
	silence   = time.Second
	showEvery = 100 * time.Millisecond
)

// phase is a part of a build as `build --json` tells it.
type phase struct {
	Name    string  `json:"name"`
	Seconds float64 `json:"seconds"`
	Files   int     `json:"files"`
	Bytes   int64   `json:"bytes"`
}

// phases takes the time of the parts of a build and shows on a terminal how far
// it is.
type phases struct {
	start, began, shown time.Time
	all                 []phase
	before, now         build.Stats // written when the part began, and so far
	screen              io.Writer   // nil where nobody watches

	mu sync.Mutex
}

func newPhases(stderr io.Writer) *phases {
	p := &phases{start: time.Now()}
	p.began = p.start
	if f, ok := stderr.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.screen = f
	}
	return p
}

// begin ends the part before and begins the next one.
func (p *phases) begin(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next(name)
}

func (p *phases) next(name string) {
	now := time.Now()
	if n := len(p.all); n > 0 {
		last := &p.all[n-1]
		last.Seconds = now.Sub(p.began).Seconds()
		last.Files, last.Bytes = p.now.Files-p.before.Files, p.now.Bytes-p.before.Bytes
	}
	p.before, p.began = p.now, now
	if name != "" {
		p.all = append(p.all, phase{Name: name})
	}
}

// wrote is the progress of [build.Write].
func (p *phases) wrote(output string, written build.Stats) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n := len(p.all); n == 0 || p.all[n-1].Name != output {
		p.next(output)
	}
	p.now = written
	if p.screen == nil {
		return
	}
	if now := time.Now(); now.Sub(p.start) > silence && now.Sub(p.shown) > showEvery {
		p.shown = now
		fmt.Fprintf(p.screen, "\r\x1b[K%s, %s", output, count(written.Files, "file"))
	}
}

// end ends the last part and takes what was shown off the terminal.
func (p *phases) end() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next("")
	if !p.shown.IsZero() {
		fmt.Fprint(p.screen, "\r\x1b[K")
	}
	return time.Since(p.start)
}

// buildReport is what `build --json` prints. Fields may be added, never renamed.
type buildReport struct {
	Out        string  `json:"out"`
	Products   int     `json:"products"`
	Releases   int     `json:"releases"`
	Upgrades   int     `json:"upgrades"`
	Unapproved int     `json:"unapproved"` // steps that wait for approval
	Files      int     `json:"files"`
	Unchanged  int     `json:"unchanged"` // of files
	Rendered   int     `json:"rendered"`  // of files
	Bytes      int64   `json:"bytes"`
	Seconds    float64 `json:"seconds"`
	Phases     []phase `json:"phases"`
}

func reportOf(c *build.Content, s build.Stats, out string, p *phases) buildReport {
	r := buildReport{Out: out, Products: len(c.Products), Unapproved: c.Unapproved(), Files: s.Files, Unchanged: s.Unchanged, Rendered: s.Rendered, Bytes: s.Bytes,
		Seconds: p.end().Seconds(), Phases: p.all}
	for _, product := range c.Products {
		r.Releases += len(product.Catalog.Releases)
		r.Upgrades += len(product.Catalog.Edges)
	}
	return r
}

// again is the report of a build that found its site as it should be.
func (r buildReport) again(out string, p *phases) buildReport {
	r.Out, r.Unchanged, r.Rendered, r.Seconds, r.Phases = out, r.Files, 0, p.end().Seconds(), p.all
	return r
}

func (r buildReport) json(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

// line is the one line that a build ends with.
func (r buildReport) line() string {
	line := fmt.Sprintf("%s: %s, %s, %s; %s (%d unchanged), %.1f MB in %s",
		r.Out, count(r.Products, "product"), count(r.Releases, "release"), count(r.Upgrades, "upgrade"),
		count(r.Files, "file"), r.Unchanged, float64(r.Bytes)/1e6, time.Duration(r.Seconds*float64(time.Second)).Round(time.Millisecond))
	if r.Unapproved > 0 {
		line += fmt.Sprintf("; %s wait for approval (upgraph review)", count(r.Unapproved, "step"))
	}
	return line
}
