package profile

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/release"
)

const corpus = "../../../shared/corpus"

// manifest is what careful reading finds in the corpus.
type manifest struct {
	Files []struct {
		File    string   `json:"file"`
		Profile string   `json:"profile"`
		Records []wanted `json:"records"`
	} `json:"files"`
}

// wanted is one release of the manifest.
type wanted struct {
	Heading  string `json:"heading"`
	Version  string `json:"version"`
	From     string `json:"from"`
	Line     int    `json:"line"`
	EndLine  int    `json:"end_line"`
	Changes  int    `json:"change_bullets"`
	Steps    int    `json:"upgrade_steps"`
	Notes    int    `json:"notes_count"`
	Verified bool   `json:"hand_verified"`
	Commands []struct {
		Cmd  string `json:"cmd"`
		Line int    `json:"line"`
	} `json:"commands"`
}

func loadManifest(t *testing.T) manifest {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(corpus, "manifest.json"))
	if err != nil {
		t.Skipf("the corpus is not beside the checkout: %v", err)
	}
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func readCorpus(t *testing.T, name string) *release.Document {
	t.Helper()
	source, err := os.ReadFile(filepath.Join(corpus, filepath.FromSlash(name)))
	if err != nil {
		t.Skipf("the corpus is not beside the checkout: %v", err)
	}
	d, ds := doc.Parse(name, source)
	if diag.HasErrors(ds) {
		t.Fatalf("%s: %v", name, ds)
	}
	return Read(d, Options{Language: "en", Key: "x"})
}

// tally counts what was wanted, found and found rightly.
type tally struct{ want, got, hit int }

func (a *tally) add(want, got, hit int) { a.want += want; a.got += got; a.hit += hit }

func (a tally) recall() float64    { return share(a.hit, a.want) }
func (a tally) precision() float64 { return share(a.hit, a.got) }

func share(n, of int) float64 {
	if of == 0 {
		return 100
	}
	return 100 * float64(n) / float64(of)
}

func (a tally) String() string {
	return fmt.Sprintf("%4d of %4d, recall %5.1f%%, precision %5.1f%%", a.hit, a.want, a.recall(), a.precision())
}

// score is what was found of the corpus, by kind of record.
type score struct {
	profiles, releases, spans, changes, steps, notes, commands, verified tally
	dialects                                                             map[string]*dialectTally
}

// dialectTally is what README.md says of a dialect: the documents that are
// read as it, and the releases in them.
type dialectTally struct{ documents, releases tally }

// of is the tally of a dialect.
func (s *score) of(dialect string) *dialectTally {
	if s.dialects == nil {
		s.dialects = map[string]*dialectTally{}
	}
	if s.dialects[dialect] == nil {
		s.dialects[dialect] = new(dialectTally)
	}
	return s.dialects[dialect]
}

// told holds that README.md says of each dialect what was counted.
func (s *score) told(t *testing.T) {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, d := range s.dialects {
		row := regexp.MustCompile(fmt.Sprintf("(?m)^\\| `%s` \\|.*\\| %d of %d \\| %d of %d \\|$", name, d.documents.hit, d.documents.want, d.releases.hit, d.releases.want))
		if !row.Match(readme) {
			t.Errorf("README.md does not say of %s that %d of %d documents and %d of %d releases are read", name,
				d.documents.hit, d.documents.want, d.releases.hit, d.releases.want)
		}
	}
}

// TestCorpus reads every document of the corpus and prints how much of what
// the manifest lists is found. Lines are exact everywhere.
func TestCorpus(t *testing.T) {
	var s score
	for _, f := range loadManifest(t).Files {
		d := readCorpus(t, f.File)
		if d.Lines.Accounted != d.Lines.Total {
			t.Errorf("%s: %d of %d lines are accounted for: %v", f.File, d.Lines.Accounted, d.Lines.Total, d.Diagnostics)
		}
		s.profiles.add(1, 1, one(d.Profile.Name == f.Profile))
		s.of(f.Profile).documents.add(1, 1, one(d.Profile.Name == f.Profile))
		if d.Profile.Name != f.Profile {
			t.Logf("%s: profile %s, want %s (%s)", f.File, d.Profile.Name, f.Profile, d.Profile.Why)
		}
		s.releases.add(len(f.Records), len(d.Releases), 0)
		for _, w := range f.Records {
			g := releaseAt(d, w.Version, w.From, w.Line)
			s.of(f.Profile).releases.add(1, 1, one(g != nil && g.EndLine == w.EndLine))
			s.compare(t, f.File, w, g)
		}
		for _, x := range d.Diagnostics {
			t.Logf("%v", x)
		}
	}
	s.hold(t)
	s.told(t)
}

// compare adds one release of the manifest and what was read of it.
func (s *score) compare(t *testing.T, file string, w wanted, g *release.Release) {
	t.Helper()
	if g == nil {
		t.Logf("%s:%d: release %q is not found", file, w.Line, w.Version)
		s.spans.want++
		return
	}
	s.releases.hit++
	s.spans.add(1, 1, one(g.EndLine == w.EndLine))
	var want, got []string
	for _, c := range w.Commands {
		want = append(want, fmt.Sprint(c.Line, " ", c.Cmd))
	}
	for _, c := range g.Commands {
		got = append(got, fmt.Sprint(c.Line, " ", c.Text))
	}
	hit := common(want, got)
	if testing.Verbose() && (hit != len(want) || hit != len(got)) {
		t.Logf("%s: commands %q, want %q", file, missing(got, want), missing(want, got))
	}
	// The manifest counts what is labelled as a note; sections such as Known
	// issues hold notes without a label of their own.
	notes := 0
	for _, n := range g.Notes {
		if n.Section == "" {
			notes++
		}
	}
	for _, s := range g.Steps {
		notes += len(s.Notes)
	}
	s.commands.add(len(want), len(got), hit)
	s.changes.add(w.Changes, len(g.Changes), min(w.Changes, len(g.Changes)))
	s.steps.add(w.Steps, len(g.Steps), min(w.Steps, len(g.Steps)))
	s.notes.add(w.Notes, notes, min(w.Notes, notes))
	same := len(g.Changes) == w.Changes && len(g.Steps) == w.Steps && notes == w.Notes && hit == len(want) && hit == len(got) && g.EndLine == w.EndLine
	if w.Verified {
		s.verified.add(1, 1, one(same))
	}
	if !same {
		t.Logf("%s:%d-%d %s: changes %d/%d steps %d/%d notes %d/%d commands %d+%d/%d end %d", file, w.Line, w.EndLine, w.Version,
			len(g.Changes), w.Changes, len(g.Steps), w.Steps, notes, w.Notes, hit, len(got)-hit, len(want), g.EndLine)
	}
}

// hold prints the score and fails where it is lower than it was.
func (s *score) hold(t *testing.T) {
	t.Helper()
	for _, k := range []struct {
		what              string
		got               tally
		recall, precision float64
	}{
		{"profiles", s.profiles, 98, 98},
		{"releases", s.releases, 100, 100},
		{"spans", s.spans, 100, 100},
		{"changes", s.changes, 99.9, 99.9},
		{"steps", s.steps, 100, 95},
		{"notes", s.notes, 100, 100},
		{"commands", s.commands, 99, 99},
		{"verified", s.verified, 100, 100},
	} {
		t.Logf("%-8s %v", k.what, k.got)
		if k.got.recall() < k.recall || k.got.precision() < k.precision {
			t.Errorf("%s: want a recall of %v%% and a precision of %v%%", k.what, k.recall, k.precision)
		}
	}
}

func one(ok bool) int {
	if ok {
		return 1
	}
	return 0
}

// missing are the elements of a that b does not have.
func missing(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}

func common(want, got []string) int {
	left := map[string]int{}
	for _, g := range got {
		left[g]++
	}
	n := 0
	for _, w := range want {
		if left[w] > 0 {
			left[w]--
			n++
		}
	}
	return n
}

func releaseAt(d *release.Document, id, from string, line int) *release.Release {
	for _, r := range d.Releases {
		if r.ID == id && r.From == from && r.Line == line {
			return r
		}
	}
	return nil
}
