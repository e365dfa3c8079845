package e2e

import (
	"path/filepath"
	"strings"
	"testing"
)

// script runs the generated script of the whole upgrade under a shell.
func (o *operator) script(want int, shell string, more ...string) result {
	o.t.Helper()
	file := filepath.Join(o.site, "scripts", "dm", "upgrade-"+oldest+"-to-"+newest+".sh")
	args := append([]string{file, "--workdir", o.workdir(), "--state-dir", o.path("state"), "--confirm", "all", "--yes"}, o.files()...)
	r := run(o.t, command(o.home, o.env, shell, append(args, more...)...))
	if r.code != want {
		o.t.Fatalf("%s %s %s: want exit %d, got %v", shell, filepath.Base(file), strings.Join(more, " "), want, r)
	}
	return r
}

// TestScriptCanBeRead holds the script that people read most to a size that can
// be read.
func TestScriptCanBeRead(t *testing.T) {
	t.Parallel()
	file := filepath.Join(ownSite(t), "scripts", "dm", "upgrade-v1.0.1-to-v1.0.5.sh")
	if n := len(read(t, file)); n > 20_000 {
		t.Errorf("%s takes %d bytes, more than 20000", filepath.Base(file), n)
	}
}

// TestScriptUpgradesWithRealPlaybooks makes the whole upgrade by the generated
// script under dash, with the same operator as the runner's; in the short form
// only the first hop with real playbooks.
func TestScriptUpgradesWithRealPlaybooks(t *testing.T) {
	t.Parallel()
	tool(t, "ansible-playbook")
	o := newOperator(t, ownSite(t))
	if long() {
		o.upgradeByScript(tool(t, "dash"))
		return
	}
	o.download(deployed[0])
	o.expectStop(o.script(3, tool(t, "dash")), deployed[0], deployed[1])
	o.expectLog(ran(1))
}

// TestScriptUpgradesUnderEveryShell makes it with a stub under the other shells.
func TestScriptUpgradesUnderEveryShell(t *testing.T) {
	t.Parallel()
	site := ownSite(t)
	shells := []string{"bash", "busybox"}
	if long() {
		shells = append(shells, "mksh", "ksh", "yash")
	}
	for _, shell := range shells {
		t.Run(shell, func(t *testing.T) {
			path := tool(t, shell)
			o := newOperator(t, site)
			o.stubs()
			if shell == "busybox" {
				path = o.path("bin/ash")
				write(t, path, "#!/bin/sh\nexec busybox sh \"$@\"\n")
				chmodExecutable(t, path)
			}
			o.upgradeByScript(path)
		})
	}
}

// upgradeByScript goes all the way from the oldest to the newest release.
func (o *operator) upgradeByScript(shell string) {
	o.t.Helper()
	r := o.script(3, shell)
	o.expectStop(r, "v1.0.0-rc.1", "v1.0.0")
	o.expectLog(nil)
	for i, version := range deployed {
		o.download(version)
		want := 3
		if i == len(deployed)-1 {
			want = 0
		}
		var more []string
		if i > 0 {
			more = []string{"--resume"}
		}
		r := o.script(want, shell, more...)
		o.expectLog(ran(i + 1))
		if want == 3 {
			o.expectStop(r, version, deployed[i+1])
		}
	}
}
