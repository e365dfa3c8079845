package run

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"upgraph/internal/regexp"
	"upgraph/internal/term"
)

// Output is what one or more components printed. Name is the file that it stood
// in; Host is who printed it, where the name of the file says so.
type Output struct {
	Name string
	Host string
	Text []byte
}

// reading is what one output holds.
type reading struct {
	seen   []Sighting
	silent []Silence
}

// What outputs look like is compiled when one is read: other commands are to
// start at once.

// versionLine finds one of the five lines that a component prints about itself,
// wherever a tool put it: behind the name of a host, in quotes, in JSON.
var versionLine = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(.*?)\b(Release Version|Git Commit Hash|Git Branch|UTC Build Time|Go Version):\s*(.*?)["',\s]*$`)
})

// headings are the ways in which tools say which host the next lines are of.
// The first group is the host, the second what follows on the same line.
var headings = sync.OnceValue(func() []*regexp.Regexp {
	return []*regexp.Regexp{
		regexp.MustCompile(`^(\S+) \| [A-Z]+!?(?: \||:| =>| >>|$)(.*)$`),                        // ansible
		regexp.MustCompile(`^(?:ok|changed|fatal|failed): \[([^\]\s]+)[^\]]*\](.*)$`),           // ansible-playbook
		regexp.MustCompile(`^\[\d+\] \S+ \[(?:SUCCESS|FAILURE)\] (\S+)(.*)$`),                   // pssh
		regexp.MustCompile(`^==> (.+?) <==()$`),                                                 // head, tail
		regexp.MustCompile(`^(?:={2,}|-{3,}|#{2,}|\*{3,}|>{2,}) ?([\pL\pN_].*?) ?[-=#*<>]*()$`), // == host ==
		regexp.MustCompile(`^\[([\w.:@-]+)\]()$`),                                               // [host]
		regexp.MustCompile(`^([\w.@-]+(?::\d+)?):()$`),                                          // host:
	}
})

// hostPrefix is a host before each of its lines, as pdsh and compose write it.
var hostPrefix = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^([\w.@/-]+(?::\d+)?)(?::| +\|)\s+(.*)$`)
})

// outputReader goes through the lines of one output.
type outputReader struct {
	reading
	name  string
	names []componentName

	host      string
	component string          // that the heading or the last other line names
	asked     []inquiry       // the first is the whole output
	loose     []inquiry       // hosts only if others answer in the same way
	prefixed  bool            // hosts stand before their lines
	answered  map[string]bool // places that printed a version
	before    [2]string       // the last two lines
	block     *Sighting
	keys      map[string]bool // of the block
}

// ansibleTail is what stands behind a heading and says nothing.
var ansibleTail = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[|: ]*(?:rc=\d+)? *(?:>>|=>)? *\{? *$`)
})

// inquiry is a place that was asked for its version: what stands under one
// heading.
type inquiry struct {
	place, host, says, source string
}

func placeKey(host, component string) string { return host + "\x00" + component }

func readOutput(o Output, components []string) reading {
	r := &outputReader{name: o.Name, names: componentNames(components), answered: map[string]bool{}}
	r.component = r.componentIn(o.Name)
	o.Host = r.withoutComponent(o.Host)
	r.host = o.Host
	if !utf8.Valid(o.Text) || bytes.IndexByte(o.Text, 0) >= 0 {
		r.silent = []Silence{{Host: o.Host, Says: "it is not text", Source: o.Name}}
		return r.reading
	}
	r.ask(inquiry{place: placeKey(o.Host, ""), host: o.Host, source: o.Name})
	number := 0
	for raw := range strings.SplitSeq(string(o.Text), "\n") {
		number++
		for _, line := range unescape(raw) {
			line = strings.ReplaceAll(line, "\u00a0", " ") // as browsers copy it
			line = strings.TrimRightFunc(term.PlainLine(line), unicode.IsSpace)
			r.line(number, line)
			r.before = [2]string{r.before[1], line}
		}
	}
	r.endBlock()
	r.findSilent()
	return r.reading
}

// unescape takes lines apart that a tool printed as one.
func unescape(line string) []string {
	if !strings.Contains(line, `\n`) || !versionLine().MatchString(strings.ReplaceAll(line, `\n`, " ")) {
		return []string{line}
	}
	return strings.Split(strings.ReplaceAll(line, `\r`, ""), `\n`)
}

func (r *outputReader) line(number int, line string) {
	if strings.TrimSpace(line) == "" {
		return
	}
	if m := versionLine().FindStringSubmatch(line); m != nil {
		before := strings.TrimSpace(m[1])
		if p := hostPrefix().FindStringSubmatch(before + " "); p != nil && p[2] == "" && p[1] != "stdout" && p[1] != "msg" {
			r.prefix(p[1])
		} else if h, rest := heading(before); h != "" {
			r.open(number, h, rest)
		}
		value, _, _ := strings.Cut(strings.TrimLeft(m[3], `"' `), `"`)
		r.value(number, m[2], value)
		return
	}
	if h, rest := heading(line); h != "" {
		r.open(number, h, "")
		r.other(ansibleTail().ReplaceAllString(rest, ""))
		return
	}
	if h := r.before[1]; isRule(line) && isRule(r.before[0]) && len(strings.Fields(h)) == 1 {
		r.open(number-1, h, "") // clush
		return
	}
	if m := hostPrefix().FindStringSubmatch(line); m != nil && r.componentIn(m[1]) == "" {
		r.loose = append(r.loose, inquiry{place: placeKey(m[1], ""), host: m[1], says: m[2], source: r.at(number)})
	}
	r.other(line)
}

func (r *outputReader) at(number int) string { return fmt.Sprintf("%s:%d", r.name, number) }

func isRule(line string) bool { return len(line) > 2 && strings.Trim(line, "-=") == "" }

// heading reads the line that a tool writes before the output of a host.
func heading(line string) (host, rest string) {
	for _, h := range headings() {
		if m := h.FindStringSubmatch(line); m != nil {
			return strings.Trim(m[1], "[]() "), strings.TrimSpace(m[2])
		}
	}
	return "", ""
}

// ask notes that a place was asked, once.
func (r *outputReader) ask(q inquiry) {
	if !slices.ContainsFunc(r.asked, func(o inquiry) bool { return o.place == q.place }) {
		r.asked = append(r.asked, q)
	}
}

// open begins the output of a host. The heading may name a component as well.
func (r *outputReader) open(number int, title, more string) {
	r.endBlock()
	if r.component = r.componentIn(title); r.component == "" {
		r.component = r.componentIn(more)
	}
	r.host = r.withoutComponent(title)
	r.ask(inquiry{place: placeKey(r.host, r.component), host: title, source: r.at(number)})
}

// prefix takes a host that stands before the line itself.
func (r *outputReader) prefix(host string) {
	r.prefixed = true
	if r.host != host {
		r.endBlock()
		r.host, r.component = host, r.componentIn(host+" "+r.name)
	}
}

// other is a line about no version: it may name the component that is asked
// next, a command line for instance.
func (r *outputReader) other(line string) {
	if strings.Trim(line, "-=#*{}[]()\", ") == "" {
		return
	}
	if c := r.componentIn(line); c != "" {
		r.endBlock()
		r.component = c
	}
	if q := &r.asked[len(r.asked)-1]; q.says == "" {
		q.says = line
	}
}

func (r *outputReader) value(number int, key, value string) {
	key = strings.ToLower(key)
	if r.block == nil || r.keys[key] {
		r.endBlock()
		r.block = &Sighting{Host: r.host, Component: r.component, Source: r.at(number)}
		r.keys = map[string]bool{}
	}
	r.keys[key] = true
	switch key {
	case "release version":
		r.block.Printed = strings.TrimSpace(value)
	case "git commit hash":
		r.block.Commit = strings.TrimSpace(value)
	}
}

// endBlock takes the lines about one component as a sighting. Others of the
// five without version and commit are none.
func (r *outputReader) endBlock() {
	if r.block != nil && (r.keys["release version"] || r.keys["git commit hash"]) {
		r.seen = append(r.seen, *r.block)
		r.answered[placeKey(r.block.Host, r.block.Component)] = true
		r.answered[placeKey(r.block.Host, "")] = true
	}
	r.block, r.keys = nil, nil
}

// findSilent names the places that were asked and printed no version.
func (r *outputReader) findSilent() {
	if r.prefixed {
		for _, q := range r.loose {
			r.ask(q)
		}
	}
	for _, q := range r.asked[1:] {
		if !r.answered[q.place] {
			r.silent = append(r.silent, Silence{Host: q.host, Says: q.says, Source: q.source})
		}
	}
	if len(r.seen)+len(r.silent) == 0 {
		r.silent = []Silence{{Host: r.asked[0].host, Says: r.asked[0].says, Source: r.name}}
	}
}
