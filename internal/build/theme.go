package build

import (
	"errors"
	"io/fs"

	"upgraph/internal/config"
	"upgraph/internal/diag"
	"upgraph/internal/site"
)

// loadTheme opens the theme that site.yaml names and reports what is wrong with
// its files.
func (c *Content) loadTheme() {
	if c.Site.Theme == "" {
		return
	}
	if info, err := fs.Stat(c.Root, c.Site.Theme); err != nil || !info.IsDir() {
		c.Diagnostics = append(c.Diagnostics, diag.Diagnostic{Code: "UG407", Severity: diag.Error, Pos: diag.Pos{File: config.SiteFile},
			Message: "the folder of the theme is not there: " + c.Site.Theme, Hint: "make it in the content folder, or take theme out of site.yaml"})
		return
	}
	sub, err := fs.Sub(c.Root, c.Site.Theme)
	if err != nil {
		return // the folder is there, so its name is one
	}
	theme := &site.Theme{Dir: c.Site.Theme, FS: sub}
	for _, p := range theme.Problems() {
		c.Diagnostics = append(c.Diagnostics, themeDiagnostic(p))
	}
	c.theme = theme
}

func themeDiagnostic(p site.ThemeProblem) diag.Diagnostic {
	d := diag.Diagnostic{Code: "UG407", Severity: diag.Error, Pos: diag.Pos{File: p.File, Line: p.Line, Column: p.Column}, Message: p.Message, Hint: p.Hint}
	if p.Warning {
		d.Severity = diag.Warning
	}
	return d
}

// ThemeFault is an error of a build as a diagnostic, where a template of the theme
// made it.
func (c *Content) ThemeFault(err error) (diag.Diagnostic, bool) {
	p, ok := errors.AsType[*site.ThemeProblem](err)
	if !ok || c.theme == nil || !fs.ValidPath(p.File) || !within(c.Site.Theme, p.File) {
		return diag.Diagnostic{}, false
	}
	return themeDiagnostic(*p), true
}

// within reports whether a path is below a folder.
func within(dir, p string) bool {
	return len(p) > len(dir) && p[:len(dir)] == dir && p[len(dir)] == '/'
}
