package script

import (
	"bytes"
	"fmt"
	"strings"

	"upgraph/internal/plan"
)

// block is a part of a walk, as lines of shell: one hop, or what stands before
// or after all hops. Plans that share a block share its lines.
type block struct {
	kind  string // names its function where plans share it
	lines []string
	text  string // the lines together, where plans are compared
}

// route is one plan: the blocks that walk it.
type route struct {
	plan   *plan.Plan
	blocks []block
}

// builder collects what a script needs, over all of its plans.
type builder struct {
	*Printer
	guide  string // where the guide is read
	name   string // of the file
	target string // release id
	routes []*route
	uses   map[string]bool // fragments of the runtime
}

func (p *Printer) builder(guide, name, target string) *builder {
	return &builder{Printer: p, guide: guide, name: name, target: target, uses: map[string]bool{}}
}

// route adds a plan.
func (b *builder) route(p *plan.Plan) error {
	for _, r := range b.routes {
		if r.plan.From == p.From {
			return fmt.Errorf("%w: %s", errTwoWays, p.From)
		}
	}
	if len(p.Hops) == 0 {
		return errNoHops
	}
	r := &route{plan: p}
	w := &writer{builder: b, route: r, seen: make(map[string]string, len(p.Steps)+len(p.Checks))}
	if err := w.plan(); err != nil {
		return err
	}
	b.routes = append(b.routes, r)
	return nil
}

// walk is the function that goes the routes. What several of them share is a
// function of its own; it stands above, and walk names it.
func (b *builder) walk(s *bytes.Buffer) {
	if len(b.routes) == 1 && !b.uses["from"] {
		s.WriteString("walk() {\n")
		for i, block := range b.routes[0].blocks {
			if i > 0 {
				s.WriteByte('\n')
			}
			writeLines(s, "\t", block.lines)
		}
		s.WriteString("}\n")
		return
	}
	calls := b.shared(s)
	s.WriteString("walk() {\n\tcase $from in\n")
	for i, r := range b.routes {
		fmt.Fprintf(s, "\t%s)\n", must(visible(b.shown(r.plan.From))))
		writeLines(s, "\t\t", calls[i])
		s.WriteString("\t\t;;\n")
	}
	s.WriteString("\tesac\n}\n")
}

// shared writes the functions for the blocks that more than one route goes
// through, and gives for each route its lines with the calls of these.
func (b *builder) shared(s *bytes.Buffer) (calls [][]string) {
	times := map[string]int{}
	for _, r := range b.routes {
		for i := range r.blocks {
			block := &r.blocks[i]
			block.text = strings.Join(block.lines, "\n")
			times[block.text]++
		}
	}
	names, count := map[string]string{}, map[string]int{}
	for _, r := range b.routes {
		var lines []string
		for _, block := range r.blocks {
			if times[block.text] == 1 {
				lines = append(lines, block.lines...)
				continue
			}
			name := names[block.text]
			if name == "" {
				count[block.kind]++
				name = fmt.Sprint(block.kind, count[block.kind])
				names[block.text] = name
				s.WriteString(name + "() {\n")
				writeLines(s, "\t", block.lines)
				s.WriteString("}\n")
			}
			lines = append(lines, name)
		}
		calls = append(calls, lines)
	}
	return calls
}

func writeLines(s *bytes.Buffer, indent string, lines []string) {
	for _, line := range lines {
		s.WriteString(indent)
		s.WriteString(line)
		s.WriteByte('\n')
	}
}
