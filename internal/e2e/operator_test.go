package e2e

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// deployed are the versions that DM-Ansible is told on the way from the oldest
// release to the newest, in order.
var deployed = []string{"v1.0.0", "v1.0.1", "v1.0.2", "v1.0.3", "v1.0.4", "v1.0.5"}

// playbooks are the commands of each hop, in order.
var playbooks = []string{"local_prepare", "rolling_update", "rolling_update_monitor"}

// operator is the person at the machine, played by the test: a home with the
// DM-Ansible folder in it, the configuration of the cluster, and the log that
// the playbooks write.
type operator struct {
	t    *testing.T
	home string
	site string
	env  []string
}

// newOperator sets up a machine at the oldest release.
func newOperator(t *testing.T, site string) *operator {
	t.Helper()
	o := &operator{t: t, home: t.TempDir(), site: site}
	write(t, o.path("conf/dm-worker.toml"), "server-id = 101\nsource-id = \"mysql-replica-01\"\n")
	write(t, o.path("conf/task.yaml"), "name: test\nmysql-instances:\n  - source-id: \"mysql-replica-01\"\n")
	write(t, o.path("log"), "")
	o.env = []string{"HOME=" + o.home, "XDG_STATE_HOME=" + o.path("xdg"), "ANSIBLE_HOME=" + o.path("ansible"), "ANSIBLE_NOCOLOR=1",
		"UPGRAPH_E2E=" + o.home}
	o.download("v1.0.0-rc.1")
	return o
}

func (o *operator) path(name string) string { return filepath.Join(o.home, filepath.FromSlash(name)) }

// workdir is the folder that every download replaces.
func (o *operator) workdir() string { return o.path("dm-ansible") }

// download does what step 1 of each hop asks for: it puts the DM-Ansible folder
// of a version in the place of the old one, of which nothing remains.
func (o *operator) download(version string) {
	o.t.Helper()
	if err := os.RemoveAll(o.workdir()); err != nil {
		o.t.Fatal(err)
	}
	copyTree(o.t, filepath.Join(root(), "internal", "e2e", "testdata", "dm-ansible"), o.workdir())
	write(o.t, filepath.Join(o.workdir(), "inventory.ini"), "[dm_master_servers]\ndm-master ansible_host=127.0.0.1\n\n"+
		"[all:vars]\ndm_version = "+version+"\nlog = "+o.path("log")+"\n")
}

// log gives the lines that playbooks wrote.
func (o *operator) log() []string {
	o.t.Helper()
	return strings.Fields(strings.ReplaceAll(strings.ReplaceAll(read(o.t, o.path("log")), " ", "/"), "\n", " "))
}

// hold makes a playbook of a version wait, and gives the function that lets it
// go on.
func (o *operator) hold(playbook, version string) (release func()) {
	o.t.Helper()
	file := o.path("log.hold-" + playbook + "-" + version)
	write(o.t, file, "")
	o.t.Cleanup(func() { os.Remove(file) }) // a failing test must not leave it waiting
	return func() { os.Remove(file) }
}

// ran is what the log holds when the hops to the first n deployed versions ran
// once and to their end.
func ran(n int) []string {
	var lines []string
	for _, v := range deployed[:n] {
		for _, p := range playbooks {
			lines = append(lines, "begin/"+p+"/"+v, "end/"+p+"/"+v)
		}
	}
	return lines
}

// expectLog holds the log to what ran, each once and in order.
func (o *operator) expectLog(want []string) {
	o.t.Helper()
	if got := o.log(); !slices.Equal(got, want) {
		o.t.Fatalf("the playbooks wrote\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// files tells a program where the configuration stands that checks ask for.
func (o *operator) files() []string {
	return []string{"--file", "dm-worker.toml=" + o.path("conf/dm-worker.toml"), "--file", "task.yaml=" + o.path("conf/task.yaml")}
}

// applyArgs is the command line of the whole upgrade, without a person.
func (o *operator) applyArgs() []string {
	return append([]string{"apply", "--catalog", o.site, "--from", oldest, "--to", newest, "--workdir", o.workdir(),
		"--state-dir", o.path("state"), "--confirm", "all", "--yes"}, o.files()...)
}

// resumeArgs is the command line that goes on with it.
func (o *operator) resumeArgs() []string {
	return []string{"resume", "--state-dir", o.path("state"), "--confirm", "all", "--yes"}
}
