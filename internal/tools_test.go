package internal_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestInstallNeverFails runs the installer of test tools on a machine that has
// none of them: as somebody who may not install, and with an apt-get that
// cannot. Either way it says what will skip and ends well.
func TestInstallNeverFails(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("sh is not installed")
	}
	for _, c := range []struct{ name, id, apt, says string }{
		{"not root", "1000", "exit 1", "will skip"},
		{"no network", "0", "echo unreachable >&2; exit 100", "could not install"},
		{"root", "0", "exit 0", "installing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, body := range map[string]string{
				"id": "echo " + c.id, "apt-get": c.apt, "timeout": `shift; "$@"`,
				"mktemp": "echo " + filepath.Join(dir, "log"), "tail": ":", "sed": ":", "rm": ":",
			} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte("#!"+sh+"\n"+body+"\n"), 0o755); err != nil {
					t.Fatal(err)
				}
			}
			cmd := exec.Command(sh, "tools/install.sh")
			cmd.Env = []string{"PATH=" + dir}
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Errorf("%v", err)
			}
			if !strings.Contains(string(out), c.says) {
				t.Errorf("it does not say %q:\n%s", c.says, out)
			}
		})
	}
}
