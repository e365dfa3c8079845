package profile

import "testing"

func TestNotes(t *testing.T) {
	for source, want := range map[string][3]string{
		"> **Note:**\n>\n> Mind the gap.":                                                             {"note", "Note", "Mind the gap."},
		"> **注意：**请先备份。":                                                                              {"note", "注意", "请先备份。"},
		"> **Warning** Mind the gap.":                                                                 {"warning", "Warning", "Mind the gap."},
		"> [!CAUTION]\n> Mind the gap.":                                                               {"caution", "CAUTION", "Mind the gap."},
		"**Important:** Mind the gap.":                                                                {"important", "Important", "Mind the gap."},
		"Note: mind the gap.":                                                                         {"note", "Note", "mind the gap."},
		"> Note: mind the gap.":                                                                       {"note", "Note", "mind the gap."},
		"> {tip} Mind the gap.":                                                                       {"tip", "tip", "Mind the gap."},
		"> ⚠️ **Warning:** Mind the gap.":                                                             {"warning", "Warning", "Mind the gap."},
		":warning: **Warning:** Mind the gap.":                                                        {"warning", "Warning", "Mind the gap."},
		"```{note}\nMind the gap.\n```":                                                               {"note", "note", "Mind the gap."},
		"```{warning} The gap\nMind it.\n```":                                                         {"warning", "The gap", "Mind it."},
		":::{important}\nMind the gap.\n:::":                                                          {"important", "important", "Mind the gap."},
		"::: danger The gap\nMind it.\n\nReally.\n:::":                                                {"caution", "The gap", "Mind it.\n\nReally."},
		"<div class=\"admonition tip\">\n<p>Mind the gap.</p>\n</div>":                                {"tip", "tip", "Mind the gap."},
		"<aside class=\"warning\">\n\nMind the gap.\n\n</aside>":                                      {"warning", "warning", "Mind the gap."},
		"<Note>\n\nMind the gap.\n\n</Note>":                                                          {"note", "Note", "Mind the gap."},
		"{% hint style=\"info\" %}\nMind the gap.\n{% endhint %}":                                     {"note", "hint", "Mind the gap."},
		"!!! warning \"Gap\"\n\n    Mind the gap.":                                                    {"warning", "Gap", "Mind the gap."},
		"!!! tip\n    Mind the gap.":                                                                  {"tip", "tip", "Mind the gap."},
		"{{< note >}}\nMind the gap.\n{{< /note >}}":                                                  {"note", "note", "Mind the gap."},
		"{{< warning >}}\n\nMind the gap.\n\n{{< /warning >}}":                                        {"warning", "warning", "Mind the gap."},
		"{{% alert title=\"X\" color=\"warning\" %}}\nMind.\n{{% /alert %}}":                          {"warning", "X", "Mind."},
		"{{< notice warning >}}\nMind the gap.\n{{</ notice >}}":                                      {"warning", "notice", "Mind the gap."},
		"{{< notice note >}}\nMind the warning.\n{{</ notice >}}":                                     {"note", "notice", "Mind the warning."},
		"{{< hint warning >}}\nMind the gap.\n{{< /hint >}}":                                          {"warning", "hint", "Mind the gap."},
		"{{< note title=\"An important thing\" >}}\nMind.\n{{< /note >}}":                             {"note", "An important thing", "Mind."},
		"{{% alert title=\"Warning\" %}}\nMind.\n{{% /alert %}}":                                      {"warning", "Warning", "Mind."},
		"@@@ warning { title=\"The gap\" }\nMind it.\n\nReally.\n@@@":                                 {"warning", "The gap", "Mind it.\n\nReally."},
		"@@@ note\n\nMind the gap.\n\n@@@":                                                            {"note", "note", "Mind the gap."},
		"::: {.warning}\nMind the gap.\n:::":                                                          {"warning", "warning", "Mind the gap."},
		"::: {#gap .caution}\nMind the gap.\n:::":                                                     {"caution", "caution", "Mind the gap."},
		":::tip[The gap]\nMind it.\n:::":                                                              {"tip", "The gap", "Mind it."},
		":::danger{title=\"The gap\"}\nMind it.\n:::":                                                 {"caution", "The gap", "Mind it."},
		"::::note\n:::warning\nMind it.\n:::\nReally.\n::::":                                          {"note", "note", ":::warning\nMind it.\n:::\nReally."},
		"<Note title='The gap'>\nMind it.\n</Note>\nReally.":                                          {"note", "The gap", "Mind it.\n\nReally."},
		"{{< note >}}\nMind it.\n{{< /note >}}\nReally.":                                              {"note", "note", "Mind it.\n\nReally."},
		"{{< note >}}Mind it.{{< /note >}} Really.":                                                   {"note", "note", "Mind it.\n\nReally."},
		":::note\nMind it.\n:::\nReally.":                                                             {"note", "note", "Mind it.\n\nReally."},
		"{% hint style=\"info\" %}\nMind it.\n{% endhint %} Really.":                                  {"note", "hint", "Mind it.\n\nReally."},
		"<div class=\"note\"><p>See <a href=\"a.md\">A</a> <img src='b.png' alt='B'> here.</p></div>": {"note", "note", "See [A](a.md) ![B](b.png) here."},
		"> [!TIP]- Folded\n> Mind it.":                                                                {"tip", "TIP", "Folded\nMind it."},
	} {
		d := readText(t, "x.md", "## v1.2.3\n\n"+source+"\n\nMore words.\n")
		if len(d.Releases[0].Notes) != 1 {
			t.Errorf("%q: %d notes", source, len(d.Releases[0].Notes))
			continue
		}
		n := d.Releases[0].Notes[0]
		if got := [3]string{n.Severity, n.Label, n.Text}; got != want {
			t.Errorf("%q: %q, want %q", source, got, want)
		}
		if n.Line != 3 || len(d.Releases[0].Extra) != 1 {
			t.Errorf("%q: begins on line %d, extra %d", source, n.Line, len(d.Releases[0].Extra))
		}
	}
	for _, source := range []string{"> Only a quote.", "**Bold** words.", "Notes are good.", "<div class=\"note-list\">x</div>", "<p>note</p>", "```{code}\nx\n```", ":::\nx\n:::", "<div class=\"note\">", "{% raw %}x{% endraw %}", "{{< note >}} never closed"} {
		if d := readText(t, "x.md", "## v1.2.3\n\n"+source+"\n"); len(d.Releases[0].Notes) != 0 {
			t.Errorf("%q is read as a note", source)
		}
	}
}
