package profile

import (
	"testing"

	"upgraph/internal/doc"
)

// FuzzRead holds that any text is read without a panic, every line once, and
// that nothing becomes executable that a shell would have to expand.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"# x\n", "## Upgrade to v1.2.3\n\n### Upgrade steps\n\n1. Run `a b`.\n2. x\n\n> **Note:** y\n",
		"---\nversion: v1.2.3\naliases: [a]\nupgrade_from: \">=1\"\n---\n\n# x\n\n- Add y\n    - Fix z\n",
		"## From 1 to 2\n\n!!! note\n\n    x\n\n```sh {run}\na\n```\n", "## Upgrade to\n\n## Upgrade to v1.0.0\n",
		"{{< note >}}\n\n- `a` in `b` in `c.yaml`\n", "## 升级到 v1.0.0\n\n可能遗留的废弃配置：\n\n- `a.toml` 中的 `b`\n", "1.0\n===\n\n* a\n\n  b\n\n\n2. c\n",
		"## 1.2\n\n### 1.2.1 / 2020-01-02\n\n::: note\nx\n:::\n\n## 14 to 15\n", "# UPGRADE\n\n<div class=\"note\">\n\nx\n\n</div>\n\n```{tip} a\nb\n```\n", "BUGS:\n\n* fix(a)!: b\n\n{% hint style=\"info\" %}\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		d, _ := doc.Parse("x.md", []byte(source))
		if d == nil {
			return
		}
		out := Read(d, Options{Language: "en", Key: "x"})
		if out.Lines.Accounted != d.Total {
			t.Errorf("%d of %d lines are accounted for: %v", out.Lines.Accounted, d.Total, out.Diagnostics)
		}
		for _, r := range out.Releases {
			for _, s := range r.Steps {
				for _, a := range s.Actions {
					if a.Kind == "exec" && (len(a.Argv) == 0 || Placeholder(a.Command) != "") {
						t.Errorf("%q is executable", a.Command)
					}
				}
			}
		}
	})
}
