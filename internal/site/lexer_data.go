package site

import "github.com/alecthomas/chroma/v2"

// yamlRules read YAML: keys, scalars of any style, anchors and tags.
func yamlRules() chroma.Rules {
	const name = `"[^"\n]*"|'[^'\n]*'|[\w./$<*~](?:[^\n:#]|:(?=\S)|(?<=\S)#)*?`
	block := chroma.ByGroups(plain, plain, key, plain, str, comment, str)
	return chroma.Rules{"root": {
		{Pattern: `(?<!\S)#.*`, Type: comment},
		{Pattern: `^(?:---|\.\.\.)(?=\s|$)|^%.*`, Type: keyword},
		// A block of text behind a key reaches as far as it is indented more than
		// the key.
		{Pattern: `^([ ]*)()(` + name + `)(:[ ]+)([|>][+-]?\d?[ ]*)(#.*)?(\n(?:\1[ ]+.*(?:\n|$)|[ ]*\n)*)`, Type: block},
		{Pattern: `^([ ]*)(-[ ]+)(` + name + `)(:[ ]+)([|>][+-]?\d?[ ]*)(#.*)?(\n(?:\1[ ]{3,}.*(?:\n|$)|[ ]*\n)*)`, Type: block},
		{Pattern: `^([ ]*(?:-[ ]+)*)(` + name + `)(:)(?=\s|$)`, Type: chroma.ByGroups(plain, key, plain)},
		{Pattern: `(?<=[{,]\s*)(` + name + `)(:)(?=\s)`, Type: chroma.ByGroups(key, plain)},
		{Pattern: `"(?:\\(?:.|\n)|[^"\\])*"|'(?:''|[^'])*'`, Type: str},
		{Pattern: `(?<![^\s\[{,])[&*][\w.-]+`, Type: variable},
		{Pattern: `(?<!\S)!\S*`, Type: keyword},
		{Pattern: `(?<![^\s\[{,])(?:true|false|null|yes|no|on|off|True|False|~)(?=\s*(?:$|[,\]}]|[ ]#))`, Type: keyword},
		{Pattern: `(?<![^\s\[{,])[-+]?\d[\d_]*(?:\.\d+)?(?=\s*(?:$|[,\]}]|[ ]#))`, Type: number},
		{Pattern: `[^\s\[\]{},"'#]+`, Type: plain},
		anything(),
	}}
}

// jsonRules read JSON, with the comments that some tools allow.
func jsonRules() chroma.Rules {
	return chroma.Rules{"root": {
		{Pattern: `"(?:\\.|[^"\\\n])*"(?=\s*:)`, Type: key},
		{Pattern: `"(?:\\.|[^"\\\n])*"`, Type: str},
		{Pattern: `//.*|/\*[\s\S]*?\*/`, Type: comment},
		{Pattern: `-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?`, Type: number},
		{Pattern: `\b(?:true|false|null)\b`, Type: keyword},
		anything(),
	}}
}

// tomlRules read TOML.
func tomlRules() chroma.Rules {
	const name = `(?:[\w-]+|"[^"\n]*"|'[^'\n]*')`
	return chroma.Rules{"root": {
		{Pattern: `#.*`, Type: comment},
		{Pattern: `^[ \t]*\[\[?[^\]\n]*\]\]?`, Type: key},
		{Pattern: `(?<=^[ \t]*|[{,][ \t]*)(` + name + `(?:[ \t]*\.[ \t]*` + name + `)*)([ \t]*=)`, Type: chroma.ByGroups(attr, plain)},
		{Pattern: `"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'[^'\n]*'`, Type: str},
		{Pattern: `\b\d{4}-\d\d-\d\d(?:[Tt ][\d:.]+(?:[Zz]|[-+][\d:]+)?)?|[-+]?(?:0[xob])?\b\d[\d_a-fA-F]*(?:\.\d+)?(?:[eE][-+]?\d+)?\b`, Type: number},
		{Pattern: `\b(?:true|false|inf|nan)\b`, Type: keyword},
		anything(),
	}}
}

// iniRules read ini files, properties, inventories and units.
func iniRules() chroma.Rules {
	return chroma.Rules{"root": {
		{Pattern: `^[ \t]*[;#!].*|(?<=[ \t])[;#](?=[ \t]).*`, Type: comment},
		{Pattern: `^[ \t]*\[[^\]\n]*\]`, Type: key},
		{Pattern: `([\w./-]+)([ \t]*=)`, Type: chroma.ByGroups(attr, plain)},
		{Pattern: `^([ \t]*[\w./-]+)([ \t]*:)(?=[ \t])`, Type: chroma.ByGroups(attr, plain)},
		{Pattern: `"(?:\\.|[^"\\\n])*"|'[^'\n]*'`, Type: str},
		{Pattern: `\$\{[^}\n]*\}|\{\{[^}\n]*\}\}`, Type: variable},
		{Pattern: `(?<==[ \t]*)\d+(?=[ \t]*$)`, Type: number},
		{Pattern: `(?<==[ \t]*)(?:true|false|yes|no|on|off|True|False)(?=[ \t]*$)`, Type: keyword},
		{Pattern: `[^\s;#"'$={\[]+`, Type: plain},
		anything(),
	}}
}

// sqlRules read SQL as databases of guides speak it.
func sqlRules() chroma.Rules {
	return chroma.Rules{"root": {
		{Pattern: `--(?=\s|$).*|(?<!\S)#.*|/\*[\s\S]*?\*/`, Type: comment},
		{Pattern: `'(?:''|\\.|[^'\\])*'|"(?:\\.|[^"\\])*"`, Type: str},
		{Pattern: "`[^`\n]*`", Type: plain},
		{Pattern: `(?i)(?<![\w.@$])(?:ADD|ALL|ALTER|ANALYZE|AND|AS|ASC|BEGIN|BETWEEN|BY|CASCADE|CASE|CHANGE|COLUMN|COMMIT|CONSTRAINT|CREATE|CROSS|DATABASE|DATABASES|DEFAULT|DELETE|DESC|DESCRIBE|DISTINCT|DROP|ELSE|END|EXECUTE|EXISTS|EXPLAIN|FLUSH|FOREIGN|FROM|FULL|FUNCTION|GLOBAL|GRANT|GROUP|HAVING|IDENTIFIED|IF|IN|INDEX|INNER|INSERT|INTERVAL|INTO|IS|JOIN|KEY|LEFT|LIKE|LIMIT|LOCK|MODIFY|NOT|NULL|OFFSET|ON|OR|ORDER|OUTER|PRIMARY|PRIVILEGES|PROCEDURE|REFERENCES|RENAME|REPLACE|REVOKE|RIGHT|ROLLBACK|SCHEMA|SELECT|SESSION|SET|SHOW|TABLE|TABLES|THEN|TO|TRANSACTION|TRIGGER|TRUNCATE|UNION|UNIQUE|UNLOCK|UPDATE|USE|USER|USING|VALUES|VARIABLES|VIEW|WHEN|WHERE|WITH|FALSE|TRUE)(?!\w)`, Type: keyword},
		{Pattern: `@@?[\w.]+`, Type: variable},
		{Pattern: `(?<!\w)\d+(?:\.\d+)?(?!\w)`, Type: number},
		{Pattern: `\w+`, Type: plain},
		anything(),
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
