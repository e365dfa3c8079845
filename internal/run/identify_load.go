package run

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// maxOutputs bounds how many files of a folder are read.
const maxOutputs = 10_000

// ReadOutputs reads what components printed: files, all files of folders, and
// standard input for "-".
func ReadOutputs(env *Env, paths []string) ([]Output, error) {
	var all []Output
	for _, p := range paths {
		if p == "-" {
			text, err := io.ReadAll(io.LimitReader(env.Stdin, maxProbed+1))
			if err == nil && len(text) > maxProbed {
				err = errors.New("it is too long")
			}
			if err != nil {
				return nil, Fail(ExitUsage, "read standard input: %w", err)
			}
			all = append(all, Output{Name: "standard input", Text: text})
			continue
		}
		path := absolute(env.Dir, p)
		if isDir(path) {
			found, err := outputsIn(path)
			if err != nil {
				return nil, Fail(ExitUsage, "read %s: %w", p, err)
			}
			all = append(all, found...)
			continue
		}
		text, err := slurp(path)
		if err != nil {
			return nil, Fail(ExitUsage, "read %s: %w", p, err)
		}
		all = append(all, Output{Name: p, Text: text})
	}
	if len(all) == 0 {
		return nil, Fail(ExitUsage, "there is no output to read in %s", strings.Join(paths, ", "))
	}
	return all, nil
}

// outputsIn reads a folder: the name of a file, or of the folder that it is in,
// is that of its host.
func outputsIn(dir string) ([]Output, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	var all []Output
	err = fs.WalkDir(root.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case path != "." && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return nil
		}
		text, err := slurp(filepath.Join(dir, path))
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if len(all) == maxOutputs {
			return fmt.Errorf("it holds more than %d files", maxOutputs)
		}
		all = append(all, Output{Name: path, Host: hostOf(path), Text: text})
		return nil
	})
	return all, err
}

// hostOf takes from a name what only says that it is a text.
func hostOf(path string) string {
	for _, ext := range []string{".txt", ".log", ".out"} {
		path = strings.TrimSuffix(path, ext)
	}
	return path
}
