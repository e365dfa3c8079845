package site

import (
	"slices"
	"strings"

	"upgraph/internal/doc"
	"upgraph/internal/release"
)

// foldedExtra is a block that is no record, or several that stand in one details
// element of the guide.
type foldedExtra struct {
	release.Extra
	// loose means that the block is one tag of a details whose other tag is in
	// another block, because what is between them was read as records.
	loose bool
}

// foldExtra puts the blocks of each details element together, which goldmark sees
// as one block with the begin, one with the end and any number between. Where
// something between them is a record and shown in its own place, the two blocks
// stay on their own and know that they belong to another.
//
// between reports whether a record stands between two lines.
func foldExtra(extra []release.Extra, between func(from, to int) bool) []foldedExtra {
	out := make([]foldedExtra, 0, len(extra))
	for i := 0; i < len(extra); i++ {
		x := foldedExtra{Extra: extra[i]}
		end := foldEnd(extra, i, between)
		if end > i {
			x.Text, x.EndLine = joinText(extra[i:end+1]), extra[end].EndLine
			i = end
		} else {
			x.loose = end < 0
		}
		out = append(out, x)
	}
	return out
}

// joinText is the Markdown of blocks, one after the other.
func joinText(extra []release.Extra) string {
	var parts []string
	for _, x := range extra {
		if x.Text != "" {
			parts = append(parts, x.Text)
		}
	}
	return strings.Join(parts, "\n\n")
}

// foldEnd is the block at which the details ends that begins in block i: i itself
// for any other block, -1 where the element is there and cannot be shown as one.
func foldEnd(extra []release.Extra, i int, between func(from, to int) bool) int {
	depth := foldDepth(extra[i])
	if depth == 0 {
		return i
	}
	step := 1
	if depth < 0 {
		step = -1 // an end whose begin was left on its own
	}
	for at := i + step; at >= 0 && at < len(extra); at += step {
		if depth += foldDepth(extra[at]); depth != 0 {
			continue
		}
		inside := extra[i : max(at, i)+1]
		other := func(x release.Extra) bool { return x.Section != extra[i].Section }
		if step < 0 || slices.ContainsFunc(inside, other) || between(extra[i].Line, extra[at].EndLine) {
			return -1
		}
		return at
	}
	return i
}

// recordLines are the lines on which the records of a release begin.
func recordLines(r *release.Release) func(from, to int) bool {
	var lines []int
	for _, c := range r.Changes {
		lines = append(lines, c.Line)
	}
	for _, s := range r.Steps {
		lines = append(lines, s.Line)
	}
	for _, c := range r.Checks {
		lines = append(lines, c.Line)
	}
	for _, n := range r.Notes {
		lines = append(lines, n.Line)
	}
	return anyBetween(lines)
}

// anyBetween reports whether one of lines is between two others.
func anyBetween(lines []int) func(from, to int) bool {
	return func(from, to int) bool {
		return slices.ContainsFunc(lines, func(n int) bool { return from <= n && n <= to })
	}
}

// foldDepth is how many details elements a block begins more than it ends.
func foldDepth(x release.Extra) int {
	depth := 0
	if doc.Kind(x.Kind) != doc.HTML {
		return 0
	}
	for _, p := range piecesOf(x.Text) {
		switch {
		case p.name != "details":
		case p.close:
			depth--
		default:
			depth++
		}
	}
	return depth
}
