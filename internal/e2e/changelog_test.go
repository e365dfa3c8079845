package e2e

import (
	"path/filepath"
	"testing"
)

// TestOwnChangelog holds CHANGELOG.md to the guides of the product itself.
func TestOwnChangelog(t *testing.T) {
	t.Parallel()
	r := must(t, root(), "upgraph", "changelog", "upgraph", "--content", ownContent())
	if r.stdout != read(t, filepath.Join(root(), "CHANGELOG.md")) {
		t.Errorf("CHANGELOG.md is not what the guides say; `make changelog` writes it. The guides say:\n%s", r.stdout)
	}
}
