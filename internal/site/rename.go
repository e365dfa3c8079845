package site

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// token is a part of a script: a word, what a text or a pattern holds, or a sign.
type token struct {
	text string
	kind tokenKind
	in   byte // the bracket that it stands in; 0 for none
}

type tokenKind int

const (
	signToken tokenKind = iota
	wordToken
	textToken // as a whole, or a part of a template
)

// scriptToken is what a script consists of, as far as one can say it without what
// stands before it.
var scriptToken = regexp.MustCompile(`^(?:[A-Za-z_$][\w$]*|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[0-9][\w.]*|\s+|//[^\n]*|(?s:.))`)

// scriptPattern is a regular expression, which begins where no number can end.
var scriptPattern = regexp.MustCompile(`^/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n\[])+/[a-z]*`)

// scriptTokens parts a script of ours.
func scriptTokens(script string) []token {
	var out []token
	var open []byte
	last := "" // the last that is no space
	for script != "" {
		text, kind := scriptToken.FindString(script), signToken
		in := byte(0)
		if len(open) > 0 {
			in = open[len(open)-1]
		}
		switch c := text[0]; {
		case c == '`' || c == '}' && in == '`':
			text, kind = templatePart(script), textToken
			if c == '}' {
				open = open[:len(open)-1]
			}
			if strings.HasSuffix(text, "${") {
				open = append(open, '`')
			}
		case c == '/' && !strings.HasPrefix(text, "//") && (last == "" || strings.Contains("(,=:[!&|?{};>", last[len(last)-1:]) || last == "return"):
			text, kind = scriptPattern.FindString(script), textToken
		case c == '\'' || c == '"' || strings.HasPrefix(text, "//"):
			kind = textToken
		case c == '{' || c == '(' || c == '[':
			open = append(open, c)
		case c == '}' || c == ')' || c == ']':
			open = open[:max(0, len(open)-1)]
		case wordStart(c):
			kind = wordToken
		}
		out = append(out, token{text, kind, in})
		script = script[len(text):]
		if strings.TrimSpace(text) != "" {
			last = text
		}
	}
	return out
}

func wordStart(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '$'
}

// templatePart is a template from its beginning, or from behind a value in it, to
// the next value or its end.
func templatePart(script string) string {
	for i := 1; i < len(script); i++ {
		switch {
		case script[i] == '\\':
			i++
		case script[i] == '`':
			return script[:i+1]
		case strings.HasPrefix(script[i:], "${"):
			return script[:i+2]
		}
	}
	return script
}

// renamed gives short names to what a script declares for itself, and leaves out
// the spaces that it does not need: every word that is declared somewhere, is
// exported nowhere, and nowhere names a property has another name.
func renamed(script []byte) []byte {
	all := scriptTokens(string(script))
	short := shortNames(all)
	var out []byte
	for i, t := range all {
		switch name, ok := short[t.text]; {
		case ok && t.kind == wordToken:
			out = append(out, name...)
		case strings.HasPrefix(t.text, "//"):
		case strings.TrimSpace(t.text) == "" && i+1 < len(all):
			out = append(out, needed(out, t.text, all[i+1].text)...)
		default:
			out = append(out, t.text...)
		}
	}
	return out
}

// needed is what must stay of a space between two tokens.
func needed(before []byte, space, after string) string {
	if len(before) == 0 {
		return ""
	}
	last := before[len(before)-1]
	switch {
	case strings.Contains(space, "\n"):
		if strings.IndexByte("{;,(\n", last) >= 0 {
			return ""
		}
		return "\n"
	case wordByte(last) && wordByte(after[0]), (last == '+' || last == '-') && last == after[0]:
		return " "
	}
	return ""
}

func wordByte(c byte) bool { return wordStart(c) || c >= '0' && c <= '9' }

// scriptWords are short words that mean something in scripts, some of them only
// where they stand.
var scriptWords = []string{"do", "if", "in", "of", "as", "get", "set", "async", "await"}

// shortNames are the new names by the old ones, the shortest for the most frequent.
func shortNames(all []token) map[string]string {
	counts, fixed, declared := map[string]int{}, map[string]bool{}, map[string]bool{}
	for i, t := range all {
		before, after := neighbour(all, i, -1), neighbour(all, i, 1)
		switch {
		case t.kind != wordToken:
			if t.text == ">" && before == "=" {
				parameters(all, i-2, declared)
			}
			continue
		case before == "." && !spread(all, i), after == ":", t.in == '{' && strings.Contains("{,", before) && strings.Contains(",}=", after):
			fixed[t.text] = true
		case before == "const" || before == "let" || before == "function":
			declared[t.text] = true
			fixed[t.text] = fixed[t.text] || exported(all, i)
		}
		counts[t.text]++
	}
	var names []string
	for name := range declared {
		if !fixed[name] && len(name) > 1 && !slices.Contains(scriptWords, name) {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(counts[b]-counts[a], strings.Compare(a, b)) })
	short, next := map[string]string{}, 0
	for _, name := range names {
		s := ""
		for ; s == "" || counts[s] > 0 || slices.Contains(scriptWords, s); next++ {
			s = shortName(next)
		}
		if len(s) < len(name) {
			short[name] = s
		}
	}
	return short
}

// parameters adds the parameters of a function whose arrow is behind a token: a
// word, or words in brackets, also those of a list that is taken apart.
func parameters(all []token, i int, declared map[string]bool) {
	for i > 0 && strings.TrimSpace(all[i].text) == "" {
		i--
	}
	if all[i].kind == wordToken {
		declared[all[i].text] = true
		return
	}
	for depth := 0; i >= 0; i-- {
		switch t := all[i]; {
		case t.text == ")" || t.text == "]" || t.text == "}":
			depth++
		case t.text == "(" || t.text == "[" || t.text == "{":
			if depth--; depth == 0 {
				return
			}
		case t.kind == wordToken && (t.in == '(' || t.in == '[') && strings.Contains("([,", neighbour(all, i, -1)):
			declared[t.text] = true
		}
	}
}

// shortName is the n-th of the shortest names.
func shortName(n int) string {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	if n < len(letters) {
		return letters[n : n+1]
	}
	n -= len(letters)
	return letters[n/len(letters)%len(letters):][:1] + letters[n%len(letters):][:1]
}

// neighbour is the text before or after a token, spaces left out.
func neighbour(all []token, i, by int) string {
	for i += by; i >= 0 && i < len(all); i += by {
		if text := all[i].text; strings.TrimSpace(text) != "" {
			return text
		}
	}
	return ""
}

// spread reports whether what stands before a token is "...", not a single dot.
func spread(all []token, i int) bool {
	return i > 2 && all[i-1].text == "." && all[i-2].text == "."
}

// exported reports whether the declaration of a word is exported.
func exported(all []token, i int) bool {
	for k := 1; k < 7 && i-k >= 0; k++ {
		switch all[i-k].text {
		case "export":
			return true
		case ";", "}", "{", "\n":
			return false
		}
	}
	return false
}
