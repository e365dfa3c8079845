package schema

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"upgraph/internal/diag"
	"upgraph/internal/doc"
)

// Report takes what is wrong at a place of a file.
type Report func(line, column int, message, hint string)

// Check holds the keys of a mapping against the keys that may be there, in any
// depth. Keys at the top that are none of them are the business of the caller:
// it may let some pass.
func Check(v doc.Value, keys []Key, report Report) {
	for _, f := range v.Fields {
		if k, ok := Find(keys, f.Key); ok {
			k.check(f.Value, report)
		}
	}
}

// check holds a value against its key. Where nothing is written nothing is
// said.
func (k Key) check(v doc.Value, report Report) {
	if v.Kind == doc.Null {
		return
	}
	switch k.Type {
	case Texts:
		k.list(v, report, k.text)
	case SomeTexts:
		if v.Kind == doc.Scalar {
			k.text(v, report)
			return
		}
		k.list(v, report, k.text)
	case Maps:
		k.list(v, report, k.mapping)
	case Map:
		k.mapping(v, report)
	case Named:
		k.named(v, report)
	case TextOrMap:
		if v.Kind == doc.Mapping {
			k.mapping(v, report)
			return
		}
		k.text(v, report)
	default:
		k.text(v, report)
	}
}

// list holds each element against the key.
func (k Key) list(v doc.Value, report Report, each func(doc.Value, Report)) {
	if v.Kind != doc.Sequence {
		report(v.Line, v.Column, fmt.Sprintf("%s is %s, wanted %s", k.Name, noun(v.Kind), k.Type.noun()), k.hint())
		return
	}
	for _, item := range v.Items {
		each(item, report)
	}
}

// named holds each entry of a mapping against the keys.
func (k Key) named(v doc.Value, report Report) {
	if v.Kind != doc.Mapping {
		report(v.Line, v.Column, fmt.Sprintf("%s has %s where keys with values belong", k.Name, noun(v.Kind)), k.hint())
	}
	for _, f := range v.Fields {
		k.mapping(f.Value, report)
	}
}

// mapping refuses unknown keys and looks for those that must be there.
func (k Key) mapping(v doc.Value, report Report) {
	if v.Kind != doc.Mapping {
		report(v.Line, v.Column, fmt.Sprintf("%s has %s where keys with values belong", k.Name, noun(v.Kind)), k.hint())
		return
	}
	for _, f := range v.Fields {
		if _, ok := Find(k.Keys, f.Key); !ok {
			report(f.Line, f.Column, fmt.Sprintf("unknown key %q in %s", f.Key, k.Name), Suggest(f.Key, Names(k.Keys)))
		}
	}
	for _, m := range k.Keys {
		if _, there := v.Get(m.Name); m.Required && !there {
			report(v.Line, v.Column, fmt.Sprintf("%s has no %s", k.Name, m.Name), "add it, as in "+m.Name+": "+m.Example)
		}
	}
	Check(v, k.Keys, report)
}

// text holds a scalar against the values and the pattern of the key.
func (k Key) text(v doc.Value, report Report) {
	s := strings.TrimSpace(v.Scalar)
	bad := func(format string, args ...any) {
		report(v.Line, v.Column, fmt.Sprintf(format, args...), k.hint())
	}
	switch {
	case v.Kind != doc.Scalar:
		bad("%s is %s, wanted %s", k.Name, noun(v.Kind), k.Type.noun())
	case s == "" && k.Required:
		bad("%s is empty", k.Name)
	case s == "":
	case len(k.Values) > 0 && !slices.Contains(k.Values, s):
		report(v.Line, v.Column, fmt.Sprintf("unknown %s %q", k.Name, diag.Clean(s)), "one of "+strings.Join(k.Values, ", "))
	case k.Type == Flag && s != "true" && s != "false":
		bad("%s is %q, wanted true or false", k.Name, diag.Clean(s))
	case k.Type == Number && !wholeNumber.MatchString(s):
		bad("%s is %q, wanted a whole number", k.Name, diag.Clean(s))
	case k.Typed && strings.ContainsFunc(s, unseen):
		bad("%s holds a character that cannot be seen: %s", k.Name, diag.Clean(s))
	case k.Pattern != "" && !regexp.MustCompile(k.Pattern).MatchString(s):
		bad("%s %q cannot be used", k.Name, diag.Clean(s))
	}
}

// unseen reports whether r shows nothing, or turns the direction of text.
func unseen(r rune) bool { return !unicode.IsPrint(r) && !unicode.Is(unicode.Zs, r) }

var wholeNumber = regexp.MustCompile(`^-?[0-9]{1,9}$`)

// hint shows how the key is written: by its example, or by those of the keys
// that it must have.
func (k Key) hint() string {
	if k.Hint != "" {
		return k.Hint
	}
	example := strings.TrimSpace(k.Example)
	if k.Type == Map || k.Type == Maps {
		var parts []string
		for i, m := range k.Keys {
			if m.Required || i == 0 {
				parts = append(parts, m.Name+": "+m.Example)
			}
		}
		example = "{" + strings.Join(parts, ", ") + "}"
	}
	if k.Type == Maps {
		return "write each as " + example
	}
	return "write it as " + k.Name + ": " + example
}

// Suggest names the known key that a misspelt one is nearest to, or all.
func Suggest(key string, names []string) string {
	if near, ok := Nearest(key, names); ok {
		return "did you mean " + near + "?"
	}
	return "known keys are " + strings.Join(names, ", ")
}

// noun names a type for a message.
func (t Type) noun() string {
	switch t {
	case Texts, SomeTexts:
		return "a list of texts"
	case Maps:
		return "a list"
	case Map, Named:
		return "keys with values"
	case Flag:
		return "true or false"
	case Number:
		return "a whole number"
	}
	return "a text"
}

func noun(k doc.ValueKind) string {
	switch k {
	case doc.Scalar:
		return "a text"
	case doc.Sequence:
		return "a list"
	case doc.Mapping:
		return "a mapping"
	}
	return "nothing"
}
