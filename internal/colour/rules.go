package colour

import "github.com/alecthomas/chroma/v2"

// anything is what no other rule takes, one character at a time.
func anything() chroma.Rule { return chroma.Rule{Pattern: `.|\n`, Type: plain} }

// sessionRules read what a terminal shows: lines behind a prompt are shell, the
// others are what was printed.
func sessionRules() chroma.Rules {
	const mark = `^(?:\[[^\]\n]+\]|[\w.-]+@[\w.-]+[^\n$#%>]*|[\w.-]+(?: \[[^\]\n]*\])?(?=>))?[$#%>»][ \t]+`
	return chroma.Rules{"root": {
		{Pattern: `(` + mark + `)((?:\\\n|.)*\n?)`, Type: chroma.ByGroups(prompt, chroma.UsingLexer(scanner(shell)))},
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
		{Pattern: `^(\t[@+-]*)((?:\\\n|.)*\n?)`, Type: chroma.ByGroups(plain, chroma.UsingLexer(scanner(shell)))},
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

// xmlRules read XML and HTML.
func xmlRules() chroma.Rules {
	return chroma.Rules{
		"root": {
			{Pattern: `<!--[\s\S]*?-->`, Type: comment},
			{Pattern: `<!\[CDATA\[[\s\S]*?\]\]>`, Type: str},
			{Pattern: `<[!?][^>]*>`, Type: comment},
			{Pattern: `</?[A-Za-z][\w:.-]*`, Type: key, Mutator: chroma.Push("tag")},
			{Pattern: `&[\w#]+;`, Type: number},
			{Pattern: `[^<&]+`, Type: plain},
			anything(),
		},
		"tag": {
			{Pattern: `/?>`, Type: key, Mutator: chroma.Pop(1)},
			{Pattern: `[\w:.@-]+`, Type: attr},
			{Pattern: `"[^"]*"|'[^']*'`, Type: str},
			anything(),
		},
	}
}
