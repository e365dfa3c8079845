package site

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"math"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"upgraph/templates"
)

// The budgets, in bytes after compression. gzip stands for what servers send;
// brotli is smaller.
func TestBudgets(t *testing.T) {
	packed := func(content string) int {
		var b bytes.Buffer
		w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
		_, _ = w.Write([]byte(content))
		_ = w.Close()
		return b.Len()
	}
	limits := map[string]int{"site": 6 << 10, "identify": 6 << 10}
	in := fixture(t)
	const wire = 11 << 9
	if size := packed(string(engine(t, in).Module)); size > wire {
		t.Errorf("the search engine has %d bytes packed, want at most %d", size, wire)
	}
	base := 0
	for _, a := range Assets(nil) {
		size := packed(string(a.Content))
		name := strings.TrimSuffix(strings.TrimPrefix(a.Path, "a/"), a.Path[strings.LastIndexByte(a.Path, '-'):])
		if limit := limits[name]; size > limit {
			t.Errorf("%s has %d bytes packed, want at most %d", a.Path, size, limit)
		}
		if name == "site" {
			base += size
		}
	}
	pages := render(t, in)
	for name, limit := range map[string]int{"dm/releases/v1.0.5/index.html": 10 << 10, "dm/upgrade/v1.0.0-rc.1-12-gaa39ff9/v1.0.5/index.html": 13 << 10} {
		if size := base + packed(pages[name]); size > limit {
			t.Errorf("%s takes %d bytes on the wire, want at most %d", name, size, limit)
		}
	}
}

// The minifier does not see that the default of a part names what is declared
// beside it, and would put it first.
func TestDefaultsOfPartsNameNothing(t *testing.T) {
	part := regexp.MustCompile(`(?:const|let) [\[{].*\] =|(?:const|let) [\[{].*\} =`)
	named := regexp.MustCompile(`\w = [^'\d\[{(\s]*[a-z]\w* [^,\]}]*[,\]}]`)
	scripts, err := fs.Glob(templates.FS, "assets/*.js")
	if err != nil || len(scripts) < 5 {
		t.Fatalf("found the scripts %v: %v", scripts, err)
	}
	for _, name := range scripts {
		text, err := templates.FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if m := part.FindString(line); named.MatchString(m) {
				t.Errorf("%s: %s", name, m)
			}
		}
	}
	if !named.MatchString(part.FindString("const [shown, anchor = kind > 2 ? '=' : ''] = of(line);")) {
		t.Error("the test finds nothing")
	}
}

// Text has a contrast of 7:1 on every background that it may stand on, in both
// themes.
func TestContrast(t *testing.T) {
	css, err := readAsset(nil, "site.css")
	if err != nil {
		t.Fatal(err)
	}
	colours := map[string][2]string{}
	for _, m := range regexp.MustCompile(`--([a-z]+):light-dark\((#[0-9a-f]{6}), ?(#[0-9a-f]{6})\)`).FindAllStringSubmatch(string(css), -1) {
		colours[m[1]] = [2]string{m[2], m[3]}
	}
	for _, text := range []string{"ink", "soft", "link", "red", "amber", "green", "violet"} {
		for _, ground := range []string{"bg", "panel"} {
			for theme := range 2 {
				a, b := colours[text][theme], colours[ground][theme]
				if a == "" || b == "" {
					t.Fatalf("no colour --%s or --%s", text, ground)
				}
				if c := contrast(a, b); c < 7 {
					t.Errorf("--%s on --%s in theme %d: %.2f", text, ground, theme, c)
				}
			}
		}
	}
}

// contrast of two colours, after WCAG.
func contrast(a, b string) float64 {
	luminance := func(hex string) float64 {
		sum := 0.0
		for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
			n, _ := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
			v := float64(n) / 255
			if v <= 0.03928 {
				v /= 12.92
			} else {
				v = math.Pow((v+0.055)/1.055, 2.4)
			}
			sum += weight * v
		}
		return sum
	}
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// Chroma's registry of all lexers reads hundreds of files when a program starts:
// no program may link it.
func TestNoLexerRegistry(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatalf("list dependencies: %v", err)
	}
	if strings.Contains(string(out), "chroma/v2/lexers") || strings.Contains(string(out), "chroma/v2/styles") {
		t.Error("package site links chroma's registries")
	}
}
