package script

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// older is what --from says for a release that the guide does not document.
const older = "older"

// to writes the script into one release.
func (b *builder) to(out *bytes.Buffer) error {
	b.uses["from"] = true
	choose, err := b.choose()
	if err != nil {
		return fmt.Errorf("script %s: %w", b.name, err)
	}
	facts := []string{"From, with the plan of each:"}
	for i := len(b.routes) - 1; i >= 0; i-- {
		p := b.routes[i].plan
		facts = append(facts, fmt.Sprintf("  %s  %s", comment(b.source(p.From)), comment(p.Digest)))
	}
	if len(b.routes) == 0 {
		facts = []string{"No documented upgrade leads here: it says so and exits with 4."}
	}
	b.header(out, comment(b.catalog.Product.Title)+", to "+comment(b.target)+".", facts...)
	b.body(out, "from='' first='' key=''\n\n"+choose)
	return nil
}

// source is how --from names the source of a route.
func (b *builder) source(from string) string {
	if from == "" {
		return older
	}
	return from
}

// choose finds the plan for --from. A name that two of the releases share
// chooses none of them.
func (b *builder) choose() (string, error) {
	owners := map[string][]string{}
	ids := []string{b.target}
	for i := len(b.routes) - 1; i >= 0; i-- {
		ids = append(ids, b.routes[i].plan.From)
	}
	names := map[string][]string{}
	for _, id := range ids {
		names[id] = b.called(id)
		for _, n := range names[id] {
			owners[n] = append(owners[n], id)
		}
	}
	if len(owners[older]) > 1 {
		return "", fmt.Errorf("a release is called %q, which stands for undocumented ones", older)
	}
	var arms strings.Builder
	arm := func(id, does string) error {
		own := slices.DeleteFunc(names[id], func(n string) bool { return n != b.source(id) && len(owners[n]) > 1 })
		words := make([]string, len(own))
		for i, n := range own {
			var err error
			if words[i], err = quote(n); err != nil {
				return err
			}
		}
		fmt.Fprintf(&arms, "\t%s) %s ;;\n", strings.Join(words, " | "), does)
		return nil
	}
	for i := len(b.routes) - 1; i >= 0; i-- {
		if err := arm(b.routes[i].plan.From, b.settings(i)); err != nil {
			return "", err
		}
	}
	if err := arm(b.target, `say "The cluster is at $to already." && exit`); err != nil {
		return "", err
	}
	return b.chooseText(ids[1:], arms.String()), nil
}

// called is what people call a release: its id, build and aliases.
func (b *builder) called(id string) []string {
	own := []string{b.source(id)}
	for _, n := range b.names()[id] {
		if n != own[0] {
			own = append(own, n)
		}
	}
	return own
}

func (b *builder) chooseText(ids []string, arms string) string {
	shown := make([]string, len(ids))
	for i, id := range ids {
		shown[i] = visible(b.source(id))
	}
	starts := "no release at all"
	if len(shown) > 0 {
		starts = strings.Join(shown, ", ")
	}
	return "choose() {\n\tsources=" + must(starts) + `
	if [ -z "$from" ]; then
		[ -n "$terminal" ] || stop 6 "Which release does the cluster run? It can start from: $sources." '--from RELEASE'
		ask "Which release does the cluster run? ($sources)" || :
		from=$answer again=$again$(words --from "$answer")
	fi
	case $from in
` + arms + `	*) stop 4 "No documented upgrade leads from $from to $to. It can start from: $sources." ;;
	esac
}
`
}
