package release

// list applies a conversion to each element; the result is never nil, so that
// it is never null in JSON.
func list[A, B any](in []A, convert func(A) B) []B {
	out := make([]B, 0, len(in))
	for _, a := range in {
		out = append(out, convert(a))
	}
	return out
}

func same[A any](a A) A { return a }

// known gives a text, or nil where there is none.
func known(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func inspectOne(d *Document) inspectDocument {
	front := d.Front
	if front == nil {
		front = map[string]any{}
	}
	return inspectDocument{
		Path: d.Path, Language: d.Language, Key: d.Key,
		Profile: d.Profile.Name, Why: d.Profile.Why, Pattern: d.Profile.Pattern,
		Title: d.Title, Summary: d.Summary, Lines: d.Lines, FrontMatter: front,
		Notes: list(d.Notes, toInspectNote),
		Conditions: list(d.Conditions, func(c Condition) inspectCondition {
			return inspectCondition{ID: c.ID, When: c.When, Span: c.Span, Text: flow(c.Text), ListVersions: c.ListVersions}
		}),
		Basis: toInspectStatement(d.Basis), Procedures: toInspectStatement(d.Procedures),
		Releases: list(d.Releases, toInspectRelease),
		Extra:    list(d.Extra, toInspectExtra),
		Diagnostics: func() []inspectProblem {
			out := []inspectProblem{}
			for _, x := range d.Diagnostics {
				out = append(out, inspectProblem{Code: x.Code, Severity: x.Severity, Line: x.Line, Column: x.Column, Message: x.Message, Hint: x.Hint})
			}
			return out
		}(),
	}
}

func toInspectStatement(s *Statement) *inspectStatement {
	if s == nil {
		return nil
	}
	return &inspectStatement{Span: s.Span, Text: s.Text}
}

func toInspectNote(n Note) inspectNote {
	return inspectNote{Severity: n.Severity, Label: n.Label, Section: n.Section, Span: n.Span, Text: flow(n.Text)}
}

func toInspectExtra(e Extra) inspectExtra {
	return inspectExtra{Kind: e.Kind, Section: e.Section, Span: e.Span, Text: e.Text}
}

func toInspectRelease(r *Release) inspectRelease {
	return inspectRelease{
		ID: known(r.ID), Heading: r.Heading, Span: r.Span,
		From: known(r.From), UpgradeFrom: known(r.UpgradeFrom),
		Unreleased: r.Unreleased, Status: string(r.Status), Aliases: list(r.Aliases, same[string]),
		Build: known(r.Build), Deploy: known(r.Deploy), Date: known(r.Date), DateText: known(r.DateText), Summary: known(flow(r.Summary)), Reason: known(flow(r.Reason)), Link: known(r.Link),
		BuiltAt: known(r.BuiltAt),
		Commit:  known(r.Commit), Branch: known(r.Branch), Toolchain: known(r.Toolchain),
		Info: list(r.Info, func(kv KeyValue) inspectPair { return inspectPair(kv) }),
		Sections: list(r.Sections, func(s Section) inspectSection {
			return inspectSection{s.Title, s.Role, s.Span}
		}),
		Changes:  list(r.Changes, toInspectChange),
		Steps:    list(r.Steps, toInspectStep),
		Commands: list(r.Commands, func(c Command) string { return c.Text }),
		Notes:    list(r.Notes, toInspectNote),
		Checks:   list(r.Checks, toInspectCheck),
		Constraints: list(r.Constraints, func(c Constraint) inspectConstraint {
			return inspectConstraint{Type: c.Type, Components: list(c.Components, same[string]), Span: c.Span, Text: flow(c.Text)}
		}),
		Extra: list(r.Extra, toInspectExtra),
		Told:  r.Told,
	}
}

func toInspectChange(c Change) inspectChange {
	return inspectChange{ID: c.Name(), BackportOf: c.BackportOf, Type: c.Type, Section: c.Section, Text: flow(c.Text), Span: c.Span, Breaking: c.Breaking,
		Components: list(c.Components, same[string]), ErrorCodes: list(c.ErrorCodes, same[string]), Links: list(c.Links, same[string]),
		Children: list(c.Children, toInspectChange)}
}

func toInspectStep(s Step) inspectStep {
	return inspectStep{Number: s.Number, Under: s.Under, Text: flow(s.Text), Span: s.Span,
		Actions: list(s.Actions, toInspectAction), Notes: list(s.Notes, toInspectNote)}
}

func toInspectAction(a Action) inspectAction {
	out := inspectAction{Kind: a.Kind, Text: flow(a.Text), Command: a.Command, Argv: a.Argv, Why: a.Why, Line: a.Line}
	if a.Check != nil {
		c := toInspectCheck(*a.Check)
		out.Check = &c
	}
	return out
}

func toInspectCheck(c Check) inspectCheck {
	return inspectCheck{ID: c.ID, Type: c.Type, When: c.When, File: c.File, Format: c.Format, Key: c.Key, Value: c.Value,
		Argv: c.Argv, Pattern: c.Pattern, Versions: c.Versions, Lasting: c.Lasting, Span: c.Span}
}
