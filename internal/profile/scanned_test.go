package profile

import (
	"strings"
	"testing"
)

// TestCutKey holds what is a key with its value and what only looks so.
func TestCutKey(t *testing.T) {
	long := "a" + strings.Repeat("b", 40)
	for _, c := range []struct{ line, key, value string }{
		{"Release Version: v1.0.5", "Release Version", "v1.0.5"},
		{"Git Commit Hash :  abc: def", "Git Commit Hash", "abc: def"},
		{"Branch:", "Branch", ""},
		{"版本：1.0", "版本", "1.0"},
		{"构建 ：", "构建", ""},
		{"Built at 10:30: yes", "", ""}, // a colon is no part of a key
		{"https://example.org", "", ""},
		{"v1.0/2.x-a_b: c", "v1.0/2.x-a_b", "c"},
		{"1.0: c", "", ""},
		{"a(b): c", "", ""},
		{": c", "", ""},
		{"", "", ""},
		{long + ": c", long, "c"},
		{long + "b: c", "", ""},
	} {
		key, value, ok := cutKey(c.line)
		if key != c.key || value != c.value || ok != (c.key != "") {
			t.Errorf("%q is cut into %q and %q (%v), want %q and %q", c.line, key, value, ok, c.key, c.value)
		}
	}
}

// TestComponentsAreWholeWords holds where a text names a component.
func TestComponentsAreWholeWords(t *testing.T) {
	for _, c := range []struct {
		name, text string
		in         bool
	}{
		{"DM-worker", "Fix a crash of DM-worker.", true},
		{"DM-worker", "dm-worker", true},
		{"DM-worker", "All DM-workers wait", true},
		{"DM-worker", "the DM-worker’s log, the DM-worker's log", true},
		{"DM-worker", "修复DM-worker崩溃", true},
		{"DM-worker", "DM-worker-2 and sub-DM-worker", false},
		{"DM-worker", "DM-workers2, then DM-worker", true},
		{"index", "indexes", true},
		{"index", "indexer", false},
		{"C++", "the C++ client", true},
		{"C++", "the C+ client", false},
		{"代理", "修复代理的错误", true},
	} {
		part := component{c.name, strings.ToLower(c.name)}
		if got := part.in(strings.ToLower(c.text)); got != c.in {
			t.Errorf("%q names %s: %v, want %v", c.text, c.name, got, c.in)
		}
	}
}
