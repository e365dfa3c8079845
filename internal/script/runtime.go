package script

import (
	"bytes"
	"embed"
	"strings"
	"sync"
)

//go:embed runtime/*.sh
var runtimeFS embed.FS

// fragments are the parts of the runtime in their order. One with a use is
// only there where a step of the script needs it.
var fragments = []struct {
	name string
	use  string
}{
	{"walk", ""},
	{"script", "script"},
	{"arguments", ""},
	{"run", ""},
	{"check", ""},
	{"ini_equals", "ini_equals"},
	{"key_absent", "key_absent"},
	{"contains", "contains"},
	{"exists", "exists"},
	{"program", "program"},
	{"wait", "wait"},
	{"state", ""},
}

// parts are the fragments in pieces, cut once: a site has thousands of scripts.
var parts = sync.OnceValue(func() []part {
	var all []part
	for _, f := range fragments {
		all = append(all, part{f.use, "\n"})
		for line := range strings.Lines(fragment(f.name)) {
			use := f.use
			// A line that begins with "@USE" and a tab is there only where USE is needed.
			if rest, ok := strings.CutPrefix(line, "@"); ok {
				use, line, _ = strings.Cut(rest, "\t")
			}
			if last := &all[len(all)-1]; last.use == use {
				last.text += line
			} else {
				all = append(all, part{use, line})
			}
		}
	}
	return all
})

// part is a piece of the runtime; one with a use is there only where that is
// needed.
type part struct{ use, text string }

// writeRuntime writes the parts that a script needs.
func writeRuntime(b *bytes.Buffer, uses map[string]bool) {
	for _, p := range parts() {
		if p.use == "" || uses[p.use] {
			b.WriteString(p.text)
		}
	}
}

func fragment(name string) string {
	data, err := runtimeFS.ReadFile("runtime/" + name + ".sh")
	if err != nil {
		panic(err) // the list above names the embedded files
	}
	return string(data)
}
