package site

import (
	"io/fs"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"testing"

	"upgraph/templates"
)

// Every word of the site is there in every language, takes the same values, and
// is in the language.
func TestMessagesComplete(t *testing.T) {
	en, zh := reflect.ValueOf(*english()), reflect.ValueOf(*chinese())
	for _, field := range reflect.VisibleFields(en.Type()) {
		if field.Anonymous {
			continue // its fields come by themselves
		}
		name, a, b := field.Name, en.FieldByIndex(field.Index), zh.FieldByIndex(field.Index)
		switch a.Kind() {
		case reflect.String:
			compare(t, name, a.String(), b.String())
		case reflect.Struct:
			compare(t, name+".One", a.Field(0).String(), b.Field(0).String())
			compare(t, name+".Other", a.Field(1).String(), b.Field(1).String())
		case reflect.Map:
			x, y := a.Interface().(map[string]string), b.Interface().(map[string]string)
			if !slices.Equal(slices.Sorted(maps.Keys(x)), slices.Sorted(maps.Keys(y))) {
				t.Errorf("%s has other keys in Chinese", name)
			}
			for k := range x {
				compare(t, name+"["+k+"]", x[k], y[k])
			}
		default:
			t.Errorf("%s is of a kind that this test does not know", name)
		}
	}
}

var verbs = regexp.MustCompile(`%[a-z]`)
var han = regexp.MustCompile(`\p{Han}`)

func compare(t *testing.T, name, en, zh string) {
	t.Helper()
	if en == "" || zh == "" {
		t.Errorf("%s: %q and %q: one is missing", name, en, zh)
	}
	if !slices.Equal(verbs.FindAllString(en, -1), verbs.FindAllString(zh, -1)) {
		t.Errorf("%s: %q and %q take different values", name, en, zh)
	}
	if han.MatchString(en) || !han.MatchString(zh) && name != "API" && name != "List" {
		t.Errorf("%s: %q and %q are not in their languages", name, en, zh)
	}
}

// What the packages before this one can say has words here.
func TestMessagesCoverTheRecords(t *testing.T) {
	m := english()
	for _, kind := range groups {
		if m.Types[kind] == "" {
			t.Errorf("no words for changes of type %s", kind)
		}
	}
	for _, s := range severities {
		if m.Severities[s] == "" {
			t.Errorf("no word for severity %s", s)
		}
	}
	for _, rule := range []string{"previous-release", "adjacent-sections", "stated"} {
		if m.Bases[rule] == "" {
			t.Errorf("no words for basis %s", rule)
		}
	}
}

// Templates name only words that there are.
func TestTemplatesUseWords(t *testing.T) {
	words := english().byName()
	names, err := fs.Glob(templates.FS, "*.tmpl")
	if err != nil || len(names) == 0 {
		t.Fatalf("list templates: %v, %v", names, err)
	}
	word := regexp.MustCompile(`(?:\.W|\$t)\.(\w+)`)
	for _, name := range names {
		text, err := fs.ReadFile(templates.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range word.FindAllStringSubmatch(string(text), -1) {
			if _, ok := words[m[1]]; !ok {
				t.Errorf("%s: there is no word %s", name, m[1])
			}
		}
	}
}
