package e2e

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestScriptAndRunnerKeepEachOtherAway starts one of the two where the other is
// at work, and where the other has stopped half-way, in the same state folder.
func TestScriptAndRunnerKeepEachOtherAway(t *testing.T) {
	t.Parallel()
	site := ownSite(t)
	last := deployed[len(deployed)-2]
	file := filepath.Join(site, "scripts", "dm", "upgrade-"+last+"-to-"+newest+".sh")
	for _, first := range []string{"script", "runner"} {
		t.Run(first+" first", func(t *testing.T) {
			t.Parallel()
			o := newOperator(t, site)
			o.stubs()
			o.download(newest)
			flags := append([]string{"--workdir", o.workdir(), "--state-dir", o.path("state"), "--confirm", "all", "--yes"}, o.files()...)
			script := append([]string{tool(t, "dash"), file}, flags...)
			runner := append([]string{"upgraph-run", "apply", "--catalog", site, "--from", last, "--to", newest}, flags...)
			one, other := script, runner
			if first == "runner" {
				one, other = other, one
			}
			release := o.hold("local_prepare", newest)
			cmd := command(o.home, o.env, one[0], one[1:]...)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			began := []string{"begin/local_prepare/" + newest}
			o.expectLogEventually(began)
			for range 2 {
				if r := run(t, command(o.home, o.env, other[0], other[1:]...)); r.code != 7 {
					t.Errorf("the other exits with %d beside it: %v", r.code, r)
				}
			}
			if r := must(t, o.home, "upgraph-run", "status", "--product", "dm", "--state-dir", o.path("state")); first == "script" && !strings.Contains(r.stdout, "script") {
				t.Errorf("status does not tell of the script:\n%s", r.stdout)
			}
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait() // it was killed
			if r := run(t, command(o.home, o.env, other[0], other[1:]...)); r.code != 3 || !strings.Contains(r.stdout+r.stderr, "finished") {
				t.Errorf("the other exits with %d behind it: %v", r.code, r)
			}
			release()
			o.expectLogEventually(append(began, "end/local_prepare/"+newest))
		})
	}
}

// expectLogEventually waits for what a command writes that outlives its starter.
func (o *operator) expectLogEventually(want []string) {
	o.t.Helper()
	for deadline := time.Now().Add(time.Minute); len(o.log()) < len(want) && time.Now().Before(deadline); {
		time.Sleep(20 * time.Millisecond)
	}
	o.expectLog(want)
}
