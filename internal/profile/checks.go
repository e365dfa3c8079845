package profile

import (
	"path"
	"slices"
	"strings"

	"upgraph/internal/doc"
	"upgraph/internal/regexp"
	"upgraph/internal/release"
)

// pairIn finds a sentence that asks for a setting in a file. The groups are k,
// v and f, for key, value and file.
var pairIn = []*regexp.Regexp{
	regexp.MustCompile(`(?i)(?:\b(?:and|then)\s+)*\b(?:confirm|make sure|ensure|check|verify)(?:\s+that)?(?:\s+there\s+is)?\s+` + "`" +
		`(?P<k>[^` + "`" + `=]+?)\s*=\s*(?P<v>[^` + "`" + `]+?)` + "`" + `\s+(?:is\s+|exists\s+)?(?:set\s+)?in\s+(?:the\s+)?` + "`(?P<f>[^`]+)`" + `(?:\s+(?:file|inventory)\b)?`),
	regexp.MustCompile(`(?:并|且|然后)?(?:确认|确保|检查)在?\s*` + "`(?P<f>[^`]+)`" + `\s*(?:文件)?(?:中|里)(?:已有|有|存在|包含|的)?\s*` + "`" +
		`(?P<k>[^` + "`" + `=]+?)\s*=\s*(?P<v>[^` + "`" + `]+?)` + "`"),
	regexp.MustCompile(`(?:并|且|然后)?(?:确认|确保|检查)\s*` + "`" + `(?P<k>[^` + "`" + `=]+?)\s*=\s*(?P<v>[^` + "`" + `]+?)` + "`" +
		`\s*(?:存在于|在|位于)\s*` + "`(?P<f>[^`]+)`" + `\s*(?:文件)?(?:中|里)?`),
}

// foundCheck is a check and where in the text its sentence stands.
type foundCheck struct {
	check      release.Check
	start, end int
}

// checksIn finds the settings that a line of Markdown asks for.
func checksIn(line string, at release.Span) []foundCheck {
	var out []foundCheck
	if !strings.Contains(line, "=") || strings.Count(line, "`") < 4 {
		return nil
	}
	for _, form := range pairIn {
		for _, m := range form.FindAllStringSubmatchIndex(line, -1) {
			part := func(name string) string {
				g := form.SubexpIndex(name)
				return strings.TrimSpace(line[m[2*g]:m[2*g+1]])
			}
			c, ok := settingCheck(part("f"), part("k"), part("v"))
			if !ok {
				continue
			}
			c.Text = capital(strings.TrimSpace(leadingJoint.ReplaceAllString(line[m[0]:m[1]], "")))
			c.Span = at
			out = append(out, foundCheck{check: c, start: m[0], end: m[1]})
		}
		if len(out) > 0 {
			return out
		}
	}
	return out
}

var (
	leadingJoint = regexp.MustCompile(`(?i)^(?:\s*(?:and|then)\s+)+|^(?:并且|并|且|然后)`)
	fileName     = regexp.MustCompile(`^[\w./@+-]*[\w-]+\.[A-Za-z][A-Za-z0-9]{0,9}$`)
	keyName      = regexp.MustCompile(`^[A-Za-z_][\w-]*$`)
)

// settingCheck makes a check of a setting: of the key in an INI file, of the
// text in any other.
func settingCheck(file, key, value string) (release.Check, bool) {
	if !fileName.MatchString(file) || key == "" || value == "" || Placeholder(value) != "" {
		return release.Check{}, false
	}
	c := release.Check{When: "step", File: file}
	if strings.EqualFold(path.Ext(file), ".ini") && keyName.MatchString(key) {
		c.Type, c.Format, c.Key, c.Value = "ini-key-equals", "ini", key, value
		return c, true
	}
	c.Type, c.Format, c.Value = "file-contains", "text", key+" = "+value
	return c, true
}

var (
	obsoleteWords = regexp.MustCompile(`(?i)\b(?:deprecated|obsolete|removed|unsupported|legacy|stale)\b[^.]*\b(?:config|setting|option|key|item|parameter)|(?:废弃|过时|弃用|遗留|多余)[^。]*(?:配置|参数|选项)`)
	codeText      = regexp.MustCompile("`([^`]+)`")
	obsoleteItem  = regexp.MustCompile("^`[^`]+`" + `(?:\s*(?:in|of|from|中的|里的|的)\s*(?:the\s+)?` + "`[^`]+`" + `(?:\s*(?:file|文件))?)+[.。;；]?$`)
)

// readObsolete reads a list of keys that must be gone from files, announced by
// the sentence before it. It takes the list only as a whole: a list with one
// item that is no such key is kept as it is.
func (g *guide) readObsolete(list *doc.Block) bool {
	if g.here().role == release.RoleChanges || !g.announced() {
		return false
	}
	var found []release.Check
	for _, item := range list.Children {
		if item.Kind != doc.Item {
			continue
		}
		p := firstParagraph(item)
		if p == nil || len(item.Children) != 1 {
			return false
		}
		c, ok := absentCheck(oneLine(p.Markdown))
		if !ok {
			return false
		}
		c.Span = span(item.Span)
		found = append(found, c)
	}
	for _, c := range found {
		g.ledger.claim(c.Span, record)
		c.ID = g.checkID(c)
		g.release.Checks = append(g.release.Checks, c)
	}
	g.ledger.rest(span(list.Span), structure)
	return len(found) > 0
}

// announced reports whether the last paragraph of the section speaks of
// configuration that is no longer valid.
func (g *guide) announced() bool {
	for _, e := range slices.Backward(g.release.Extra) {
		if e.Kind != string(doc.HTML) {
			return e.Section == g.section && e.Kind == string(doc.Paragraph) && obsoleteWords.MatchString(oneLine(e.Text))
		}
	}
	return false
}

// absentCheck reads "key in table in file", in either order.
func absentCheck(line string) (release.Check, bool) {
	if !obsoleteItem.MatchString(line) {
		return release.Check{}, false
	}
	var parts []string
	for _, m := range codeText.FindAllStringSubmatch(line, -1) {
		parts = append(parts, strings.TrimSpace(m[1]))
	}
	// English names the key first, Chinese the file.
	if fileName.MatchString(parts[0]) && configFormat(parts[0]) != "" {
		slices.Reverse(parts)
	}
	file := parts[len(parts)-1]
	format := configFormat(file)
	if format == "" {
		return release.Check{}, false
	}
	var key []string
	for i := len(parts) - 2; i >= 0; i-- {
		if !keyName.MatchString(parts[i]) {
			return release.Check{}, false
		}
		name := parts[i]
		if i > 0 && namesMany(name) {
			name += "[]"
		}
		key = append(key, name)
	}
	return release.Check{Type: "config-key-absent", When: "plan", File: file, Format: format,
		Key: strings.Join(key, "."), Text: capital(line), Lasting: true}, true
}

// namesMany reports whether a key names several things, and so holds a sequence.
func namesMany(name string) bool {
	return strings.HasSuffix(name, "s") && !strings.HasSuffix(name, "ss") && !strings.HasSuffix(name, "us") && !strings.HasSuffix(name, "is")
}

func configFormat(file string) string {
	if !fileName.MatchString(file) {
		return ""
	}
	switch strings.ToLower(path.Ext(file)) {
	case ".toml":
		return "toml"
	case ".yaml", ".yml":
		return "yaml"
	}
	return ""
}

// checkID names a check after its key; after the file as well where the
// release already has a check of that name.
func (g *guide) checkID(c release.Check) string {
	keys := strings.Split(c.Key, ".")
	id := "obsolete-config/" + keys[len(keys)-1]
	for _, o := range g.release.Checks {
		if o.ID == id {
			return "obsolete-config/" + path.Base(c.File) + "/" + strings.ReplaceAll(c.Key, "[]", "")
		}
	}
	return id
}
