package run

import (
	"bytes"

	"upgraph/internal/step"
)

// readText looks for a string anywhere in a file.
func readText(_ string, data []byte, p step.Probe) []Finding {
	i := bytes.Index(data, []byte(p.Want))
	if i < 0 {
		return []Finding{{Result: False, Wanted: p.Want, Text: "the text is not in it"}}
	}
	return []Finding{{Result: True, Line: 1 + bytes.Count(data[:i], []byte("\n")), Found: p.Want, Text: p.Says}}
}
