package compat

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"upgraph/internal/version"
)

func TestDecodeIsTheInverseOfEncode(t *testing.T) {
	want := sample()
	data := encode(t, want)
	got, err := Decode([]byte(data), known)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("reading what was written gives another catalog (-want +got):\n%s", diff)
	}
	if again := encode(t, got); again != data {
		t.Errorf("writing what was read gives another text:\n%s", cmp.Diff(data, again))
	}
}

// A minor version adds members; this one passes them over, whatever they hold.
func TestDecodePassesUnknownMembers(t *testing.T) {
	for _, added := range []string{`1`, `null`, `-0.5e+7`, `"text"`, `{"steps":[{"kind":"x"}],"a":{"b":[]}}`, `[[],{},"\ud83d\ude00"]`, `true`, `false`} {
		data := replace(t, `"id":"v1"`, `"id":"v1","new_member":`+added)
		c, err := Decode(bytes.Replace(data, []byte(`"schema_version":"1.0"`), []byte(`"schema_version":"1.7"`), 1), known)
		if err != nil {
			t.Errorf("an unknown member with %s: %v", added, err)
			continue
		}
		if c.SchemaVersion = "1.0"; encode(t, c) != encode(t, sample()) {
			t.Errorf("an unknown member with %s changes the catalog", added)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, tt := range map[string]struct{ old, new, path, msg string }{
		"duplicate known key":    {`"to":"v2"`, `"to":"v2","to":"v1"`, "$.edges[1].to", "there twice"},
		"duplicate unknown key":  {`"to":"v2"`, `"to":"v2","x":1,"x":2`, "$.edges[1].x", "there twice"},
		"duplicate in disguise":  {`"to":"v2"`, `"to":"v2","t\u006f":"v1"`, "$.edges[1].to", "there twice"},
		"duplicate deep inside":  {`"to":"v2"`, `"to":"v2","x":{"y":[{"z":1,"z":2}]}`, "$.edges[1].x.y[0].z", "there twice"},
		"wrong case":             {`"argv":["run"`, `"Argv":["run"`, "$.edges[1].steps[2].Argv", "not spelled"},
		"wrong case beside":      {`"to":"v2"`, `"to":"v2","TO":"v1"`, "$.edges[1].TO", "not spelled"},
		"long s":                 {`"steps":[]`, `"ſteps":[]`, `$.edges[0]["ſteps"]`, "not spelled"},
		"trailing data":          {"\n", "\n{}", "$", "more behind the end"},
		"invalid UTF-8":          {`"title":"P"`, "\"title\":\"\xff\"", "$.product.title", "UTF-8"},
		"invalid UTF-8 in a key": {`"title":"P"`, "\"title\":\"P\",\"\xff\":1", "$.product", "UTF-8"},
		"half a surrogate":       {`"title":"P"`, `"title":"\ud800"`, "$.product.title", "surrogate"},
		"two first halves":       {`"title":"P"`, `"title":"\ud800\ud800"`, "$.product.title", "surrogate"},
		"unknown escape":         {`"title":"P"`, `"title":"\x"`, "$.product.title", "escape"},
		"bad unicode escape":     {`"title":"P"`, `"title":"\u00+1"`, "$.product.title", "escape"},
		"control character":      {`"title":"P"`, "\"title\":\"\n\"", "$.product.title", "control character"},
		"number for text":        {`"title":"P"`, `"title":1`, "$.product.title", "is a number where a text"},
		"text for number":        {`"wait_seconds":60`, `"wait_seconds":"60"`, "$.edges[1].gate.wait_seconds", "is a text where a whole number"},
		"fraction":               {`"wait_seconds":60`, `"wait_seconds":60.5`, "$.edges[1].gate.wait_seconds", "whole number"},
		"exponent":               {`"wait_seconds":60`, `"wait_seconds":6e1`, "$.edges[1].gate.wait_seconds", "whole number"},
		"huge number":            {`"wait_seconds":60`, `"wait_seconds":99999999999999999999`, "$.edges[1].gate.wait_seconds", "64 bits"},
		"leading zero":           {`"wait_seconds":60`, `"wait_seconds":060`, "$.edges[1].gate", "no comma"},
		"text for boolean":       {`"approved":true`, `"approved":"yes"`, "$.edges[1].steps[2].approved", "is a text where true or false"},
		"list for object":        {`"product":{`, `"x":{},"product":[],"y":{`, "$.product", "is a list where an object"},
		"object for list":        {`"channels":[`, `"channels":{},"x":[`, "$.channels", "is an object where a list"},
		"null for a list":        {`"aliases":["first"]`, `"aliases":null`, "$.releases[0].aliases", "is null where a list"},
		"null for a text":        {`"title":"P"`, `"title":null`, "$.product.title", "is null where a text"},
		"null in a list":         {`"argv":["run"`, `"argv":[null`, "$.edges[1].steps[2].argv[0]", "is null where a text"},
		"missing edges":          {`"edges":`, `"hedges":`, "$", `"edges" is missing`},
		"missing checks":         {`"checks":["config"],`, ``, "$.edges[1]", `"checks" is missing`},
		"missing id":             {`{"id":"v2","version"`, `{"version"`, "$.releases[1]", `"id" is missing`},
		"missing colon":          {`"edges":`, `"edges"`, "$.edges", "no colon"},
		"missing comma":          {`"title":"P",`, `"title":"P"`, "$.product", "no comma"},
		"missing comma in list":  {`["x","y"]`, `["x""y"]`, "$.product.components", "no comma"},
		"comma too many":         {`["x","y"]`, `["x","y",]`, "$.product.components[2]", "no JSON value"},
		"no key":                 {`"title":"P",`, `title:"P",`, "$.product", "no key"},
		"comment":                {`"title":"P"`, `"title":/**/"P"`, "$.product.title", "no JSON value"},
		"not a number":           {`"wait_seconds":60`, `"wait_seconds":-`, "$.edges[1].gate.wait_seconds", "no digit"},
		"broken word":            {`"approved":true`, `"approved":tru`, "$.edges[1].steps[2].approved", "no JSON value"},
		"other major":            {`"schema_version":"1.0"`, `"schema_version":"2.0"`, "$.schema_version", "1.x"},
		"other major and shape":  {`"schema_version":"1.0","requires":[`, `"schema_version":"2.0","x":[],"requires":["a",1,`, "$.schema_version", "1.x"},
		"major in disguise":      {`"schema_version":"1.0"`, `"schema_version":"10.0"`, "$.schema_version", "1.x"},
		"no minor":               {`"schema_version":"1.0"`, `"schema_version":"1."`, "$.schema_version", "1.x"},
	} {
		_, err := Decode(replace(t, tt.old, tt.new), known)
		e, ok := errors.AsType[*DecodeError](err)
		if !ok || e.Path != tt.path || !strings.Contains(e.Msg, tt.msg) {
			t.Errorf("%s: error %v, want one at %s with %q", name, err, tt.path, tt.msg)
		}
	}
}

// A file that was cut off anywhere is refused, with a place: here one place of
// eleven is tried, the long form tries all.
func TestDecodeRefusesEveryPrefix(t *testing.T) {
	data := []byte(strings.TrimSpace(encode(t, sample())))
	stride := 11
	if os.Getenv("UPGRAPH_LONG") != "" {
		stride = 1
	}
	for i := 0; i < len(data); i += stride {
		_, err := Decode(data[:i], known)
		if e, ok := errors.AsType[*DecodeError](err); !ok || !strings.HasPrefix(e.Path, "$") {
			t.Fatalf("the first %d bytes: error %v", i, err)
		}
	}
}

func TestDecodeLimits(t *testing.T) {
	nested := strings.Repeat("[", 40) + strings.Repeat("]", 40)
	fits := strings.Repeat("[", MaxDepth-1) + strings.Repeat("]", MaxDepth-1)
	steps := strings.Repeat(`{"id":"a","kind":"manual","text":"`+strings.Repeat("t", 74)+`"},`, MaxSteps)
	for name, tt := range map[string]struct{ data, msg string }{
		"too deep":     {`{"x":` + nested + `}`, "nested deeper than 32"},
		"too long":     {strings.Repeat(" ", MaxBytes+1), "more than 33554432"},
		"a lot of air": {strings.Repeat(" ", MaxBytes), "ends where a value"},
		"too many steps": {`{"edges":[{"id":"e","from":[],"to":"a","status":"supported","constraints":[],"checks":[],"steps":[` + steps +
			`{"id":"a","kind":"manual"}]}]}`, "more than 300000 steps"},
		"too many texts":    {`{"requires":[` + strings.Repeat(`"",`, 1<<20) + `""]}`, "more records than"},
		"too many releases": {`{"releases":[` + strings.Repeat(`{"id":"a"},`, 1<<18) + `{}]}`, "more records than"},
		"hollow changes":    {`{"releases":[{"id":"a","changes":[` + strings.Repeat(`{},`, 1<<18) + `{}]}]}`, "more records than"},
		"too many keys":     {`{"x":[` + strings.Repeat(`{"a":1,"b":2},`, maxUnknown/2) + `{}]}`, "unknown meaning"},
	} {
		_, err := Decode([]byte(tt.data), known)
		if e, ok := errors.AsType[*DecodeError](err); !ok || !strings.Contains(e.Msg, tt.msg) {
			t.Errorf("%s: error %v, want one with %q", name, err, tt.msg)
		}
	}
	if _, err := Decode(replace(t, `"title":"P"`, `"title":"P","x":1`), known); err != nil {
		t.Error(err)
	}
	if _, err := Decode(replace(t, `"generator"`, `"x":`+fits+`,"generator"`), known); err != nil {
		t.Errorf("a value of the greatest depth: %v", err)
	}
}

// A catalog with no more than the least that a writer writes of each release
// is read at any size.
func TestDecodeTakesLeanCatalogs(t *testing.T) {
	c := sample()
	c.Releases, c.Edges, c.Channels = nil, nil, nil
	for i := range 20_000 {
		id := fmt.Sprintf("v1.%d", i)
		c.Releases = append(c.Releases, Release{ID: id, Version: id, SortKey: version.SortKeyOf(id), Status: Supported, Source: here})
		c.Edges = append(c.Edges, Edge{ID: ".." + id, To: id, Status: Supported, Basis: Basis{Rule: "stated", Sources: []Source{here}}})
	}
	if _, err := Decode([]byte(encode(t, c)), known); err != nil {
		t.Error(err)
	}
}

func TestUnsupported(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(c *Catalog)
		want   []string
	}{
		"required":          {func(c *Catalog) { c.Requires = append(c.Requires, "step:teleport", "oracle") }, []string{"oracle", "step:teleport"}},
		"kind used":         {func(c *Catalog) { c.Edges[1].Steps[0].Kind = "teleport" }, []string{"step:teleport"}},
		"check used":        {func(c *Catalog) { c.Checks[0].Type = "moon-phase" }, []string{"check:moon-phase"}},
		"check in a step":   {func(c *Catalog) { c.Edges[1].Steps[1].Check = &Check{Type: "moon-phase"} }, []string{"check:moon-phase"}},
		"check of a gate":   {func(c *Catalog) { c.Edges[1].Gate.Check = &Check{Type: "moon-phase"} }, []string{"check:moon-phase"}},
		"check of a risk":   {func(c *Catalog) { c.Risks[0].Check = &Check{Type: "moon-phase"} }, []string{"check:moon-phase"}},
		"constraint used":   {func(c *Catalog) { c.Constraints[0].Type = "quorum" }, []string{"constraint:quorum"}},
		"another namespace": {func(c *Catalog) { c.Requires = []string{"check:exec"} }, []string{"check:exec"}},
	} {
		c := sample()
		tt.change(c)
		data := []byte(encode(t, c))
		got, err := Decode(data, known)
		e, ok := errors.AsType[*UnsupportedError](err)
		if !ok || got != nil || !slices.Equal(e.Names, tt.want) || !strings.Contains(e.Error(), tt.want[0]) {
			t.Errorf("%s: error %v, want %q unsupported", name, err, tt.want)
		}
		if c, err := Read(data); err != nil || !slices.Equal(c.Unsupported(known), tt.want) {
			t.Errorf("%s: cannot be read for display: %v", name, err)
		}
	}
	if got := sample().Unsupported(Known{}); len(got) != 7 {
		t.Errorf("a reader that knows nothing lacks %q, want all seven", got)
	}
}

// FuzzDecode: no text makes the reader panic, and what it takes it can write
// and take again; encoding/json agrees about what is JSON.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(encode(f, sample())))
	f.Add(replace(f, `"to":"v2"`, `"to":"v2","TO":"v1"`))
	f.Add([]byte(`{"schema_version":"1.0","requires":[],"product":{"id":"p"},"releases":[],"edges":[]}`))
	f.Add([]byte(`{"x":[1e9,-0,"\ud83d\ude00\n",{"y":null}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if scan(data, nil, MaxSteps) == nil && !json.Valid(data) {
			t.Fatalf("the scan takes what is no JSON: %q", data)
		}
		c, err := Read(data)
		if err != nil {
			if e, ok := errors.AsType[*DecodeError](err); !ok || e.Path == "" || e.Msg == "" {
				t.Fatalf("error without a place: %v", err)
			}
			return
		}
		text := encode(t, c)
		again, err := Read([]byte(text))
		if err != nil {
			t.Fatalf("what was read and written cannot be read: %v\n%s", err, text)
		}
		if second := encode(t, again); second != text {
			t.Fatalf("written twice it differs:\n%s", cmp.Diff(text, second))
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	data := []byte(encode(b, sample()))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Decode(data, known); err != nil {
			b.Fatal(err)
		}
	}
}
