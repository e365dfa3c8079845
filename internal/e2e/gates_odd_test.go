package e2e

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// What is odd about names: a word that nobody can break, a hash, a version that
// says everything.
const (
	oddHash    = "a8e9f53f91e29756b09a22cdc37a6a6efcdfe55b"
	oddVersion = "v1.2.1-rc.1+build.20200301.sha." + oddHash
)

var oddWord = strings.Repeat("unbreakable", 12)

// oddContent writes guides that are hard on a layout: long words, hashes in
// headings, a wide table, deep lists, a release of 200 changes and one of none, a
// product with one release, a guide in Chinese only, a release in three
// languages, text from right to left.
func oddContent(t *testing.T) string {
	t.Helper()
	content := t.TempDir()
	page := func(name, front, body string) {
		write(t, filepath.Join(content, filepath.FromSlash(name)), "---\n"+front+"\n---\n\n"+body+"\n")
	}
	write(t, filepath.Join(content, "site.yaml"), "title: Odd guides\nlanguages: [en, zh, de]\n")
	write(t, filepath.Join(content, "odd", "product.yaml"), "id: odd\ntitle: A product with a title that is long enough to need more than a line\ncomponents: [server]\n")
	step := "\n\n## Upgrade steps\n\n1. Stop the server.\n2. Run `server --with-" + oddWord + " --hash " + oddHash + "`.\n\n   > **Caution:** There is no way back.\n"
	page("odd/en/v1.0.0.md", "version: v1.0.0", "# v1.0.0"+step)
	page("odd/en/v1.1.0.md", "version: v1.1.0\ndate: 2020-02-01", "# v1.1.0\n\n> **Warning:** "+oddWord+" in /path/"+oddWord+"/file.conf\n\n## Changes in "+oddHash+" and "+oddHash+"\n\n"+
		oddChanges()+step+"\n## "+oddWord+"\n\n"+oddTable()+"\n"+oddList()+"\n```sh\ncurl https://example.org/"+oddWord+" | sh\n```\n\n## \u0646\u0635\n\n\u0647\u0630\u0627 \u0646\u0635 `code`.")
	page("odd/en/v1.2.0.md", "version: v1.2.0", "# v1.2.0\n\nNothing changed.")
	page("odd/en/v1.2.1.md", "version: "+oddVersion, "# "+oddVersion+"\n\n## Changes\n\n- **Breaking:** Rename `"+oddWord+"`\n"+step)
	page("one/en/v1.0.0.md", "version: v1.0.0", "# v1.0.0\n\n## Changes\n\n- Add everything")
	for _, v := range []string{"v1.0.0", "v1.1.0"} {
		page("hanonly/zh/"+v+".md", "version: "+v, "# \u5347\u7ea7\u5230 "+v+"\n\n## \u4e3b\u8981\u53d8\u66f4\n\n- \u65b0\u589e\u529f\u80fd `a`")
		for lang, title := range map[string]string{"en": "Upgrade to ", "zh": "\u5347\u7ea7\u5230 ", "de": "Upgrade auf "} {
			page("three/"+lang+"/"+v+".md", "version: "+v+"\ntitle: "+title+v, "## Changes\n\n- Add one thing")
		}
	}
	page("right.md", "title: \u062f\u0644\u064a\u0644", "\u0647\u0630\u0627 \u0646\u0635 `code`.\n\n> [!NOTE]\n> \u0645\u0644\u0627\u062d\u0638\u0629\n\n- \u0648\u0627\u062d\u062f")
	return content
}

func oddChanges() string {
	var b strings.Builder
	for i := range 200 {
		fmt.Fprintf(&b, "- %s `setting_%d_%s` of the server\n", []string{"Add", "Fix", "Improve", "Remove", "Deprecate"}[i%5], i, strings.Repeat("y", i%60))
	}
	return b.String()
}

func oddTable() string {
	row := func(text string) string { return strings.Repeat("| "+text+" ", 14) + "|\n" }
	return row("a column") + strings.Repeat("|---", 14) + "|\n" + strings.Repeat(row("value_with_underscores"), 20)
}

func oddList() string {
	var b strings.Builder
	for i := range 9 {
		b.WriteString(strings.Repeat("  ", i) + "- a level of a list that goes down and has words enough to wrap\n")
	}
	return b.String()
}
