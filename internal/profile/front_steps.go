package profile

import (
	"fmt"
	"strings"

	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/release"
)

// readFrontSteps reads what the author says of steps in the front matter:
//
//	steps:
//	  2: {idempotent: true}
//	  "v1.0.5/3b": {verify: "test -e /var/lib/app/v1.0.5"}
//
// A key is the id of a step that runs something, with its release before it
// where the document holds several.
func (g *guide) readFrontSteps() {
	if g.doc.Front == nil {
		return
	}
	all, ok := g.doc.Front.Value.Get("steps")
	if !ok {
		return
	}
	if all.Kind != doc.Mapping {
		g.stepFault(all.Line, all.Column, "steps is no mapping of steps", `write it as steps: {"2": {idempotent: true}}`)
	}
	for _, f := range all.Fields {
		a, why := g.actionNamed(f.Key)
		if a == nil {
			g.stepFault(f.Line, f.Column, fmt.Sprintf("step %q %s", f.Key, why), "name a step that runs a command, such as \"2\", or \"v1.0.5/2\" where the document has several releases")
			continue
		}
		g.readFrontStep(f.Value, a)
	}
}

// actionNamed is the action that a key means, or why there is none.
func (g *guide) actionNamed(key string) (a *release.Action, why string) {
	version, id, several := strings.Cut(key, "/")
	if !several {
		id = key
	}
	if !several && len(g.out.Releases) > 1 {
		return nil, "may be of several releases"
	}
	why = "is not there"
	for r := range g.out.Releases {
		if several && g.out.Releases[r].ID != version {
			continue
		}
		for _, s := range g.out.Releases[r].Steps {
			for i := range s.Actions {
				if s.ActionID(i) != id && (s.ID() != id || len(s.Actions) == 1) {
					continue
				}
				if kind := s.Actions[i].Kind; kind != "exec" && kind != "shell" {
					why = "runs no command"
				} else if a != nil {
					return nil, "runs several commands: name one by its letter"
				} else {
					a = &s.Actions[i]
				}
			}
		}
	}
	return a, why
}

func (g *guide) readFrontStep(v doc.Value, a *release.Action) {
	if v.Kind != doc.Mapping {
		g.stepFault(v.Line, v.Column, "what is said of a step is no mapping", "write it as {idempotent: true, verify: COMMAND}")
	}
	for _, f := range v.Fields {
		switch f.Key {
		case "idempotent":
			if f.Value.Scalar != "true" && f.Value.Scalar != "false" {
				g.stepFault(f.Value.Line, f.Value.Column, "idempotent is neither true nor false", "true: the step may run twice")
			}
			a.Idempotent = f.Value.Scalar == "true"
		case "verify":
			argv, why := g.splitCommand(f.Value.Scalar)
			if why != "" {
				g.stepFault(f.Value.Line, f.Value.Column, "verify cannot be run: "+why, "give one plain command whose exit status 0 says that the step did its work")
			}
			a.Verify = argv
		default:
			g.stepFault(f.Line, f.Column, fmt.Sprintf("unknown key %q of a step", f.Key), "one of idempotent, verify")
		}
	}
}

func (g *guide) stepFault(line, column int, message, hint string) {
	g.report(diag.Diagnostic{Code: "UG320", Severity: diag.Error,
		Pos: diag.Pos{File: g.doc.Path, Line: line, Column: column}, Message: message, Hint: hint})
}
