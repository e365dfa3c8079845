package profile

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"upgraph/internal/compat"
	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/release"
)

// frontText is a scalar of the front matter, empty when it is not there.
func frontText(d *doc.Doc, key string) string {
	if d.Front == nil {
		return ""
	}
	v, _ := d.Front.Value.Get(key)
	return strings.TrimSpace(v.Scalar)
}

// frontList is a sequence of scalars, or one scalar.
func frontList(d *doc.Doc, key string) []string {
	if d.Front == nil {
		return nil
	}
	v, _ := d.Front.Value.Get(key)
	switch v.Kind {
	case doc.Scalar:
		return []string{v.Scalar}
	case doc.Sequence:
		var out []string
		for _, item := range v.Items {
			out = append(out, item.Scalar)
		}
		return out
	}
	return nil
}

// frontMap is the front matter verbatim.
func frontMap(d *doc.Doc) map[string]any {
	if d.Front == nil {
		return nil
	}
	m, _ := d.Front.Value.Any().(map[string]any)
	return m
}

// readFront fills a release from the front matter of its own file.
func (g *guide) readFront(r *release.Release) {
	d := g.doc
	r.Aliases = append(r.Aliases, versionAliases(frontList(d, "aliases"))...)
	r.Build = firstOf(frontText(d, "build"), r.Build)
	r.Deploy = firstOf(frontText(d, "deploy_version"), r.Deploy)
	r.Commit = firstOf(frontText(d, "commit"), r.Commit)
	r.Branch = firstOf(frontText(d, "branch"), r.Branch)
	r.Toolchain = firstOf(frontText(d, "toolchain"), r.Toolchain)
	for _, key := range []string{"build", "deploy_version", "date", "built_at"} {
		if frontText(d, key) != "" {
			r.Stated = append(r.Stated, key)
		}
	}
	r.UpgradeFrom = frontText(d, "upgrade_from")
	if d.Front != nil {
		if v, ok := d.Front.Value.Get("upgrade_from"); ok {
			r.FromLine = v.Line
		}
	}
	if at := frontText(d, "built_at"); at != "" {
		if r.BuiltAt = parseTime(at); r.BuiltAt == "" {
			g.frontFault("built_at", fmt.Sprintf("build time %q is not a time", at), "write it as 2020-04-27T06:56:31Z")
		}
	}
	if date := frontText(d, "date"); date != "" {
		if r.Date, r.DateText = parseDate(date), date; r.Date == "" {
			r.DateText = ""
			g.frontFault("date", fmt.Sprintf("date %q is not a day", date), "write it as YYYY-MM-DD")
		}
	}
	if order := frontText(d, "order"); order != "" {
		n, err := strconv.Atoi(order)
		if err != nil || n <= 0 {
			g.frontFault("order", fmt.Sprintf("order %q is not a number above 0", order), "write order: 1 for the oldest release")
		} else {
			r.Order = n
		}
	}
	g.readStatus(r)
}

func (g *guide) readStatus(r *release.Release) {
	status := compat.Status(frontText(g.doc, "status"))
	known := []compat.Status{compat.Supported, compat.Withdrawn, compat.Barrier, compat.DeadEnd}
	switch {
	case status == "":
	case status == "unreleased":
		r.Unreleased = true
	case slices.Contains(known, status):
		r.Status = status
	default:
		g.frontFault("status", fmt.Sprintf("unknown status %q", status), "one of supported, withdrawn, barrier, dead-end, unreleased")
	}
}

// frontFault reports a front matter field at its value.
func (g *guide) frontFault(key, message, hint string) {
	v, _ := g.doc.Front.Value.Get(key)
	g.report(diag.Diagnostic{Code: "UG320", Severity: diag.Error,
		Pos:     diag.Pos{File: g.doc.Path, Line: v.Line, Column: v.Column},
		Message: message, Hint: hint})
}

// versionAliases leaves out what is a path: sites use the same key for pages
// that moved.
func versionAliases(all []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(a string) bool {
		return a == "" || strings.Contains(a, "/") || strings.HasPrefix(a, "#")
	})
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
