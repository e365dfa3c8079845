package version

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// releases are named as the first guide names its seven.
var releases = []Names{
	{ID: "v1.0.0-rc.1-12-gaa39ff9", Build: "v1.0.0-rc.1-12-gaa39ff9", Commit: "aa39ff981dfb3e8c0fa4180127246b253604cc34"},
	{ID: "v1.0.0-10-geb2889c9", Build: "v1.0.0-10-geb2889c9", Deploy: "v1.0.0", Aliases: []string{"1.0 GA"}, Commit: "eb2889c9dcfbff6653be9c8720a32998b4627db9"},
	{ID: "v1.0.1", Build: "v1.0.1", Deploy: "v1.0.1", Commit: "e63c6cdebea0edcf2ef8c91d84cff4aaa5fc2df7"},
	{ID: "v1.0.2", Build: "v1.0.2", Deploy: "v1.0.2", Commit: "affc6546c0d9810b0630e85502d60ed5c800bf25"},
	{ID: "v1.0.3", Build: "v1.0.3", Deploy: "v1.0.3", Commit: "41426af6cffcff9a325697a3bdebeadc9baa8aa6"},
	{ID: "v1.0.4", Build: "v1.0.4-1-gd681c67", Deploy: "v1.0.4", Commit: "d681c6731d3432f4d8f38ea651f44d49d6860269"},
	{ID: "v1.0.5", Build: "v1.0.5", Deploy: "v1.0.5", Commit: "a8e9f53f91e29756b09a22cdc37a6a6efcdfe55b"},
}

func TestResolve(t *testing.T) {
	for query, want := range map[string]string{
		"v1.0.5":                 "v1.0.5",
		"1.0.5":                  "v1.0.5",
		"V1.0.5":                 "v1.0.5",
		" v1.0.5 ":               "v1.0.5",
		"1.0 GA":                 "v1.0.0-10-geb2889c9",
		"1.0GA":                  "v1.0.0-10-geb2889c9",
		"1.0 ga":                 "v1.0.0-10-geb2889c9",
		"v1.0  GA":               "v1.0.0-10-geb2889c9",
		"1.0.0":                  "v1.0.0-10-geb2889c9",
		"v1.0.0":                 "v1.0.0-10-geb2889c9",
		"1.0":                    "v1.0.0-10-geb2889c9",
		"1.0.0-10-geb2889c9":     "v1.0.0-10-geb2889c9",
		"v1.0.4-1-gd681c67":      "v1.0.4",
		"1.0.4-1-gd681c67":       "v1.0.4",
		"d681c67":                "v1.0.4",
		"D681C6731D":             "v1.0.4",
		"aa39ff9":                "v1.0.0-rc.1-12-gaa39ff9",
		"1.0.0-rc.1-12-gaa39ff9": "v1.0.0-rc.1-12-gaa39ff9",
		releases[6].Commit:       "v1.0.5",
		releases[6].Commit[:7]:   "v1.0.5",
	} {
		i, err := Resolve(query, releases)
		if err != nil {
			t.Errorf("Resolve(%q): %v", query, err)
		} else if releases[i].ID != want {
			t.Errorf("Resolve(%q) = %s, want %s", query, releases[i].ID, want)
		}
	}
}

// A build that the guide does not have is not taken for its neighbour.
func TestResolveNeverGuesses(t *testing.T) {
	for _, tt := range []struct{ query, before, after, nearest string }{
		{"v1.0.2-3-gabcdef0", "v1.0.2", "v1.0.3", "v1.0.2"},
		{"v1.0.4-2-gabcdef0", "v1.0.4", "v1.0.5", ""},
		{"v1.0.0-rc.1", "", "v1.0.0-rc.1-12-gaa39ff9", "v1.0.0-rc.1-12-gaa39ff9"},
		{"v1.0.6", "v1.0.5", "", "v1.0.5"},
		{"1.0.45", "v1.0.5", "", "v1.0.5"},
		{"v0.9", "", "v1.0.0-rc.1-12-gaa39ff9", ""},
		{"1.0 AG", "", "", "1.0 GA"},
		{"newest", "", "", ""},
		{"d681c6", "", "", ""}, // six digits of a commit are too few
		{"", "", "", ""},
		{"v1.0.5; reboot", "", "", ""},
	} {
		_, err := Resolve(tt.query, releases)
		e, ok := errors.AsType[*NotFoundError](err)
		if !ok {
			t.Errorf("Resolve(%q): error %v, want *NotFoundError", tt.query, err)
			continue
		}
		if e.Before != tt.before || e.After != tt.after {
			t.Errorf("Resolve(%q): between %q and %q, want %q and %q", tt.query, e.Before, e.After, tt.before, tt.after)
		}
		if tt.nearest != "" && !slices.Contains(e.Nearest, tt.nearest) || tt.query == "newest" && len(e.Nearest) > 0 {
			t.Errorf("Resolve(%q): proposes %q, want %q among them", tt.query, e.Nearest, tt.nearest)
		}
		for _, name := range []string{e.Before, e.After} {
			if !strings.Contains(e.Error(), name) {
				t.Errorf("Resolve(%q): %v does not name %s", tt.query, e, name)
			}
		}
	}
}

func TestResolveAmbiguous(t *testing.T) {
	all := []Names{
		{ID: "v1.1.0", Aliases: []string{"LTS"}, Commit: "abcdef0111"},
		{ID: "v1.2.0", Aliases: []string{"lts"}, Commit: "abcdef0222"},
		{ID: "v1.2.0-1-g1234567", Deploy: "v1.2.0"},
	}
	for query, want := range map[string][]string{
		"lts":     {"v1.1.0", "v1.2.0"},
		"abcdef0": {"v1.1.0", "v1.2.0"},
	} {
		_, err := Resolve(query, all)
		if e, ok := errors.AsType[*AmbiguousError](err); !ok || !slices.Equal(e.Matches, want) {
			t.Errorf("Resolve(%q): error %v, want an ambiguity of %q", query, err, want)
		}
	}
	// An id decides before another release's deploy version.
	if i, err := Resolve("1.2.0", all); err != nil || i != 1 {
		t.Errorf("Resolve(1.2.0) = %d, %v; want the release with that id", i, err)
	}
}

func BenchmarkResolve(b *testing.B) {
	all := make([]Names, 10_000)
	for i := range all {
		id := fmt.Sprintf("v%d.%d.%d", i/1000, i/10%100, i%10)
		all[i] = Names{ID: id, Build: id, Deploy: id}
	}
	for b.Loop() {
		if _, err := Resolve("9.99.9", all); err != nil {
			b.Fatal(err)
		}
	}
}

// A name that is like none is answered with where the releases begin and end.
func TestResolveSaysWhatThereIs(t *testing.T) {
	_, err := Resolve("stable", []Names{{ID: "v1.0.0"}, {ID: "v1.0.1"}, {ID: "v1.0.2"}})
	if want := `unknown version "stable"; the releases go from v1.0.0 to v1.0.2`; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}
