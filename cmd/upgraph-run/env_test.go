package main

import (
	"os/user"
	"strings"
	"testing"
)

// Timers and playbooks set no name of a user: the machine knows it.
func TestWhoHasANameWithoutTheEnvironment(t *testing.T) {
	for _, name := range []string{"USER", "LOGNAME", "SUDO_USER"} {
		t.Setenv(name, "")
	}
	u, err := user.Current()
	if err != nil {
		t.Skip("this machine has no name for the user: ", err)
	}
	if got := who(); u.Username == "" || !strings.HasPrefix(got, u.Username+" (uid "+u.Uid+")") {
		t.Errorf("it is %q who runs this, not %s", got, u.Username)
	}
	t.Setenv("USER", "root")
	t.Setenv("SUDO_USER", "ann")
	if got := who(); !strings.HasPrefix(got, "ann as root (uid ") {
		t.Errorf("behind sudo it is %q", got)
	}
}
