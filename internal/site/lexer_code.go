package site

import "github.com/alecthomas/chroma/v2"

// goRules read Go.
func goRules() chroma.Rules {
	return chroma.Rules{"root": {
		{Pattern: `//.*|/\*[\s\S]*?\*/`, Type: comment},
		{Pattern: "`[^`]*`" + `|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'`, Type: str},
		{Pattern: `\b(?:break|case|chan|const|continue|default|defer|else|fallthrough|for|func|go|goto|if|import|interface|map|package|range|return|select|struct|switch|type|var|true|false|nil|iota)\b`, Type: keyword},
		{Pattern: `\b(?:0[xXbBoO][\da-fA-F_]+|\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?)\b`, Type: number},
		{Pattern: `[A-Za-z_]\w*(?=\()`, Type: function},
		{Pattern: `\w+`, Type: plain},
		anything(),
	}}
}

// pythonRules read Python.
func pythonRules() chroma.Rules {
	return chroma.Rules{"root": {
		{Pattern: `#.*`, Type: comment},
		{Pattern: `(?:\b[rRbBfFuU]{1,2})?(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')`, Type: str},
		{Pattern: `^[ \t]*@[\w.]+`, Type: variable},
		{Pattern: `\b(?:False|None|True|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield)\b`, Type: keyword},
		{Pattern: `\b(?:0[xXbBoO][\da-fA-F_]+|\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?)\b`, Type: number},
		{Pattern: `[A-Za-z_]\w*(?=\()`, Type: function},
		{Pattern: `\w+`, Type: plain},
		anything(),
	}}
}
