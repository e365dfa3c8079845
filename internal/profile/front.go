package profile

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"upgraph/internal/compat"
	"upgraph/internal/diag"
	"upgraph/internal/doc"
	"upgraph/internal/release"
	"upgraph/internal/schema"
)

// front is a mapping of front matter: that of a whole document, or what it
// says of one of its releases.
type front struct{ doc.Value }

// frontOf is the mapping of a document, without a key where there is none.
func frontOf(d *doc.Doc) front {
	if d.Front == nil {
		return front{}
	}
	return front{d.Front.Value}
}

func (g *guide) front() front { return frontOf(g.doc) }

// text is a scalar, empty when it is not there.
func (f front) text(key string) string {
	v, _ := f.Get(key)
	return strings.TrimSpace(v.Scalar)
}

// texts are a sequence of scalars, or one scalar.
func (f front) texts(key string) []doc.Value {
	v, _ := f.Get(key)
	switch {
	case v.Kind == doc.Scalar && strings.TrimSpace(v.Scalar) != "":
		return []doc.Value{v}
	case v.Kind == doc.Sequence:
		return slices.DeleteFunc(slices.Clone(v.Items), func(i doc.Value) bool { return strings.TrimSpace(i.Scalar) == "" })
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

// checkFront holds the front matter of a guide against the keys that it may
// have. What other tools write into pages that are no guides is theirs.
func (g *guide) checkFront() {
	if g.doc.Front == nil || len(g.out.Releases) == 0 && !g.seen.isIndex() {
		return
	}
	schema.Check(g.doc.Front.Value, checkedKeys(), g.frontReport)
}

// checkedKeys are the keys of a guide but for those that are looked at where
// they are read.
var checkedKeys = sync.OnceValue(func() []schema.Key {
	return slices.DeleteFunc(slices.Clone(schema.Guide().Keys), func(k schema.Key) bool {
		return slices.Contains([]string{"lint", "profile", "steps"}, k.Name)
	})
})

func (g *guide) frontReport(line, column int, message, hint string) {
	g.report(diag.Diagnostic{Code: "UG320", Severity: diag.Error,
		Pos: diag.Pos{File: g.doc.Path, Line: line, Column: column}, Message: message, Hint: hint})
}

// readFront fills a release from the front matter of its own file, or from its
// entry in that of a file with many.
func (g *guide) readFront(r *release.Release, f front) {
	for _, v := range f.texts("aliases") {
		r.Aliases = append(r.Aliases, versionAliases(v.Scalar)...)
	}
	r.Build = firstOf(f.text("build"), r.Build)
	r.Deploy = firstOf(f.text("deploy_version"), r.Deploy)
	r.Commit = firstOf(f.text("commit"), r.Commit)
	r.Branch = firstOf(f.text("branch"), r.Branch)
	r.Toolchain = firstOf(f.text("toolchain"), r.Toolchain)
	for _, key := range []string{"build", "deploy_version", "date", "built_at"} {
		if f.text(key) != "" {
			r.Stated = append(r.Stated, key)
		}
	}
	if v, ok := f.Get("upgrade_from"); ok && f.text("upgrade_from") != "" {
		r.UpgradeFrom, r.FromLine = f.text("upgrade_from"), v.Line
	}
	if at := f.text("built_at"); at != "" {
		if r.BuiltAt = parseTime(at); r.BuiltAt == "" {
			g.frontFault(f, "built_at", fmt.Sprintf("build time %q is not a time", at), "write it as 2020-04-27T06:56:31Z")
		}
	}
	if date := f.text("date"); date != "" {
		if r.Date, r.DateText = parseDate(date), date; r.Date == "" {
			r.DateText = ""
			g.frontFault(f, "date", fmt.Sprintf("date %q is not a day", date), "write it as YYYY-MM-DD")
		}
	}
	if n, err := strconv.Atoi(f.text("order")); err == nil && n > 0 {
		r.Order = n
	}
	switch status := compat.Status(f.text("status")); status {
	case "unreleased":
		r.Unreleased = true
	case compat.Supported, compat.Withdrawn, compat.Barrier, compat.DeadEnd:
		r.Status = status
	}
	g.readWay(r, f)
}

// readReleases takes what the front matter of a file with many releases says
// of single ones.
func (g *guide) readReleases() {
	v, _ := g.front().Get("releases")
	if g.whole {
		v.Items = nil
	}
	for _, item := range v.Items {
		f := front{item}
		name := f.text("version")
		is := func(r *release.Release) bool {
			return foldVersion(r.ID) == foldVersion(name) || slices.ContainsFunc(r.Aliases, func(a string) bool { return foldVersion(a) == foldVersion(name) })
		}
		i := slices.IndexFunc(g.out.Releases, is)
		switch {
		case name == "":
		case i < 0:
			var ids []string
			for _, r := range g.out.Releases {
				ids = append(ids, r.ID)
			}
			g.frontFault(f, "version", fmt.Sprintf("%q is no release of this file", name), schema.Suggest(name, ids))
		default:
			g.readFront(g.out.Releases[i], f)
		}
	}
	g.reportMisplaced()
}

// reportMisplaced finds keys that have no effect where they stand: those about
// one release in a file with many, and the other way round.
func (g *guide) reportMisplaced() {
	for _, field := range g.front().Fields {
		_, way := schema.Find(schema.WayKeys(), field.Key)
		switch {
		case len(g.out.Releases) == 0:
		case way && !g.whole && field.Key != "rollback":
			g.frontReport(field.Line, field.Column, field.Key+" is about one release, and this file holds several",
				"put it under releases: with the version it is about")
		case g.whole && (field.Key == "before" || field.Key == "after"):
			g.frontReport(field.Line, field.Column, field.Key+" holds for every upgrade of the product, and this file is about one release",
				"put it into _index.md of the product's folder")
		case g.whole && field.Key == "releases":
			g.frontReport(field.Line, field.Column, "this file holds one release: there are no others to say something of",
				"write the keys at the top of the front matter")
		}
	}
}

// foldVersion is a name without what spellings of it differ in.
func foldVersion(s string) string {
	return strings.TrimPrefix(strings.ToLower(strings.TrimSpace(s)), "v")
}

// frontFault reports a front matter field at its value.
func (g *guide) frontFault(f front, key, message, hint string) {
	v, _ := f.Get(key)
	g.frontReport(v.Line, v.Column, message, hint)
}

// versionAliases leaves out what is a path: sites use the same key for pages
// that moved.
func versionAliases(all ...string) []string {
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
