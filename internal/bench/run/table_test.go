package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestTable holds ratios and growth to what they say: twice the first peer,
// and ten times the releases in ten times the time.
func TestTable(t *testing.T) {
	of := func(factor int64) []result {
		first := result{wall: time.Duration(factor) * time.Second, user: time.Duration(factor) * time.Second / 4, system: time.Duration(factor) * time.Second * 3 / 4, memory: factor << 20, bytes: factor * 1000, files: int(factor)}
		second := first
		second.wall, second.memory = 2*first.wall, 3*first.memory
		second.user, second.system = first.user*time.Duration(factor), first.system*time.Duration(factor) // grow as the square
		return []result{first, second}
	}
	tab := &table{names: []peer{{name: "theirs"}, {name: "ours"}}}
	tab.add(1, of(1))
	tab.add(10, of(10))
	var b strings.Builder
	if err := tab.write(&b); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if len(lines) != 5 {
		t.Fatalf("want a head and a line for each peer and size:\n%s", &b)
	}
	want := []string{"10", "ours", "20.00", "25.00", "75.00", "30", "10", "1.0", "2.00", "10.00", "3.00", "1.00", "2.00"}
	if got := strings.Fields(lines[4]); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestOnceMeasuresAProcess runs one, and one that fails.
func TestOnceMeasuresAProcess(t *testing.T) {
	r, err := once([]string{"sh", "-c", "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done"})
	if err != nil || r.wall <= 0 || r.cpu() <= 0 || r.memory < 1<<16 {
		t.Errorf("a process needs time and memory, got %+v, %v", r, err)
	}
	if _, err := once([]string{"sh", "-c", "echo why >&2; exit 3"}); err == nil || !strings.Contains(err.Error(), "why") {
		t.Errorf("a process that fails says why, got %v", err)
	}
}

// TestEachRunWritesToAFolderOfItsOwn holds that nothing is deleted between runs,
// and that everything is when they are over.
func TestEachRunWritesToAFolderOfItsOwn(t *testing.T) {
	work := t.TempDir()
	dir := filepath.Join(work, "10")
	var outs []string
	prepare := func(_, dir string) error { return os.MkdirAll(dir, 0o755) }
	writes := peer{name: "writes", prepare: prepare, command: func(_, out string) []string {
		outs = append(outs, out)
		return []string{"sh", "-c", `mkdir -p "$0" && test ! -e "$0/x" && echo 12345 >"$0/x"`, out}
	}}
	warm := peer{name: "warm", prepare: prepare, warm: true, command: func(_, out string) []string {
		return []string{"sh", "-c", `mkdir -p "$0" && echo 123 >>"$0/x"`, out}
	}}
	rs, err := measure([]peer{writes, warm}, "", dir, 3)
	if err != nil {
		t.Fatal(err)
	}
	if rs[0].files != 1 || rs[0].bytes != 6 || rs[1].bytes != 6*4 {
		t.Errorf("got %+v", rs)
	}
	for _, out := range outs {
		if _, err := os.Stat(out); err != nil {
			t.Errorf("it was deleted between runs: %v", err)
		}
	}
	if err := removeSites(work); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, sitesPrefix+"*")); len(outs) != 3 || len(left) > 0 {
		t.Errorf("after %d runs %q is left", len(outs), left)
	}
}

func TestFileSystemIsNamed(t *testing.T) {
	if name := fileSystem(t.TempDir()); name == "" {
		t.Error("no name")
	}
	if got, want := fileSystem("/does/not/exist"), "an unknown file system"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWrittenCountsFiles(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"a": "12345", "b/c": "123"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if files, size, err := written(dir); files != 2 || size != 8 || err != nil {
		t.Errorf("got %d files of %d bytes, %v; want 2 of 8", files, size, err)
	}
}
