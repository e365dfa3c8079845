package bench

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
)

// writer writes one guide.
type writer struct {
	rand  *rand.Rand
	words *vocabulary
	out   bytes.Buffer
}

func (w *writer) line(format string, args ...any) {
	fmt.Fprintf(&w.out, format+"\n", args...)
}

// guide writes release number i: front matter, what was built, what changed,
// what to look out for, what to configure and the steps.
func (w *writer) guide(i int, version string) []byte {
	build := version
	if w.rand.IntN(12) == 0 { // some releases are builds between two tags
		build = fmt.Sprintf("%s-%d-g%s", version, 1+w.rand.IntN(40), w.hex(8))
	}
	w.line("---\ntitle: Upgrade to %s\nsummary: %s.\nversion: %s\nbuild: %s", version, w.change(), build, build)
	if build != version {
		w.line("aliases: [%s]", version)
	}
	day := 1 + i%28
	month := 1 + (i/28)%12
	w.line("date: %d-%02d-%02d\n---\n", 1990+i/336, month, day)
	w.line("## Version information\n\n```text\nRelease Version: %s\nGit Commit Hash: %s\nGit Branch: release-%d", build, w.hex(40), 1+i/200)
	w.line("UTC Build Time: %d-%02d-%02d %02d:%02d:%02d\nGo Version: go version go1.%d linux/amd64\n```\n",
		1990+i/336, month, day, w.rand.IntN(24), w.rand.IntN(60), w.rand.IntN(60), 11+i/400)
	w.changes()
	if w.rand.IntN(3) > 0 {
		w.configuration()
	}
	w.steps(build)
	return w.out.Bytes()
}

// change is a sentence without its full stop and without code.
func (w *writer) change() string {
	return fmt.Sprintf("%s %s of %s %s", pick(w.rand, verbs), pick(w.rand, subjects), w.rare(), pick(w.rand, situations))
}

func (w *writer) changes() {
	w.line("## Changes\n")
	for range 4 + w.rand.IntN(7) {
		switch w.rand.IntN(7) {
		case 0:
			w.line("- Add retries for `%s` (%d and %d) errors that the downstream returns %s",
				w.option(), 1000+w.rand.IntN(9000), 1000+w.rand.IntN(9000), pick(w.rand, situations))
		case 1:
			issue := 1000 + w.rand.IntN(9000)
			w.line("- Support `%s` among the statements that %s carries [#%d](https://example.org/relay/pull/%d)",
				pick(w.rand, statements), pick(w.rand, components), issue, issue)
		case 2:
			w.line("- Breaking: rename the setting `%s` to `%s` in `%s.toml`", w.option(), w.option(), w.rare())
		case 3:
			w.line("- %s, with these parts:\n  - `--%s` of %s\n  - `%s`, which is %d by default now", w.change(), w.option(), pick(w.rand, components), w.option(), w.rand.IntN(512))
		default:
			w.line("- %s %s of `%s` in %s %s", pick(w.rand, verbs), pick(w.rand, subjects), w.option(), w.rare(), pick(w.rand, situations))
		}
	}
	w.line("")
	if w.rand.IntN(3) == 0 {
		w.line("> **%s:**\n>\n> Before %s is started, `%s` must be gone from `%s.toml`. Otherwise the start may fail %s.\n",
			pick(w.rand, []string{"Note", "Warning"}), pick(w.rand, components), w.option(), pick(w.rand, components), pick(w.rand, situations))
	}
}

func (w *writer) configuration() {
	w.line("## Configuration\n\nThe settings of *%s* are read %s. What stood there before is **ignored**, so compare yours with this:\n", w.rare(), pick(w.rand, situations))
	for range 1 + w.rand.IntN(2) {
		pieces[w.rand.IntN(len(pieces))](w)
	}
	if w.rand.IntN(4) == 0 {
		w.line("| setting | before | now |\n| --- | --- | --- |")
		for range 2 + w.rand.IntN(4) {
			w.line("| `%s` | %d | %d |", w.option(), w.rand.IntN(100), w.rand.IntN(100))
		}
		w.line("")
	}
}

func (w *writer) steps(build string) {
	playbooks := []string{"rolling_update.yml", "rolling_update_monitor.yml", w.rare() + ".yml"}
	w.line("## Upgrade\n")
	w.line("1. Download the playbooks that belong to this version, and confirm that there is `relay_version = %s` in the `inventory.ini` file.", build)
	w.line("2. Run `ansible-playbook local_prepare.yml` to fetch the new files to the local disk.")
	n := 3
	for _, p := range playbooks[:1+w.rand.IntN(3)] {
		w.line("%d. Run `ansible-playbook %s` to update %s %s.", n, p, pick(w.rand, components), pick(w.rand, situations))
		n++
	}
	w.line("%d. Look at the logs of %s until `%s` is reported.", n, pick(w.rand, components), w.option())
	if w.rand.IntN(2) == 0 {
		w.line("\n> **Note:**\n>\n> All components (%s) must be upgraded together. Errors may follow where only some of them are.", strings.Join(components, ", "))
	}
}
