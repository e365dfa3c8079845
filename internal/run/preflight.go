package run

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"upgraph/internal/compat"
	"upgraph/internal/plan"
	"upgraph/internal/step"
)

// Item is one thing that preflight looked at.
type Item struct {
	ID   string `json:"id"`
	When string `json:"when"` // plan, hop, step, risk
	Says string `json:"says"` // what must hold
	File string `json:"file,omitempty"`
	Answer
	// Later means that the check has its time after a step that is still to be
	// done, or starts a program in a dry run: its answer now decides nothing.
	Later bool `json:"later,omitempty"`
	// Waived is the reason for which a person passes over the check.
	Waived string `json:"waived,omitempty"`
}

// Blocks reports whether the run must not begin.
func (i Item) Blocks() bool { return i.Result != True && !i.Later && i.Waived == "" }

// Report is what preflight found.
type Report struct {
	OK    bool   `json:"ok"`
	Items []Item `json:"checks"`
	// Missing are programs that steps start and that are not on the PATH.
	Missing []string `json:"missing_programs"`
	// Stops are the steps at which a person is needed and that are not
	// confirmed beforehand.
	Stops []string `json:"stops"`
}

// preflight evaluates what must hold before more of the run is done: at its
// beginning the checks of the whole plan and its risks, and of the hop that it
// stands at the checks before it and those that stand before its first command.
// A check behind a command cannot hold yet, so it is only told; so is one behind
// a step by hand whose file is not there yet, where a person can be asked.
func (s *State) preflight(c consent, person bool) Report {
	r := Report{Missing: s.missingPrograms(), Stops: s.stops(c), Items: []Item{}}
	hop := s.firstHop()
	for _, c := range s.Plan.Checks {
		if s.isDue(c, hop) {
			r.Items = append(r.Items, s.item(c.ID, checkTime(c), c.Check, hop))
		}
	}
	if s.isAtStart() {
		for _, k := range s.Plan.Risks {
			r.Items = append(r.Items, s.risk(k))
		}
	}
	r.Items = append(r.Items, s.inPlace(hop, person)...)
	r.OK = !slices.ContainsFunc(r.Items, Item.Blocks)
	return r
}

// isAtStart reports whether nothing of a hop was begun, or the steps before all
// hops are open again.
func (s *State) isAtStart() bool {
	for i, st := range s.Plan.Steps {
		if isBefore(st) && !s.Steps[i].Complete() {
			return true
		}
	}
	return len(s.HopsBegun) == 0
}

// isDue reports whether the preflight asks a check. Those before a hop that is
// gone on to are asked when it is entered.
func (s *State) isDue(c plan.Check, hop int) bool {
	switch checkTime(c) {
	case "plan":
		return s.isAtStart()
	case "hop":
		return slices.Contains(c.Hops, hop) && (s.Begin.IsZero() || s.HopsBegun[hop])
	}
	return false
}

// inPlace are the checks among the steps of a hop of which something is still
// to be done. What held before is asked again: it may have changed since.
func (s *State) inPlace(hop int, person bool) []Item {
	var items []Item
	waits, runs := false, false
	for i, st := range s.Plan.Steps {
		if st.Hop == nil || *st.Hop != hop || s.Steps[i].Status == Skip {
			continue
		}
		open := !s.Steps[i].Complete()
		if st.Kind != "check" || st.Check == nil {
			waits, runs = waits || open, runs || open && st.Catalog().Executes()
			continue
		}
		it := s.item(st.ID, "step", *st.Check, hop)
		// On a terminal the walk itself asks what is open, and can ask again.
		gone := open && !s.Begin.IsZero()
		it.Later = it.Later || runs || person && (gone || waits && it.Result == Unknown)
		items = append(items, it)
	}
	if !waits {
		return nil // all of the hop is done
	}
	return items
}

// item asks one check as it stands for a hop.
func (s *State) item(id, when string, check compat.Check, hop int) Item {
	it := Item{ID: id, When: when, Says: check.Text, Waived: s.Waived[id]}
	p, err := step.LowerCheck(check)
	if err != nil {
		it.Answer = Answer{Unknown, []Finding{{Result: Unknown, Text: err.Error()}}}
		return it
	}
	it.Says, it.File, it.Answer = p.Says, p.File, s.locator(hop).Ask(p)
	it.Later = s.locator(hop).skips(p)
	return it
}

// firstHop is the hop that the run begins or goes on with.
func (s *State) firstHop() int {
	for h := range s.Plan.Hops {
		if _, over := s.HopsEnded[h]; !over && !s.isSkipped(h) {
			return h
		}
	}
	return max(0, len(s.Plan.Hops)-1)
}

func checkTime(c plan.Check) string {
	if c.When == "" {
		return "plan"
	}
	return c.When
}

// risk judges a known danger: where its check holds it does not apply, and
// where there is none nobody can tell.
func (s *State) risk(k plan.Risk) Item {
	it := Item{ID: k.ID, When: "risk", Says: "the risk does not apply: " + k.Text, Waived: s.Waived[k.ID]}
	it.Answer = Answer{Unknown, []Finding{{Result: Unknown, Text: "no file can tell: a person has to accept it"}}}
	if k.Check == nil {
		return it
	}
	p, err := step.LowerCheck(*k.Check)
	if err != nil {
		it.Findings[0].Text = err.Error()
		return it
	}
	it.File = p.File
	it.Answer, it.Later = s.locator(0).Ask(p), s.locator(0).skips(p)
	return it
}

// locator finds files the way they stand for a hop.
func (s *State) locator(hop int) Locator {
	return Locator{Files: s.Set.Files, Dir: s.workdir(hop), To: s.target(hop), Still: s.still}
}

// target is what {to} stands for: what deployment tooling is told.
func (s *State) target(hop int) string {
	if hop < 0 || hop >= len(s.Plan.Hops) {
		return ""
	}
	h := s.Plan.Hops[hop]
	if h.DeployVersion != "" {
		return h.DeployVersion
	}
	return h.To
}

// workdir is the directory that a hop works in. What a person said at a hop
// holds for the hops after it as well, unless the directory is made from {to}.
func (s *State) workdir(hop int) string {
	perHop := strings.Contains(s.Set.Workdir, "{to}")
	for h := hop; h >= 0; h-- {
		if dir := s.HopDirs[h]; dir != "" {
			return dir
		}
		if perHop {
			break
		}
	}
	return strings.ReplaceAll(s.Set.Workdir, "{to}", safeTarget(s.target(hop)))
}

// safeTarget keeps a version text from leaving the directory that it is put
// into.
func safeTarget(v string) string {
	if v == "." || v == ".." {
		return "_"
	}
	return strings.ReplaceAll(v, string(filepath.Separator), "_")
}

// missingPrograms are the programs of commands that are not on the PATH. A
// program named with a path may yet be brought by a step.
func (s *State) missingPrograms() []string {
	missing := []string{}
	for _, st := range s.Plan.Steps {
		if len(st.Argv) == 0 || strings.Contains(st.Argv[0], "/") || slices.Contains(missing, st.Argv[0]) {
			continue
		}
		if _, err := exec.LookPath(st.Argv[0]); err != nil {
			missing = append(missing, st.Argv[0])
		}
	}
	return missing
}

// stops are the open steps that need a person who has not said yes yet.
func (s *State) stops(c consent) []string {
	stops := []string{}
	until := s.until()
	for i, st := range s.Plan.Steps {
		if s.Steps[i].Complete() || st.Kind == "check" || until >= 0 && st.Hop != nil && *st.Hop > until {
			continue
		}
		why := step.Manual
		if st.Catalog().Executes() {
			if st.Catalog().IsApproved() {
				continue
			}
			why = step.Unapproved
		}
		if !c.covers(st.ID, why) {
			stops = append(stops, st.ID)
		}
	}
	return stops
}

// lowerAll lowers every step and check of a plan, so that nothing that is not
// understood is met in the middle of an upgrade.
func lowerAll(p *plan.Plan) error {
	for _, s := range p.Steps {
		if _, err := step.Lower(s.Catalog()); err != nil {
			return Fail(ExitUsage, "the plan cannot be run: %w", err)
		}
	}
	for _, c := range p.Checks {
		if _, err := step.LowerCheck(c.Check); err != nil {
			return Fail(ExitUsage, "the plan cannot be run: %w", err)
		}
	}
	for _, h := range p.Hops {
		if h.Gate == nil || h.Gate.Check == nil {
			continue
		}
		if _, err := step.LowerCheck(*h.Gate.Check); err != nil {
			return Fail(ExitUsage, "the plan cannot be run: gate of %s: %w", h.To, err)
		}
	}
	return nil
}

// encode writes the report as one JSON object.
func (r Report) encode() ([]byte, error) {
	b, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode the report: %w", err)
	}
	return append(b, '\n'), nil
}

// isDir reports whether a working directory is there.
func isDir(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.IsDir()
}
