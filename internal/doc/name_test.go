package doc

import "testing"

// TestHeadingNames holds that the name behind a title is known and not in it,
// and that other braces stay where they are.
func TestHeadingNames(t *testing.T) {
	for source, want := range map[string][2]string{
		"## Title {#name}":                       {"Title", "name"},
		"## Title {#sec-1.2_a .unnumbered}":      {"Title", "sec-1.2_a"},
		"## Title {: #name}":                     {"Title", "name"},
		"## Title {.unnumbered}":                 {"Title", ""},
		"## 标题 {#名}":                             {"标题", "名"},
		"## `code` and *more* {#name} ##":        {"code and more", "name"},
		"Title {#name}\n=====":                   {"Title", "name"},
		"## Title `{#name}`":                     {"Title {#name}", ""},
		"## Title \\{#name}":                     {"Title {#name}", ""},
		"## Routes of {user}":                    {"Routes of {user}", ""},
		"## v1.2.3 {date=\"2020-01-02\"}":        {"v1.2.3 {date=\"2020-01-02\"}", ""},
		"## {#name}":                             {"{#name}", ""},
		"## Title {#a #b}":                       {"Title {#a #b}", ""},
		"## Title {}":                            {"Title {}", ""},
		"## [link](https://example.org) {#name}": {"link", "name"},
		"## Title {#name} and more":              {"Title {#name} and more", ""},
		"## **bold {#name}**":                    {"bold {#name}", ""},
		"## Two\\\\ {#name}":                     {"Two\\", "name"},
	} {
		d, ds := Parse("x.md", []byte(source+"\n"))
		if len(ds) > 0 || len(d.Blocks) == 0 {
			t.Errorf("%q: %v", source, ds)
			continue
		}
		if b := d.Blocks[0]; b.Kind != Heading || b.Text != want[0] || b.Name != want[1] {
			t.Errorf("%q: a %s %q named %q, want %q named %q", source, b.Kind, b.Text, b.Name, want[0], want[1])
		}
	}
}
