package script

import (
	"fmt"
	"slices"
	"strings"
)

// header is the comment that an operator reads first.
func (b *builder) header(what string, facts ...string) string {
	var s strings.Builder
	line := func(text string) { s.WriteString(strings.TrimRight("# "+text, " ") + "\n") }
	s.WriteString("#!/bin/sh\n")
	line(what)
	line("")
	for _, f := range facts {
		line(f)
	}
	line("")
	line("Run it where you deploy from, in the folder that the commands work in. Look first:")
	line("  sh " + b.name + " --dry-run")
	line("Without --dry-run it goes, asking before each manual step. See also --help.")
	return s.String()
}

func (b *builder) pair() []byte {
	p := b.routes[0].plan
	var hops strings.Builder
	hops.WriteString(comment(b.shown(p.From)))
	for _, h := range p.Hops {
		hops.WriteString(" -> " + comment(h.To))
	}
	head := b.header("Upgrades "+comment(b.catalog.Product.Title)+" from "+comment(b.shown(p.From))+" to "+comment(p.To)+".",
		"Releases: "+hops.String(), "Plan: "+comment(p.Digest))
	var s strings.Builder
	fmt.Fprintf(&s, "choose() { %s; }\n\n", b.settings(0))
	s.WriteString("walk() {\n")
	for _, line := range b.lines(b.routes[0]) {
		s.WriteString("\t" + line + "\n")
	}
	s.WriteString("}\n")
	return b.whole(head, s.String())
}

// lines is a route from end to end.
func (b *builder) lines(r *route) []string {
	lines := slices.Clone(r.before)
	for _, l := range r.legs {
		lines = append(lines, l.lines...)
	}
	return append(append(lines, "arrived"), r.after...)
}

// shown names a release in prose.
func (b *builder) shown(id string) string {
	if id == "" {
		return "an older release"
	}
	return id
}

// settings are the variables that tell one plan from another; first is what
// {to} stands for before the first hop.
func (b *builder) settings(route int) string {
	p := b.routes[route].plan
	v := p.To
	if len(p.Hops) > 0 {
		v = p.Hops[0].To
		if d := p.Hops[0].DeployVersion; d != "" {
			v = d
		}
	}
	return fmt.Sprintf("from=%s first=%s key=%s", must(visible(b.shown(p.From))), must(visible(v)),
		must(stateKey(p.From, p.To, p.Digest)))
}

// whole puts a script together: header, steps, the walk through them, runtime.
func (b *builder) whole(head, walk string) []byte {
	var s strings.Builder
	s.WriteString(head)
	s.WriteString("\nmain() {\n")
	s.WriteString("[ \"${1-}\" = whole ] || return 2\nshift\n")
	fmt.Fprintf(&s, "name=%s product=%s to=%s\n\n", must(b.name), must(visible(b.catalog.Product.ID)), must(visible(b.target)))
	s.WriteString("# Each step is RELEASE/STEP of the guide: manual asks you, run runs a command, others look at a file.\n")
	s.WriteString("perform() {\n\tcase $1 in\n" + b.arms() + "\tesac\n}\n\n")
	s.WriteString(walk)
	s.WriteString(runtime(b.uses))
	s.WriteString(b.probe())
	s.WriteString("\nstart \"$@\"\n}\n\n# Half a download ends before this.\n")
	s.WriteString("set -- whole \"$@\"\nmain \"$@\"\n")
	return []byte(s.String())
}

// probe dispatches the question of a check to the fragment that answers it.
func (b *builder) probe() string {
	var s strings.Builder
	s.WriteString("\nprobe() {\n\tcase $test in\n")
	for _, p := range probes {
		if b.uses[p] {
			fmt.Fprintf(&s, "\t%s) probe_%s ;;\n", p, p)
		}
	}
	s.WriteString("\tesac\n}\n")
	return s.String()
}
