package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){program: main})
}

// Each script drives the program as an operator does. $SITE is a built site with
// one product, "tool", of three releases; record notes its arguments in
// $WORK/records.
func TestScripts(t *testing.T) {
	site, err := filepath.Abs("testdata/site")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			bin := filepath.Join(e.WorkDir, "bin")
			if err := os.Mkdir(bin, 0o700); err != nil {
				return err
			}
			e.Setenv("SITE", site)
			e.Setenv("UPGRAPH_CATALOG", site)
			e.Setenv("XDG_STATE_HOME", filepath.Join(e.WorkDir, "state"))
			e.Setenv("RECORDS", filepath.Join(e.WorkDir, "records"))
			e.Setenv("PATH", bin+":"+e.Getenv("PATH"))
			return os.WriteFile(filepath.Join(bin, "record"), []byte("#!/bin/sh\nprintf '%s\\n' \"$*\" >>\"$RECORDS\"\n"), 0o700)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"code": code},
	})
}

// code runs the program and expects an exit code: code N [ARGUMENT...]
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: code N [ARGUMENT...]")
	}
	want := args[0]
	err := ts.Exec("sh", append([]string{"-c", `"$@"; echo "exit code $?" >&2`, "sh", program}, args[1:]...)...)
	if err != nil {
		ts.Fatalf("run %s: %v", program, err)
	}
	if got := lastLine(ts.ReadFile("stderr")); got != "exit code "+want {
		ts.Fatalf("%s, want %s", got, want)
	}
}

func lastLine(s string) string {
	for i := len(s) - 2; i >= 0; i-- {
		if s[i] == '\n' {
			return s[i+1 : len(s)-1]
		}
	}
	if s == "" {
		return ""
	}
	return s[:len(s)-1]
}
