package site

import "github.com/alecthomas/chroma/v2"

// kinds of tokens, by the words of this package.
const (
	plain    = chroma.Text
	comment  = chroma.Comment
	str      = chroma.LiteralString
	number   = chroma.LiteralNumber
	keyword  = chroma.Keyword
	variable = chroma.NameVariable
	function = chroma.NameFunction
	key      = chroma.NameTag
	attr     = chroma.NameAttribute
	prompt   = chroma.GenericPrompt
	output   = chroma.GenericOutput
)

// anything is what no other rule takes, one character at a time.
func anything() chroma.Rule { return chroma.Rule{Pattern: `.|\n`, Type: plain} }

// shellRules read POSIX shell and what bash adds in guides.
func shellRules() chroma.Rules {
	return chroma.Rules{
		"root": {
			{Pattern: `(?<![^\s;(])#.*`, Type: comment},
			// A here-document: the word behind <<, its text, and the word alone.
			{Pattern: `(<<-?[ \t]*)(['"\\]?)(\w+)(['"]?)(.*\n)((?:.*\n)*?)([ \t]*\3)(?=\s|$)`, Type: chroma.ByGroups(
				plain, str, str, str, chroma.UsingSelf("root"), str, str)},
			{Pattern: `\$?'(?:[^']*)'`, Type: str},
			{Pattern: `"`, Type: str, Mutator: chroma.Push("double")},
			chroma.Include("variables"),
			{Pattern: `\\(?:.|\n)`, Type: plain},
			{Pattern: `(?<=^|[\s;(&|])([A-Za-z_]\w*)(\+?=)`, Type: chroma.ByGroups(variable, plain)},
			{Pattern: `(?<![^\s;(&|` + "`" + `])(?:if|then|else|elif|fi|for|in|do|done|while|until|case|esac|select|function|return|exit|break|continue|export|local|set|unset|source|trap|exec|eval)(?![^\s;)&|` + "`" + `])`, Type: keyword},
			{Pattern: `(?<![^\s=;(<>&|])\d+(?:\.\d+)?(?![^\s;)<>&|])`, Type: number},
			{Pattern: `[^\s'"$\\;()&|<>` + "`" + `=]+`, Type: plain},
			anything(),
		},
		"double": {
			{Pattern: `"`, Type: str, Mutator: chroma.Pop(1)},
			{Pattern: `\\(?:.|\n)`, Type: str},
			chroma.Include("variables"),
			{Pattern: `[^"\\$]+|\$`, Type: str},
		},
		"variables": {
			{Pattern: `\$\{[^}\n]*\}`, Type: variable},
			{Pattern: `\$(?:[A-Za-z_]\w*|[0-9@*#?$!-])`, Type: variable},
		},
	}
}

// sessionRules read what a terminal shows: lines behind a prompt are shell, the
// others are what was printed.
func sessionRules() chroma.Rules {
	const mark = `^(?:\[[^\]\n]+\]|[\w.-]+@[\w.-]+[^\n$#%>]*|[\w.-]+(?: \[[^\]\n]*\])?(?=>))?[$#%>»][ \t]+`
	return chroma.Rules{"root": {
		{Pattern: `(` + mark + `)((?:\\\n|.)*\n?)`, Type: chroma.ByGroups(prompt, chroma.UsingLexer(lexerOf(shellRules())))},
		{Pattern: `.*\n|.+`, Type: output},
	}}
}

// dockerRules read the files that images are built from.
func dockerRules() chroma.Rules {
	return chroma.Rules{"root": {
		{Pattern: `^[ \t]*#.*`, Type: comment},
		{Pattern: `(?i)^([ \t]*(?:ONBUILD[ \t]+)?)(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)(?=\s)`,
			Type: chroma.ByGroups(keyword, keyword)},
		{Pattern: `(?i)(?<=\s)AS(?=\s)`, Type: keyword},
		{Pattern: `"(?:\\.|[^"\\\n])*"|'[^'\n]*'`, Type: str},
		{Pattern: `\$\{[^}\n]*\}|\$\w+`, Type: variable},
		{Pattern: `(--[\w-]+)(=)`, Type: chroma.ByGroups(attr, plain)},
		{Pattern: `[^\s"'$#-]+`, Type: plain},
		anything(),
	}}
}

// makeRules read makefiles; recipes are shell.
func makeRules() chroma.Rules {
	return chroma.Rules{"root": {
		{Pattern: `^(\t[@+-]*)((?:\\\n|.)*\n?)`, Type: chroma.ByGroups(plain, chroma.UsingLexer(lexerOf(shellRules())))},
		{Pattern: `#.*`, Type: comment},
		{Pattern: `^[ \t]*-?(?:ifeq|ifneq|ifdef|ifndef|else|endif|include|define|endef|export|unexport|override|vpath)\b`, Type: keyword},
		{Pattern: `^([ \t]*)([\w.-]+)([ \t]*)([:?+!]*=)`, Type: chroma.ByGroups(plain, variable, plain, plain)},
		{Pattern: `^([^\s#:=][^\n#:=]*?)(\s*::?)(?!=)`, Type: chroma.ByGroups(function, plain)},
		{Pattern: `\$\([^()\n]*\)|\$\{[^}\n]*\}|\$[@<^*?%+$|]`, Type: variable},
		{Pattern: `[^\s#$]+`, Type: plain},
		anything(),
	}}
}

// diffRules read unified differences.
func diffRules() chroma.Rules {
	return chroma.Rules{"root": {
		{Pattern: `^(?:diff|index|---|\+\+\+|@@)(?= |$).*\n?`, Type: chroma.GenericSubheading},
		{Pattern: `^\+.*\n?`, Type: chroma.GenericInserted},
		{Pattern: `^-.*\n?`, Type: chroma.GenericDeleted},
		{Pattern: `.*\n|.+`, Type: plain},
	}}
}
