package profile

import (
	"slices"
	"strings"
	"testing"

	"upgraph/internal/doc"
	"upgraph/internal/release"
)

// readText reads Markdown and holds that every line is accounted for.
func readText(t *testing.T, name, source string) *release.Document {
	t.Helper()
	d, ds := doc.Parse(name, []byte(source))
	if d == nil {
		t.Fatalf("%s: %v", name, ds)
	}
	out := Read(d, Options{Language: "en", Key: "x"})
	if out.Lines.Accounted != out.Lines.Total {
		t.Errorf("%d of %d lines are accounted for: %v\n%s", out.Lines.Accounted, out.Lines.Total, out.Diagnostics, source)
	}
	return out
}

// actionsOf reads one step under a heading and gives its actions as
// "kind: what".
func actionsOf(t *testing.T, heading, step string) []string {
	t.Helper()
	d := readText(t, "x.md", "## Upgrade to v1.2.3\n\n### "+heading+"\n\n1. "+step+"\n")
	var out []string
	for _, s := range d.Releases[0].Steps {
		for _, a := range s.Actions {
			switch {
			case a.Check != nil:
				out = append(out, "check: "+strings.Join([]string{a.Check.Type, a.Check.File, a.Check.Key, a.Check.Value}, " "))
			case a.Kind == "exec":
				out = append(out, "exec: "+strings.Join(a.Argv, "|"))
			case a.Kind == "shell":
				out = append(out, "shell: "+a.Command)
			default:
				out = append(out, a.Kind)
			}
		}
	}
	return out
}

func TestActionsThatRun(t *testing.T) {
	for step, want := range map[string][]string{
		"Run `tool upgrade --all` to upgrade.":                                                {"exec: tool|upgrade|--all"},
		"Run `tool say \"two words\" 'and more'`.":                                            {"exec: tool|say|two words|and more"},
		"Execute `./update.sh`.":                                                              {"exec: ./update.sh"},
		"To upgrade the parts, run `tool upgrade`.":                                           {"exec: tool|upgrade"},
		"执行 `tool upgrade` 升级所有组件":                                                            {"exec: tool|upgrade"},
		"运行 `tool upgrade`。":                                                                  {"exec: tool|upgrade"},
		"Run `tool upgrade`, and confirm that there is `a_version = v1` in the `x.ini` file.": {"exec: tool|upgrade", "check: ini-key-equals x.ini a_version v1"},
		"Unpack it, then make sure that `a = b` is set in `x.ini`.":                           {"manual", "check: ini-key-equals x.ini a b"},
		"Confirm that `a = b` is in the `x.conf` file.":                                       {"check: file-contains x.conf  a = b"},
		"解压安装包，并确认 `x.ini` 文件中有 `a = b`":                                                      {"manual", "check: ini-key-equals x.ini a b"},
		"Stop the service.":                                                                   {"manual"},
	} {
		if got := actionsOf(t, "Upgrade steps", step); !slices.Equal(got, want) {
			t.Errorf("%q is %q, want %q", step, got, want)
		}
	}
}

// doubtful are steps that only a person can do rightly.
var doubtful = []string{
	"Run `tool upgrade <cluster-name>`.",
	"Run `tool upgrade {{cluster}}`.",
	"Run `tool upgrade $CLUSTER`.",
	"Run `tool upgrade ${CLUSTER}`.",
	"Run `tool upgrade YOUR_CLUSTER`.",
	"Run `tool upgrade your-cluster`.",
	"Run `tool upgrade CLUSTER_NAME`.",
	"Run `tool upgrade v1.x`.",
	"Run `tool upgrade ...`.",
	"Run `tool a | tool b`.",
	"Run `tool a > file`.",
	"Run `tool a && tool b`.",
	"Run `tool a; tool b`.",
	"Run `tool a &`.",
	"Run `tool *.yml`.",
	"Run `tool $(date)`.",
	"Run ``tool `date` ``.",
	"Run `tool ~/x`.",
	"Run `tool {a,b}`.",
	"Run `A=b tool`.",
	"Run `cd dir`.",
	"Run `source env`.",
	"Run `$ tool upgrade`.",
	"Run `tool say “hello”`.",
	"Run `tool –all`.",
	"Run `tool \"half`.",
	"Run `tool a # comment`.",
	"Run `! tool`.",
	"Run `tool a` or `tool b`.",
	"Run `tool a`, or ask for help.",
	"Run `tool a` and `tool b`.",
	"If you use a proxy, run `tool a`.",
	"Do not run `tool a`.",
	"Don't run `tool a` yet.",
	"After you run `tool a`, wait.",
	"Run `tool a` on each node.",
	"Run `tool a` in the console of the database.",
	"Run `tool a` as the owner.",
	"Optionally, run `tool a`.",
	"Run the following: `tool a`.",
	"Use `tool a` to upgrade.",
	"使用 `tool a` 升级",
	"不要执行 `tool a`",
	"若要回滚，执行 `tool a`",
	"在每个节点执行 `tool a`",
	"执行 `tool a` 或 `tool b`",
	"Run `tool a`:\n\n   ```sh\n   tool b\n   ```",
	"Run `tool a`.\n\n   - as root\n   - as guest",
}

// TestActionsInDoubt holds that everything that is not beyond doubt is left to
// a person.
func TestActionsInDoubt(t *testing.T) {
	for _, step := range doubtful {
		got := actionsOf(t, "Upgrade steps", step)
		if slices.ContainsFunc(got, func(a string) bool { return strings.HasPrefix(a, "exec") || strings.HasPrefix(a, "shell") }) || len(got) == 0 {
			t.Errorf("%q is %q, want a manual step", step, got)
		}
	}
	for _, heading := range []string{"Main changes", "Known issues", "About this release", "Upgrade steps using the package", "Steps, method 2", "Optional steps", "使用安装包的升级步骤"} {
		if got := actionsOf(t, heading, "Run `tool upgrade`."); !slices.Equal(got, []string{"manual"}) {
			t.Errorf("under %q a command is %q, want manual", heading, got)
		}
	}
}

func TestFences(t *testing.T) {
	for info, want := range map[string]string{"sh {run}": "shell: tool a | tool b", "bash {run idempotent}": "shell: tool a | tool b"} {
		got := actionsOf(t, "Upgrade steps", "Do this:\n\n   ```"+info+"\n   tool a | tool b\n   ```")
		if !slices.Equal(got, []string{"manual", want}) {
			t.Errorf("a fence marked %q is %q", info, got)
		}
	}
	for _, fence := range []string{"```sh\ntool a\n```", "```python {run}\ntool()\n```", "```sh {run}\ntool <name>\n```", "```sh {run}\nif tool\n```", "```sh {runs}\ntool\n```"} {
		d := readText(t, "x.md", "## v1.2.3\n\n### Upgrade steps\n\n"+fence+"\n")
		for _, s := range d.Releases[0].Steps {
			for _, a := range s.Actions {
				if a.Kind != "manual" {
					t.Errorf("%q is %s, want manual", fence, a.Kind)
				}
			}
		}
	}
}

func TestStepNumbers(t *testing.T) {
	d := readText(t, "x.md", "## v1.2.3\n\n### Upgrade steps\n\n1. One.\n1. Two.\n\nThen:\n\n1. Three.\n2. Four.\n")
	var got [][2]int
	for _, s := range d.Releases[0].Steps {
		got = append(got, [2]int{s.Under, s.Number})
	}
	if want := [][2]int{{0, 1}, {0, 2}, {2, 1}, {2, 2}}; !slices.Equal(got, want) {
		t.Errorf("steps %v, want %v", got, want)
	}
}

// TestForeignText holds that what stands behind the releases on their level
// never becomes a step or a change of the last one.
func TestForeignText(t *testing.T) {
	d := readText(t, "x.md", "## Upgrade to v1.2.3\n\n- Fix a leak\n\n## Rollback\n\n1. Run `tool rollback`.\n\n- Not a change\n")
	r := d.Releases[0]
	if len(r.Steps) != 0 || len(r.Changes) != 1 || r.EndLine != 9 {
		t.Errorf("steps %d, changes %d, last line %d", len(r.Steps), len(r.Changes), r.EndLine)
	}
}

// TestWaysBack holds that the way back and trouble are no part of an upgrade,
// and that what the guide says about going back is kept.
func TestWaysBack(t *testing.T) {
	for _, heading := range []string{"Rollback steps", "How to downgrade", "Troubleshooting steps", "回滚操作步骤"} {
		d := readText(t, "x.md", "## Upgrade to v1.2.3\n\n### "+heading+"\n\nWith care.\n\n1. Run `tool back`.\n\n- Not a change\n")
		r := d.Releases[0]
		if len(r.Steps) != 0 || len(r.Changes) != 0 || len(r.Extra) != 3 {
			t.Errorf("%q: steps %d, changes %d, extra %d", heading, len(r.Steps), len(r.Changes), len(r.Extra))
		}
		if back := !strings.HasPrefix(heading, "Trouble"); back != (d.Rollback != nil) {
			t.Errorf("%q: said about going back: %+v", heading, d.Rollback)
		}
	}
	d := readText(t, "x.md", "It is not possible to roll back.\n\n## v1.2.3\n\n- Add a\n")
	if d.Rollback == nil || d.Rollback.Line != 1 {
		t.Errorf("said about going back: %+v", d.Rollback)
	}
}

// TestBoxes holds that what readers have to open or choose is no release, and
// that nothing in it runs unasked.
func TestBoxes(t *testing.T) {
	for _, box := range [][2]string{{"<details>", "</details>"}, {"<SimpleTab>\n<div label=\"a\">", "</div>\n</SimpleTab>"}} {
		d := readText(t, "x.md", "## Upgrade to v1.2.3\n\n### Upgrade steps\n\n"+box[0]+"\n\n## Upgrade to v1.2.2\n\n1. Run `tool a`.\n\n"+box[1]+"\n\n1. Run `tool b`.\n")
		if len(d.Releases) != 1 || len(d.Releases[0].Steps) != 2 {
			t.Fatalf("%s: releases %d, steps %d", box[0], len(d.Releases), len(d.Releases[0].Steps))
		}
		s := d.Releases[0].Steps
		if s[0].Actions[0].Kind != "manual" || s[1].Actions[0].Kind != "exec" {
			t.Errorf("%s: actions %s, %s", box[0], s[0].Actions[0].Kind, s[1].Actions[0].Kind)
		}
	}
}

func TestConditionalList(t *testing.T) {
	d := readText(t, "x.md", "## v1.2.3\n\n### Upgrade steps\n\nIf you use a proxy:\n\n1. Run `tool a`.\n\nThen go on:\n\n1. Run `tool b`.\n")
	s := d.Releases[0].Steps
	if len(s) != 2 || s[0].Actions[0].Kind != "manual" || s[1].Actions[0].Kind != "exec" {
		t.Errorf("steps %+v", s)
	}
}

// TestCommentBeforeSteps holds that a comment does not part a list from the
// words that make it conditional.
func TestCommentBeforeSteps(t *testing.T) {
	d := readText(t, "x.md", "## Upgrade to v1.2.3\n\n### Upgrade steps\n\nIf you use the old format:\n\n<!-- a remark\n\nwith more -->\n\n1. Run `tool convert`.\n")
	if a := d.Releases[0].Steps[0].Actions[0]; a.Kind != "manual" {
		t.Errorf("the step is %s, want manual", a.Kind)
	}
}
