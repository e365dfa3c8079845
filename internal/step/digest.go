package step

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"upgraph/internal/compat"
)

// Digest is "sha256:" and the hash of what the step runs: its kind with its
// argv or script, the names of its parameters and what verifies it, and nothing
// else, so that an approval outlives every change of text, place and number. A step that runs nothing has the digest of its
// kind alone.
func Digest(s compat.Step) string {
	// Members in the order of their names, which makes the encoding canonical.
	what := struct {
		Argv       []string `json:"argv,omitempty"`
		Kind       string   `json:"kind"`
		Parameters []string `json:"parameters,omitempty"`
		Script     string   `json:"script,omitempty"`
		Verify     []string `json:"verify,omitempty"`
	}{Kind: s.Kind}
	if s.Executes() {
		what.Argv, what.Parameters, what.Script, what.Verify = s.Argv, s.Parameters, s.Script, s.VerifyArgv()
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	// Strings and lists of strings always encode.
	_ = e.Encode(what)
	sum := sha256.Sum256(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
	return "sha256:" + hex.EncodeToString(sum[:])
}
