package site

import (
	"path"
	"strings"
	"testing"
)

func TestSegment(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"v1.0.5", "v1.0.5"},
		{"v1.0.0-rc.1-12-gaa39ff9", "v1.0.0-rc.1-12-gaa39ff9"},
		{"87.x", "87.x"},
		{"", "~"},
		{".", "~2E"},
		{"..", "~2E~2E"},
		{"a..b", "a.~2Eb"},
		{"a/b", "a~2Fb"},
		{"1.0 GA", "1.0~20GA"},
		{"~20", "~7E20"},
		{"1.0+build", "1.0~2Bbuild"},
		{"版", "~E7~89~88"},
		{"index.html", "~69ndex.html"},
	} {
		if got := Segment(tt.text); got != tt.want {
			t.Errorf("Segment(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
	a, b := Segment(strings.Repeat("x", 300)), Segment(strings.Repeat("x", 301))
	if a == b || len(a) > 100 || len(b) > 100 {
		t.Errorf("long texts: %q and %q", a, b)
	}
}

func FuzzSegment(f *testing.F) {
	for _, s := range hostileIDs {
		f.Add(s, s+".")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		s := Segment(a)
		if s == "" || len(s) > 100 || path.Base(s) != s || s[0] == '.' || strings.Contains(s, "..") || strings.HasPrefix(strings.ToLower(s), "index.") {
			t.Errorf("Segment(%q) = %q is no safe segment", a, s)
		}
		for _, r := range s {
			if r > 0x7e || strings.ContainsRune(" %/\\?#\"'<>&:;", r) {
				t.Errorf("Segment(%q) = %q holds %q", a, s, r)
			}
		}
		if a != b && s == Segment(b) {
			t.Errorf("%q and %q have one segment %q", a, b, s)
		}
	})
}

func TestQuote(t *testing.T) {
	for _, tt := range []struct {
		word, want string
		ok         bool
	}{
		{"v1.0.5", "v1.0.5", true},
		{"", "''", true},
		{"$(reboot)", "'$(reboot)'", true},
		{"it's", `'it'\''s'`, true},
		{"a\x1b[2J", "", false},
		{"a\nb", "", false},
	} {
		if got, ok := quote(tt.word); got != tt.want || ok != tt.ok {
			t.Errorf("quote(%q) = %q, %v, want %q, %v", tt.word, got, ok, tt.want, tt.ok)
		}
	}
}
