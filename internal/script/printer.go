package script

import (
	"slices"
	"sync"

	"upgraph/internal/compat"
	"upgraph/internal/plan"
	"upgraph/internal/step"
)

// Printer prints the scripts of one catalog. It is safe for use by several
// goroutines, and keeps what scripts have in common that are printed soon after
// each other.
type Printer struct {
	catalog *compat.Catalog
	names   func() map[string][]string // what people call a release beside its id

	mu       sync.Mutex
	steps    map[string]written // by id
	warnings map[string]string  // lines that warn, by what they say
}

// New makes the printer of a catalog, which must not change under it.
func New(c *compat.Catalog) *Printer {
	return &Printer{
		catalog: c, steps: map[string]written{}, warnings: map[string]string{},
		names: sync.OnceValue(func() map[string][]string { return otherNames(c) }),
	}
}

// otherNames are the builds and aliases of releases. One that cannot be typed is
// left out.
func otherNames(c *compat.Catalog) map[string][]string {
	all := make(map[string][]string, len(c.Releases))
	for i := range c.Releases {
		r := &c.Releases[i]
		for _, n := range append([]string{r.Build}, r.Aliases...) {
			if _, err := quote(n); err == nil && n != "" && !slices.Contains(all[r.ID], n) {
				all[r.ID] = append(all[r.ID], n)
			}
		}
	}
	return all
}

// maxLines is of how many steps, and of how many warnings, the lines are kept.
const maxLines = 2000

// written is a step of a plan with what scripts say of it.
type written struct {
	step plan.Step
	printed
}

// is reports whether s has the same line. Plans of one catalog point to the same
// parts; where they do not, the line is written again.
func (w written) is(s plan.Step) bool {
	return w.step.Kind == s.Kind && w.step.Text == s.Text && w.step.Script == s.Script && w.step.Check == s.Check &&
		w.step.Verify == s.Verify && w.step.Idempotent == s.Idempotent && w.step.Approved == s.Approved &&
		slices.Equal(w.step.Argv, s.Argv) && slices.Equal(w.step.Parameters, s.Parameters)
}

// print is what scripts say of a step.
func (p *Printer) print(s plan.Step) (printed, error) {
	p.mu.Lock()
	was, ok := p.steps[s.ID]
	p.mu.Unlock()
	if ok && was.is(s) {
		return was.printed, nil
	}
	actions, err := step.Lower(s.Catalog())
	if err != nil {
		return printed{}, err
	}
	out, err := printLine(s.ID, actions)
	if err != nil {
		return out, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.steps) >= maxLines {
		clear(p.steps)
	}
	p.steps[s.ID] = written{s, out}
	return out, nil
}

// warning is the line that warns a person.
func (p *Printer) warning(text string) string {
	p.mu.Lock()
	line, ok := p.warnings[text]
	p.mu.Unlock()
	if ok {
		return line
	}
	line = "warn " + display(text)
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.warnings) >= maxLines {
		clear(p.warnings)
	}
	p.warnings[text] = line
	return line
}
