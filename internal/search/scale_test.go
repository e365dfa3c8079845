package search_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"

	"upgraph/internal/bench"
	"upgraph/internal/build"
	"upgraph/internal/emit"
	"upgraph/internal/search"
	"upgraph/internal/site"
)

// cost is what queries cost on a site of a size.
type cost struct {
	releases, entries         int
	files, bytes, largest     int
	engine, median, p95, most int
	requests                  int
	right, asked              int
}

// fetched is what one query took until its first result could be shown.
type fetched struct {
	Query           string
	Bytes, Requests int
	found
}

// TestScale counts what a search fetches on sites of made-up guides: it hangs on
// the words, hardly on the number of releases.
func TestScale(t *testing.T) {
	search.NeedNode(t)
	sizes := []int{100, 1000}
	if os.Getenv("UPGRAPH_LONG") != "" {
		sizes = []int{1000, 10_000}
	}
	if testing.Short() {
		sizes = []int{50, 100}
	}
	var costs []cost
	var table bytes.Buffer
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "releases\tentries\tfiles\tbytes\tlargest\tengine\tmedian\tp95\tmost\trequests\tright first")
	for _, n := range sizes {
		c := costOf(t, n)
		costs = append(costs, c)
		fmt.Fprintf(w, "%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d of %d\n", c.releases, c.entries, c.files, c.bytes, c.largest, c.engine, c.median, c.p95, c.most, c.requests, c.right, c.asked)
	}
	w.Flush()
	t.Logf("\n%s", table.String())
	small, large := costs[0], costs[1]
	type bound struct {
		what        string
		got, atMost int
	}
	bounds := []bound{
		{"files of the index", large.files, 500},
		{"bytes of the index", large.bytes, 4 << 20},
		{"median at ten times the releases, in percent", large.median * 100 / small.median, 160},
	}
	for _, c := range costs {
		bounds = append(bounds,
			bound{"bytes of the largest file", c.largest, 12 << 10},
			bound{"bytes before the first result, median", c.median, medians[c.releases]},
			bound{"bytes before the first result, 95 of 100", c.p95, medians[c.releases] + 5<<9},
			bound{"requests before the first result, engine included, median", c.requests, 3},
			bound{"queries that did not find the right thing first, in percent", (c.asked - c.right) * 100 / c.asked, 2})
	}
	for _, b := range bounds {
		if b.got > b.atMost {
			t.Errorf("%s: %d, want at most %d", b.what, b.got, b.atMost)
		}
	}
}

// medians are the bytes before the first result, engine included, that half of the
// queries take at most, by the number of releases.
var medians = map[int]int{50: 25 << 9, 100: 25 << 9, 1000: 13 << 10, 10_000: 31 << 9}

// madeUp are the engine and the entries of a site of n made-up releases.
func madeUp(t *testing.T, n int) (search.Engine, []search.Entry) {
	t.Helper()
	content := build.Load(bench.FS(n, 1), build.Options{Generator: "upgraph test"})
	in, err := content.Compile(build.SiteOptions{Generator: "upgraph test"}, emit.NewLedger())
	if err != nil {
		t.Fatalf("compile %d guides: %v", n, err)
	}
	engine, err := site.SearchEngine(in.Site)
	if err != nil {
		t.Fatal(err)
	}
	return engine, in.Search()
}

func costOf(t *testing.T, n int) cost {
	t.Helper()
	engine, entries := madeUp(t, n)
	dir := t.TempDir()
	c := cost{releases: n, entries: len(entries)}
	for _, f := range search.Build(engine, entries) {
		writeFile(t, filepath.Join(dir, filepath.FromSlash(f.Path)), f.Content)
		if strings.HasSuffix(f.Path, ".idx") {
			c.files++
			c.bytes += len(f.Content)
			c.largest = max(c.largest, len(f.Content))
		}
	}
	qs := technical(entries)
	all := fetchAll(t, dir, qs)
	sizes, requests := []int{}, []int{}
	for i, f := range all {
		sizes, requests = append(sizes, f.Bytes), append(requests, f.Requests)
		if c.asked++; f.right(qs[i]) {
			c.right++
		} else {
			t.Logf("%d releases: %q finds %s %s %q, want %s %q", n, f.Query, f.Kind, f.Release, f.Body, qs[i].Release, qs[i].Has)
		}
	}
	slices.Sort(sizes)
	slices.Sort(requests)
	c.median, c.p95, c.most, c.requests = sizes[len(sizes)/2], sizes[len(sizes)*95/100], sizes[len(sizes)-1], requests[len(requests)/2]
	c.engine = enginePacked(t, dir)
	return c
}

var (
	code   = regexp.MustCompile(`\b[a-z]+(?:-[a-z]+)+\b`)
	number = regexp.MustCompile(`\((\d{4}) and (\d{4})\)`)
)

// technical makes queries of the kinds that people ask, with what must be first,
// of entries from all over a site.
func technical(entries []search.Entry) []query {
	r := rand.New(rand.NewPCG(1, 2))
	var releases, changes []search.Entry
	for _, e := range entries {
		switch {
		case e.Kind == "release" && e.Release != "":
			releases = append(releases, e)
		case e.Kind == "change" && number.MatchString(e.Text):
			changes = append(changes, e)
		}
	}
	var out []query
	for i := range 15 {
		e := releases[r.IntN(len(releases))]
		commit := regexp.MustCompile(`\b[0-9a-f]{12}\b`).FindString(e.Text)
		out = append(out,
			query{Query: e.Release, Release: e.Release},
			query{Query: strings.TrimPrefix(e.Release, "v"), Release: e.Release},
			query{Query: commit[:8+i%5], Release: e.Release})
		c := changes[r.IntN(len(changes))]
		m, option := number.FindStringSubmatch(c.Text), code.FindString(c.Text)
		out = append(out,
			query{Query: m[1] + " " + m[2], Release: c.Release, Has: m[0]},
			query{Query: option + " " + m[1], Release: c.Release, Has: m[0]},
			query{Query: c.Release + " " + m[1], Release: c.Release, Has: m[0]})
	}
	return out
}

const fetchesOfEach = `
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
const [dir, file] = process.argv.slice(2);
let bytes, requests;
const engine = gzipSync(readFileSync(dir + '/search/en.js'), { level: 9 }).length;
globalThis.more = (path) => { // what the engine fetches later of itself
  bytes += gzipSync(readFileSync(dir + '/search/' + path), { level: 9 }).length;
  requests++;
  return import(dir + '/search/' + path);
};
writeFileSync(dir + '/search/counted.js', readFileSync(dir + '/search/en.js', 'utf8').replaceAll(/\bimport\(/g, 'globalThis.more('));
const { open, root } = await import(dir + '/search/counted.js');
const out = [];
for (const query of JSON.parse(readFileSync(file, 'utf8'))) {
  bytes = engine;
  requests = 1;
  const ask = open(async (path, from, to) => {
    const packed = readFileSync(dir + '/' + path).subarray(from, to);
    bytes += packed.length;
    requests++;
    return packed;
  }, root);
  const first = await (await ask(query)).results[0];
  out.push({ query, bytes, requests, ...first });
}
console.log(JSON.stringify(out));
`

func fetchAll(t *testing.T, dir string, qs []query) []fetched {
	t.Helper()
	var words []string
	for _, q := range qs {
		words = append(words, q.Query)
	}
	text, err := json.Marshal(words)
	if err != nil {
		t.Fatal(err)
	}
	out := search.RunNode(t, dir, "fetch.mjs", map[string]string{"fetch.mjs": fetchesOfEach, "queries.json": string(text), "package.json": `{"type": "module"}`},
		dir, filepath.Join(dir, "queries.json"))
	var all []fetched
	if err := json.Unmarshal(out, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// enginePacked is what the engine takes on the wire, with the root of the index.
func enginePacked(t *testing.T, dir string) int {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "gzip", "-9c", filepath.Join(dir, "search", "en.js")).Output()
	if err != nil {
		t.Skipf("gzip: %v", err)
	}
	return len(out)
}
