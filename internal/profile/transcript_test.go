package profile

import (
	"slices"
	"testing"

	"upgraph/internal/release"
)

// TestTranscripts holds that of what a terminal showed only what was typed is a
// command, and that banners hold none.
func TestTranscripts(t *testing.T) {
	for source, want := range map[string][]string{
		"```bash\nroot@master:/home/user# ./tool -h\nUsage:\n  ./tool [-l LIST]\n```":       {"./tool -h"},
		"```bash\n#######\n###  Welcome!  ###\n#######\n\nConsole: up\nAccount: admin\n```": nil,
		"```sh\n# stop it\ntool stop\n```":                                                  {"tool stop"},
	} {
		d := readText(t, "x.md", "## v1.2.3\n\n"+source+"\n")
		var got []string
		for _, c := range d.Releases[0].Commands {
			got = append(got, c.Text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", source, got, want)
		}
	}
}

// TestWhatMustBeSoBefore holds that conditions of an upgrade are no changes of
// the release, and stay where they are.
func TestWhatMustBeSoBefore(t *testing.T) {
	for _, title := range []string{"Prerequisites", "Before you begin", "准备工作", "前提条件"} {
		d := readText(t, "upgrade.md", "# Upgrade the tool\n\n## "+title+"\n\n- A cluster of 1.2 runs\n- Disks are added\n\n## Step 1: Stop it\n\n1. Stop it.\n")
		r := d.Releases[0]
		if len(r.Changes) != 0 || !slices.ContainsFunc(r.Extra, func(x release.Extra) bool { return x.Kind == "list" && x.Section == title }) {
			t.Errorf("%s: %d changes, extra %v", title, len(r.Changes), r.Extra)
		}
	}
}
