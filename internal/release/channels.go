package release

import (
	"cmp"
	"fmt"

	"upgraph/internal/compat"
	"upgraph/internal/diag"
	"upgraph/internal/version"
)

// Channel is a line of releases of the configuration. Head names its newest
// release, empty where that is to be found; At is where that is said.
type Channel struct {
	ID, Head string
	At       diag.Pos
}

// channels takes those of the configuration. Without any there is one: named
// after the minor line when all releases are of it ("1.0"), else stable.
func (l *lowering) channels() {
	for _, c := range l.in.Channels {
		if head := l.headOf(c); head != "" {
			l.catalog.Channels = append(l.catalog.Channels, compat.Channel{ID: c.ID, Head: head})
		}
	}
	if len(l.in.Channels) > 0 {
		return
	}
	if head := l.newest(""); head != "" {
		l.catalog.Channels = append(l.catalog.Channels, compat.Channel{ID: l.channelName(), Head: head})
	}
}

// headOf is the id of the release at the head of a stated channel: the one that
// is named, else the newest of the line that the channel is called after, else
// the newest of all. It is empty where it was reported.
func (l *lowering) headOf(c Channel) string {
	wrong := func(message string) {
		l.report(diag.Diagnostic{Code: "UG123", Severity: diag.Error, Pos: c.At,
			Message: fmt.Sprintf("the head of channel %q: %s", c.ID, message), Hint: "name a release of the guides that was not withdrawn"})
	}
	if c.Head == "" {
		head := cmp.Or(l.newest(c.ID), l.newest(""))
		if head == "" && len(l.nodes) > 0 {
			wrong("there is none, all releases were withdrawn")
		}
		return head
	}
	i, err := version.Resolve(c.Head, l.allNames())
	switch {
	case err != nil:
		wrong(err.Error())
	case l.nodes[i].withdrawn():
		wrong(l.nodes[i].id + " was withdrawn: nothing leads into it")
	default:
		return l.nodes[i].id
	}
	return ""
}

// newest is the newest release of a minor line, or of all where that is empty:
// one that is no prerelease, unless all are.
func (l *lowering) newest(line string) string {
	var head, newest string
	for _, n := range l.nodes {
		if n.withdrawn() || line != "" && minorLine(n.version) != line {
			continue
		}
		newest = n.id
		if !n.version.IsPrerelease() {
			head = n.id
		}
	}
	return cmp.Or(head, newest)
}

func (l *lowering) channelName() string {
	name := ""
	for _, n := range l.nodes {
		line := minorLine(n.version)
		if line == "" || name != "" && line != name {
			return "stable"
		}
		name = line
	}
	return name
}

// minorLine is "1.0" for v1.0.5, empty where there is no such line.
func minorLine(v version.Version) string {
	var major, minor int
	text := v.Base()
	for text != "" && (text[0] < '0' || text[0] > '9') {
		text = text[1:]
	}
	if n, err := fmt.Sscanf(text, "%d.%d", &major, &minor); n != 2 || err != nil {
		return ""
	}
	return fmt.Sprintf("%d.%d", major, minor)
}
