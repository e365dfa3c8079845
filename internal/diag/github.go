package diag

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// GitHub prints diagnostics as workflow commands, which GitHub shows beside
// the lines of a pull request.
func GitHub(w io.Writer, ds []Diagnostic) error {
	out := bufio.NewWriter(w)
	for _, d := range ds {
		properties := []string{"file=" + commandProperty(d.File)}
		for _, p := range []struct {
			name  string
			value int
		}{{"line", d.Line}, {"col", d.Column}, {"endLine", d.EndLine}} {
			if p.value > 0 && d.Line > 0 {
				properties = append(properties, fmt.Sprintf("%s=%d", p.name, p.value))
			}
		}
		properties = append(properties, "title="+commandProperty(d.Code))
		message := commandData(d.Message)
		if d.Hint != "" {
			message += "%0A" + commandData("hint: "+d.Hint)
		}
		fmt.Fprintf(out, "::%s %s::%s\n", commandName(d.Severity), strings.Join(properties, ","), message)
	}
	return out.Flush()
}

func commandName(s Severity) string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	}
	return "notice"
}

// commandData escapes a message: no line of it can begin a command.
func commandData(s string) string {
	return strings.ReplaceAll(Clean(s), "%", "%25")
}

func commandProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(commandData(s))
}
