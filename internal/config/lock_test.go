package config

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upgraph/internal/diag"
)

func digest(n int) string { return fmt.Sprintf("sha256:%064x", n) }

func TestLockIsWrittenAndRead(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "dm"), 0o755); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()

	var l Lock
	l.Approve("v1.0.10", "10", digest(1))
	l.Approve("v1.0.10", "2b", digest(2))
	l.Approve("v1.0.10", "2", digest(3))
	l.Approve("unknown", "x", digest(4))
	l.Approve("v1.0.9", "1", digest(5))
	l.Approve("odd \"\\\n\u202e😀 升", "1", digest(6))
	l.Approve("v1.0.10", "2", digest(7))
	l.Sort([]string{"v1.0.9", "v1.0.10"})
	if err := WriteLock(root, "dm", &l); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(dir, "dm", LockFile))
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	want.WriteString(lockHeader)
	for _, e := range []struct {
		release, step string
		n             int
	}{
		{`"v1.0.9"`, `"1"`, 5}, {`"v1.0.10"`, `"2"`, 7}, {`"v1.0.10"`, `"2b"`, 2}, {`"v1.0.10"`, `"10"`, 1},
		{`"odd \"\\\n\u202e😀 升"`, `"1"`, 6}, {`"unknown"`, `"x"`, 4},
	} {
		fmt.Fprintf(&want, "- release: %s\n  step: %s\n  digest: %s\n", e.release, e.step, digest(e.n))
	}
	if diff := cmp.Diff(want.String(), string(got)); diff != "" {
		t.Errorf("steps.lock (-want +got):\n%s", diff)
	}

	again, ds := LoadLock(root.FS(), "dm")
	if len(ds) > 0 {
		t.Fatal(ds)
	}
	if diff := cmp.Diff(l.Entries(), again.Entries()); diff != "" {
		t.Errorf("read again (-want +got):\n%s", diff)
	}
	if !again.Approved("v1.0.10", "2", digest(7)) || again.Approved("v1.0.10", "2", digest(3)) ||
		again.Approved("v1.0.9", "2", digest(7)) || again.Digest("v1.0.10", "10") != digest(1) || again.Digest("v1.0.10", "3") != "" {
		t.Error("approvals are told wrong")
	}
	files, err := os.ReadDir(filepath.Join(dir, "dm"))
	if err != nil || len(files) != 1 {
		t.Errorf("left behind: %v %v", files, err)
	}
}

func TestLockIsReplacedWhole(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	stale := filepath.Join(dir, fmt.Sprintf(".%s.%d", LockFile, os.Getpid()))
	for _, name := range []string{filepath.Join(dir, LockFile), stale} {
		if err := os.WriteFile(name, []byte("half"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := WriteLock(root, ".", new(Lock)); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(filepath.Join(dir, LockFile)); string(got) != lockHeader+"[]\n" {
		t.Errorf("got %q", got)
	}
	if _, err := os.Stat(stale); err == nil {
		t.Error("the temporary file is still there")
	}
	if l, ds := LoadLock(root.FS(), "."); len(ds) > 0 || len(l.Entries()) > 0 {
		t.Error(ds)
	}

	bad := new(Lock)
	bad.Approve("v1", "1", "md5:x")
	if err := WriteLock(root, ".", bad); err == nil {
		t.Error("a lock with a wrong digest was written")
	}
	if err := WriteLock(root, "..", new(Lock)); err == nil {
		t.Error("a lock was written outside of the folder")
	}
	if err := WriteLock(root, "missing", new(Lock)); err == nil || !strings.HasPrefix(err.Error(), "write missing/steps.lock: ") {
		t.Error(err)
	}
	if got, _ := os.ReadFile(filepath.Join(dir, LockFile)); string(got) != lockHeader+"[]\n" {
		t.Errorf("a refused write changed the file: %q", got)
	}
}

func TestLockProblems(t *testing.T) {
	entry := func(release, step, digest string) string {
		return fmt.Sprintf("- release: %s\n  step: %s\n  digest: %s\n", release, step, digest)
	}
	good := entry("v1", "1", digest(1))
	for _, c := range []struct{ name, yaml, want string }{
		{"no list", "a: b\n", "dm/steps.lock:1:1: error UG122: the list of approvals is a mapping, wanted a list"},
		{"no entry", good + "- v1\n", "dm/steps.lock:4:3: error UG122: the approval is a text, wanted keys with values"},
		{"unknown key", good + "  by: me\n", `dm/steps.lock:4:3: error UG121: unknown key "by" in the approval`},
		{"key left out", "- release: v1\n  step: 1\n", "dm/steps.lock:1:3: error UG123: an approval needs release, step and digest"},
		{"cut digest", entry("v1", "1", digest(1)[:40]), `dm/steps.lock:3:11: error UG123: "` + digest(1)[:40] + `" is no digest`},
		{"capitals", entry("v1", "1", "sha256:"+strings.Repeat("A", 64)), `dm/steps.lock:3:11: error UG123: "sha256:` + strings.Repeat("A", 64) + `" is no digest`},
		{"twice", good + good, "dm/steps.lock:4:3: error UG123: step 1 of release v1 is approved twice"},
		{"conflict marks", "<<<<<<< a\n" + good, "dm/steps.lock:2:10: error UG102: YAML: mapping values are not allowed in this context"},
		{"byte order mark", "\ufeff" + good, "dm/steps.lock:1:1: error UG203: the file begins with a byte order mark, which other tools take for text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, ds := LoadLock(tree("dm/"+LockFile, c.yaml), "dm")
			if len(ds) != 1 || ds[0].String() != c.want {
				t.Errorf("got %v\nwant %s", ds, c.want)
			}
			if !diag.HasErrors(ds) || len(l.Entries()) > 0 || l.Approved("v1", "1", digest(1)) {
				t.Error("a damaged lock approves something")
			}
		})
	}
}

func TestNoLock(t *testing.T) {
	l, ds := LoadLock(tree("", ""), "dm")
	if l == nil || len(ds) > 0 || l.Approved("v1", "1", digest(1)) {
		t.Error(ds)
	}
	var none *Lock
	if none.Approved("v1", "1", digest(1)) || none.Digest("v1", "1") != "" || none.Entries() != nil {
		t.Error("no lock approves something")
	}
}

// FuzzLock reads anything as a lock: what is accepted is written and read to
// the same, and every diagnostic has its place.
func FuzzLock(f *testing.F) {
	f.Add("- release: v1\n  step: 1\n  digest: " + digest(1) + "\n")
	f.Add("[]\n")
	f.Add("- {release: \"\\u202e\", step: '2', digest: " + digest(2) + "}\n")
	f.Add("- release:\n")
	f.Fuzz(func(t *testing.T, yaml string) {
		l, ds := LoadLock(tree(LockFile, yaml), ".")
		for _, d := range ds {
			if d.Severity != diag.Error || d.Line < 1 || d.Column < 1 {
				t.Fatal(d)
			}
		}
		content, err := EncodeLock(l)
		if err != nil {
			t.Fatal(err)
		}
		again, ds := LoadLock(tree(LockFile, string(content)), ".")
		if len(ds) > 0 || !cmp.Equal(l.Entries(), again.Entries()) {
			t.Fatalf("%q is read as %v with %v", content, again.Entries(), ds)
		}
	})
}
