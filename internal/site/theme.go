package site

import (
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"upgraph/internal/view"
	"upgraph/templates"
)

// Theme is a folder of the user's own templates and assets. A template replaces,
// block by block, what the file of the same name defines; an asset replaces the
// file of the same name, and theme.css is added to the style sheet. Templates
// whose name begins with "_" hold blocks of the user's own.
type Theme struct {
	Dir string // as diagnostics name it, relative to the content folder
	FS  fs.FS

	once  sync.Once
	made  *look // of the files, as they were when it was first asked for
	fault error
}

// look is how pages look: the assets that they link to, and the templates.
type look struct {
	assets assetNames
	views  map[string]*view.View
}

// ownLook is that of a site without a theme.
var ownLook = sync.OnceValues(func() (*look, error) { return newLook(nil) })

// look reads the assets and parses the templates, once.
func (t *Theme) look() (*look, error) {
	if t == nil {
		return ownLook()
	}
	t.once.Do(func() { t.made, t.fault = newLook(t) })
	return t.made, t.fault
}

func newLook(t *Theme) (*look, error) {
	names, all, err := assetIndex(t)
	if err != nil {
		return nil, fmt.Errorf("read the assets: %w", err)
	}
	views, err := parseViews(t, all)
	if err != nil {
		return nil, fmt.Errorf("parse the page templates: %w", problemOf(err))
	}
	return &look{assets: names, views: views}, nil
}

// ThemeProblem is something wrong with a file of a theme. Line and Column are 0
// where they are not known.
type ThemeProblem struct {
	File         string // with the theme's folder
	Line, Column int
	Message      string
	Hint         string
	Warning      bool // the site can be built all the same
}

func (p *ThemeProblem) Error() string {
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Message)
}

// themeStyle is the style sheet of a theme that is added to ours.
const themeStyle = "theme.css"

// sharedTemplates are parsed for every page, views for the pages of their kind.
var (
	sharedTemplates = []string{"layout", "parts", "steps", "picture"}
	views           = []string{"products", "home", "releases", "release", "upgrade", "path", "scripts", "api", "search", "notfound", "plain", "changes", "feeds"}
)

// viewParts are parts of pages that are executed by themselves, by the page whose
// template has them. Their names are those of the page and the part: "path/hop".
var viewParts = map[string][]string{"plain": {"side", "feedlinks", "assetlinks", "searchform"}, "release": {"groups"}, "path": {"hop", "hopchanges", "groups", "change"}, "changes": {"change"}}

// Problems are what is wrong with a theme before a page is rendered with it.
func (t *Theme) Problems() []ThemeProblem {
	files, err := fs.ReadDir(t.FS, ".")
	if err != nil {
		return []ThemeProblem{{File: t.Dir, Message: "the folder of the theme cannot be read: " + err.Error(), Hint: "name a folder of the content folder in site.yaml"}}
	}
	var out []ThemeProblem
	for _, f := range files {
		name, ok := strings.CutSuffix(f.Name(), ".tmpl")
		if f.IsDir() || !ok {
			continue
		}
		if !strings.HasPrefix(name, "_") && !slices.Contains(sharedTemplates, name) && !slices.Contains(views, name) {
			out = append(out, ThemeProblem{File: path.Join(t.Dir, f.Name()), Line: 1, Column: 1, Message: "no page is made from a template of this name",
				Hint: "name it like one of " + strings.Join(slices.Concat(sharedTemplates, views), ", ") + ", or begin the name with _ for blocks of your own"})
			continue
		}
		out = append(out, t.refused(f.Name())...)
	}
	if _, err := parseViews(t, nil); err != nil {
		out = append(out, *problemOf(err))
	}
	return out
}

// refusedForms are what the security policy of the site does not let pass.
var refusedForms = regexp.MustCompile(`(?i)<style\b|<script(?:>|\s+[^>]*>)|<[a-z][^<>]*\s(style|on[a-z]+)\s*=`)

// refused finds what browsers will not follow under the site's policy.
func (t *Theme) refused(name string) []ThemeProblem {
	text, err := fs.ReadFile(t.FS, name)
	if err != nil {
		return nil // parsing says it
	}
	var out []ThemeProblem
	for i, line := range strings.Split(string(text), "\n") {
		at := refusedForms.FindStringIndex(line)
		if at == nil || strings.Contains(line[at[0]:at[1]], "src=") || strings.Contains(line[at[0]:at[1]], "application/") {
			continue
		}
		out = append(out, ThemeProblem{File: path.Join(t.Dir, name), Line: i + 1, Column: len([]rune(line[:at[0]])) + 1, Warning: true,
			Message: "the security policy of the site does not let inline styles and scripts act",
			Hint:    "write styles into assets/" + themeStyle + " and scripts into assets/site.js of the theme"})
	}
	return out
}

var templateErrorForm = regexp.MustCompile(`(?s)template: ?([^:]+):(\d+)(?::(\d+))?: (.*)`)

// problemOf gives the place that an error of a template names.
func problemOf(err error) *ThemeProblem {
	if p, ok := errors.AsType[*ThemeProblem](err); ok {
		return p
	}
	p := &ThemeProblem{Message: err.Error()}
	if m := templateErrorForm.FindStringSubmatch(err.Error()); m != nil {
		p.File, p.Message = m[1], m[4]
		p.Line, _ = strconv.Atoi(m[2])
		if p.Column, _ = strconv.Atoi(m[3]); m[3] != "" {
			p.Column++ // templates count from 0
		}
	}
	p.Hint = "the blocks and what each is given are in the section Themes of CONTRIBUTING.md"
	return p
}

// viewFuncs are the functions of the templates.
func viewFuncs(assets map[string]asset) template.FuncMap {
	return template.FuncMap{
		"dict": dict, "add": func(a, b int) int { return a + b },
		"asset": func(name string) (string, error) {
			a, ok := assets[name]
			if !ok {
				return "", fmt.Errorf("the theme has no file assets/%s", name)
			}
			return a.Path, nil
		},
	}
}

// parseViews parses layout and parts once and each page on top of a clone, what a
// theme has over it on top of ours. The navigation beside the pages is a view
// of its own.
func parseViews(theme *Theme, assets map[string]asset) (map[string]*view.View, error) {
	funcs := viewFuncs(assets)
	base := template.New("").Funcs(funcs)
	var shared []string
	for _, name := range sharedTemplates {
		shared = append(shared, name+".tmpl")
	}
	if _, err := base.ParseFS(templates.FS, shared...); err != nil {
		return nil, err
	}
	if err := theme.parse(base, append(theme.ownFiles(), shared...)...); err != nil {
		return nil, err
	}
	out := map[string]*view.View{}
	for _, name := range views {
		page, err := base.Clone()
		if err != nil {
			return nil, err
		}
		if _, err = page.ParseFS(templates.FS, name+".tmpl"); err != nil {
			return nil, err
		}
		if err = theme.parse(page, name+".tmpl"); err != nil {
			return nil, err
		}
		out[name] = view.New(page, "layout", funcs)
		for _, part := range viewParts[name] {
			out[name+"/"+part] = view.New(page, part, funcs)
		}
	}
	if !theme.has("release.tmpl") && !theme.has("path.tmpl") { // else one of them may have its own
		out["path/groups"] = out["release/groups"]
	}
	return out, nil
}

// has reports whether a theme has a template.
func (t *Theme) has(name string) bool {
	if t == nil {
		return false
	}
	_, err := fs.Stat(t.FS, name)
	return err == nil
}

// ownFiles are the templates with blocks of the user's own.
func (t *Theme) ownFiles() []string {
	if t == nil {
		return nil
	}
	names, err := fs.Glob(t.FS, "_*.tmpl")
	if err != nil {
		return nil // the pattern is well-formed
	}
	return names
}

// parse puts those templates on top that the theme has.
func (t *Theme) parse(on *template.Template, names ...string) error {
	if t == nil {
		return nil
	}
	for _, name := range names {
		text, err := fs.ReadFile(t.FS, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			_, err = on.New(path.Join(t.Dir, name)).Parse(string(text))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// asset reads a file of the theme's assets.
func (t *Theme) asset(name string) ([]byte, bool) {
	if t == nil {
		return nil, false
	}
	content, err := fs.ReadFile(t.FS, "assets/"+name)
	return content, err == nil
}

// otherAssets are the files of the theme's assets that no file of ours is like,
// such as a logo.
func (t *Theme) otherAssets() []string {
	if t == nil {
		return nil
	}
	files, err := fs.ReadDir(t.FS, "assets")
	if err != nil {
		return nil // a theme need not have any
	}
	var names []string
	for _, f := range files {
		if name := f.Name(); f.Type().IsRegular() && !strings.HasPrefix(name, ".") && name != themeStyle && !slices.Contains(assetFiles[:], name) {
			names = append(names, name)
		}
	}
	return names
}
