package run

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"

	"upgraph/internal/plan"
)

const (
	hostileBytes = 8 << 20
	// shortShapes are those of hostileShapes that are tried every day.
	shortShapes = 6
	// maxResident is what a process may take at most to read and plan with
	// hostileBytes, program and runtime included.
	maxResident = 64 << 20
)

// hostileShapes are catalogs that hold as much of one thing as fits, or as is
// let in. In "%" of each stands a record, "#" in a record is its number.
var hostileShapes = []struct {
	name, text, record string
	max                int // records; 0 is as many as fit
}{
	{"as many releases as are let in", `"edges":[],"releases":[` + ab + `,%]`, `{"id":"r#","sort_key":"#","status":"supported"}`, 56_000},
	{"as many edges as are let in", releasesAB + `,"edges":[%]`, edgeAB(`"id":"#"`, ""), 46_000},
	{"sources of an edge", releasesAB + `,"edges":[{"id":"e","from":[%],"to":"v1.0.1"` + edgeRest + `]`, `{"introduced":"0"}`, 300_000},
	{"steps", releasesAB + `,"edges":[` + edgeAB(`"id":"e"`, "%") + `]`, `{"id":"#","kind":"manual","text":"x"}`, 80_000},
	{"arguments", releasesAB + `,"edges":[` + edgeAB(`"id":"e"`, `{"id":"s","kind":"exec","approved":false,"argv":["x",%]}`) + `]`, `"#"`, 900_000},
	{"depth", releasesAB + `,"edges":[],"z":[%]`, strings.Repeat("[", 64), 1},
	// From here on with UPGRAPH_LONG only.
	{"releases", `"edges":[],"releases":[` + ab + `,%]`, `{"id":"r#","sort_key":"#","status":"supported"}`, 0},
	{"edges", releasesAB + `,"edges":[%]`, edgeAB(`"id":"#"`, ""), 0},
	{"stops of an edge", releasesAB + `,"edges":[` + edgeAB(`"id":"e","must_stop_at":[%]`, "") + `]`, `"v1.0.0"`, 0},
	{"avoided releases", releasesAB + `,"edges":[` + edgeAB(`"id":"e","avoid":[%]`, "") + `]`, `"v1.0.1"`, 0},
	{"superseded ids", releasesAB + `,"edges":[` + edgeAB(`"id":"e","supersedes":[%]`, "") + `]`, `"v1.0.0"`, 0},
	{"long steps", releasesAB + `,"edges":[` + edgeAB(`"id":"e"`, "%") + `]`, `{"id":"#","kind":"manual","text":"` + strings.Repeat("x", 780) + `"}`, 9_900},
	{"conditions", releasesAB + `,"edges":[` + edgeAB(`"id":"e"`, "") + `],"conditions":[%]`, `{"id":"#","when":"before","text":"x"}`, 0},
	{"long conditions", releasesAB + `,"edges":[` + edgeAB(`"id":"e"`, "") + `],"conditions":[%]`, `{"id":"#","when":"before","text":"` + strings.Repeat("x", 780) + `"}`, 9_900},
	{"checks", releasesAB + `,"edges":[` + edgeAB(`"id":"e"`, "") + `],"checks":[%]`, `{"id":"#","type":"manual-confirm"}`, 70_000},
	{"empty notes", releasesAB + `,"edges":[` + edgeAB(`"id":"e"`, "") + `],"notes":[%]`, `{}`, 190_000},
	{"aliases", `"edges":[` + edgeAB(`"id":"e"`, "") + `],"releases":[{"id":"v1.0.0","sort_key":"111010.1010","status":"supported","aliases":[%]},{"id":"v1.0.1","sort_key":"111011.1010","status":"supported"}]`, `"a#"`, 0},
	{"one long text", releasesAB + `,"edges":[` + edgeAB(`"id":"e"`, `{"id":"s","kind":"manual","text":"a %"}`) + `]`, `x`, 1},
	{"escapes", releasesAB + `,"edges":[` + edgeAB(`"id":"e"`, `{"id":"s","kind":"exec","approved":false,"argv":["x",%]}`) + `]`, `"` + strings.Repeat(`\u4e2d`, 1000) + `"`, 0},
	{"unknown members", releasesAB + `,"edges":[` + edgeAB(`"id":"e"`, "") + `],"z":[%]`, `{"#":[]}`, 0},
}

const (
	ab         = `{"id":"v1.0.0","sort_key":"111010.1010","status":"supported"},{"id":"v1.0.1","sort_key":"111011.1010","status":"supported"}`
	releasesAB = `"releases":[` + ab + `]`
	edgeRest   = `,"status":"supported","constraints":[],"checks":[],"steps":[]}`
)

// edgeAB is an edge between the two releases.
func edgeAB(members, steps string) string {
	return `{` + members + `,"from":[{"introduced":"v1.0.0","last_affected":"v1.0.0"}],"to":"v1.0.1"` +
		strings.Replace(edgeRest, `[]}`, `[`+steps+`]}`, 1)
}

// writeHostile writes a catalog of the size, without holding it.
func writeHostile(t *testing.T, file, text, record string, most int) {
	t.Helper()
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	f := bufio.NewWriter(out)
	before, after, _ := strings.Cut(`{"schema_version":"1.0","requires":[],"product":{"id":"p"},`+text, "%")
	size, _ := io.WriteString(f, before)
	size += len(after)
	parts := strings.Split(record, "#")
	for i := 0; i < most || most == 0; i++ {
		r := strings.Join(parts, strconv.Itoa(i))
		if i > 0 {
			r = "," + r
		}
		if size+len(r) > hostileBytes-20 {
			break
		}
		n, err := io.WriteString(f, r)
		if err != nil {
			t.Fatal(err)
		}
		size += n
	}
	// What is left is text.
	fmt.Fprintf(f, `%s,"generator":"%s"}`, after, strings.Repeat("a", max(0, hostileBytes-size-17)))
	if err := f.Flush(); err != nil {
		t.Fatal(err)
	}
}

var highWater = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// A catalog of eight megabytes, whatever it holds, is read and planned with, or
// refused, in 64 megabytes. Each is read by a process of its own, which says
// what it took at most.
func TestHostileCatalogsTakeLittleMemory(t *testing.T) {
	if file := os.Getenv("HOSTILE_CATALOG"); file != "" {
		planHostile(t, file)
		return
	}
	if info, ok := debug.ReadBuildInfo(); ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"}) {
		t.Skip("the race detector takes memory of its own")
	}
	dir := t.TempDir()
	shapes := hostileShapes[:shortShapes]
	if os.Getenv("UPGRAPH_LONG") != "" {
		shapes = hostileShapes
	}
	for _, shape := range shapes {
		file := filepath.Join(dir, "compat.json")
		writeHostile(t, file, shape.text, shape.record, shape.max)
		cmd := exec.Command(os.Args[0], "-test.run=^TestHostileCatalogsTakeLittleMemory$", "-test.v")
		cmd.Env = append(os.Environ(), "HOSTILE_CATALOG="+file)
		out, err := cmd.CombinedOutput()
		m := highWater.FindSubmatch(out)
		if err != nil || m == nil {
			t.Fatalf("%s: %v\n%.2000s", shape.name, err, out)
		}
		kib, _ := strconv.Atoi(string(m[1]))
		t.Logf("%s: %d MiB; %.200s", shape.name, kib>>10, strings.Split(string(out), "\n")[1])
		if kib<<10 > maxResident {
			t.Errorf("%s: %d MiB are taken to read 8 and plan with them", shape.name, kib>>10)
		}
	}
}

// planHostile plans with a catalog as the command plan does.
func planHostile(t *testing.T, file string) {
	src, err := CatalogQuery{Path: file}.Load(&Env{Getenv: os.Getenv})
	outcome := fmt.Sprint(err)
	if err == nil {
		p, err := plan.For(src.Graph, src.Digest, "v1.0.0", "v1.0.1")
		outcome = fmt.Sprint("planned, ", err)
		if err == nil {
			text, err := plan.Encode(p)
			outcome = fmt.Sprintf("a plan of %d steps, %d bytes, %v", len(p.Steps), len(text), err)
		}
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("%.150s\n%s\n", outcome, highWater.Find(status))
}
