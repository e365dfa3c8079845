package version

import (
	"errors"
	"strings"
	"testing"
)

func TestSpans(t *testing.T) {
	for _, tt := range []struct{ text, in, out string }{
		{">=2.5 <2.8", "2.5 2.5.0 2.7.18 v2.6", "2.4.9 2.8 2.8.0 3"},
		{">= 2.5, < 2.8", "2.5 2.7.99", "2.8"},
		{"<=2.7", "0 2.7 2.7.0", "2.7.1 2.8"},
		{"2.7.18", "2.7.18 2.7.18.0", "2.7 2.7.17 2.7.19"},
		{"=2.7.18 || >=3", "2.7.18 3 10.1", "2.8 2.9"},
		{"<2", "1.9 1", "2 2.0"},
	} {
		spans, err := ParseSpans(tt.text)
		if err != nil {
			t.Errorf("%s: %v", tt.text, err)
		}
		for want, list := range map[bool]string{true: tt.in, false: tt.out} {
			for s := range strings.FieldsSeq(list) {
				n, ok := ParseNumbers(s)
				got := false
				for _, span := range spans {
					got = got || span.Holds(n)
				}
				if !ok || got != want {
					t.Errorf("%q holds %s: %v, want %v", tt.text, s, got, want)
				}
			}
		}
	}
	for _, bad := range []string{"", "||", ">=2.5 ||", ">2.5", "~2.5", "^1", "2.5.x", "2.5-rc1", "*", ">=2.5 >=2.6", "<1 <2", "=1 =2", ">=3 <2", ">=2 <2", ">=", "1..2", ">=99999999999"} {
		if spans, err := ParseSpans(bad); err == nil {
			t.Errorf("%q is read as %v", bad, spans)
		} else if _, ok := errors.AsType[*SyntaxError](err); !ok {
			t.Errorf("%q: %T", bad, err)
		}
	}
}

func TestSpanIsWrittenAsItIsRead(t *testing.T) {
	for _, text := range []string{">=2.5 <2.8", "<=2.7", "=2.7.18", ">=3", "<2", ">=1 <=2"} {
		spans, err := ParseSpans(text)
		if err != nil || len(spans) != 1 || spans[0].String() != text {
			t.Errorf("%q is written %v (%v)", text, spans, err)
		}
	}
}
