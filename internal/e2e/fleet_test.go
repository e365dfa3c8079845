package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// fleet is three machines, each an sshd on a loopback address of its own, and
// the folder from which they are upgraded.
type fleet struct {
	t       *testing.T
	dir     string
	port    int
	servers map[string]*exec.Cmd
}

// machines are the names of the three and their addresses.
var machines = [][2]string{{"one", "127.0.0.2"}, {"two", "127.0.0.3"}, {"three", "127.0.0.4"}}

// machineStub stands for ansible-playbook on the machines: it writes down what
// it was asked to play, fails where it is told to, and waits as long as it is
// held.
const machineStub = `#!/bin/sh
at=${0%/*}/..
echo "$1" >>"$at/record"
while [ -e "$at/hold-$1" ]; do sleep 0.1; done
[ ! -e "$at/fail-$1" ]
`

func newFleet(t *testing.T) *fleet {
	t.Helper()
	for _, name := range []string{"ansible-playbook", "ssh", "ssh-keygen", "python3"} {
		tool(t, name)
	}
	if runtime.GOOS != "linux" {
		t.Skip("only Linux answers on every loopback address")
	}
	// A short path: sockets of ssh have one, and theirs are limited.
	dir, err := os.MkdirTemp("", "ug-fleet-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	f := &fleet{t: t, dir: dir, port: freePort(t), servers: map[string]*exec.Cmd{}}
	for _, key := range []string{"host", "user"} {
		if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f.path(key)).CombinedOutput(); err != nil {
			t.Fatalf("make a key: %v\n%s", err, out)
		}
	}
	f.publish()
	for _, m := range machines {
		f.machine(m[0])
		f.serve(m[0], m[1])
	}
	return f
}

// freePort is a port that nobody listens on.
func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		t.Skip("no such loopback address here: ", err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func (f *fleet) path(name string) string { return filepath.Join(f.dir, filepath.FromSlash(name)) }

// publish builds a site with the runner and takes from it what an operator
// takes.
func (f *fleet) publish() {
	f.t.Helper()
	runner := "upgraph-run-linux-" + runtime.GOARCH
	text := read(f.t, filepath.Join(bin, "upgraph-run"))
	write(f.t, f.path("runner/"+runner), text)
	must(f.t, root(), "upgraph", "build", "--content", ownContent(), "--out", f.path("site"), "--include", "runner="+f.path("runner"))
	write(f.t, f.path("op/"+runner), text)
	write(f.t, f.path("op/upgrade.yml"), read(f.t, f.path("site/scripts/dm/fleet/upgrade.yml")))
	write(f.t, f.path("op/compat.json"), read(f.t, f.path("site/v1/dm/compat.json")))
	me, err := user.Current()
	if err != nil {
		f.t.Fatal(err)
	}
	inventory := read(f.t, f.path("site/scripts/dm/fleet/inventory.example.ini"))
	i := strings.Index(inventory, "\nfirst.")
	j := strings.Index(inventory, "\n\n[upgrade_hosts:vars]")
	var hosts strings.Builder
	for _, m := range machines {
		at := f.path(m[0])
		hosts.WriteString(fmt.Sprintf("\n%s ansible_host=%s upgrade_workdir=%s/deploy upgrade_state=%s/state upgrade_folder=%s/upgraph ansible_async_dir=%s/async ansible_remote_tmp=%s/tmp",
			m[0], m[1], at, at, at, at, at))
	}
	inventory = inventory[:i] + hosts.String() + inventory[j:]
	for name, value := range map[string]string{"upgrade_from": `"v1.0.4"`, "upgrade_to": `"v1.0.5"`, "upgrade_confirm": `["all"]`} {
		inventory = regexp.MustCompile(`(?m)^`+name+`=.*$`).ReplaceAllLiteralString(inventory, name+"="+value)
	}
	inventory = strings.ReplaceAll(inventory, `upgrade_workdir="/srv/deploy-{to}"`+"\n", "")
	inventory += fmt.Sprintf("upgrade_runner=%s\nansible_port=%d\nansible_user=%s\nansible_ssh_private_key_file=%s\nansible_python_interpreter=/usr/bin/python3\n",
		runner, f.port, me.Username, f.path("user"))
	write(f.t, f.path("op/inventory.ini"), inventory)
}

// machine sets up a machine that runs v1.0.4 and has the next release ready.
func (f *fleet) machine(name string) {
	f.t.Helper()
	write(f.t, f.path(name+"/bin/ansible-playbook"), machineStub)
	chmodExecutable(f.t, f.path(name+"/bin/ansible-playbook"))
	write(f.t, f.path(name+"/record"), "")
	write(f.t, f.path(name+"/deploy/inventory.ini"), "[all:vars]\ndm_version = v1.0.5\n")
	write(f.t, f.path(name+"/deploy/dm-worker.toml"), "name = \"w\"\n")
	write(f.t, f.path(name+"/deploy/task.yaml"), "name: x\n")
}

// serve starts the sshd of a machine.
func (f *fleet) serve(name, address string) {
	f.t.Helper()
	sshd := "/usr/sbin/sshd"
	if _, err := os.Stat(sshd); err != nil {
		f.t.Skip("there is no sshd: ", err)
	}
	if _, err := os.Stat("/run/sshd"); err != nil && os.Getuid() == 0 {
		if err := os.Mkdir("/run/sshd", 0o755); err != nil {
			f.t.Skip("sshd has no folder to run in: ", err)
		}
	}
	write(f.t, f.path(name+"/sshd_config"), fmt.Sprintf("ListenAddress %s:%d\nHostKey %s\nAuthorizedKeysFile %s\nStrictModes no\nUsePAM no\nPidFile none\n"+
		"PermitRootLogin prohibit-password\nPasswordAuthentication no\nSetEnv PATH=%s/bin:/usr/bin:/bin\nSubsystem sftp internal-sftp\n",
		address, f.port, f.path("host"), f.path("user.pub"), f.path(name)))
	cmd := exec.Command(sshd, "-D", "-e", "-f", f.path(name+"/sshd_config"))
	log, err := os.Create(f.path(name + "/sshd.log"))
	if err != nil {
		f.t.Fatal(err)
	}
	cmd.Stderr = log
	if err := cmd.Start(); err != nil {
		f.t.Fatal(err)
	}
	log.Close()
	f.servers[name] = cmd
	f.t.Cleanup(func() { f.stop(name) })
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		c, err := net.Dial("tcp", net.JoinHostPort(address, fmt.Sprint(f.port)))
		if err == nil {
			c.Close()
			return
		}
		if time.Now().After(deadline) {
			f.t.Fatalf("the sshd of %s does not answer:\n%s", name, read(f.t, f.path(name+"/sshd.log")))
		}
	}
}

// stop takes a machine off the network.
func (f *fleet) stop(name string) {
	if cmd := f.servers[name]; cmd != nil {
		_ = cmd.Process.Kill() // it runs until then
		_ = cmd.Wait()
		delete(f.servers, name)
	}
}

// command is the playbook, ready to start.
func (f *fleet) command(args ...string) *exec.Cmd {
	env := []string{"HOME=" + f.path("op"), "ANSIBLE_HOME=" + f.path("op/.ansible"), "ANSIBLE_NOCOLOR=1", "ANSIBLE_HOST_KEY_CHECKING=False",
		"ANSIBLE_PIPELINING=True", "ANSIBLE_SSH_CONTROL_PATH_DIR=" + f.path("cp"), "ANSIBLE_TIMEOUT=10", "ANSIBLE_LOCAL_TEMP=" + f.path("op/tmp"),
		"ANSIBLE_SSH_ARGS=-o ControlMaster=auto -o ControlPersist=60s -o UserKnownHostsFile=/dev/null"}
	return command(f.path("op"), env, "ansible-playbook", append([]string{"-i", "inventory.ini", "upgrade.yml"}, args...)...)
}

// play runs the playbook and expects that it succeeds or not, and says things.
func (f *fleet) play(ok bool, says ...string) {
	f.t.Helper()
	r := run(f.t, f.command())
	if (r.code == 0) != ok {
		f.t.Fatal(r)
	}
	for _, s := range says {
		if !strings.Contains(r.stdout, s) {
			f.t.Errorf("the playbook does not say %q: %v", s, r)
		}
	}
}

// expect holds the machines to what ran on them.
func (f *fleet) expect(counts ...int) {
	f.t.Helper()
	all := []string{"local_prepare.yml", "rolling_update.yml", "rolling_update_monitor.yml"}
	for i, m := range machines {
		if got := strings.Fields(read(f.t, f.path(m[0]+"/record"))); !slices.Equal(got, all[:counts[i]]) {
			f.t.Errorf("on %s ran %q, want the first %d", m[0], got, counts[i])
		}
	}
}

// TestFleet upgrades three machines over ssh. One that cannot be reached keeps
// all from being touched; one that fails keeps the next batch from beginning;
// the same command again goes on, and nothing runs twice.
func TestFleet(t *testing.T) {
	t.Parallel()
	f := newFleet(t)

	f.stop("one")
	f.play(false)
	f.expect(0, 0, 0)
	for _, m := range machines {
		if _, err := os.Stat(f.path(m[0] + "/upgraph")); err == nil {
			t.Errorf("%s was touched though another machine could not be reached", m[0])
		}
	}
	f.serve("one", machines[0][1])

	write(t, f.path("two/fail-local_prepare.yml"), "")
	f.play(false, "v1.0.5/2                  run      ansible-playbook local_prepare.yml", "two: exit code 1: a step failed: step v1.0.5/2 failed with exit status 1; see reports/two.md")
	f.expect(3, 1, 0)
	if report := read(t, f.path("op/reports/two.md")); !strings.Contains(report, "two: exit code 1") || !strings.Contains(report, "| v1.0.5/2 |") || !strings.Contains(report, "    Preflight\n") {
		t.Errorf("the report of the failing machine:\n%s", report)
	}
	if _, err := os.Stat(f.path("three/state")); err == nil {
		t.Error("the third machine has a record of a run")
	}
	if !long() {
		return
	}

	// It is not known that nothing was done by the step that failed: the runner
	// starts it again, as the operator has mended its cause.
	if err := os.Remove(f.path("two/fail-local_prepare.yml")); err != nil {
		t.Fatal(err)
	}
	f.play(true, "two: exit code 0: done")
	if got := strings.Fields(read(t, f.path("two/record"))); len(got) != 4 {
		t.Errorf("on two ran %q", got)
	}
	write(t, f.path("two/record"), "local_prepare.yml\nrolling_update.yml\nrolling_update_monitor.yml\n")
	f.play(true)
	f.expect(3, 3, 3)
}

// TestFleetAllWell upgrades three machines at the first go.
func TestFleetAllWell(t *testing.T) {
	if !long() {
		t.Skip("only in the long form")
	}
	t.Parallel()
	f := newFleet(t)
	f.play(true, "one: exit code 0", "two: exit code 0", "three: exit code 0")
	f.expect(3, 3, 3)
}

// TestFleetKilled kills the playbook while the second batch is at work. The
// machines go on; the same command again finds what was done.
func TestFleetKilled(t *testing.T) {
	if !long() {
		t.Skip("only in the long form")
	}
	t.Parallel()
	f := newFleet(t)
	write(t, f.path("two/hold-rolling_update.yml"), "")
	var said bytes.Buffer
	cmd := f.command()
	cmd.Stdout = &said
	cmd.WaitDelay = time.Second // its workers outlive it, with its output in their hands
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	// However slow the machine is: it is wrong only if the playbook ends before.
	for !strings.Contains(read(t, f.path("two/record")), "rolling_update.yml") {
		select {
		case err := <-ended:
			t.Fatalf("the playbook ended before its second batch was at work: %v\n%s", err, said.String())
		case <-time.After(50 * time.Millisecond):
		}
	}
	_ = cmd.Process.Kill()
	<-ended
	f.expect(3, 2, 0)
	time.AfterFunc(5*time.Second, func() { os.Remove(f.path("two/hold-rolling_update.yml")) })
	f.play(true)
	f.expect(3, 3, 3)
}

// TestFleetLint holds the playbook to the rules of Ansible's own linter.
func TestFleetLint(t *testing.T) {
	if !long() {
		t.Skip("only in the long form")
	}
	t.Parallel()
	lint := tool(t, "ansible-lint")
	dir := t.TempDir()
	write(t, filepath.Join(dir, "upgrade.yml"), read(t, filepath.Join(ownSite(t), "scripts/dm/fleet/upgrade.yml")))
	if r := run(t, command(dir, []string{"HOME=" + dir, "NO_COLOR=1"}, lint, "--offline", "upgrade.yml")); r.code != 0 {
		t.Error(r)
	}
}

// TestFleetSettings plays the playbook with settings that are wrong: each is
// refused before any machine is reached, with what it must be.
func TestFleetSettings(t *testing.T) {
	t.Parallel()
	tool(t, "ansible-playbook")
	fleet := filepath.Join(ownSite(t), "scripts", "dm", "fleet")
	dir := t.TempDir()
	env := []string{"HOME=" + dir, "ANSIBLE_HOME=" + dir, "ANSIBLE_NOCOLOR=1", "ANSIBLE_LOCAL_TEMP=" + filepath.Join(dir, "tmp")}
	playbook := filepath.Join(fleet, "upgrade.yml")
	if r := run(t, command(dir, env, "ansible-playbook", "--syntax-check", "-i", filepath.Join(fleet, "inventory.example.ini"), playbook)); r.code != 0 {
		t.Errorf("the playbook as it is published: %v", r)
	}
	wrong := []struct {
		name  string
		value any
		says  string
	}{
		{"upgrade_files", "settings.ini=/etc/settings.ini", "upgrade_files must be a mapping"},
		{"upgrade_files", map[string]any{"settings.ini": "etc/settings.ini"}, "upgrade_files must give absolute paths"},
		{"upgrade_files", map[string]any{"settings.ini": []string{"/etc"}}, "upgrade_files must give absolute paths"},
		{"upgrade_files", map[string]any{"a=b": "/etc"}, "upgrade_files names a file with a ="},
		{"upgrade_from", "", "upgrade_from must be the version"},
		{"upgrade_from", 1.10, "upgrade_from must be the version"},
		{"upgrade_to", "--yes", "upgrade_to must be the version"},
		{"upgrade_workdir", "deploy-{to}", "upgrade_workdir must be an absolute path"},
		{"upgrade_confirm", "all", "upgrade_confirm must be a list"},
		{"upgrade_confirm", []string{"--yes"}, "upgrade_confirm holds something that is no id"},
		{"upgrade_cluster", "a b", "upgrade_cluster must be a name"},
		{"upgrade_state", "state", "upgrade_state must be an absolute path"},
		{"upgrade_folder", "-x", "upgrade_folder must be a path"},
		{"upgrade_wait_seconds", "soon", "upgrade_wait_seconds must be a number"},
		{"upgrade_runner_sha256", "", "was not published with this playbook"},
	}
	hosts := map[string]map[string]any{}
	for i, w := range wrong {
		hosts[fmt.Sprint("host", i)] = map[string]any{w.name: w.value}
	}
	inventory, err := json.Marshal(map[string]any{"upgrade_hosts": map[string]any{"hosts": hosts, "vars": map[string]any{
		"upgrade_from": "v1.0.4", "upgrade_to": "v1.0.5", "upgrade_workdir": "/srv", "upgrade_runner_sha256": strings.Repeat("0", 64)}}})
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "inventory.json"), string(inventory))
	r := run(t, command(dir, env, "ansible-playbook", "-i", "inventory.json", "--forks", "2", playbook))
	for i, w := range wrong {
		if says := fmt.Sprintf("host%d: %s", i, w.says); !strings.Contains(strings.ReplaceAll(r.stdout, "the runner upgraph-run-linux-amd64 ", ""), says) {
			t.Errorf("%s = %v: it does not say %q", w.name, w.value, says)
		}
	}
	if r.code == 0 || strings.Contains(r.stdout, "TASK [The machine answers]") {
		t.Errorf("machines are reached: %v", r)
	}
}
