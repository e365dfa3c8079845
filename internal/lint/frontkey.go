package lint

import (
	"fmt"
	"slices"
	"strings"

	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/schema"
)

var misspeltKey = Rule{
	Code: "UG319", Name: "misspelt-key", Severity: diag.Warning,
	What: "A key of the front matter of a guide is none that is known, here or to other common tools.",
	Why: "It has no effect: what a misspelt key says is lost, and nobody notices. Keys that begin with `x-` are free for anything; " +
		"on pages that are no guides only keys are named that are nearly one that is known.",
	Bad:  "---\nversion: v1.2.4\ndeploy_verison: v1.2.4\n---\n\n# v1.2.4\n\n- Fix a leak\n",
	Good: "---\nversion: v1.2.4\ndeploy_version: v1.2.4\n---\n\n# v1.2.4\n\n- Fix a leak\n",
	document: func(d *document) []diag.Diagnostic {
		if d.src.Front == nil {
			return nil
		}
		guide := schema.Guide()
		var out []diag.Diagnostic
		for _, f := range d.src.Front.Value.Fields {
			if _, known := schema.Find(guide.Keys, f.Key); known || slices.Contains(guide.Foreign, f.Key) || strings.HasPrefix(f.Key, "x-") {
				continue
			}
			near, found := schema.Nearest(f.Key, schema.Names(guide.Keys))
			if found = found && !given(d.src, near); !found && len(d.read.Releases) == 0 {
				continue
			}
			hint := "remove it, or name it x-" + f.Key + " where another tool reads it"
			if found {
				hint = fmt.Sprintf("did you mean %s?", near)
			}
			out = append(out, diag.Diagnostic{Code: "UG319", Severity: diag.Warning,
				Pos:     diag.Pos{File: d.read.Path, Line: f.Line, Column: f.Column},
				Message: fmt.Sprintf("unknown key %q", f.Key), Hint: hint})
		}
		return out
	},
}

func given(d *doc.Doc, key string) bool {
	_, ok := d.Front.Value.Get(key)
	return ok
}
