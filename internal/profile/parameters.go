package profile

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// bind replaces what stands for parameters of the product in a command by
// words that mean nothing to a shell, so that the rest is held to the same
// rules as any command. put turns such a word into {NAME}.
func (g *guide) bind(command string) (bound string, names []string, put func(string) string) {
	bound, put = command, func(s string) string { return s }
	if g.opt.Product == nil {
		return bound, nil, put
	}
	var pairs []string
	for i, p := range g.opt.Product.Parameters {
		word := fmt.Sprintf("upgraph-parameter-%d", i)
		if p.Placeholder == "" || p.Pattern == "" || p.Secret || strings.Contains(command, word) {
			continue
		}
		if replaced := replaceWhole(bound, p.Placeholder, word); replaced != bound {
			bound, names = replaced, append(names, p.ID)
			pairs = append(pairs, word, "{"+p.ID+"}")
		}
	}
	if len(names) > 0 {
		put = strings.NewReplacer(pairs...).Replace
	}
	return bound, names, put
}

// replaceWhole replaces a placeholder where it is no part of a longer word.
func replaceWhole(s, placeholder, word string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(s, placeholder)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		if joins(before, placeholder, true) || joins(after, placeholder, false) {
			b.WriteString(placeholder)
		} else {
			b.WriteString(word)
		}
		s = after
	}
}

// joins reports whether a text goes on as a word in the placeholder beside it.
func joins(beside, placeholder string, ahead bool) bool {
	if beside == "" {
		return false
	}
	if ahead {
		return wordByte(beside[len(beside)-1]) && wordByte(placeholder[0])
	}
	return wordByte(beside[0]) && wordByte(placeholder[len(placeholder)-1])
}

func wordByte(c byte) bool {
	return nameByte(c) || c >= utf8.RuneSelf
}

// unbound is a command without what stands for a parameter of the product.
func (g *guide) unbound(command string) string {
	bound, _, _ := g.bind(command)
	return bound
}

// split splits a command into arguments. Where something in it stands for a
// parameter of the product, the argument has {NAME} there.
func (g *guide) split(command string) (argv, parameters []string, why string) {
	bound, names, put := g.bind(command)
	if argv, why = g.splitCommand(bound); why != "" {
		return nil, nil, why
	}
	for i, arg := range argv {
		switch argv[i] = put(arg); {
		case argv[i] == arg:
		case i == 0:
			return nil, nil, "a parameter would name the program"
		case strings.ContainsAny(arg, "{}$"):
			return nil, nil, "braces stand beside a parameter"
		}
	}
	return argv, names, ""
}

// variables are the parameters of the product that a script reads from its
// environment.
func (g *guide) variables(script string) []string {
	if g.opt.Product == nil {
		return nil
	}
	var names []string
	for _, p := range g.opt.Product.Parameters {
		variable := "UPGRAPH_PARAM_"
		if p.Secret {
			variable = "UPGRAPH_SECRET_"
		}
		variable += strings.ToUpper(strings.ReplaceAll(p.ID, "-", "_"))
		if replaceWhole(script, variable, "") != script {
			names = append(names, p.ID)
		}
	}
	return names
}
