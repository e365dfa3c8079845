package script

import (
	"bytes"
	"fmt"
	"strings"
)

// header is the comment that an operator reads first.
func (b *builder) header(out *bytes.Buffer, what string, facts ...string) {
	out.WriteString("#!/bin/sh\n")
	remark(out, what)
	for _, f := range facts {
		remark(out, f)
	}
	if b.guide != "" {
		remark(out, "Guide: "+comment(b.guide))
	}
	from := ""
	if b.uses["from"] {
		from = " --from RELEASE"
	}
	remark(out, "")
	remark(out, "Run it where you deploy from, in the folder that the commands work in. Look first:")
	remark(out, "  sh "+b.name+from+" --dry-run")
	remark(out, "Without --dry-run it asks before it starts and before each manual step; see --help.")
}

// remark writes a line of a comment.
func remark(out *bytes.Buffer, text string) {
	out.WriteString(strings.TrimRight("# "+text, " "))
	out.WriteByte('\n')
}

func (b *builder) pair(out *bytes.Buffer) {
	p := b.routes[0].plan
	b.uses["pair"] = true
	var hops strings.Builder
	hops.WriteString(comment(b.shown(p.From)))
	for _, h := range p.Hops {
		hops.WriteString(" -> " + comment(h.To))
	}
	b.header(out, comment(b.catalog.Product.Title)+", from "+comment(b.shown(p.From))+" to "+comment(p.To)+".",
		"Hops:  "+hops.String(), "Plan:  "+comment(p.Digest))
	b.body(out, b.settings(0)+"\n")
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

// body writes what stands below the header: what sets the plan, the walk through its
// steps, and the runtime.
func (b *builder) body(out *bytes.Buffer, settings string) {
	out.WriteString("\nmain() {\n")
	out.WriteString("[ \"${1-}\" = whole ] || return 2\nshift\n")
	fmt.Fprintf(out, "name=%s product=%s to=%s\n", must(b.name), must(visible(b.catalog.Product.ID)), must(visible(b.target)))
	out.WriteString(settings + "\n" + legend)
	b.walk(out)
	writeRuntime(out, b.uses)
	out.WriteString("\nstart \"$@\"\n}\n\n# Half a download ends before this.\n")
	out.WriteString("set -- whole \"$@\"\nmain \"$@\"\n")
}
