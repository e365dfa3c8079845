package site

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// picture is a drawing of releases and of the upgrades between them, as SVG.
// Whatever it shows is on the page as text too.
type picture struct {
	Title         string
	Width, Height int
	Lines         []string // paths, in the syntax of SVG
	Ends          []dot    // where a line begins beside a release
	Nodes         []node
}

// node is a release: a mark with its name and a line of words below.
type node struct {
	URL, Label, Note string
	Class            string // first, last, stop, off; empty for any other
	X, Y             int
	TextX            int
	TextY, NoteY     int
}

type dot struct{ X, Y int }

const (
	rowHeight = 46 // of a release with words below its name
	shortRow  = 32 // of one without
	laneWidth = 14
	maxLanes  = 6
	// maxNodes is how many releases the graph of a product shows.
	maxNodes = 14
	// maxLabel is how many characters of a name are drawn.
	maxLabel = 30
	// charWidth and noteWidth are a little more than the width of a character,
	// in tenths of a pixel.
	charWidth, noteWidth = 88, 74
)

// row puts a release into a row of the picture.
func (p *picture) row(n node, lanes int) {
	n.X, n.Y = 12+lanes*laneWidth, 18
	if last := len(p.Nodes) - 1; last >= 0 {
		n.Y = p.Nodes[last].Y + shortRow
		if p.Nodes[last].Note != "" {
			n.Y = p.Nodes[last].Y + rowHeight
		}
	}
	n.TextX, n.TextY, n.NoteY = n.X+18, n.Y+5, n.Y+22
	if utf8.RuneCountInString(n.Label) > maxLabel {
		n.Label = string([]rune(n.Label)[:maxLabel-1]) + "…"
	}
	p.Width = max(p.Width, n.TextX+width(n.Label, charWidth), n.TextX+width(n.Note, noteWidth))
	p.Height = n.Y + shortRow - 10
	if n.Note != "" {
		p.Height = n.Y + rowHeight - 14
	}
	p.Nodes = append(p.Nodes, n)
}

// width is about how wide a text is; a Chinese character takes two places.
func width(s string, unit int) int {
	places := 0
	for _, r := range s {
		if places++; r >= 0x2e80 {
			places++
		}
	}
	return places*unit/10 + 8
}

// pathPicture draws the hops of a path, the start at the top.
func (f *frame) pathPicture(v *pathView) *picture {
	p := &picture{Title: f.T.fill(f.T.PathPicture, v.From, v.To)}
	p.row(node{URL: v.FromURL, Label: v.From, Note: f.T.YouAreHere, Class: "first"}, 0)
	for i, h := range v.Hops {
		var note []string
		for _, s := range []string{some(f.T.CommandCount, h.Commands), some(f.T.ManualCount, h.Manual), some(f.T.BreakingCount, h.Breaking)} {
			if s != "" {
				note = append(note, s)
			}
		}
		n := node{URL: "#" + h.ID, Label: h.To, Note: strings.Join(note, " · ")}
		if i == len(v.Hops)-1 {
			n.Class = "last"
		}
		p.row(n, 0)
		a, b := p.Nodes[i], p.Nodes[i+1]
		p.Lines = append(p.Lines, arrow(a.X, a.Y+8, b.Y-8))
	}
	return p
}

// some is a count in words, empty for none.
func some(c Count, n int) string {
	if n == 0 {
		return ""
	}
	return c.Of(n)
}

// arrow is a vertical line with a head.
func arrow(x, from, to int) string {
	head := 5
	if from > to {
		head = -5
	}
	return fmt.Sprintf("M%d %dV%dm-4 %dl4 %dl4 %d", x, from, to, -head, head, -head)
}

// graphPicture draws the newest releases of a product, the newest at the top,
// and from where each is reached in one hop. Nil where there is nothing to draw.
func (f *frame) graphPicture(e *edition) *picture {
	shown := e.releases[:min(len(e.releases), maxNodes)]
	if len(shown) < 2 {
		return nil
	}
	rows := map[string]int{}
	for i, r := range shown {
		rows[r.ID] = i
	}
	p := &picture{Title: f.T.fill(f.T.GraphPicture, e.title)}
	bars := barsOf(e, shown, rows)
	lanes := assignLanes(bars)
	for i, r := range shown {
		n := node{URL: f.Page(ReleasePath(e.id, r.ID)), Label: r.ID}
		if !straight(e, r) { // else the line says it
			n.Note = f.graphNote(e, r)
		}
		switch {
		case e.latest() == r:
			n.Class = "last"
		case r.Status != "" && r.Status != "supported":
			n.Class = "off"
			n.Note = strings.TrimPrefix(n.Note+" · "+f.T.status(string(r.Status)), " · ")
		}
		p.row(n, lanes)
		if i == len(shown)-1 && straight(e, r) {
			p.Lines = append(p.Lines, fmt.Sprintf("M%d %dv%d", p.Nodes[i].X, p.Nodes[i].Y+8, p.Height-p.Nodes[i].Y-10)) // goes on below
		}
		if i > 0 && straight(e, shown[i-1]) {
			p.Lines = append(p.Lines, arrow(p.Nodes[i].X, p.Nodes[i].Y-8, p.Nodes[i-1].Y+8))
		}
	}
	p.bars(bars, lanes)
	return p
}

// straight reports whether a release is reached from the one before it alone.
func straight(e *edition, r *record) bool {
	older, _ := e.neighbours(r)
	return older != nil && slices.Equal(sourcesOf(e, r), []string{older.ID})
}

// graphNote says from where a release is reached in one hop.
func (f *frame) graphNote(e *edition, r *record) string {
	from := sourcesOf(e, r)
	switch len(from) {
	case 0:
		return ""
	case 1:
		return f.T.fill(f.T.FromOne, cutLabel(from[0]))
	}
	return f.T.fill(f.T.FromMany, cutLabel(from[len(from)-1]), cutLabel(from[0]))
}

func cutLabel(s string) string {
	if utf8.RuneCountInString(s) > 26 {
		return string([]rune(s)[:25]) + "…"
	}
	return s
}

// sourcesOf are the releases from which one is reached in one hop, nearest first.
func sourcesOf(e *edition, r *record) []string {
	var out []string
	for _, p := range e.into[r.ID] {
		if p.Hops == 1 {
			out = append(out, p.From)
		}
	}
	return out
}

// bar is an upgrade that passes releases by: a line beside them from the
// oldest source up to the target.
type bar struct {
	top, bottom int // rows
	sources     []int
	open        bool // reaches below what is shown
	lane        int
}

// barsOf are the upgrades that are more than a step from a release to the next.
func barsOf(e *edition, shown []*record, rows map[string]int) []bar {
	var out []bar
	for i, r := range shown {
		from := sourcesOf(e, r)
		if len(from) == 0 || straight(e, r) {
			continue
		}
		b := bar{top: i, bottom: i}
		for _, s := range from {
			if at, ok := rows[s]; ok {
				b.sources, b.bottom = append(b.sources, at), max(b.bottom, at)
			} else {
				b.open = true
			}
		}
		if b.open {
			b.bottom = len(shown) - 1
		}
		if b.bottom > b.top || b.open {
			out = append(out, b)
		}
	}
	return out
}

// assignLanes gives bars places beside each other, the short ones nearest to
// the releases, and says how many are needed. A bar that finds none is left to
// the words.
func assignLanes(bars []bar) int {
	order := make([]int, len(bars))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return (bars[a].bottom - bars[a].top) - (bars[b].bottom - bars[b].top) })
	lanes := [maxLanes][]int{}
	used := 0
	for _, i := range order {
		bars[i].lane = -1
		for lane := range lanes {
			free := !slices.ContainsFunc(lanes[lane], func(o int) bool { return bars[o].top <= bars[i].bottom && bars[i].top <= bars[o].bottom })
			if free {
				lanes[lane], bars[i].lane = append(lanes[lane], i), lane
				used = max(used, lane+1)
				break
			}
		}
	}
	return used
}

// bars draws the upgrades that pass releases by.
func (p *picture) bars(bars []bar, lanes int) {
	for _, b := range bars {
		if b.lane < 0 {
			continue
		}
		top, x := p.Nodes[b.top], 12+(lanes-1-b.lane)*laneWidth
		end := p.Nodes[b.bottom].Y
		if b.open {
			end = p.Height
		}
		p.Lines = append(p.Lines, fmt.Sprintf("M%d %dV%dq0 -6 6 -6H%dm-5 -4l5 4l-5 4", x, end, top.Y+6, top.X-8))
		for _, s := range b.sources {
			n := p.Nodes[s]
			p.Lines = append(p.Lines, fmt.Sprintf("M%d %dH%d", n.X-8, n.Y, x))
			p.Ends = append(p.Ends, dot{x, n.Y})
		}
	}
}
