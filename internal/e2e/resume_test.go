package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// stubs puts a program called ansible-playbook before all others, which writes
// down what it was asked to play and for which version, and waits as long as it
// is held.
func (o *operator) stubs() {
	o.t.Helper()
	write(o.t, o.path("bin/ansible-playbook"), "#!/bin/sh\nset -eu\n"+
		"version=$(sed -n 's/^dm_version = //p' inventory.ini)\n"+
		`echo "begin ${1%.yml} $version" >>"`+o.path("log")+`"`+"\n"+
		`while [ -e "`+o.path("log")+`.hold-${1%.yml}-$version" ]; do sleep 0.05; done`+"\n"+
		`echo "end ${1%.yml} $version" >>"`+o.path("log")+`"`+"\n")
	chmodExecutable(o.t, o.path("bin/ansible-playbook"))
	o.env = append(o.env, "PATH="+o.path("bin")+":"+os.Getenv("PATH"))
}

// TestRunningUpgradeSurvivesAPublication publishes a release while an upgrade
// stands between two hops. The upgrade goes on to where it was going.
func TestRunningUpgradeSurvivesAPublication(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	content, site := filepath.Join(dir, "content"), filepath.Join(dir, "public")
	copyTree(t, ownContent(), content)
	must(t, dir, "upgraph", "build")
	o := newOperator(t, site)
	o.stubs()
	o.download(deployed[0])
	o.runner(3, o.applyArgs()...)
	o.expectLog(ran(1))

	body := strings.ReplaceAll(nextSection[strings.Index(nextSection, "###"):], "###", "##")
	write(t, filepath.Join(content, "dm", "en", "v1.0.6.md"), "---\ntitle: Upgrade to v1.0.6\nversion: v1.0.6\n---\n\n"+body)
	must(t, dir, "upgraph", "build")

	for i, version := range deployed[1:] {
		o.download(version)
		want := 3
		if i == len(deployed)-2 {
			want = 0
		}
		o.runner(want, o.resumeArgs()...)
	}
	o.expectLog(ran(len(deployed)))
}

// TestUnapprovedStepIsNeverCovered holds that no flag which covers many steps
// covers one that its author has not approved.
func TestUnapprovedStepIsNeverCovered(t *testing.T) {
	t.Parallel()
	content := filepath.Join(t.TempDir(), "content")
	copyTree(t, ownContent(), content)
	if err := os.Remove(filepath.Join(content, "dm", "steps.lock")); err != nil {
		t.Fatal(err)
	}
	o := newOperator(t, buildSite(t, content))
	o.stubs()
	o.download(deployed[0])
	r := o.runner(6, o.applyArgs()...)
	if !strings.Contains(r.stdout+r.stderr, "ansible-playbook local_prepare.yml") {
		t.Errorf("the stop does not show what would run: %v", r)
	}
	o.expectLog(nil)
}
