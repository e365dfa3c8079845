// Package colour colours code of guides: it marks comments, texts, keywords and
// the like in HTML, with a handful of classes.
//
// It must not know pages or styles. What it cannot read it leaves as it is, and
// nothing that it is given is lost or becomes markup.
package colour

import (
	"html"
	"slices"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
)

// language is one that guides hold code in.
type language struct {
	names []string // what a fence is marked with
	lexer func() chroma.Lexer
}

// languages are all languages that are coloured; any other is shown plain. The
// lexers are our own: chroma's registry of all languages reads several hundred
// files at every start of a program. Most are scanners, written by hand; rules do
// for what is seldom met.
var languages = []language{
	scanned(shell, "sh", "shell", "bash", "zsh", "ksh", "dash"),
	ruled(sessionRules, "console", "shell-session", "sh-session", "shellsession", "bash-session", "terminal"),
	scanned(yaml, "yaml", "yml"),
	scanned(json, "json", "jsonc", "json5"),
	scanned(toml, "toml"),
	scanned(ini, "ini", "cfg", "conf", "properties", "systemd", "env", "dotenv"),
	scanned(sql, "sql", "mysql", "postgresql", "psql", "sqlite"),
	ruled(diffRules, "diff", "patch"),
	ruled(dockerRules, "dockerfile", "docker", "containerfile"),
	ruled(makeRules, "makefile", "make", "mk"),
	ruled(xmlRules, "xml", "html", "svg", "xhtml"),
	scanned(golang, "go", "golang"),
	scanned(python, "python", "py", "python3"),
}

// scanned is a language with a scanner.
func scanned(s scanner, names ...string) language {
	return language{names: names, lexer: func() chroma.Lexer { return s }}
}

// ruled is a language whose rules are compiled when its first fence is met.
func ruled(rules func() chroma.Rules, names ...string) language {
	return language{names: names, lexer: sync.OnceValue(func() chroma.Lexer { return compile(rules()) })}
}

// compile makes a lexer of rules; nil when they are not valid, which a test
// rules out.
func compile(rules chroma.Rules) chroma.Lexer {
	l, err := chroma.NewLexer(&chroma.Config{}, func() chroma.Rules { return rules })
	if err != nil {
		return nil
	}
	return chroma.Coalesce(l)
}

// lexerOf returns the lexer of a language, nil when there is none.
func lexerOf(name string) chroma.Lexer {
	name = strings.ToLower(name)
	for _, l := range languages {
		if slices.Contains(l.names, name) {
			return l.lexer()
		}
	}
	return nil
}

// longest is the longest code that is coloured, in bytes; regular expressions
// over more would cost more than colour is worth.
const longest = 64 << 10

// HTML writes code of a language as HTML. What cannot be read as that is shown
// plain.
func HTML(name, source string) string {
	l := lexerOf(name)
	if l == nil || len(source) > longest {
		return html.EscapeString(source)
	}
	text, ok := tokens(l, source)
	if !ok {
		return html.EscapeString(source)
	}
	return text
}

// escaper is [html.EscapeString] for what is written on.
var escaper = strings.NewReplacer("&", "&amp;", "'", "&#39;", "<", "&lt;", ">", "&gt;", `"`, "&#34;")

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
	var b strings.Builder
	b.Grow(2 * len(source))
	rest := source
	for t := it(); t != chroma.EOF; t = it() {
		if rest, ok = strings.CutPrefix(rest, t.Value); !ok {
			return "", false
		}
		class := classOf(t.Type)
		if strings.TrimSpace(t.Value) == "" {
			class = ""
		}
		if class != "" {
			b.WriteString(`<span class="`)
			b.WriteString(class)
			b.WriteString(`">`)
		}
		_, _ = escaper.WriteString(&b, t.Value)
		if class != "" {
			b.WriteString("</span>")
		}
	}
	return b.String(), rest == ""
}

// classOf reduces chroma's token types to what a style sheet tells apart.
func classOf(t chroma.TokenType) string {
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
