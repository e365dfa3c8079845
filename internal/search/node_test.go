package search

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// inflate lets a Node that is older than browsers of today, such as Debian 12's,
// open raw deflate streams.
const inflate = `
import { Duplex } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
try {
  new DecompressionStream('deflate-raw');
} catch {
  globalThis.DecompressionStream = class {
    constructor() { Object.assign(this, Duplex.toWeb(createInflateRaw())); }
  };
}
`

// NeedNode skips the test where there is no node.
func NeedNode(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("node is not installed: the engine in JavaScript is not tested")
	}
}

// RunNode writes modules into a folder, runs the first one and returns what it
// prints.
func RunNode(t *testing.T, dir, first string, modules map[string]string, args ...string) []byte {
	t.Helper()
	NeedNode(t)
	for name, content := range modules {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	shim := filepath.Join(t.TempDir(), "inflate.mjs")
	if err := os.WriteFile(shim, []byte(inflate), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "node", append([]string{"--import", shim, filepath.Join(dir, first)}, args...)...).Output()
	if err != nil {
		var said []byte
		if exit, ok := errors.AsType[*exec.ExitError](err); ok {
			said = exit.Stderr
		}
		t.Fatalf("run %s: %v\n%s%s", first, err, out, said)
	}
	return out
}
