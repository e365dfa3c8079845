package profile

import (
	"slices"
	"strings"
	"unicode"

	"upgraph/internal/doc"
	"upgraph/internal/regexp"
	"upgraph/internal/release"
)

var fullHash = regexp.MustCompile(`^[0-9a-f]{7,64}$`)

// readInfo reads a fence of "Key: value" lines, as components print them about
// themselves. Commands never come from such a fence.
func (g *guide) readInfo(b *doc.Block) bool {
	if marked(b.Info) {
		return false
	}
	pairs := keyValues(b.Content, b.ContentLine)
	known := 0
	for _, p := range pairs {
		if infoField(p.Key) != "" {
			known++
		}
	}
	if len(pairs) == 0 || known < 2 && (known == 0 || g.here().role != release.RoleInfo) {
		return false
	}
	g.takeInfo(pairs)
	return true
}

// keyValues are the lines of a text when all of them are "Key: value".
func keyValues(text string, line int) []release.KeyValue {
	var out []release.KeyValue
	for l := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		l = strings.TrimSpace(l)
		if l != "" {
			key, value, ok := cutKey(l)
			if !ok || strings.HasPrefix(value, "//") {
				return nil
			}
			out = append(out, release.KeyValue{Key: key, Value: value, Line: line})
		}
		line++
	}
	return out
}

// cutKey cuts a line at the colon behind its key: a letter and up to forty more
// letters, digits and what joins them. An ASCII colon has a space behind it, or
// the end.
func cutKey(line string) (key, value string, ok bool) {
	n := 0
	for i, r := range line {
		if n > 0 && strings.ContainsRune(spaces+":：", r) {
			rest := strings.TrimLeft(line[i:], spaces)
			if value, ok = strings.CutPrefix(rest, "："); !ok {
				value, ok = strings.CutPrefix(rest, ":")
				ok = ok && (value == "" || strings.ContainsRune(spaces, rune(value[0])))
			}
			if ok {
				return line[:i], strings.TrimSpace(value), true
			}
		}
		letter := unicode.IsLetter(r)
		if n++; n > 41 || !letter && (n == 1 || !strings.ContainsRune("0123456789 ._/-", r)) {
			break
		}
	}
	return "", "", false
}

// spaces are those of ASCII.
const spaces = " \t\r\n\f"

// infoField is the field of a release that a key of version information is
// about; empty for keys that are kept verbatim only.
func infoField(key string) string {
	k := strings.ToLower(strings.Join(strings.Fields(key), " "))
	switch {
	case k == "release version" || k == "version" || k == "build version" || k == "版本" || k == "版本号":
		return "build"
	case strings.Contains(k, "commit") || k == "git hash" || k == "git sha" || strings.Contains(k, "提交"):
		return "commit"
	case strings.Contains(k, "branch") || strings.Contains(k, "分支"):
		return "branch"
	case strings.Contains(k, "build time") || strings.Contains(k, "build date") || k == "built at" || strings.Contains(k, "构建时间"):
		return "time"
	case strings.HasSuffix(k, "go version") || k == "compiler" || k == "toolchain":
		return "toolchain"
	}
	return ""
}

func (g *guide) takeInfo(pairs []release.KeyValue) {
	r := g.release
	r.Info = append(r.Info, pairs...)
	for _, p := range pairs {
		switch infoField(p.Key) {
		case "build":
			r.Build = firstOf(r.Build, p.Value)
		case "commit":
			if fullHash.MatchString(strings.ToLower(p.Value)) {
				r.Commit = firstOf(r.Commit, p.Value)
			}
		case "branch":
			r.Branch = firstOf(r.Branch, p.Value)
		case "time":
			r.BuiltAt = firstOf(r.BuiltAt, parseTime(p.Value))
		case "toolchain":
			r.Toolchain = firstOf(r.Toolchain, p.Value)
		}
	}
}

var dateKey = regexp.MustCompile(`(?i)^(?:release(?:d| date)?|date|发版日期|发布日期|日期)$`)

// dateCode is a shortcode that prints a day: {{< release-date date="2021-04-09" >}}.
var dateCode = regexp.MustCompile(`^\{\{[<%]\s*[\w-]*date[\w-]*\s+(?:[\w-]+=)?"([^"]+)"\s*[>%]\}\}$`)

// readDayLine reads a paragraph that is nothing but the day of a release,
// before its first section.
func (g *guide) readDayLine(b *doc.Block) bool {
	text := emphasis.Replace(strings.TrimSpace(b.Markdown))
	if m := dateCode.FindStringSubmatch(text); m != nil {
		text = m[1]
	}
	d := readDay(text)
	if m := releasedOn.FindStringSubmatch(text); d.text == "" && m != nil {
		d = readDay(m[1])
	}
	if d.iso == "" || g.release.Date != "" {
		return false
	}
	g.release.Date, g.release.DateText = d.iso, firstOf(g.release.DateText, d.text)
	return d.text == text
}

// releasedOn is a sentence at the begin of a paragraph that says when.
var releasedOn = regexp.MustCompile(`(?i)^released on ((?:[\pL]+ )?[\d][^.]*?)\.(?:\s|$)`)

// readInfoLine reads a paragraph such as "Release date: April 9, 2021" before
// the first section of a release, and "X version: 1.0.5" before that of a file
// of its own.
func (g *guide) readInfoLine(b *doc.Block) bool {
	if g.section != "" {
		return false
	}
	if g.readDayLine(b) {
		return true
	}
	pairs := keyValues(b.Markdown, b.Line)
	for _, p := range pairs {
		isVersion := g.whole && versionLine.MatchString(p.Key+": "+p.Value)
		if !isVersion && (!dateKey.MatchString(p.Key) || parseDate(p.Value) == "") {
			return false
		}
	}
	for _, p := range pairs {
		if dateKey.MatchString(p.Key) {
			g.release.Date = firstOf(g.release.Date, parseDate(p.Value))
			g.release.DateText = firstOf(g.release.DateText, p.Value)
		}
	}
	g.release.Info = append(g.release.Info, pairs...)
	return len(pairs) > 0
}

// finishRelease derives what needs the whole release.
func (g *guide) finishRelease(r *release.Release) {
	g.finishChangelog(r)
	finishTold(r)
	if r.Deploy == "" {
		r.Deploy = deployVersion(r)
	}
	if r.Deploy != "" && r.Deploy != r.ID && !slices.Contains(r.Aliases, r.Deploy) {
		r.Aliases = append(r.Aliases, r.Deploy)
	}
}

var versionKey = regexp.MustCompile(`(?i)(?:^|[_.-])version$`)

// deployVersion is the value that the steps tell deployment tooling: that of a
// checked key which is named after the version.
func deployVersion(r *release.Release) string {
	for _, s := range r.Steps {
		for _, a := range s.Actions {
			if c := a.Check; c != nil && c.Type == "ini-key-equals" && versionKey.MatchString(c.Key) {
				return c.Value
			}
		}
	}
	return ""
}
