package site

import (
	"embed"
	"html"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
)

// lexerData holds the lexers of the languages that guides are written in, as chroma
// publishes them (see lexers/COPYING). Chroma's own registry of all languages
// is not linked: it reads several hundred files at every start of a program.
//
//go:embed lexers/*.xml
var lexerData embed.FS

// lexerFile says which lexer reads a fence that is marked with lang, "" for none.
func lexerFile(lang string) string {
	switch strings.ToLower(lang) {
	case "sh", "shell", "bash", "zsh", "ksh":
		return "bash"
	case "console", "shell-session", "sh-session", "bash-session":
		return "bash_session"
	case "yml", "yaml":
		return "yaml"
	case "toml", "json", "sql", "diff", "ini", "xml", "python", "properties", "makefile", "systemd":
		return strings.ToLower(lang)
	case "py":
		return "python"
	case "make":
		return "makefile"
	case "patch":
		return "diff"
	case "mysql":
		return "sql"
	case "html":
		return "xml"
	case "cfg", "conf":
		return "ini"
	case "dockerfile", "docker":
		return "docker"
	}
	return ""
}

// highlighter turns code into HTML with a handful of classes. Lexers are loaded
// when their language is first met.
type highlighter struct {
	mu     sync.Mutex
	lexers map[string]chroma.Lexer // nil for a lexer that cannot be loaded
}

// lexer returns the lexer of a language, nil when there is none.
func (h *highlighter) lexer(lang string) chroma.Lexer {
	name := lexerFile(lang)
	if name == "" {
		return nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if l, ok := h.lexers[name]; ok {
		return l
	}
	if h.lexers == nil {
		h.lexers = map[string]chroma.Lexer{}
	}
	h.lexers[name] = nil
	if l, err := chroma.NewXMLLexer(lexerData, "lexers/"+name+".xml"); err == nil {
		h.lexers[name] = chroma.Coalesce(l)
	}
	return h.lexers[name]
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
