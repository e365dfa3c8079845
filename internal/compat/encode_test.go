package compat

import (
	"reflect"
	"strings"
	"testing"
)

func TestCanonical(t *testing.T) {
	for _, tt := range []struct {
		in   any
		want string
	}{
		{struct {
			B []string `json:"b"`
			A *int     `json:"a"`
		}{}, `{"b":[],"a":null}`},
		{map[string]any{"z": nil, "a": []any(nil), "<&>": []string(nil)}, `{"<&>":[],"a":[],"z":null}`},
		{[]Edge{{}}[0].From, `[]`},
		{map[string][]string(nil), `{}`},
		{any(nil), `null`},
		{"a\u2028<b>", "\"a\\u2028<b>\""},
		{[][]string{nil, {"x"}}, `[[],["x"]]`},
		{Step{ID: "1", Kind: "manual"}, `{"id":"1","kind":"manual","source":{"file":"","line":0,"end_line":0}}`},
	} {
		got, err := Canonical(tt.in)
		if err != nil || string(got) != tt.want+"\n" {
			t.Errorf("Canonical(%#v) = %s, %v; want %s", tt.in, got, err, tt.want)
		}
	}
}

func TestCanonicalRefusesBrokenText(t *testing.T) {
	for _, v := range []any{
		"\xff", []string{"\xff"}, map[string]string{"\xff": ""}, map[string]any{"a": "\xff"}, Step{Argv: []string{"\xff"}}, &Step{ID: "\xff"},
	} {
		if got, err := Canonical(v); err == nil {
			t.Errorf("Canonical(%#v) = %s, want an error", v, got)
		}
	}
	if _, err := Encode(&Catalog{Generator: "\xff"}); err == nil || !strings.Contains(err.Error(), "UTF-8") {
		t.Errorf("a catalog with broken text: error %v", err)
	}
}

// Encoding must leave the catalog as it is: others read it at the same time.
func TestEncodeChangesNothing(t *testing.T) {
	c := &Catalog{Releases: []Release{{ID: "v1", Git: &Git{}}}}
	encode(t, c)
	if !reflect.DeepEqual(c, &Catalog{Releases: []Release{{ID: "v1", Git: &Git{}}}}) {
		t.Errorf("encoding changed the catalog to %+v", c)
	}
	if text := encode(t, c); strings.Contains(text, "null") && !strings.Contains(text, `"gate":null`) {
		t.Errorf("an empty list is written as null: %s", text)
	}
}

func TestDigest(t *testing.T) {
	want := "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	if got := Digest(nil); got != want {
		t.Errorf("Digest of nothing is %s, want %s", got, want)
	}
}
