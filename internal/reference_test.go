package internal_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upgraph/internal/lint"
	"upgraph/internal/schema"
)

var update = flag.Bool("update", false, "write the reference pages anew")

// TestReferencePages holds the pages that list keys and rules to the code that
// checks them.
func TestReferencePages(t *testing.T) {
	for name, want := range map[string]string{
		"content/upgraph/en/front-matter.md": keysPage(),
		"content/upgraph/en/rules.md":        rulesPage(),
	} {
		if *update {
			if err := os.WriteFile("../"+name, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if diff := cmp.Diff(want, read(t, name)); diff != "" {
			t.Errorf("%s is not what the code says; `go test ./internal -update` writes it (-want +got):\n%s", name, diff)
		}
	}
}

// keysPage is the reference of everything that can be set.
func keysPage() string {
	var b strings.Builder
	b.WriteString(`---
title: Front matter and settings
summary: Every key that a guide, product.yaml and site.yaml may hold, with its meaning and an example.
weight: 70
---

A key that is not listed here is refused with the nearest one that is, so that a slip of the pen never passes in silence. Keys that begin with ` + "`x-`" + ` are yours.

Editors that know YAML schemas complete and check these files while you write. Name the schema of your site in the first line:

` + "```yaml\n# yaml-language-server: $schema=https://docs.example.org/schema/product-v1.json\n```\n")
	for _, d := range schema.Documents() {
		fmt.Fprintf(&b, "\n## %s\n\n%s The schema is `%s`.\n\n", d.Title, d.Meaning, d.Path())
		keyTable(&b, "", d.Keys, d.Keys)
		if len(d.Foreign) > 0 {
			fmt.Fprintf(&b, "\nKeys of other generators pass and mean nothing here: %s.\n", codes(slices.Sorted(slices.Values(d.Foreign))))
		}
	}
	return b.String()
}

// keyTable lists keys, and below each mapping the keys in it, save those that
// mean the same at the top.
func keyTable(b *strings.Builder, above string, keys, top []schema.Key) {
	if above == "" {
		b.WriteString("| key | holds | meaning |\n|---|---|---|\n")
	}
	for _, k := range keys {
		if same, ok := schema.Find(top, k.Name); ok && above != "" && same.Meaning == k.Meaning {
			continue
		}
		meaning := strings.ReplaceAll(k.Meaning, "|", "\\|")
		if k.Required {
			meaning += " Must be there."
		}
		if len(k.Values) > 0 {
			meaning += " One of " + codes(k.Values) + "."
		}
		if !strings.Contains(k.Example, "\n") && k.Example != "" {
			meaning += " Example: " + code(k.Example)
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", code(above+k.Name), k.Type, meaning)
		keyTable(b, above+k.Name+".", k.Keys, top)
	}
}

func code(s string) string {
	s = strings.ReplaceAll(s, "|", "\\|")
	if strings.Contains(s, "`") {
		return "`` " + s + " ``"
	}
	return "`" + s + "`"
}

func codes(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = code(s)
	}
	return strings.Join(out, ", ")
}

// rulesPage is the reference of what is checked.
func rulesPage() string {
	var b strings.Builder
	b.WriteString(`---
title: Rules
summary: What upgraph check looks for, why, and what a guide looks like with and without the fault.
weight: 80
---

` + "`upgraph check`" + ` exits with 1 where there is an error or a warning. ` + "`upgraph explain CODE`" + ` shows one rule at the terminal.
`)
	for _, r := range lint.Rules() {
		fmt.Fprintf(&b, "\n## %s %s\n\n%s (%s)\n\n%s\n", r.Code, r.Name, r.What, r.Severity, r.Why)
		example(&b, "Bad", r.Bad)
		example(&b, "Good", r.Good)
	}
	return b.String()
}

// example shows a document behind a word, in a fence that is longer than any in
// it. What cannot be printed is shown as an escape.
func example(b *strings.Builder, word, text string) {
	if text == "" {
		return
	}
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	var shown strings.Builder
	for _, r := range strings.TrimRight(text, "\n") {
		if r == '\n' || r >= ' ' && r != 0x7f && r != '\ufeff' && r != '\ufffd' {
			shown.WriteRune(r)
			continue
		}
		shown.WriteString(strings.Trim(fmt.Sprintf("%+q", r), "'"))
	}
	fmt.Fprintf(b, "\n%s:\n\n%s markdown\n%s\n%s\n", word, fence, shown.String(), fence)
}
