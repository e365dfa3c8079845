package run

import (
	"encoding/json"
	"fmt"
	"strings"

	"upgraph/internal/term"
)

// ShowIdentity prints where a cluster is, as a table or as JSON. The error says
// that it is not at one known release.
func ShowIdentity(env *Env, id Identity, asJSON bool) error {
	if asJSON {
		b, err := json.MarshalIndent(id, "", "  ")
		if err != nil {
			return fmt.Errorf("encode what was identified: %w", err)
		}
		_, _ = env.Stdout.Write(append(b, '\n'))
	} else {
		newView(env, env.Stdout).identity(id)
	}
	if id.State == Consistent {
		return nil
	}
	e := Fail(ExitCheck, "%s", id.sentence())
	if asJSON {
		return e
	}
	e.Shown = true
	return e
}

// sentence says the state in words.
func (id Identity) sentence() string {
	switch id.State {
	case Consistent:
		return "all that was asked is at " + id.Version
	case HalfDone:
		return fmt.Sprintf("half done: on the way from %s to %s", id.oldest(), id.Newest)
	case Mixed:
		return "mixed: " + strings.Join(id.versions(), ", ")
	}
	if len(id.Seen) == 0 {
		return "no output says a version"
	}
	return "not certain: not everything printed a build that is known"
}

// versions are the releases that were seen, in the order of the outputs.
func (id Identity) versions() []string {
	var all []string
	seen := map[string]bool{}
	for _, s := range id.Seen {
		v := s.Release
		if v == "" {
			v = "an unknown build"
		}
		if !seen[v] {
			seen[v] = true
			all = append(all, v)
		}
	}
	return all
}

func (id Identity) oldest() string {
	for _, v := range id.versions() {
		if v != id.Newest {
			return v
		}
	}
	return id.Newest
}

// identity draws the table: what is not as it should be stands out.
func (v *view) identity(id Identity) {
	k := term.Green
	if id.State != Consistent {
		k = term.Red
	}
	v.Line("%s %s", v.Ink(term.Bold, term.Printable(id.Product)+":"), v.Ink(k, term.Printable(id.sentence())))
	host, component, release := len("HOST"), len("COMPONENT"), len("VERSION")
	for _, s := range id.Seen {
		host, component = max(host, term.Columns(dash(s.Host))), max(component, term.Columns(dash(s.Component)))
		release = max(release, term.Columns(s.Release))
	}
	row := func(h, c, r string) string {
		return "  " + term.Pad(h, host) + "  " + term.Pad(c, component) + "  " + term.Pad(r, release)
	}
	if len(id.Seen) > 0 {
		v.Line("%s", v.Ink(term.Dim, strings.TrimRight(row("HOST", "COMPONENT", "VERSION"), " ")))
	}
	for _, s := range id.Seen {
		v.sighting(id, s, row, host+component+release+8)
	}
	for _, s := range id.Silent {
		v.Entry("  "+v.Ink(term.Red, "no version  "), 14, term.Plain, s.where()+" ("+s.Source+"): "+dash(s.Says))
	}
	if id.State != Consistent && len(id.Remains) > 0 && id.Newest != "" {
		v.Entry("  "+v.Ink(term.Yellow, "remains     "), 14, term.Plain, fmt.Sprintf("%s not at %s: %s",
			term.Count(len(id.Remains), "place"), id.Newest, strings.Join(id.Remains, ", ")))
	}
	if len(id.NotAsked) > 0 {
		v.Entry("  "+v.Ink(term.Yellow, "not asked   "), 14, term.Plain, strings.Join(id.NotAsked, ", "))
	}
}

func (v *view) sighting(id Identity, s Sighting, row func(h, c, r string) string, size int) {
	h, c := term.Printable(dash(s.Host)), term.Printable(dash(s.Component))
	switch {
	case s.Release == "":
		said := strings.TrimSpace(s.Printed + " " + s.Commit)
		v.Entry(v.Ink(term.Red, row(h, c, "unknown"))+"  ", size, term.Plain, said+": "+s.Note+" ("+s.Source+")")
	case s.Release != id.Newest:
		v.Line("%s", v.Ink(term.Yellow, row(h, c, term.Printable(s.Release)))+"  behind")
	default:
		v.Line("%s", strings.TrimRight(row(h, c, term.Printable(s.Release)), " "))
	}
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
