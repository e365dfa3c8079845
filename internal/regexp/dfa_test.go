package regexp

import (
	std "regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// hard are expressions with each thing that programs of expressions are made of,
// and texts that they tell apart.
var hard = []struct{ expr, text string }{
	{``, ""},
	{`a`, "xay"},
	{`^a`, "ba"},
	{`a$`, "ab\na"},
	{`(?m)^b$`, "a\nb\nc"},
	{`\Aab|cd\z`, "cd\n"},
	{`^$`, "\n"},
	{`(?m)^$`, "a\n\nb"},
	{`\bv\d`, "xv1 v2"},
	{`\Bv\B`, "ava"},
	{`a\b`, "aé"},
	{`\b$`, "a "},
	{`(?:^|\s)(?:a|b)(?:$|\s)`, "xa b"},
	{`(?i)straße|ſ`, "STRAßE S"},
	{`(?i)k`, "\u212a"},
	{`[^\pL]run$`, "版run"},
	{`\p{Han}{2,3}[，。]`, "ab版本，"},
	{`.`, "\n\xff"},
	{`(?s).`, "\n"},
	{`[^a]`, "a\xff"},
	{`\x{fffd}`, "\xe7\x89"},
	{`[\x{d7ff}-\x{e000}]|[\x{0}-\x{e000}]b`, "\ufffdb"},
	{`[^\x00-\x{10FFFF}]`, "a"},
	{`a{3,5}b`, "aaab aab"},
	{`(a+)+$`, strings.Repeat("a", 20) + "b"},
	{`(?:[a-c]|[b-d]){2}\b`, "abx bd"},
	{`^(?:a(?:^b)?)+`, "ab"},
	{`(?:\b|a)*c`, "aac"},
	{`\z|a`, "b"},
	{`(?-s)a.c|a\nb`, "a\nb"},
	{`(?:^|\W)x(?P<n>\d*)|(y)`, "ax yx1 -x22"},
	{`\bv(\d)`, "av1 -v2 v3"},
	{`[^.]*\bto (\d)`, "a. b to 1. c to 2"},
	{`\s*(?:,|and\b)\s*`, "abc  and d,e"},
	{`(?m)^(\w+)=|^$`, "ab\nc=1\nd=\n\n"},
}

// TestMachineTellsWhatTheLibraryTells holds the machine of states against the
// standard library, on each text, its beginnings and its ends.
func TestMachineTellsWhatTheLibraryTells(t *testing.T) {
	for _, h := range hard {
		var texts []string
		for _, other := range hard {
			for i := range other.text {
				texts = append(texts, other.text[i:], other.text[:i])
			}
			texts = append(texts, other.text)
		}
		compare(t, h.expr, texts...)
	}
}

// TestMachineWithoutRoom holds that nothing changes where no further state may be made.
func TestMachineWithoutRoom(t *testing.T) {
	const expr = `a[ab]{12}$`
	re, standard := MustCompile(expr), std.MustCompile(expr)
	re.asked.Store(worth)
	re.quick().room = 60
	full := 0
	for i := range 1 << 13 {
		text := strings.NewReplacer("0", "a", "1", "b").Replace(strings.Repeat("0", 2) + letters(i))
		if got, want := re.MatchString(text), standard.MatchString(text); got != want {
			t.Fatalf("%q is matched: %v, want %v", text, got, want)
		}
		if _, known := re.quick().match(text); !known {
			full++
		}
	}
	if full == 0 {
		t.Error("the machine always had room")
	}
}

func letters(i int) string {
	var b strings.Builder
	for range 13 {
		b.WriteByte('0' + byte(i&1))
		i >>= 1
	}
	return b.String()
}

// TestMachineInManyHands uses one machine from several goroutines while its
// states are made; the race detector looks on.
func TestMachineInManyHands(t *testing.T) {
	re := MustCompile(`(?i)(?:^|[^\pL])(?:run|execute|re-?run)\s*:?\s*$|(?:执行|运行)\s*$`)
	re.asked.Store(worth)
	want := map[string]bool{"please run": true, "rerun:": true, "运行 ": true, "overrun": false, "execute it": false}
	done := make(chan string)
	for range 8 {
		go func() {
			bad := ""
			for text, matches := range want {
				if re.MatchString(text) != matches {
					bad = text
				}
			}
			done <- bad
		}()
	}
	for range 8 {
		if bad := <-done; bad != "" {
			t.Errorf("%q is told wrongly", bad)
		}
	}
}

// FuzzMachine looks for an expression and a text of which the machine and the
// standard library tell different things.
func FuzzMachine(f *testing.F) {
	for _, h := range hard {
		f.Add(h.expr, h.text)
	}
	f.Fuzz(func(t *testing.T, expr, text string) {
		if len(expr) > 200 || len(text) > 2000 || !utf8.ValidString(expr) {
			return
		}
		compare(t, expr, text)
	})
}

// compare asks the machine and the standard library about texts.
func compare(t *testing.T, expr string, texts ...string) {
	t.Helper()
	re, err := std.Compile(expr)
	if err != nil {
		return
	}
	own := MustCompile(expr)
	own.asked.Store(worth)
	for range 2 { // while its states are made, and with them made
		for _, text := range texts {
			found := re.FindAllStringSubmatchIndex(text, -1)
			if own.MatchString(text) != (found != nil) {
				t.Fatalf("%q in %q is found: %v, by the standard library: %v", expr, text, found == nil, found != nil)
			}
			if all := own.FindAllStringSubmatchIndex(text, -1); !slices.EqualFunc(all, found, slices.Equal) {
				t.Fatalf("%q in %q is found at %v, by the standard library at %v", expr, text, all, found)
			}
			if got, want := own.ReplaceAllString(text, "<$0>"), re.ReplaceAllString(text, "<$0>"); got != want {
				t.Fatalf("%q in %q becomes %q, by the standard library %q", expr, text, got, want)
			}
		}
	}
}
