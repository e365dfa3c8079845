package doc

import (
	"strings"

	"github.com/yuin/goldmark/util"
)

// view is one line as the content of a container sees it: what is left of it
// once the prefixes of the containers around are taken away.
type view struct {
	start, end int // offsets into the body, without the line feed
	pad        int // spaces that stand for the rest of a tab
	column     int // of the first character, counted from 0, tabs expanded
}

// tabStop is the distance between tab stops in Markdown.
const tabStop = 4

// skip takes up to n columns of white space away. With force, anything is
// taken: markers are one column for each character.
func (v view) skip(text string, n int, force bool) view {
	for n > 0 {
		if v.pad > 0 {
			v.pad--
			v.column++
			n--
			continue
		}
		if v.start == v.end {
			break
		}
		c := text[v.start]
		if c == '\t' {
			width := tabStop - v.column%tabStop
			taken := min(width, n)
			v.start++
			v.pad = width - taken
			v.column += taken
			n -= taken
			continue
		}
		if c != ' ' && !force {
			break
		}
		v.start++
		v.column++
		n--
	}
	return v
}

// unquote takes a quote mark away, with the space behind it. A lazy line,
// which has none, stays as it is.
func (v view) unquote(text string) view {
	inner := v.skip(text, tabStop-1, false)
	if inner.pad > 0 || inner.start == inner.end || text[inner.start] != '>' {
		return v
	}
	return inner.skip(text, 1, true).skip(text, 1, false)
}

func (v view) blank(text string) bool {
	for i := v.start; i < v.end; i++ {
		if !util.IsSpace(text[i]) {
			return false
		}
	}
	return true
}

// join is the Markdown of consecutive views: a piece of the text itself where
// nothing was taken away, a copy where prefixes are left out.
func join(text string, views []view) string {
	if len(views) == 0 {
		return ""
	}
	first, last := views[0], views[len(views)-1]
	if first.pad == 0 && contiguous(views) {
		return text[first.start:last.end]
	}
	var b strings.Builder
	for i, v := range views {
		if i > 0 {
			b.WriteByte('\n')
		}
		for range v.pad {
			b.WriteByte(' ')
		}
		b.WriteString(text[v.start:v.end])
	}
	return b.String()
}

// contiguous reports whether each view after the first begins right behind
// the line feed of the one before.
func contiguous(views []view) bool {
	for i := 1; i < len(views); i++ {
		if views[i].pad > 0 || views[i].start != views[i-1].end+1 {
			return false
		}
	}
	return true
}
