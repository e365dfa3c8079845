package site

import (
	"strings"
	"testing"
)

// Names that a script declares for itself become short; what others know it by, and
// what stands in texts and patterns, stays.
func TestRenamed(t *testing.T) {
	for script, want := range map[string]string{
		"const long = 1;\nexport const other = long + 2;\n":                                "const a=1;export const other=a+2;\n",
		"function twice(word) { return word + word; }\nexport { twice };\n":                "function twice(word){return word+word;}\nexport{twice};\n",
		"const run = (first, [second]) => first.second + second;\n":                        "const b=(a,[second])=>a.second+second;\n",
		"const { from, to } = range;\nlet word = from;\n":                                  "const{from,to}=range;let a=from;\n",
		"const word = 'word';\nconst p = /word[/]'x/.test(word) ? `a${word}b` : word / 2;": "const a='word';const p=/word[/]'x/.test(a)?`a${a}b`:a/2;",
		"let count = 1;\nreturn { count, last: count };":                                   "let count=1;return{count,last:count};",
		"const list = [...list2];\nf(...list);\nlist\n(x)":                                 "const a=[...list2];f(...a);a\n(x)",
		"let sum = a + ++b - -c; // said\nfor (const item of items) sum += item;":          "let e=a+ ++b- -c;for(const d of items)e+=d;",
		"const text = (of) => of;":                                                         "const a=(of)=>of;",
	} {
		if got := string(renamed([]byte(script))); got != want {
			t.Errorf("%q became\n%q, want\n%q", script, got, want)
		}
	}
}

// Each script of ours has fewer bytes with other names, and what it says is in it.
func TestScriptsOfOursAreRenamed(t *testing.T) {
	e := engine(t, fixture(t))
	for name, script := range map[string]string{"engine": string(e.Module), "rare": string(e.Rare)} {
		if strings.Contains(script, "// ") || strings.Contains(script, "\n ") {
			t.Errorf("%s has spaces or comments left", name)
		}
	}
	for _, exported := range []string{"export function open(", "export async function start(", "export function tokenize("} {
		if !strings.Contains(string(e.Module), exported) {
			t.Errorf("the engine has no %q", exported)
		}
	}
}
