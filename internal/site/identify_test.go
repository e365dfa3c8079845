package site

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The box of the page reads what components print as the runner does: both are
// held by the runner's vectors.
func TestIdentifyInJavaScript(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed: the reader in JavaScript is not tested")
	}
	vectors, err := filepath.Abs("../run/testdata/identify.json")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(vectors); err != nil {
		t.Fatalf("the vectors of the runner are not there: %v", err)
	}
	module, err := readAsset(nil, "identify.js")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	main := `
import { readFileSync } from 'node:fs';
import assert from 'node:assert/strict';
import { identify } from './identify.mjs';
const { builds, cases } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
assert.ok(cases.length >= 60);
let failed = 0;
for (const { name, outputs, want } of cases) {
  const got = identify(builds, outputs);
  const seen = {
    state: got.state, version: got.version, remains: got.remains, silent: got.silent.map((s) => s.host), not_asked: got.not_asked,
    components: got.components.map(({ host, component, release }) => ({ host, component, release })),
  };
  try { assert.deepEqual(seen, want); } catch (e) { failed++; console.log(name + ': ' + e.message); }
}
process.exit(failed ? 1 : 0);
`
	for name, content := range map[string][]byte{"identify.mjs": module, "main.mjs": []byte(main)} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.CommandContext(t.Context(), node, filepath.Join(dir, "main.mjs"), vectors).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
