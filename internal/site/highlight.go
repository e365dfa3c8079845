package site

import (
	"html"
	"html/template"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
)

// language is a language that guides hold code in. Its lexer is built when the
// first fence of that language is met.
type language struct {
	names []string // what a fence is marked with
	lexer func() chroma.Lexer
}

// languages are all languages that are coloured; any other is shown plain. The
// lexers are our own: chroma's registry of all languages reads several hundred
// files at every start of a program.
func languages() []language {
	return []language{
		lazy(shellRules, "sh", "shell", "bash", "zsh", "ksh", "dash"),
		lazy(sessionRules, "console", "shell-session", "sh-session", "shellsession", "bash-session", "terminal"),
		lazy(yamlRules, "yaml", "yml"),
		lazy(jsonRules, "json", "jsonc", "json5"),
		lazy(tomlRules, "toml"),
		lazy(iniRules, "ini", "cfg", "conf", "properties", "systemd", "env", "dotenv"),
		lazy(sqlRules, "sql", "mysql", "postgresql", "psql", "sqlite"),
		lazy(diffRules, "diff", "patch"),
		lazy(dockerRules, "dockerfile", "docker", "containerfile"),
		lazy(makeRules, "makefile", "make", "mk"),
		lazy(xmlRules, "xml", "html", "svg", "xhtml"),
		lazy(goRules, "go", "golang"),
		lazy(pythonRules, "python", "py", "python3"),
	}
}

// lazy is a language whose rules are compiled once, at first use.
func lazy(rules func() chroma.Rules, names ...string) language {
	return language{names: names, lexer: sync.OnceValue(func() chroma.Lexer { return lexerOf(rules()) })}
}

// lexerOf compiles rules; nil when they are not valid, which a test rules out.
func lexerOf(rules chroma.Rules) chroma.Lexer {
	l, err := chroma.NewLexer(&chroma.Config{}, func() chroma.Rules { return rules })
	if err != nil {
		return nil
	}
	return chroma.Coalesce(l)
}

// highlighter turns code into HTML with a handful of classes.
type highlighter struct {
	languages []language
	patterns  sync.Map // highlighted text by pattern
}

func newHighlighter() *highlighter { return &highlighter{languages: languages()} }

// lexer returns the lexer of a language, nil when there is none.
func (h *highlighter) lexer(lang string) chroma.Lexer {
	lang = strings.ToLower(lang)
	for _, l := range h.languages {
		if slices.Contains(l.names, lang) {
			return l.lexer()
		}
	}
	return nil
}

// maxHighlight is the longest code that is coloured; regular expressions over
// more would cost more than colour is worth.
const maxHighlight = 64 << 10

// code writes source as HTML. What cannot be read as its language is shown
// plain.
func (h *highlighter) code(lang, source string) string {
	l := h.lexer(lang)
	if l == nil || len(source) > maxHighlight {
		return html.EscapeString(source)
	}
	text, ok := tokens(l, source)
	if !ok {
		return html.EscapeString(source)
	}
	return text
}

// tokens writes the tokens of source. It reports false when the lexer fails or
// does not give back exactly what it was given.
func tokens(l chroma.Lexer, source string) (out string, ok bool) {
	defer func() {
		if recover() != nil { // chroma's iterators report their errors so
			out, ok = "", false
		}
	}()
	it, err := l.Tokenise(&chroma.TokeniseOptions{State: "root"}, source)
	if err != nil {
		return "", false
	}
	var b, plain strings.Builder
	for t := it(); t != chroma.EOF; t = it() {
		plain.WriteString(t.Value)
		if class := tokenClass(t.Type); class != "" && strings.TrimSpace(t.Value) != "" {
			b.WriteString(`<span class="` + class + `">` + html.EscapeString(t.Value) + `</span>`)
		} else {
			b.WriteString(html.EscapeString(t.Value))
		}
	}
	return b.String(), plain.String() == source
}

// tokenClass reduces chroma's token types to what the style sheet tells apart.
func tokenClass(t chroma.TokenType) string {
	switch {
	case t.InCategory(chroma.Comment):
		return "hc"
	case t.InSubCategory(chroma.LiteralString):
		return "hs"
	case t.InSubCategory(chroma.LiteralNumber):
		return "hn"
	case t.InCategory(chroma.Keyword):
		return "hk"
	case t == chroma.NameTag, t == chroma.NameAttribute, t == chroma.NameProperty:
		return "ha"
	case t.InSubCategory(chroma.NameVariable), t == chroma.NameBuiltin, t == chroma.NameFunction:
		return "hv"
	case t == chroma.GenericInserted:
		return "hi"
	case t == chroma.GenericDeleted:
		return "hd"
	case t.InCategory(chroma.Generic):
		return "hg"
	}
	return ""
}

// Words that stand in patterns for what differs from page to page.
const (
	wordPath = "UGWORDPATH"
	wordBase = "UGWORDBASE"
	wordSum  = "UGWORDSUM"
	wordFrom = "UGWORDFROM"
	wordTo   = "UGWORDTO"
)

// fill highlights shell text that is the same on many pages but for some words:
// pairs are words of the pattern and what they stand for. A value that is more
// than a plain word is highlighted with the text.
func (h *highlighter) fill(pattern string, pairs ...string) template.HTML {
	whole := strings.NewReplacer(pairs...)
	for i := 1; i < len(pairs); i += 2 {
		if !plainWord.MatchString(pairs[i]) {
			return template.HTML(h.code("sh", whole.Replace(pattern)))
		}
	}
	coloured, ok := h.patterns.Load(pattern)
	if !ok {
		coloured = h.code("sh", pattern)
		h.patterns.Store(pattern, coloured)
	}
	return template.HTML(whole.Replace(coloured.(string)))
}

// plainWord is a word without a meaning of its own to the shell, to quoting and
// to HTML, or a digest, which stands between quotes.
var plainWord = regexp.MustCompile(`^(?:[A-Za-z][\w./-]*[./-][\w./-]*|[0-9a-f]{64})$`)
