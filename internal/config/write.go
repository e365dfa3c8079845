package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"
)

const lockHeader = `# Executable steps that a person has approved, with the digest of what runs.
# "upgraph review" writes this file; do not edit it by hand.
`

// EncodeLock is the content of steps.lock: the same approvals in the same order
// give the same bytes.
func EncodeLock(l *Lock) ([]byte, error) {
	var b strings.Builder
	b.WriteString(lockHeader)
	entries := l.Entries()
	if len(entries) == 0 {
		b.WriteString("[]\n")
	}
	for _, e := range entries {
		if !utf8.ValidString(e.Release+e.Step) || !digestForm.MatchString(e.Digest) {
			return nil, fmt.Errorf("approval of step %q of release %q with digest %q cannot be written", e.Step, e.Release, e.Digest)
		}
		// Go's escapes of a valid text are those of YAML's double quotes.
		fmt.Fprintf(&b, "- release: %s\n  step: %s\n  digest: %s\n", strconv.Quote(e.Release), strconv.Quote(e.Step), e.Digest)
	}
	return []byte(b.String()), nil
}

// WriteLock writes steps.lock into a product's folder. Whoever reads it at the
// same time, or after a crash, sees the old file or the new one, whole.
func WriteLock(root *os.Root, dir string, l *Lock) error {
	content, err := EncodeLock(l)
	if err != nil {
		return err
	}
	name := path.Join(dir, LockFile)
	if err := writeAtomic(root, name, content); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

// writeAtomic writes a file beside the one that it then replaces.
func writeAtomic(root *os.Root, name string, content []byte) (err error) {
	temporary := path.Join(path.Dir(name), fmt.Sprintf(".%s.%d", path.Base(name), os.Getpid()))
	f, err := root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		// Left behind by a process of the same number that was killed.
		if err = root.Remove(temporary); err == nil {
			f, err = root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		}
	}
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, root.Remove(temporary))
		}
	}()
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err = root.Rename(temporary, name); err != nil {
		return err
	}
	// The new file is in place: a folder that cannot be synced is no failure.
	if d, openErr := root.Open(path.Dir(name)); openErr == nil {
		_ = d.Sync()
		_ = d.Close()
	}
	return nil
}
