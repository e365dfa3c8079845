package script

import (
	"fmt"
	"slices"
	"strings"

	"upgraph/internal/compat"
	"upgraph/internal/plan"
)

// item is one thing that a script asks, checks or runs: an arm of its case.
type item struct {
	id     string   // as --confirm and --list write it
	place  place    // where it comes from
	remark string   // a comment of its own; mostly empty
	body   []string // its lines
}

// place is where an item comes from: a release and the number of its step, or
// a time and no number.
type place struct{ where, number string }

// leg is one hop of a route as lines of the walk.
type leg struct {
	from, to string
	lines    []string
}

// route is one plan: the lines that walk it.
type route struct {
	plan          *plan.Plan
	before, after []string
	legs          []leg
}

// builder collects what a script needs, over all of its plans.
type builder struct {
	catalog *compat.Catalog
	name    string   // of the file
	target  string   // release id
	ids     []string // in their order, each once
	routes  []*route
	// variants lists, for an id, the items that plans mean by it: more than one
	// where the text depends on the source. They share the place of the first.
	variants map[string][]*variant
	uses     map[string]bool // fragments of the runtime
}

// variant is what an id means to the sources in From.
type variant struct {
	item *item
	from []string
}

func newBuilder(c *compat.Catalog, name, target string) *builder {
	return &builder{catalog: c, name: name, target: target,
		variants: map[string][]*variant{}, uses: map[string]bool{}}
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
	w := &writer{builder: b, route: r, seen: map[string]string{}}
	if err := w.plan(); err != nil {
		return err
	}
	b.routes = append(b.routes, r)
	return nil
}

// add takes an item up; one that is there already is shared.
func (b *builder) add(from string, it item) {
	for _, v := range b.variants[it.id] {
		if v.item.remark == it.remark && slices.Equal(v.item.body, it.body) {
			if !slices.Contains(v.from, from) {
				v.from = append(v.from, from)
			}
			return
		}
	}
	if len(b.variants[it.id]) == 0 {
		b.ids = append(b.ids, it.id)
	}
	b.variants[it.id] = append(b.variants[it.id], &variant{item: &it, from: []string{from}})
}

// arms are the arms of the case that dispatches ids, with a comment above those
// that come from one place.
func (b *builder) arms() string {
	var s strings.Builder
	for i := 0; i < len(b.ids); {
		first := b.variants[b.ids[i]][0].item.place
		end := i + 1
		for end < len(b.ids) && b.variants[b.ids[end]][0].item.place.where == first.where {
			end++
		}
		fmt.Fprintf(&s, "\t# %s\n", b.heading(first.where, b.ids[i:end]))
		for ; i < end; i++ {
			b.arm(&s, b.ids[i])
		}
	}
	return s.String()
}

// heading says where the items of ids come from.
func (b *builder) heading(where string, ids []string) string {
	var numbers []string
	for _, id := range ids {
		if n := b.variants[id][0].item.place.number; n != "" {
			numbers = append(numbers, comment(n))
		}
	}
	switch len(numbers) {
	case 0:
		return comment(where) + ":"
	case 1:
		return comment(where) + ", step " + numbers[0] + ":"
	}
	return comment(where) + ", steps " + strings.Join(numbers, ", ") + ":"
}

// arm is one id with what it means, for each source where that differs.
func (b *builder) arm(s *strings.Builder, id string) {
	vs := b.variants[id]
	if vs[0].item.remark != "" {
		fmt.Fprintf(s, "\t# %s\n", comment(vs[0].item.remark))
	}
	fmt.Fprintf(s, "\t%s)", must(id))
	if len(vs) == 1 {
		clause(s, "\t\t", vs[0].item.body)
		return
	}
	s.WriteString("\n\t\tcase $from in\n")
	for _, v := range vs {
		froms := make([]string, len(v.from))
		for i, f := range v.from {
			froms[i] = must(visible(b.shown(f)))
		}
		fmt.Fprintf(s, "\t\t%s)", strings.Join(froms, " | "))
		clause(s, "\t\t\t", v.item.body)
	}
	s.WriteString("\t\tesac\n\t\t;;\n")
}

// clause ends an arm: behind its pattern where it is one line, else below.
func clause(s *strings.Builder, indent string, body []string) {
	if len(body) == 1 {
		fmt.Fprintf(s, " %s ;;\n", body[0])
		return
	}
	for _, line := range append(slices.Clone(body), ";;") {
		s.WriteString("\n" + indent + line)
	}
	s.WriteString("\n")
}
