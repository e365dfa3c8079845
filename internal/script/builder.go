package script

import (
	"fmt"
	"slices"
	"strings"

	"upgraph/internal/compat"
	"upgraph/internal/plan"
)

// item is one thing that a script asks, checks or runs: a function of it.
type item struct {
	id      string   // as --confirm and --list write it
	comment string   // what stands above the function
	body    []string // its lines
	number  int      // the function is stepNUMBER
}

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
	name    string // of the file
	target  string // release id
	items   []*item
	routes  []*route
	// variants lists, for an id, the items that plans mean by it: more than one
	// where the text depends on the source.
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

// add gives the function for an item; one that is there already is shared.
func (b *builder) add(from string, it item) {
	for _, v := range b.variants[it.id] {
		if v.item.comment == it.comment && slices.Equal(v.item.body, it.body) {
			if !slices.Contains(v.from, from) {
				v.from = append(v.from, from)
			}
			return
		}
	}
	it.number = len(b.items) + 1
	b.items = append(b.items, &it)
	b.variants[it.id] = append(b.variants[it.id], &variant{item: &it, from: []string{from}})
}

// call is the line that dispatches an id to its function.
func (b *builder) call(id string) string {
	vs := b.variants[id]
	if len(vs) == 1 {
		return fmt.Sprintf("step%d", vs[0].item.number)
	}
	var s strings.Builder
	s.WriteString("case $from in ")
	for _, v := range vs {
		froms := make([]string, len(v.from))
		for i, f := range v.from {
			froms[i] = must(visible(b.shown(f)))
		}
		fmt.Fprintf(&s, "%s) step%d ;; ", strings.Join(froms, " | "), v.item.number)
	}
	s.WriteString("esac")
	return s.String()
}
