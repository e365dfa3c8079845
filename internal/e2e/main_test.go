// Package e2e tests the two programs from outside, as their users meet them:
// with real playbooks, real shells and a real browser where this machine has
// them. It must not import any other package of the module, except preview, which
// stands for a host, and pty, at which a person sits; what it knows of the programs is what they print, write and
// exit with.
//
// Most tests have a short form for every day and a long one that runs when
// UPGRAPH_LONG is set.
package e2e

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// bin is the folder with both programs, built once for all tests, and published
// is the site of our own content, built when a test first asks for it.
var bin, published string

func TestMain(m *testing.M) {
	flag.Parse()
	dir, err := os.MkdirTemp("", "upgraph-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	bin, published = dir, filepath.Join(dir, "public")
	build := exec.Command("go", "build", "-trimpath", "-o", dir+"/", "./cmd/upgraph", "./cmd/upgraph-run")
	build.Dir = root()
	build.Stderr = os.Stderr
	code := 1
	if err := build.Run(); err != nil {
		fmt.Fprintf(os.Stderr, "build the programs: %v\n", err)
	} else {
		code = m.Run()
	}
	os.RemoveAll(dir)
	os.Exit(code)
}

// root is the top folder of the module.
func root() string {
	dir, err := filepath.Abs("../..")
	if err != nil {
		panic(err) // no current directory: nothing can be tested
	}
	return dir
}

// long reports whether the long forms were asked for.
func long() bool { return os.Getenv("UPGRAPH_LONG") != "" }

// tool gives the path of a program that a test needs, and skips the test where
// it is not installed.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not installed", name)
	}
	return path
}

// corpus gives the path of a guide of somebody else, and skips the test where
// it is not there.
func corpus(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(root(), "..", "shared", "corpus", filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the corpus is not beside the checkout: %v", err)
	}
	return path
}

// result is what a program left behind.
type result struct {
	stdout, stderr string
	code           int
}

func (r result) String() string {
	return fmt.Sprintf("exit %d\n--- stdout\n%s--- stderr\n%s", r.code, r.stdout, r.stderr)
}

// command makes one of our programs, or another one, ready to start in dir
// with more environment.
func command(dir string, env []string, name string, args ...string) *exec.Cmd {
	if strings.HasPrefix(name, "upgraph") {
		name = filepath.Join(bin, name)
	}
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	return cmd
}

// run runs a program to its end.
func run(t *testing.T, cmd *exec.Cmd) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok {
		t.Fatalf("start %s: %v", cmd.Path, err)
	} else if ok && exit.ExitCode() < 0 {
		t.Fatalf("%s: %v", cmd.Path, exit)
	}
	return result{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// must runs one of our programs and expects it to exit with 0.
func must(t *testing.T, dir string, name string, args ...string) result {
	t.Helper()
	r := run(t, command(dir, nil, name, args...))
	if r.code != 0 {
		t.Fatalf("%s %s: %v", name, strings.Join(args, " "), r)
	}
	return r
}

// publishedOnce keeps tests that run at once from building the site twice.
var publishedOnce sync.Once

// ownSite is the site of our own content. Tests share it and must not write in
// it.
func ownSite(t *testing.T) string {
	t.Helper()
	publishedOnce.Do(func() {
		must(t, root(), "upgraph", "build", "--content", ownContent(), "--out", published)
	})
	if _, err := os.Stat(published); err != nil {
		t.Fatalf("another test could not build the site: %v", err)
	}
	return published
}

// ownContent is the folder of our own guides.
func ownContent() string { return filepath.Join(root(), "content") }

// buildSite builds the content folder into a new folder and returns that.
func buildSite(t *testing.T, content string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "public")
	must(t, root(), "upgraph", "build", "--content", content, "--out", out)
	return out
}

// write puts a file where it belongs, with the folders above it.
func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// chmodExecutable lets a file be run.
func chmodExecutable(t *testing.T, path string) {
	t.Helper()
	if err := os.Chmod(path, 0o755); err != nil {
		t.Fatal(err)
	}
}

// read gives the content of a file.
func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// copyTree copies a folder of files into a new folder.
func copyTree(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}
