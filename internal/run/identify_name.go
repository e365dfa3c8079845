package run

import (
	"regexp"
	"slices"
	"strings"
)

// componentName finds the name of a component in any spelling: DM-worker,
// dm_worker, dmworker.
type componentName struct {
	name    string
	pattern *regexp.Regexp
}

// componentNames gives the longest names first, so that a name that is part of
// another does not stand for it.
func componentNames(components []string) []componentName {
	var all []componentName
	for _, c := range components {
		parts := strings.FieldsFunc(strings.ToLower(c), func(r rune) bool { return !isWord(r) })
		for i, p := range parts {
			parts[i] = regexp.QuoteMeta(p)
		}
		if len(parts) > 0 {
			p := regexp.MustCompile(`(?i)(?:^|[^a-z0-9])(` + strings.Join(parts, `[-_. ]?`) + `)(?:[^a-z0-9]|$)`)
			all = append(all, componentName{c, p})
		}
	}
	slices.SortStableFunc(all, func(a, b componentName) int { return len(b.name) - len(a.name) })
	return all
}

func isWord(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r >= 0x80 }

// componentIn is the component that a text names; of several the last.
func (r *outputReader) componentIn(text string) string {
	name, at := "", -1
	for _, c := range r.names {
		all := c.pattern.FindAllStringSubmatchIndex(text, -1)
		if len(all) > 0 && all[len(all)-1][2] > at {
			name, at = c.name, all[len(all)-1][2]
		}
	}
	return name
}

// withoutComponent is the host in a heading that may name a component too.
func (r *outputReader) withoutComponent(title string) string {
	component := r.componentIn(title)
	title = strings.TrimSpace(title)
	for _, c := range r.names {
		if c.name != component {
			continue
		}
		m := c.pattern.FindStringSubmatchIndex(title)
		host := strings.Trim(title[:m[2]]+" "+title[m[3]:], " -_./:|()[],")
		if strings.Trim(host, "0123456789") == "" && host != "" {
			return title // "worker-1" is the name of a host
		}
		return strings.Join(strings.Fields(host), " ")
	}
	return title
}
