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
		first := result{wall: time.Duration(factor) * time.Second, cpu: time.Duration(factor) * time.Second, memory: factor << 20, bytes: factor * 1000, files: int(factor)}
		second := first
		second.wall, second.memory = 2*first.wall, 3*first.memory
		second.cpu = first.cpu * time.Duration(factor) // grows as the square
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
	want := []string{"10", "ours", "20.00", "100.00", "30", "10", "1.0", "2.00", "10.00", "3.00", "1.00", "2.00"}
	if got := strings.Fields(lines[4]); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestOnceMeasuresAProcess runs one, and one that fails.
func TestOnceMeasuresAProcess(t *testing.T) {
	r, err := once([]string{"sh", "-c", "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done"})
	if err != nil || r.wall <= 0 || r.cpu <= 0 || r.memory < 1<<16 {
		t.Errorf("a process needs time and memory, got %+v, %v", r, err)
	}
	if _, err := once([]string{"sh", "-c", "echo why >&2; exit 3"}); err == nil || !strings.Contains(err.Error(), "why") {
		t.Errorf("a process that fails says why, got %v", err)
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
