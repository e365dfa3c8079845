package run

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRecordsAreClosedToOthers(t *testing.T) {
	b := newBench(t)
	p := planOf(t, guide(t, fiveSteps()))
	_, err := b.apply(p, nil)
	wantCode(t, err, ExitOK)
	err = filepath.Walk(filepath.Join(b.state, "tool"), func(path string, st os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		want := os.FileMode(0o600)
		if st.IsDir() {
			want = 0o700
		}
		if st.Mode().Perm() != want {
			t.Errorf("%s has mode %04o, want %04o", path, st.Mode().Perm(), want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestStateDirectoryOfOthersIsRefused(t *testing.T) {
	p := planOf(t, guide(t, fiveSteps()))
	for name, spoil := range map[string]func(t *testing.T, b *bench) error{
		"open to others": func(_ *testing.T, b *bench) error {
			return os.Chmod(filepath.Join(b.state, "tool", DefaultCluster), 0o755)
		},
		"writable base": func(_ *testing.T, b *bench) error { return os.Chmod(b.state, 0o777) },
		"another owner": func(t *testing.T, b *bench) error {
			if os.Geteuid() != 0 {
				t.Skip("only root can give a directory away")
			}
			return os.Chown(filepath.Join(b.state, "tool"), 65534, 65534)
		},
		"not a directory": func(_ *testing.T, b *bench) error {
			if err := os.RemoveAll(filepath.Join(b.state, "tool")); err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(b.state, "tool"), nil, 0o600)
		},
		"a way out": func(_ *testing.T, b *bench) error {
			if err := os.RemoveAll(filepath.Join(b.state, "tool")); err != nil {
				return err
			}
			return os.Symlink("/tmp", filepath.Join(b.state, "tool"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			_, err := b.apply(p, nil)
			wantCode(t, err, ExitOK)
			started := len(b.recorded())
			if err := spoil(t, b); err != nil {
				t.Fatal(err)
			}
			_, err = b.apply(p, nil)
			wantCode(t, err, ExitState)
			if len(b.recorded()) != started {
				t.Error("commands were started without a place for their records")
			}
		})
	}
}

// Who may not even look into the state directory is told whose it is, not to
// mend it.
func TestDeniedNamesTheOwner(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give a directory away")
	}
	base := filepath.Join(t.TempDir(), "state")
	if err := os.Mkdir(base, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(base, 65534, 65534); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{base, filepath.Join(base, "unseen")} {
		err := denied(dir, "look", &fs.PathError{Op: "open", Path: dir, Err: fs.ErrPermission})
		if wantCode(t, err, ExitState); !strings.Contains(err.Error(), base+" belongs to user 65534") {
			t.Errorf("%s: %v", dir, err)
		}
	}
	err := denied(base, "look", fs.ErrInvalid)
	if wantCode(t, err, ExitState); strings.Contains(err.Error(), "belongs") {
		t.Errorf("another cause: %v", err)
	}
}

func TestNamesCannotLeaveTheStateDirectory(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"", ".", "..", "../x", "a/b", "-x", "a\x00b", strings.Repeat("a", 65), "ä"} {
		if _, err := OpenPlace(&Env{}, dir, "tool", name, true); CodeOf(err) != ExitUsage {
			t.Errorf("cluster %q: %v", name, err)
		}
		if _, err := OpenPlace(&Env{}, dir, name, DefaultCluster, true); CodeOf(err) != ExitUsage {
			t.Errorf("product %q: %v", name, err)
		}
	}
}
