package e2e

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// way is a pair of releases with its plan and the script for it.
type way struct {
	site, product, from, to string
	plan                    bothPlan
}

// bothPlan is what the comparison needs of a plan.
type bothPlan struct {
	Hops []struct {
		To            string
		DeployVersion string `json:"deploy_version"`
	}
	Steps []struct {
		ID    string
		Hop   *int
		Kind  string
		Argv  []string
		Check *bothCheck
	}
	Checks []struct {
		ID string
		bothCheck
	}
}

// bothCheck is a question about a file.
type bothCheck struct{ Type, Format, File, Key, Value string }

func newWay(t *testing.T, site, product, from, to string) *way {
	t.Helper()
	w := &way{site: site, product: product, from: from, to: to}
	r := must(t, root(), "upgraph-run", "plan", "--catalog", site, "--product", product, "--from", from, "--to", to, "--json")
	if err := json.Unmarshal([]byte(r.stdout), &w.plan); err != nil {
		t.Fatal(err)
	}
	return w
}

// deployed is what {to} stands for in a hop.
func (w *way) deployed(hop int) string {
	if v := w.plan.Hops[hop].DeployVersion; v != "" {
		return v
	}
	return w.plan.Hops[hop].To
}

// commands counts what runs.
func (w *way) commands() (n int) {
	for _, s := range w.plan.Steps {
		if len(s.Argv) > 0 {
			n++
		}
	}
	return n
}

// good is a file for which a check holds, bad one for which it does not.
func (c bothCheck) good() string {
	switch c.Type {
	case "ini-key-equals":
		return "[all:vars]\n" + c.Key + " = " + c.Value + "\n"
	case "file-contains":
		return c.Value + "\n"
	}
	return "# nothing is set\n"
}

func (c bothCheck) bad() string {
	switch {
	case c.Type == "ini-key-equals":
		return "[all:vars]\n" + c.Key + " = another\n"
	case c.Type == "file-contains":
		return "another\n"
	case c.Format == "toml":
		return c.Key + " = 1\n"
	}
	text, indent := "", ""
	for part := range strings.SplitSeq(c.Key, ".") {
		text += indent
		name, each := strings.CutSuffix(part, "[]")
		text += name + ":\n"
		indent += "  "
		if each {
			text += indent + "- first: 1\n"
			indent += "  "
		}
	}
	return strings.TrimSuffix(text, "\n") + " 1\n"
}

// fault is what goes wrong in a run: files that are put in the place of others,
// or a command that fails.
type fault struct {
	name   string
	files  []spoiled // mended one after the other
	failAt int
	args   []string // in the place of --confirm all
	from   []string // --from-step, where some steps are done already
	stops  bool     // the first start must not come to the end
	once   bool     // how it goes on is what another fault asks
}

// spoiled is a file, below the home, for which a check does not hold; nil: it is
// missing.
type spoiled struct {
	file    string
	content *string
}

// faults are the faults of a way: none, the first, middle and last command, each
// check false, each file missing, and all files missing until one after the other
// is found.
func (w *way) faults() []fault {
	all := []fault{{name: "all well"}, {name: "nobody confirms", args: []string{}, stops: w.asksFrom(0)}}
	n := w.commands()
	for i, at := range []int{1, (n + 1) / 2, n} {
		if n > i {
			all = append(all, fault{name: fmt.Sprintf("command %d of %d fails", at, n), failAt: at, stops: true})
		}
	}
	var missing []spoiled
	spoil := func(id, file string, c bothCheck) {
		bad := c.bad()
		isFalse, isMissing := []spoiled{{file, &bad}}, spoiled{file, nil}
		all = append(all, fault{name: id + " is false", files: isFalse, stops: true},
			fault{name: id + " is false and nobody confirms", files: isFalse, args: []string{}, stops: true, once: true},
			fault{name: "the file of " + id + " is missing", files: []spoiled{isMissing}, stops: true, once: true},
			fault{name: "the file of " + id + " is missing and nobody confirms", files: []spoiled{isMissing}, args: []string{}, stops: true, once: true})
		if !slices.Contains(missing, isMissing) {
			missing = append(missing, isMissing)
		}
	}
	for _, c := range w.plan.Checks {
		spoil(c.ID, "conf/"+c.File, c.bothCheck)
	}
	for _, s := range w.plan.Steps {
		if s.Check != nil {
			spoil(s.ID, w.inHop(*s.Hop, s.Check.File), *s.Check)
		}
	}
	if len(missing) > 0 {
		all = append(all, fault{name: "all files are missing", files: missing, stops: true})
	}
	return append(all, w.fromStep()...)
}

// fromStep are the faults of somebody who has done some steps already, up to the
// middle of the way and up to its last step: nothing is wrong, the conditions of
// all hops lack a word, a check of the hop gone on with is false.
func (w *way) fromStep() (all []fault) {
	var ids []int
	for i, s := range w.plan.Steps {
		if s.Hop != nil {
			ids = append(ids, i)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	for _, at := range []int{ids[len(ids)/2], ids[len(ids)-1]} {
		step := w.plan.Steps[at]
		from := []string{"--from-step", step.ID, "--reason", "done by hand"}
		all = append(all, fault{name: "from " + step.ID, from: from},
			fault{name: "from " + step.ID + " and nobody confirms", from: from, args: []string{}, stops: w.asksFrom(at), once: true})
		for _, s := range w.plan.Steps {
			if s.Check != nil && *s.Hop == *step.Hop {
				bad := s.Check.bad()
				all = append(all, fault{name: "from " + step.ID + " with " + s.ID + " false", from: from,
					files: []spoiled{{w.inHop(*s.Hop, s.Check.File), &bad}}, stops: true})
			}
		}
	}
	return all
}

// asksFrom reports whether a person is needed where the steps of hops before the
// at-th are done.
func (w *way) asksFrom(at int) bool {
	for i, s := range w.plan.Steps {
		if s.Kind == "manual" && (s.Hop == nil || i >= at) {
			return true
		}
	}
	return false
}

func (w *way) inHop(hop int, file string) string { return "tool-" + w.deployed(hop) + "/" + file }

// bench is a machine with stubs for every program of a way.
type bench struct {
	*operator
	w *way
}

// recorder stands for every program: it writes down where and how it was
// called, and fails as the call that it is told.
const recorder = `#!/bin/sh
{ printf '%s' "${PWD##*/} ${0##*/}"; printf ' <%s>' "$@"; echo; } >>"$RECORD"
[ "$(wc -l <"$RECORD")" -ne "${FAIL_AT:-0}" ] || exit 3
`

func (w *way) bench(t *testing.T, f fault) *bench {
	t.Helper()
	o := &operator{t: t, home: t.TempDir(), site: w.site}
	o.env = []string{"HOME=" + o.home, "RECORD=" + o.path("record"), "PATH=" + o.path("bin") + ":" + os.Getenv("PATH")}
	write(t, o.path("record"), "")
	b := &bench{o, w}
	for h := range w.plan.Hops {
		write(t, o.path(w.inHop(h, "x")), "")
	}
	for _, s := range w.plan.Steps {
		if len(s.Argv) > 0 {
			write(t, o.path("bin/"+s.Argv[0]), recorder)
			chmodExecutable(t, o.path("bin/"+s.Argv[0]))
		}
	}
	b.mend()
	b.spoil(f.files)
	if f.failAt > 0 {
		b.env = append(b.env, fmt.Sprint("FAIL_AT=", f.failAt))
	}
	return b
}

// mend puts every file in place for which the checks hold.
func (b *bench) mend() {
	b.t.Helper()
	b.env = slices.DeleteFunc(b.env, func(v string) bool { return strings.HasPrefix(v, "FAIL_AT=") })
	for _, c := range b.w.plan.Checks {
		write(b.t, b.path("conf/"+c.File), c.good())
	}
	files := map[string]string{}
	for _, s := range b.w.plan.Steps {
		if s.Check != nil {
			files[b.w.inHop(*s.Hop, s.Check.File)] += s.Check.good()
		}
	}
	for name, text := range files {
		write(b.t, b.path(name), text)
	}
}

// spoil puts the files of a fault in place.
func (b *bench) spoil(files []spoiled) {
	b.t.Helper()
	for _, s := range files {
		if s.content != nil {
			write(b.t, b.path(s.file), *s.content)
		} else if err := os.Remove(b.path(s.file)); err != nil {
			b.t.Fatal(err)
		}
	}
}

// flags are those that script and runner share.
func (b *bench) flags() []string {
	args := []string{"--workdir", b.path("tool-{to}"), "--state-dir", b.path("state"), "--yes"}
	for _, c := range b.w.plan.Checks {
		args = append(args, "--file", c.File+"="+b.path("conf/"+c.File))
	}
	return args
}

// engine is the script or the runner.
type engine struct {
	name          string
	start, resume func(b *bench) (string, []string)
}

// engines are both, the script under a shell.
func (w *way) engines(shell []string) []engine {
	file := filepath.Join(w.site, "scripts", w.product, "upgrade-"+w.from+"-to-"+w.to+".sh")
	script := func(more ...string) func(b *bench) (string, []string) {
		return func(b *bench) (string, []string) {
			return shell[0], slices.Concat(shell[1:], []string{file}, more, b.flags())
		}
	}
	return []engine{
		{"script", script(), script("--resume")},
		{"runner", func(b *bench) (string, []string) {
			return "upgraph-run", append([]string{"apply", "--catalog", w.site, "--product", w.product, "--from", w.from, "--to", w.to}, b.flags()...)
		}, func(b *bench) (string, []string) {
			return "upgraph-run", []string{"resume", "--product", w.product, "--state-dir", b.path("state"), "--yes"}
		}},
	}
}

// told is what one engine did: the exit code and the commands of each start.
type told struct {
	codes  []int
	record string
	output string
}

// tell lets an engine meet a fault, mends it, and goes on until the end.
func (w *way) tell(t *testing.T, e engine, f fault) told {
	t.Helper()
	b := w.bench(t, f)
	var got told
	begin := func(make func(*bench) (string, []string), confirm []string) int {
		name, args := make(b)
		r := run(t, command(b.home, b.env, name, append(args, confirm...)...))
		got.codes = append(got.codes, r.code)
		got.record += read(t, b.path("record")) + "--\n"
		got.output += r.stdout + r.stderr
		return r.code
	}
	all := append([]string{"--confirm", "all"}, f.from...)
	confirm := all
	if f.args != nil {
		confirm = append(f.args, f.from...)
	}
	// What stopped before anything was recorded is started, not resumed.
	next := func() func(*bench) (string, []string) {
		if b.begun() {
			return e.resume
		}
		return e.start
	}
	if begin(e.start, confirm) == 0 || f.once {
		return got
	}
	if len(f.files) > 0 { // what does not hold stays so
		begin(next(), confirm)
	}
	b.mend()
	for i := range f.files[min(1, len(f.files)):] {
		b.spoil(f.files[i+1:])
		begin(next(), all)
		b.mend()
	}
	begin(next(), all)
	return got
}

// begun reports whether a run is open.
func (b *bench) begun() bool {
	found, err := filepath.Glob(b.path("state/*/default/*"))
	if err != nil {
		b.t.Fatal(err)
	}
	return slices.ContainsFunc(found, func(p string) bool {
		return filepath.Base(p) == "script-run" || filepath.Base(p) == "run" || filepath.Base(p) == "runs"
	})
}

// same holds script and runner together on a way, one fault after the other. In
// the short form ways take turns with the faults: every pace-th is made.
func (w *way) same(t *testing.T, shell []string, turn, pace int) {
	t.Helper()
	cases := 0
	defer func() { t.Logf("%d commands, %d cases", w.commands(), cases) }()
	for i, f := range w.faults() {
		if !long() && i > 0 && i%pace != turn%pace {
			continue
		}
		cases++
		engines := w.engines(shell)
		script, runner := w.tell(t, engines[0], f), w.tell(t, engines[1], f)
		where := w.from + " to " + w.to + ", " + f.name
		if !slices.Equal(script.codes, runner.codes) {
			t.Errorf("%s: the script exits with %v, the runner with %v\n--- script\n%s--- runner\n%s", where, script.codes, runner.codes,
				script.output, runner.output)
		}
		if script.record != runner.record {
			t.Errorf("%s: the script runs\n%sthe runner\n%s", where, script.record, runner.record)
		}
		if last := script.codes[len(script.codes)-1]; last != 0 && !f.once {
			t.Errorf("%s: the script does not come to its end: %v\n%s", where, script.codes, script.output)
		}
		if stopped := script.codes[0] != 0; stopped != f.stops {
			t.Errorf("%s: the script exits with %v", where, script.codes)
		}
	}
}

// TestScriptAndRunnerDoTheSame goes every edge of our own guide, and pairs at
// random, with the script and with the runner: the same commands run in the same
// order with the same exit code, also where something is wrong.
func TestScriptAndRunnerDoTheSame(t *testing.T) {
	t.Parallel()
	shells := [][]string{{tool(t, "dash")}}
	if long() {
		shells = append(shells, []string{tool(t, "bash"), "--posix"}, []string{tool(t, "busybox"), "sh"})
	}
	ids := append([]string{oldest, "v1.0.0-10-geb2889c9"}, deployed[1:]...)
	site := ownSite(t)
	for i, from := range ids[:len(ids)-1] {
		t.Run(from, func(t *testing.T) {
			t.Parallel()
			newWay(t, site, "dm", from, ids[i+1]).same(t, shells[i%len(shells)], i, 2)
		})
	}
	pairs := 6
	if long() {
		pairs = 50
	}
	dice := rand.New(rand.NewPCG(3, 4))
	many, releases := randomSite(t, dice)
	for i, pair := range drawPairs(dice, len(releases), pairs) {
		from, to := releases[pair[0]], releases[pair[1]]
		t.Run(fmt.Sprintf("%d %s %s", i, from, to), func(t *testing.T) {
			t.Parallel()
			newWay(t, many, "many", from, to).same(t, shells[i%len(shells)], i, 4)
		})
	}
}

// drawPairs draws pairs of n releases, each once; in the short form neighbours
// only.
func drawPairs(dice *rand.Rand, n, want int) (pairs [][2]int) {
	for a := range n {
		for b := a + 1; b < n && (long() || b <= a+2); b++ {
			pairs = append(pairs, [2]int{a, b})
		}
	}
	dice.Shuffle(len(pairs), func(i, j int) { pairs[i], pairs[j] = pairs[j], pairs[i] })
	return pairs[:want]
}

// randomSite publishes a product of releases whose steps are drawn.
func randomSite(t *testing.T, dice *rand.Rand) (site string, releases []string) {
	t.Helper()
	content := filepath.Join(t.TempDir(), "content")
	words := []string{"plain", "--flag", "'two words'", "--key=value", `'$(x)'`, "'a;b'", "100%", "-n", "../up", "'*'"}
	for i := range 12 {
		v := fmt.Sprintf("v2.%d.%d", i/4, i%4)
		releases = append(releases, v)
		var text strings.Builder
		text.WriteString("---\ntitle: Version " + v + "\nversion: " + v + "\n---\n\n## Changes\n\n- Fix a thing\n\n## Upgrade\n\n")
		for n := range 1 + dice.IntN(5) {
			text.WriteString(fmt.Sprintf("%d. ", n+1))
			switch dice.IntN(5) {
			case 0:
				text.WriteString("Look after the disks.\n")
			case 1:
				text.WriteString("Download the new version, and confirm that there is `version = " + v + "` in the `settings.ini` file.\n")
			default:
				text.WriteString("Run `" + []string{"prepare", "roll-out", "tool_3"}[dice.IntN(3)])
				for range dice.IntN(3) {
					text.WriteString(" " + words[dice.IntN(len(words))])
				}
				text.WriteString("`.\n")
			}
		}
		write(t, filepath.Join(content, "many", v+".md"), text.String())
	}
	must(t, root(), "upgraph", "review", "--content", content, "--yes")
	return buildSite(t, content), releases
}
