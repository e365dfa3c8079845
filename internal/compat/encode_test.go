package compat

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
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

// oracle is what encoding/json writes of a value without empty lists.
func oracle(t testing.TB, v any) string {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// fill gives a value something in every field that may be there, none in some.
func fill(r *rand.Rand, v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.String:
		v.SetString([]string{"", "a", "<\u2028&>\"\\\n\x00\x1f", "版本 \u2029", "\b\f\r\t\x7f", "é\ufffd😀"}[r.IntN(6)])
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int:
		v.SetInt(r.Int64N(7) - 3)
	case reflect.Struct:
		for _, field := range v.Fields() {
			fill(r, field, depth)
		}
	case reflect.Pointer:
		if r.IntN(2) == 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(r, v.Elem(), depth)
		}
	case reflect.Slice:
		n := r.IntN(3)
		if depth > 4 {
			n = 0
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fill(r, v.Index(i), depth+1)
		}
	}
}

// Every type that is published is written as encoding/json writes it.
func TestCanonicalIsWhatEncodingJSONWrites(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, v := range []any{new(Catalog), new(Shard), new(Index), new(IndexPage), new(Manifest)} {
		for range 100 {
			fill(r, reflect.ValueOf(v).Elem(), 0)
			got, err := Canonical(v)
			if want := oracle(t, v); err != nil || string(got) != want {
				t.Fatalf("%T is written as\n%s (%v), want\n%s", v, got, err, want)
			}
		}
	}
}

// Members that are left out are so wherever they stand, or on top only.
func TestEncoderLeavesOut(t *testing.T) {
	type part struct {
		A string `json:"a"`
		B string `json:"b"`
	}
	type whole struct {
		A string `json:"a"`
		part
		C []part `json:"c"`
	}
	e := NewEncoder[whole](func(member string, own bool) bool { return member == "b" || own && member == "a" })
	got, err := e.Append([]byte("> "), &whole{A: "1", part: part{"2", "3"}, C: []part{{"4", "5"}}})
	if want := "> {\"a\":\"2\",\"c\":[{\"a\":\"4\"}]}\n"; err != nil || string(got) != want {
		t.Errorf("got %s (%v), want %s", got, err, want)
	}
}

func FuzzText(f *testing.F) {
	f.Add("a\u2028<b>\x00\xff")
	f.Fuzz(func(t *testing.T, s string) {
		got, err := appendText(nil, s)
		switch {
		case !utf8.ValidString(s):
			if err == nil {
				t.Errorf("%q is no UTF-8 and is written as %s", s, got)
			}
		case err != nil || string(got)+"\n" != oracle(t, s):
			t.Errorf("%q is written as %s (%v)", s, got, err)
		}
	})
}
