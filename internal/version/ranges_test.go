package version

import (
	"errors"
	"strings"
	"testing"
)

func TestRange(t *testing.T) {
	for _, tt := range []struct{ in, holds, not string }{
		{">=1.0.0", "v1.0.0 v1.0.0-10-geb2889c9 v1.0.1 1.0.1-rc.1", "v1.0.0-rc.1-12-gaa39ff9 0.9"},
		{">=1.0.0 <1.0.4", "v1.0.0-10-geb2889c9 v1.0.3 v1.0.4-rc.1", "v1.0.4 v1.0.4-1-gd681c67"},
		{">=1.0.0,<1.0.4", "v1.0.3", "v1.0.4"},
		{">= 1.0.0 , < 1.0.4", "v1.0.3", "v1.0.4"},
		{"<=1.0.4", "v1.0.4 v1.0.4-1-gd681c67", "v1.0.5"},
		{">1.0.4", "v1.0.5", "v1.0.4 v1.0.4-1-gd681c67"},
		{"1.0.4", "v1.0.4 v1.0.4-1-gd681c67 1.0.4+k3s1", "v1.0.5"},
		{"=v1.0.4-1-gd681c67", "v1.0.4-1-gd681c67", "v1.0.4"},
		{">v1.0.4-1-gd681c67", "v1.0.4-2-gaaaaaaa v1.0.5", "v1.0.4 v1.0.4-1-gd681c67"},
		{">=1.0.0-rc.1 <1.0.1", "v1.0.0-rc.1 v1.0.0-rc.1-12-gaa39ff9 v1.0.0 v1.0.0-10-geb2889c9", "v1.0.1"},
		{"!=1.0.2", "1.0.1 1.0.3", "1.0.2"},
		{"1.0.x", "v1.0.0-rc.1 v1.0.5 v1.0.0", "v1.1.0 v0.9.0"},
		{"87.x || 89.x", "87.0.0 87.12.1 89.1.0 87.x", "88.0.0 86.9.9"},
		{"<=87.x", "87.9.9 86.1.1", "88.0.0"},
		{">87.x", "88.0.0-rc.1", "87.9.9"},
		{"<1.2.3.4.x", "1.2.3", "1.2.3.4 1.2.3.5"},
		{"1.2.3.0.x", "1.2.3 1.2.3.0.5", "1.2.3.1 1.2.3.x"},
		{"*", "1.0 v1.0.0-rc.1", ""},
		{">=2026-08-01 <2026-09-01", "2026-08-20", "2026-09-01"},
	} {
		r, err := ParseRange(tt.in)
		if err != nil {
			t.Errorf("ParseRange(%q): %v", tt.in, err)
			continue
		}
		for s := range strings.FieldsSeq(tt.holds) {
			if !r.Contains(mustParse(t, s)) {
				t.Errorf("%q does not contain %s", tt.in, s)
			}
		}
		for s := range strings.FieldsSeq(tt.not) {
			if r.Contains(mustParse(t, s)) {
				t.Errorf("%q contains %s", tt.in, s)
			}
		}
	}
	if (Range{}).Contains(mustParse(t, "1.0")) {
		t.Error("the zero range contains a version")
	}
}

func TestRangeRefuses(t *testing.T) {
	for in, want := range map[string]string{
		"":                         "no version",
		">=1.0.0 ||":               "no version",
		">=":                       "no version",
		">= >=1.0":                 "no version behind",
		"^1.0.0":                   "no operator here",
		"~>1.0":                    "no operator here",
		"1.0.0 - 1.0.3":            "write \">=A <=B\"",
		"=>1.0":                    "no operator here",
		">=one":                    "no number",
		">=*":                      "takes no operator",
		strings.Repeat(">1 ", 999): "longer than",
	} {
		_, err := ParseRange(in)
		e, ok := errors.AsType[*SyntaxError](err)
		if !ok || !strings.Contains(e.Error(), want) {
			t.Errorf("ParseRange(%q): error %v, want one with %q", in, err, want)
		}
	}
}
