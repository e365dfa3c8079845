package version

import (
	"cmp"
	"slices"
	"strings"
)

const (
	maxNearest = 3  // names that are proposed
	maxTyped   = 64 // longer names are not compared letter by letter
)

// nearest proposes names that a mistyped query may mean, best first.
func nearest(query string, all []Names) []string {
	folded := foldName(query)
	if folded == "" || len(folded) > maxTyped {
		return nil
	}
	type guess struct {
		name     string
		distance int
	}
	asked, err := Parse(query)
	isVersion := err == nil
	var guesses []guess
	for _, n := range all {
		best := guess{distance: 1 + min(2, len(folded)/3)}
		// A build some commits after the tag that was asked for, or before it.
		if v, err := Parse(n.ID); isVersion && err == nil && foldName(v.Base()) == foldName(asked.Base()) {
			best = guess{name: n.ID}
		}
		for _, name := range slices.Concat([]string{n.ID, n.Build, n.Deploy}, n.Aliases) {
			if name == "" || len(name) > maxTyped {
				continue
			}
			d := editDistance(folded, foldName(name))
			if part := len(folded) >= 3 && strings.Contains(foldName(name), folded); part {
				d = 1 // a part of the name was typed
			}
			if d < best.distance {
				best = guess{name: name, distance: d}
			}
		}
		if best.name != "" {
			guesses = append(guesses, best)
		}
	}
	// Where two are as near, the newer release is the likelier one.
	slices.Reverse(guesses)
	slices.SortStableFunc(guesses, func(a, b guess) int { return cmp.Compare(a.distance, b.distance) })
	var names []string
	for _, g := range guesses[:min(len(guesses), maxNearest)] {
		names = append(names, g.name)
	}
	return names
}

// editDistance counts the letters to insert, delete or replace.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			step := diagonal
			if a[i] != b[j] {
				step++
			}
			diagonal = row[j+1]
			row[j+1] = min(step, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
