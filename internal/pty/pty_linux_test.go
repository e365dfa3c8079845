package pty_test

import (
	"os/exec"
	"strings"
	"testing"

	"upgraph/internal/pty"
)

// The program is on a terminal of the asked width, reads what is typed, and what
// it shows is there up to its end.
func TestTerminal(t *testing.T) {
	cmd := exec.Command("sh", "-c", `test -t 0 && test -t 1 && test -t 2 && stty size; printf 'name? '; read -r name; echo "so you are $name"; printf '%02000d' 0; echo end`)
	term := pty.Start(t, cmd, 72)
	if which := term.Waits("80\r", "72\r"); which != 1 {
		t.Fatalf("the width is not the one that was asked for:\n%s", term.Shown())
	}
	term.Waits("name? ")
	term.Types("Ada\n")
	if which := term.Waits("so you are nobody", "so you are Ada"); which != 1 {
		t.Errorf("what was typed did not arrive:\n%s", term.Shown())
	}
	// A program that ends without the text is no reason to wait for ever, and what
	// was waited for before does not count again.
	if which := term.Waits("so you are Ada", "never"); which != -1 {
		t.Errorf("got text %d, want none", which)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("the program failed: %v", err)
	}
	if shown := term.Shown(); !strings.HasSuffix(shown, strings.Repeat("0", 2000)+"end\r\n") {
		t.Errorf("the end is missing:\n%s", shown)
	}
}
