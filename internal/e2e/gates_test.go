package e2e

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
)

// gates is the folder of the checkers, with what npm installed in it; the test
// skips where that is not done.
func gates(t *testing.T, program string) string {
	t.Helper()
	if !long() {
		t.Skip("UPGRAPH_LONG is not set")
	}
	dir := filepath.Join(root(), "internal", "tools", "gates")
	if _, err := os.Stat(filepath.Join(dir, "node_modules", program)); err != nil {
		t.Skipf("%s is not installed in internal/tools/gates: `make e2e` does that where npm is", program)
	}
	return dir
}

// gatePage is one page of one kind, with everything that the gates say of it.
type gatePage struct {
	site *gateSite
	kind string
	path string // as it is asked for

	URL        string
	Axe        map[string][]string // by light, dark and 320
	CSP        int
	Console    []string
	Overflow   []string
	Difference []string
	Requests   int
	Bytes      int
	Script     int

	invalid, broken []string
	scores          map[string]int // of Lighthouse, nil where it was not asked
}

// TestGates holds a page of each kind of every site of gateSites against every
// gate and prints one table. Lighthouse, whose times want a quiet machine, comes
// last.
func TestGates(t *testing.T) {
	dir := gates(t, "axe-core")
	chromium, node, java := tool(t, "chromium"), tool(t, "node"), tool(t, "java")
	var all []*gatePage
	var sites [][]*gatePage
	for _, made := range gateSites {
		t.Run(made.name, func(st *testing.T) {
			content := made.content(st) // which may skip
			pages := made.serve(t, content).pages(st)
			all, sites = append(all, pages...), append(sites, pages)
			st.Run("browser", func(t *testing.T) { gateBrowser(t, dir, node, chromium, pages) })
			st.Run("html", func(t *testing.T) { gateValid(t, dir, node, java, pages) })
			st.Run("links", func(t *testing.T) { gateLinks(t, dir, node, pages) })
		})
	}
	for _, pages := range sites {
		t.Run(pages[0].site.name+" lighthouse", func(t *testing.T) { gateLighthouse(t, dir, node, chromium, pages) })
	}
	t.Logf("\n%s", gateTable(all))
}

// gateTable is what the gates found: a line for each page.
func gateTable(pages []*gatePage) string {
	var table bytes.Buffer
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "site\tkind of page\tHTML\tlight\tdark\t320\twide\tCSP\tconsole\tlinks\tsame\tbytes\tJS\trequests\tLighthouse a/bp/seo/perf")
	for _, p := range pages {
		scores := "-"
		if s := p.scores; s != nil {
			scores = fmt.Sprintf("%d/%d/%d", s["accessibility"], s["best-practices"], s["seo"])
			if perf, ok := s["performance"]; ok {
				scores += fmt.Sprintf("/%d", perf)
			}
		}
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%v\t%d\t%d\t%d\t%s\n", p.site.name, p.kind, len(p.invalid),
			len(p.Axe["light"]), len(p.Axe["dark"]), len(p.Axe["320"]), len(p.Overflow), p.CSP, len(p.Console), len(p.broken), len(p.Difference) == 0, p.Bytes, p.Script, p.Requests, scores)
	}
	w.Flush()
	return table.String()
}

// stdinLines runs a checker that reads lines and prints a JSON line for each.
func stdinLines(t *testing.T, dir, node, script, chromium string, lines []string, take func(line []byte)) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), node, script, chromium)
	var said bytes.Buffer
	cmd.Dir, cmd.Stdin, cmd.Stderr = dir, strings.NewReader(strings.Join(lines, "\n")), &said
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatalf("start %s: %v", script, err)
	}
	n := 0
	for answers := bufio.NewScanner(out); answers.Scan(); n++ {
		take(answers.Bytes())
	}
	if err := cmd.Wait(); err != nil || n != len(lines) {
		t.Errorf("%s looked at %d of %d pages: %v\n%s", script, n, len(lines), err, said.String())
	}
}

// gateBrowser opens the pages in light, in dark and on a narrow screen: nothing
// for axe to find up to AAA, no violation of the policy, a quiet console, no
// sideways scrolling, the same text and links without JavaScript, the budgets.
func gateBrowser(t *testing.T, dir, node, chromium string, pages []*gatePage) {
	var urls []string
	for _, p := range pages {
		urls = append(urls, p.site.base+p.path)
	}
	i := 0
	stdinLines(t, dir, node, "gates.mjs", chromium, urls, func(line []byte) {
		if err := json.Unmarshal(line, pages[i]); err != nil {
			t.Fatalf("read %q: %v", line, err)
		}
		pages[i].check(t)
		i++
	})
}

// check holds a page against the gates. Whole pages have budgets on our own site
// only: elsewhere the guide says how long a page is. The search page fetches
// engine and index as well.
func (p *gatePage) check(t *testing.T) {
	t.Helper()
	bytes, script, requests := 15<<10, 6<<10, 6
	switch p.kind {
	case "release":
		bytes = 10 << 10
	case "search":
		bytes, script, requests = 48<<10, 12<<10, 12
	}
	if !p.site.own {
		bytes = 1 << 30
	}
	axe := slices.Concat(p.Axe["light"], p.Axe["dark"], p.Axe["320"])
	if p.kind == "404" {
		p.Difference = nil // its links count from the root, and it stands nowhere
	}
	for _, c := range []struct {
		bad  bool
		what string
	}{
		{len(axe) > 0, strings.Join(axe, "\n  ")},
		{p.CSP > 0, "the policy is violated"},
		{len(p.Console) > 0, "console: " + strings.Join(p.Console, "; ")},
		{len(p.Overflow) > 0, "scrolls sideways at " + strings.Join(p.Overflow, ", ")},
		{len(p.Difference) > 0, "differs without JavaScript: " + strings.Join(p.Difference, ", ")},
		{p.Requests > requests, fmt.Sprintf("%d requests", p.Requests)},
		{p.Bytes > bytes, fmt.Sprintf("%d bytes, more than %d", p.Bytes, bytes)},
		{p.Script > script, fmt.Sprintf("%d bytes of JavaScript, more than %d", p.Script, script)},
	} {
		if c.bad {
			t.Errorf("%s%s: %s", p.site.name, p.path, c.what)
		}
	}
}

func stderrOf(err error) string {
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return string(exit.Stderr)
	}
	return ""
}

// link is what linkinator says of one.
type link struct{ URL, State, Parent string }

// linkinator follows every link from an address on, fragments included, and
// gives those that lead nowhere, which fail the test, and how many there are.
func linkinator(t *testing.T, dir, node, from string) (broken []link, n int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), node, filepath.Join("node_modules", "linkinator", "build", "src", "cli.js"), from, "--recurse", "--check-fragments", "--format", "json",
		"--concurrency", "4", "--skip", `^https?://(?!127\.0\.0\.1)`)
	cmd.Dir = dir
	out, err := cmd.Output()
	var report struct{ Links []link }
	if json.Unmarshal(out, &report) != nil || len(report.Links) < 100 {
		t.Fatalf("linkinator: %v\n%s%s", err, out, stderrOf(err))
	}
	for _, l := range report.Links {
		if l.State == "BROKEN" {
			t.Errorf("%s, linked from %s, is broken", l.URL, l.Parent)
			broken = append(broken, l)
		}
	}
	return broken, len(report.Links)
}

// gateLinks follows every link of every site, fragments included, and those of
// our own with linkinator too.
func gateLinks(t *testing.T, dir, node string, pages []*gatePage) {
	site := pages[0].site
	byURL, byFile := map[string]*gatePage{}, map[string]*gatePage{}
	for _, p := range pages {
		byURL[site.base+p.path], byFile[p.file()] = p, p
	}
	faults, _ := linkFaults(t, site.dir, site.base+"/")
	for page, all := range faults {
		t.Errorf("%s links to %s", page, strings.Join(all, "; "))
		if p := byFile[filepath.Join(site.dir, filepath.FromSlash(page))]; p != nil {
			p.broken = all
		}
	}
	if !site.own {
		return
	}
	broken, n := linkinator(t, dir, node, site.base+"/")
	for _, l := range broken {
		if p := byURL[l.Parent]; p != nil {
			p.broken = append(p.broken, l.URL)
		}
	}
	t.Logf("%d links of our own site", n)
}

// gateLighthouse asks for 100 in accessibility, best practices and search engines
// of every page, and for at least 99 in performance, the median of five, of those
// that are read most.
func gateLighthouse(t *testing.T, dir, node, chromium string, pages []*gatePage) {
	var asked []*gatePage
	var lines []string
	for _, p := range pages {
		if p.kind == "404" { // which search engines must not find
			continue
		}
		times := 0
		if slices.Contains([]string{"home", "release", "path"}, p.kind) {
			times = 5
		}
		asked = append(asked, p)
		lines = append(lines, fmt.Sprint(times, " ", p.site.base, p.path))
	}
	i := 0
	stdinLines(t, dir, node, "lighthouse.mjs", chromium, lines, func(line []byte) {
		var report struct {
			Scores map[string][]int
			Failed []string
		}
		p := asked[i]
		i++
		if err := json.Unmarshal(line, &report); err != nil {
			t.Fatalf("read %q: %v", line, err)
		}
		p.scores = map[string]int{}
		wanted := map[string]int{"accessibility": 100, "best-practices": 100, "seo": 100}
		if strings.HasPrefix(lines[i-1], "5 ") {
			wanted["performance"] = 99
		}
		for name, want := range wanted {
			all := slices.Sorted(slices.Values(report.Scores[name]))
			if len(all) == 0 {
				t.Errorf("%s: no score for %s", p.path, name)
				continue
			}
			p.scores[name] = all[len(all)/2]
			if p.scores[name] < want {
				t.Errorf("%s: %s %v, want a median of %d; %s", p.path, name, all, want, strings.Join(report.Failed, ", "))
			}
		}
	})
}

// TestGateBehaviour uses the site as a reader does: picker, pasted output, ticks,
// search by keyboard, facets, and the picker without JavaScript; and its search on
// hosts of all kinds.
func TestGateBehaviour(t *testing.T) {
	dir := gates(t, "playwright-core")
	chromium, node := tool(t, "chromium"), tool(t, "node")
	site := gateSites[0].serve(t, ownContent())
	for _, args := range [][]string{{"behaviour.mjs", chromium, site.base}, {"search.mjs", chromium, site.base, "v1.0.4", "v1.0.5", "relay"}} {
		cmd := exec.CommandContext(t.Context(), node, args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "as expected") {
			t.Errorf("%s: %v\n%s", args[0], err, out)
		}
	}
}
