package script

import (
	"bytes"
	"fmt"
	"strings"
)

// header is the comment that an operator reads first.
func (b *builder) header(what string, facts ...string) string {
	var s strings.Builder
	line := func(text string) { s.WriteString(strings.TrimRight("# "+text, " ") + "\n") }
	s.WriteString("#!/bin/sh\n")
	line(what)
	for _, f := range facts {
		line(f)
	}
	if b.guide != "" {
		line("Guide: " + comment(b.guide))
	}
	from := ""
	if b.uses["from"] {
		from = " --from RELEASE"
	}
	line("")
	line("Run it where you deploy from, in the folder that the commands work in. Look first:")
	line("  sh " + b.name + from + " --dry-run")
	line("Without --dry-run it asks before it starts and before each manual step; see --help.")
	return s.String()
}

func (b *builder) pair() []byte {
	p := b.routes[0].plan
	b.uses["pair"] = true
	var hops strings.Builder
	hops.WriteString(comment(b.shown(p.From)))
	for _, h := range p.Hops {
		hops.WriteString(" -> " + comment(h.To))
	}
	head := b.header(comment(b.catalog.Product.Title)+", from "+comment(b.shown(p.From))+" to "+comment(p.To)+".",
		"Hops:  "+hops.String(), "Plan:  "+comment(p.Digest))
	return b.whole(head, b.settings(0)+"\n")
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
	v := p.Hops[0].To
	if d := p.Hops[0].DeployVersion; d != "" {
		v = d
	}
	return fmt.Sprintf("from=%s first=%s key=%s", must(visible(b.shown(p.From))), must(visible(v)),
		must(stateKey(p.From, p.To, p.Digest)))
}

// legend says how the walk is read.
const legend = `# The steps in their order, each with its place in the guide: RELEASE/STEP.
# manual: a person does it and says so. run: runs a command. Others look at a file.
`

// whole puts a script together: header, what sets the plan, the walk through
// its steps, and the runtime.
func (b *builder) whole(head, settings string) []byte {
	var s bytes.Buffer
	s.Grow(24 << 10) // most are a little shorter
	s.WriteString(head)
	s.WriteString("\nmain() {\n")
	s.WriteString("[ \"${1-}\" = whole ] || return 2\nshift\n")
	fmt.Fprintf(&s, "name=%s product=%s to=%s\n", must(b.name), must(visible(b.catalog.Product.ID)), must(visible(b.target)))
	s.WriteString(settings + "\n" + legend)
	b.walk(&s)
	writeRuntime(&s, b.uses)
	s.WriteString("\nstart \"$@\"\n}\n\n# Half a download ends before this.\n")
	s.WriteString("set -- whole \"$@\"\nmain \"$@\"\n")
	return s.Bytes()
}
