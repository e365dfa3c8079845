package release

import (
	"fmt"

	"upgraph/internal/compat"
	"upgraph/internal/version"
)

// channels takes those of the configuration. Without any there is one: named
// after the minor line when all releases are of it ("1.0"), else stable. Its
// head is the newest release that is no prerelease, unless all are.
func (l *lowering) channels() {
	if len(l.in.Channels) > 0 {
		l.catalog.Channels = append(l.catalog.Channels, l.in.Channels...)
		return
	}
	var head, newest *node
	for _, n := range l.nodes {
		if n.withdrawn() {
			continue
		}
		newest = n
		if !n.version.IsPrerelease() {
			head = n
		}
	}
	if newest == nil {
		return
	}
	if head == nil {
		head = newest
	}
	l.catalog.Channels = append(l.catalog.Channels, compat.Channel{ID: l.channelName(), Head: head.id})
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
