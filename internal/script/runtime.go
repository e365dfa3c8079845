package script

import (
	"embed"
	"regexp"
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
	{"wait", "wait"},
	{"state", ""},
}

// probes are the fragments that answer a question about a file.
var probes = []string{"ini_equals", "key_absent", "contains", "exists"}

// runtime gives the fragments that a script needs. A line that begins with
// "@USE" and a tab is there only where USE is needed.
func runtime(uses map[string]bool) string {
	var b strings.Builder
	for _, f := range fragments {
		if f.use != "" && !uses[f.use] {
			continue
		}
		b.WriteByte('\n')
		for line := range strings.Lines(fragment(f.name)) {
			if rest, ok := strings.CutPrefix(line, "@"); ok {
				use, text, _ := strings.Cut(rest, "\t")
				if !uses[use] {
					continue
				}
				line = text
			}
			b.WriteString(line)
		}
	}
	return b.String()
}

func fragment(name string) string {
	data, err := runtimeFS.ReadFile("runtime/" + name + ".sh")
	if err != nil {
		panic(err) // the list above names the embedded files
	}
	return string(data)
}

var (
	definition = regexp.MustCompile(`(?m)^([a-z_]+)\(\)`)
	ownName    = regexp.MustCompile(`^(main|walk|perform|probe|choose|hop[0-9]+)$`)
)

// runtimeNames are the functions of the runtime. They are looked for once: a
// site has thousands of scripts.
var runtimeNames = sync.OnceValue(func() []string {
	var names []string
	for _, f := range fragments {
		for _, m := range definition.FindAllStringSubmatch(fragment(f.name), -1) {
			names = append(names, m[1])
		}
	}
	return names
})

// shellNames are words that some shell takes for itself and that are not plain
// programs elsewhere.
var shellNames = []string{
	".", ":", "!", "[[", "{", "}", "alias", "autoload", "bg", "bind", "break", "builtin", "caller", "case", "cd",
	"command", "compgen", "complete", "continue", "coproc", "declare", "dirs", "disown", "do", "done", "elif", "else",
	"enable", "esac", "eval", "exec", "exit", "export", "fc", "fg", "fi", "for", "function", "getopts", "hash", "help",
	"history", "if", "in", "jobs", "let", "local", "logout", "mapfile", "popd", "pushd", "read", "readarray", "readonly",
	"return", "select", "set", "shift", "shopt", "source", "suspend", "then", "time", "times", "trap", "type", "typeset",
	"ulimit", "umask", "unalias", "unset", "until", "wait", "whence", "while",
}
