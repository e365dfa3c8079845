package config

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"upgraph/internal/diag"
	"upgraph/internal/doc"
)

// ProductFile is the name of the file that configures a product.
const ProductFile = "product.yaml"

// Product is product.yaml.
type Product struct {
	// ID is the product's name in URLs: what the file says, else the folder's
	// name. It is empty for the content folder itself.
	ID string
	// Title is empty where the file gives none.
	Title string
	// Components are the parts that carry a version of their own.
	Components []string
	// Profile is the dialect of the guides, nil where it is to be found.
	Profile    *Profile
	Channels   []Channel
	Parameters []Parameter
}

// Profile is a dialect: its name, and the regular expression of headings that
// are releases, with groups named v (or to), from, label and date. Both may be
// empty.
type Profile struct{ Name, Pattern string }

// Channel is a line of releases. Head is the id of its newest one, empty where
// it is to be found.
type Channel struct {
	ID, Head string
	// At is where the file says so.
	At diag.Pos
}

// Parameter is a value that the operator gives. Placeholder is what stands for
// it in commands of the guide ("<cluster-name>"), Pattern is the regular
// expression that a whole value has to match. A secret stands in no command:
// scripts get it as a variable.
type Parameter struct {
	ID, Text, Placeholder, Pattern, Default string
	Secret                                  bool
}

// LoadProduct reads product.yaml of a folder of the content folder; "." is the
// content folder itself. Without the file the product follows from the
// folder's name, which the caller holds against [Reserved] where guides make
// it a product.
func LoadProduct(root fs.FS, dir string) (Product, []diag.Diagnostic) {
	var p Product
	if dir != "." {
		p.ID = ProductID(path.Base(dir))
	}
	file := path.Join(dir, ProductFile)
	v, found, ds := load(root, file)
	if !found || diag.HasErrors(ds) {
		return p, ds
	}
	r := &reader{file: file, unknown: diag.Warning, diagnostics: ds}
	given := false
	if v.Kind != doc.Null {
		r.mapping(v, "the product", []key{
			{"id", func(v doc.Value) {
				given = true
				r.textKey("id", &p.ID, checkID).read(v)
			}},
			r.textKey("title", &p.Title, nil),
			r.textsKey("components", "component", &p.Components, nil),
			{"profile", func(v doc.Value) { p.Profile = r.profile(v) }},
			{"channels", func(v doc.Value) { p.Channels = r.channels(v) }},
			{"parameters", func(v doc.Value) { p.Parameters = r.parameters(v) }},
		})
	}
	if !given && Reserved(p.ID) {
		r.report(diag.Error, "UG124", 1, 1, fmt.Sprintf("the folder's name makes the product id %q, which is reserved", p.ID),
			"give the product another id, or rename the folder")
	}
	return p, r.diagnostics
}

// reserved are the first parts of addresses that the site itself uses.
var reserved = [...]string{"v1", "api", "a", "scripts", "search", "feeds", "runner", "schema", "whats-new"}

// Reserved reports whether no product may have the id.
func Reserved(id string) bool {
	return slices.Contains(reserved[:], id) || IsLanguage(id)
}

// maxID is the length of the longest product id.
const maxID = 64

var idForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,63}$`)

func checkID(s string) (message, hint string) {
	switch {
	case !idForm.MatchString(s) || strings.Contains(s, ".."):
		return fmt.Sprintf("%q is no product id", s), "write it in small letters, digits, dots and hyphens, like " + ProductID(s)
	case Reserved(s):
		return fmt.Sprintf("the product id %q is reserved", s), "the site uses it in its own addresses; choose another"
	}
	return "", ""
}

// ProductID makes an id of a name: small letters, digits and single dots,
// everything else between them a hyphen. A name without any is "product".
func ProductID(name string) string {
	var b strings.Builder
	between := ""
	for _, c := range strings.ToLower(name) {
		if c < 'a' && (c < '0' || c > '9') || c > 'z' {
			between += string(c)
			continue
		}
		switch {
		case b.Len() == 0 || between == "":
		case between == ".":
			b.WriteByte('.')
		default:
			b.WriteByte('-')
		}
		between = ""
		b.WriteRune(c)
	}
	id := b.String()
	if id == "" {
		return "product"
	}
	return strings.TrimRight(id[:min(len(id), maxID)], "-.")
}

func (r *reader) profile(v doc.Value) *Profile {
	p := new(Profile)
	if v.Kind == doc.Scalar {
		r.textKey("profile", &p.Name, nil).read(v)
		return p
	}
	r.mapping(v, "the profile", []key{
		r.textKey("name", &p.Name, nil),
		r.textKey("heading", &p.Pattern, checkHeading),
		r.textKey("pattern", &p.Pattern, checkHeading),
	})
	return p
}

// headingGroups are the named groups that a heading pattern may have.
var headingGroups = [...]string{"v", "to", "from", "label", "date"}

func checkHeading(s string) (message, hint string) {
	const example = `write it as ^Upgrade to (?P<v>\S+)$; groups from, label and date are optional`
	re, err := regexp.Compile(s)
	if err != nil {
		return fmt.Sprintf("the heading pattern is no regular expression: %v", err), example
	}
	for _, name := range re.SubexpNames() {
		if name != "" && !slices.Contains(headingGroups[:], name) {
			return fmt.Sprintf("the heading pattern has an unknown group %q", name), example
		}
	}
	if re.SubexpIndex("v") < 0 && re.SubexpIndex("to") < 0 {
		return "the heading pattern has no group for the version", example
	}
	return "", ""
}

func (r *reader) channels(v doc.Value) []Channel {
	var channels []Channel
	r.list(v, "channels", func(item doc.Value) {
		c := Channel{At: diag.Pos{File: r.file, Line: item.Line, Column: item.Column}}
		if !r.mapping(item, "the channel", []key{
			r.textKey("id", &c.ID, checkName),
			{"head", func(v doc.Value) {
				c.At.Line, c.At.Column = v.Line, v.Column
				r.textKey("head", &c.Head, nil).read(v)
			}},
		}) {
			return
		}
		twice := slices.ContainsFunc(channels, func(o Channel) bool { return o.ID == c.ID })
		if r.named(item, "channel", c.ID, twice) {
			channels = append(channels, c)
		}
	})
	return channels
}

// named reports whether an entry has an id that no other has.
func (r *reader) named(v doc.Value, what, id string, twice bool) bool {
	switch {
	case id == "":
		if _, given := v.Get("id"); !given {
			r.wrong(v, "a "+what+" without an id", "give it one: \"id: …\"")
		}
		return false
	case twice:
		r.wrong(v, fmt.Sprintf("%s %q is there twice", what, id), "keep one of them")
		return false
	}
	return true
}

var nameForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

func checkName(s string) (message, hint string) {
	if !nameForm.MatchString(s) {
		return fmt.Sprintf("%q is no id", s), "write it in letters, digits, dots, hyphens and underscores"
	}
	return "", ""
}
