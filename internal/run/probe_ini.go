package run

import (
	"strings"

	"upgraph/internal/step"
)

// readINI reads an inventory the way Ansible does, because Ansible is who will
// read it next: "#" and ";" begin a comment only at the start of a line, a value
// keeps everything behind the first "=" unless it is quoted, hosts stand bare or
// with variables of their own, and every place where the key stands counts.
func readINI(_ string, data []byte, p step.Probe) []Finding {
	if len(p.Path) != 1 {
		return []Finding{{Result: Unknown, Text: "a key of an INI file is one name"}}
	}
	var found []Finding
	section := ""
	for i, raw := range strings.Split(string(data), "\n") {
		line := strings.TrimSpace(raw)
		if line == "" || line[0] == '#' || line[0] == ';' {
			continue
		}
		if name, ok := sectionName(line); ok {
			section = name
			continue
		}
		for _, s := range settings(section, line) {
			if s.key == p.Path[0] {
				f := verdict(p, i+1, 1+strings.Index(raw, s.key), s.key, s.value, true)
				found = append(found, remark(f, p, s))
			}
		}
	}
	if len(found) == 0 {
		return lacking(p)
	}
	return found
}

// setting is one key with its value; comment is what follows a " #" in it,
// which is part of the value nevertheless.
type setting struct{ key, value, comment string }

// sectionName reads "[name]", with a comment behind it or not.
func sectionName(line string) (string, bool) {
	rest, ok := strings.CutPrefix(line, "[")
	if !ok {
		return "", false
	}
	name, tail, ok := strings.Cut(rest, "]")
	tail = strings.TrimSpace(tail)
	return strings.TrimSpace(name), ok && (tail == "" || tail[0] == '#' || tail[0] == ';')
}

// settings are the keys that a line sets: one in a section of variables and on
// a line that cannot be a host, any number behind the name of a host.
func settings(section, line string) []setting {
	key, value, ok := strings.Cut(line, "=")
	if !ok {
		return nil
	}
	key = strings.TrimSpace(key)
	if strings.HasSuffix(section, ":vars") || !strings.ContainsAny(key, " \t") {
		return []setting{single(key, value)}
	}
	return hostSettings(line)
}

// single reads the value of a variable: a quoted one ends at its quote, any
// other at the end of the line.
func single(key, value string) setting {
	value = strings.TrimSpace(value)
	if len(value) > 1 && (value[0] == '"' || value[0] == '\'') {
		if inner, tail, ok := strings.Cut(value[1:], value[:1]); ok {
			tail = strings.TrimSpace(tail)
			if tail == "" || tail[0] == '#' {
				return setting{key: key, value: inner}
			}
		}
	}
	s := setting{key: key, value: value}
	for _, mark := range []string{" #", "\t#", " ;", "\t;"} {
		if _, after, ok := strings.Cut(value, mark); ok {
			s.comment = after
			break
		}
	}
	return s
}

// hostSettings reads "host key=value key='a b' # comment".
func hostSettings(line string) []setting {
	var all []setting
	for _, word := range words(line) {
		if key, value, ok := strings.Cut(word, "="); ok {
			all = append(all, setting{key: key, value: value})
		}
	}
	return all
}

// words splits a line at blanks outside of quotes and drops a comment.
func words(line string) []string {
	var all []string
	var word strings.Builder
	var quote rune
	open := false
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '"' || r == '\'':
			quote, open = r, true
		case r == '#' && !open:
			return all
		case r == ' ' || r == '\t':
			if open {
				all = append(all, word.String())
			}
			word.Reset()
			open = false
		default:
			word.WriteRune(r)
			open = true
		}
	}
	if open {
		all = append(all, word.String())
	}
	return all
}

// remark says the surprising part where a comment behind the value is all that
// is wrong with it.
func remark(f Finding, p step.Probe, s setting) Finding {
	if f.Result == False && s.comment != "" && strings.HasPrefix(s.value, p.Want) {
		f.Text = "Ansible takes the text behind " + p.Want + " as part of the value: put the comment on a line of its own"
	}
	return f
}
