package script

import (
	"errors"
	"hash/fnv"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// long reports whether the long forms of tests were asked for.
func long() bool { return os.Getenv("UPGRAPH_LONG") != "" }

// shells are the shells that scripts run under; the long form has all of them.
func shells(t *testing.T) [][]string {
	all := [][]string{{"dash"}, {"bash", "--posix"}, {"busybox", "sh"}}
	if long() {
		all = append(all, []string{"bash"}, []string{"mksh"}, []string{"ksh93"}, []string{"yash"})
	}
	return slices.DeleteFunc(all, func(s []string) bool {
		_, err := exec.LookPath(s[0])
		if err != nil {
			t.Logf("%s is not installed: not run under it", s[0])
		}
		return err != nil
	})
}

// everyShell runs a test under every shell.
func everyShell(t *testing.T, f func(t *testing.T, shell []string)) { underShells(t, shells(t), f) }

// eachShell runs a test under every shell in the long form, and under one of
// them in the short form: tests take turns.
func eachShell(t *testing.T, f func(t *testing.T, shell []string)) {
	all := shells(t)
	if !long() && len(all) > 1 {
		h := fnv.New32a()
		h.Write([]byte(t.Name()))
		i := int(h.Sum32()>>8) % len(all)
		all = all[i : i+1]
	}
	underShells(t, all, f)
}

func underShells(t *testing.T, all [][]string, f func(t *testing.T, shell []string)) {
	t.Parallel()
	if len(all) == 0 {
		t.Skip("no shell to run scripts under")
	}
	for _, sh := range all {
		t.Run(strings.Join(sh, " "), func(t *testing.T) {
			t.Parallel()
			f(t, sh)
		})
	}
}

// stub records how it was called. It fails as call FAIL_AT, waits as long as
// there is a pipe HOLD, and puts a new inventory in place when a hop ends, as
// the next download would.
const stub = `#!/bin/sh
echo "${0##*/} $*" >>"$REC"
echo "$* is running"
calls=$(wc -l <"$REC")
if [ "${FAIL_AT-0}" -eq "$calls" ]; then exit 9; fi
if [ -p "${HOLD-}" ]; then read -r _ <"$HOLD"; fi
if [ -n "${BUMP-}" ]; then
	case $* in *monitor.yml) read -r _ _ version <inventory.ini; echo "dm_version = v1.0.$((${version##*.} + 1))" >inventory.ini ;; esac
fi
`

// bench is a folder with a script, stubs, a working folder and a state folder.
type bench struct {
	t     *testing.T
	dir   string
	shell []string
	env   []string
}

func newBench(t *testing.T, shell []string, text []byte) *bench {
	t.Helper()
	b := &bench{t: t, dir: t.TempDir(), shell: shell}
	for _, d := range []string{"bin", "work", "state"} {
		if err := os.Mkdir(filepath.Join(b.dir, d), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	b.write("work/up.sh", string(text))
	b.write("rec", "")
	b.write("work/dm-worker.toml", "name = \"w\" # meta-file\n")
	b.write("work/task.yaml", "mysql-instances:\n  - source-id: a\n")
	b.inventory("v1.0.2")
	b.stub("ansible-playbook", stub)
	return b
}

func (b *bench) path(name string) string { return filepath.Join(b.dir, name) }

func (b *bench) write(name, text string) {
	b.t.Helper()
	if err := os.WriteFile(b.path(name), []byte(text), 0o644); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) read(name string) string {
	b.t.Helper()
	data, err := os.ReadFile(b.path(name))
	if err != nil {
		b.t.Fatal(err)
	}
	return string(data)
}

func (b *bench) stub(name, text string) {
	b.t.Helper()
	b.write("bin/"+name, text)
	if err := os.Chmod(b.path("bin/"+name), 0o755); err != nil {
		b.t.Fatal(err)
	}
}

// hold makes the stub wait, and gives the function that lets it go on for good.
func (b *bench) hold() (release func()) {
	b.t.Helper()
	name := b.path("hold")
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		b.t.Fatal(err)
	}
	b.env = append(b.env, "HOLD="+name)
	release = func() {
		// Open for both, so that it does not wait for a reader itself.
		f, err := os.OpenFile(name, os.O_RDWR, 0)
		if err != nil {
			return // it was let go before
		}
		os.Remove(name)
		f.Close()
	}
	b.t.Cleanup(release)
	return release
}

func (b *bench) inventory(version string) {
	b.write("work/inventory.ini", "dm_version = "+version+"\n")
}

// command is a start of the script in a session of its own: no terminal.
func (b *bench) command(args ...string) *exec.Cmd {
	argv := append(append(slices.Clone(b.shell[1:]), "./up.sh"), args...)
	cmd := exec.Command(b.shell[0], argv...)
	cmd.Dir = b.path("work")
	cmd.Env = append([]string{"PATH=" + b.path("bin") + ":" + os.Getenv("PATH"), "HOME=" + b.path("home"),
		"XDG_STATE_HOME=" + b.path("state"), "REC=" + b.path("rec"), "BUMP=1"}, b.env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.WaitDelay = 5 * time.Second
	return cmd
}

// run starts the script and gives its exit code and all that it said.
func (b *bench) run(args ...string) (int, string) {
	b.t.Helper()
	cmd := b.command(args...)
	out, err := cmd.CombinedOutput()
	if exit, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok {
		b.t.Fatalf("%v: %v\n%s", cmd.Args, err, out)
	} else if ok && exit.ExitCode() < 0 {
		b.t.Fatalf("%v: %v\n%s", cmd.Args, err, out)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

// want runs the script and holds it to an exit code and to texts it must say.
func (b *bench) want(code int, args []string, says ...string) string {
	b.t.Helper()
	got, out := b.run(args...)
	if got != code {
		b.t.Fatalf("%v exits with %d, want %d:\n%s", args, got, code, out)
	}
	for _, s := range says {
		if !strings.Contains(out, s) {
			b.t.Fatalf("%v does not say %q:\n%s", args, s, out)
		}
	}
	return out
}

// calls are the commands that ran, in order.
func (b *bench) calls() []string {
	b.t.Helper()
	text := b.read("rec")
	return strings.Split(text, "\n")[:strings.Count(text, "\n")]
}

// wantCalls holds the record to a list of commands.
func (b *bench) wantCalls(want []string) {
	b.t.Helper()
	if got := b.calls(); !slices.Equal(got, want) {
		b.t.Fatalf("ran\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// waitFor polls until something is so.
func (b *bench) waitFor(what string, so func() bool) {
	b.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !so(); {
		if time.Now().After(deadline) {
			b.t.Fatalf("waited in vain until %s", what)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// hops are the commands of n hops of the DM catalog.
func hops(n int) []string {
	var all []string
	for range n {
		all = append(all, "ansible-playbook local_prepare.yml", "ansible-playbook rolling_update.yml", "ansible-playbook rolling_update_monitor.yml")
	}
	return all
}

var confirmAll = []string{"--yes", "--confirm", "all"}
