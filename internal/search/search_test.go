package search

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upgraph/internal/release"
)

// vector is a text and the groups that it splits into, for both languages that
// the tokenizer is written in.
type vector struct {
	Text   string    `json:"text"`
	Groups [][][]any `json:"groups"`
}

func vectors(t *testing.T) []vector {
	t.Helper()
	data, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var out []vector
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTokenizeVectors(t *testing.T) {
	for _, v := range vectors(t) {
		got := [][][]any{}
		for _, g := range Tokenize(v.Text) {
			var group [][]any
			for _, tok := range g {
				group = append(group, []any{tok.Term, float64(tok.Weight)})
			}
			got = append(got, group)
		}
		if diff := cmp.Diff(v.Groups, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", v.Text, diff)
		}
	}
}

// testEngine is the engine as its author wrote it, with no words.
func testEngine(t testing.TB) Engine {
	t.Helper()
	module, err := os.ReadFile("../../templates/assets/search.js")
	if err != nil {
		t.Fatal(err)
	}
	rare, err := os.ReadFile("../../templates/assets/search_rare.js")
	if err != nil {
		t.Fatal(err)
	}
	return Engine{Module: module, Rare: rare, Say: func(string) Words { return nil }}
}

// Anchors of records come from one function in both languages.
func TestSlugVectors(t *testing.T) {
	data, err := os.ReadFile("testdata/slugs.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct{ Text, Slug string }
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		if got := release.Slug(c.Text); got != c.Slug {
			t.Errorf("%q becomes %q, want %q", c.Text, got, c.Slug)
		}
	}
}

// node runs a module beside the engine.
func node(t *testing.T, program string, args ...string) []byte {
	t.Helper()
	e := testEngine(t)
	return RunNode(t, t.TempDir(), "main.mjs", map[string]string{"search.mjs": string(e.Module), "rare.mjs": string(e.Rare), "main.mjs": program}, args...)
}

func TestTokenizeVectorsInJavaScript(t *testing.T) {
	file, err := filepath.Abs("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	slugs, err := filepath.Abs("testdata/slugs.json")
	if err != nil {
		t.Fatal(err)
	}
	node(t, `
import { readFileSync } from 'node:fs';
import assert from 'node:assert/strict';
import { tokenize, slug } from './search.mjs';
import { near } from './rare.mjs';
for (const { text, groups } of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  assert.deepEqual(tokenize(text), groups, JSON.stringify(text));
}
for (const [a, b, want] of [['relay', 'relya', true], ['relay', 'rely', true], ['relay', 'relays', true], ['relay', 'delay', true],
  ['relay', 'relay', true], ['relay', 'rleya', false], ['relay', 'worker', false]]) {
  assert.equal(near(a, b), want, a + ' ' + b);
}
for (const { text, slug: want } of JSON.parse(readFileSync(process.argv[3], 'utf8'))) assert.equal(slug(text), want, text);
`, file, slugs)
}

// commit is a hash of 40 digits that differs in its first ten.
func commit(i int) string { return fmt.Sprintf("%010x%030x", i*7919+0xa8e9f53f91, 0xdfe55b) }

// guides are entries of n releases.
func guides(n int) []Entry {
	var out []Entry
	for i := range n {
		id := fmt.Sprintf("v%d.%d.%d", i/100, i/10%10, i%10)
		add := func(kind, title, text, anchor string) {
			out = append(out, Entry{Language: "en", Kind: kind, Product: "dm", Release: id, SortKey: fmt.Sprintf("%08d", i), Title: title, Text: text, URL: "dm/releases/" + id + "/" + anchor, Tags: []string{Tag("type", kind), Tag("component", []string{"DM-worker", "dmctl"}[i%2])}})
		}
		add("release", id, fmt.Sprintf("%s release-1.0", commit(i)), "")
		add("change", "", fmt.Sprintf("Fix error %d of query-status with --more in relay%d.meta", 9000+i, i), "#c1")
		add("change", "", "Improve the speed of import", "#c2")
		add("step", "", "Run ansible-playbook rolling_update.yml", "#s1")
	}
	return out
}

// The terms are the same on however many processors they are found.
func TestInvertOnManyProcessors(t *testing.T) {
	entries := guides(50)
	var ps []*Entry
	for i := range entries {
		ps = append(ps, &entries[i])
	}
	want := invertBy(ps, 1)
	for n := 2; n < 8; n++ {
		if diff := cmp.Diff(want, invertBy(ps, n), cmp.AllowUnexported(term{})); diff != "" {
			t.Errorf("on %d goroutines:\n%s", n, diff)
		}
	}
}

func TestBuild(t *testing.T) {
	entries := append(guides(50), Entry{Language: "zh", Kind: "release", Product: "dm", Release: "v1", Title: "v1", URL: "zh/dm/releases/v1/"})
	files := Build(testEngine(t), entries)
	again := Build(testEngine(t), entries)
	if diff := cmp.Diff(files, again); diff != "" {
		t.Errorf("two builds differ:\n%s", diff)
	}
	seen := map[string]bool{}
	for _, f := range files {
		if seen[f.Path] {
			t.Errorf("%s is there twice", f.Path)
		}
		seen[f.Path] = true
		if strings.HasSuffix(f.Path, ".idx") && len(f.Content) > packSize {
			t.Errorf("%s has %d bytes", f.Path, len(f.Content))
		}
	}
	if !seen[EnginePath("en")] || !seen[EnginePath("zh")] {
		t.Error("a language has no engine")
	}
	// One more release changes names, never the content behind a name.
	for _, f := range Build(testEngine(t), guides(51)) {
		if seen[f.Path] && strings.HasPrefix(f.Path, "a/") {
			t.Errorf("%s has a new content under its old name", f.Path)
		}
	}
}

// write the index to a folder for node.
func indexFolder(t testing.TB, entries []Entry) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range Build(testEngine(t), entries) {
		name := filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// engineCounted loads the engine so that bytes and requests count what it fetches
// later of itself.
const engineCounted = `
let bytes, requests;
const engine = gzipSync(readFileSync(dir + '/search/en.js'), { level: 9 }).length;
globalThis.more = (path) => {
  bytes += gzipSync(readFileSync(dir + '/search/' + path), { level: 9 }).length;
  requests++;
  return import(dir + '/search/' + path);
};
writeFileSync(dir + '/search/counted.js', readFileSync(dir + '/search/en.js', 'utf8').replaceAll(/\bimport\(/g, 'globalThis.more('));
const { open, root } = await import(dir + '/search/counted.js');
`

// asker prints the answers to the queries among its arguments, and what each
// took, as JSON.
const asker = `
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
const [dir, ...queries] = process.argv.slice(2);
writeFileSync(dir + '/package.json', '{"type": "module"}');
` + engineCounted + `
const out = [];
for (const query of queries) {
  bytes = engine;
  requests = 1;
  const get = async (path, from, to) => {
    const packed = readFileSync(dir + '/' + path).subarray(from, to);
    bytes += packed.length;
    requests++;
    return packed;
  };
  const ask = open(get, root);
  const [words, facets] = query.startsWith('?') ? [new URLSearchParams(query).get('q') ?? '', Object.fromEntries([...new URLSearchParams(query)].filter(([k]) => k !== 'q'))] : [query, {}];
  const answer = await ask(words, 30, facets);
  await answer.results[0];
  out.push({ query, bytes, requests, total: answer.total, more: answer.more, similar: answer.similar?.map((r) => r.release), instead: answer.instead, results: await Promise.all(answer.results), rest: answer.rest ? (await answer.rest()).total : 0 });
}
console.log(JSON.stringify(out));
`

type answer struct {
	Query    string
	Bytes    int
	Requests int
	Total    int
	More     bool
	Rest     int
	Similar  []string
	Instead  [][]string
	Results  []struct{ Kind, Product, Release, Title, Body, URL string }
}

// URLs are the addresses of the results.
func (a answer) URLs() []string {
	var out []string
	for _, r := range a.Results {
		out = append(out, r.URL)
	}
	return out
}

func ask(t *testing.T, dir string, queries ...string) []answer {
	t.Helper()
	var out []answer
	if err := json.Unmarshal(node(t, asker, append([]string{dir}, queries...)...), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAsk(t *testing.T) {
	dir := indexFolder(t, guides(300))
	first := map[string]string{
		"1.0.4":          "dm/releases/v1.0.4/",
		"v1.0.4":         "dm/releases/v1.0.4/",
		"v2.9.9":         "dm/releases/v2.9.9/",
		"9104":           "dm/releases/v1.0.4/#c1",
		"relay104.meta":  "dm/releases/v1.0.4/#c1",
		"relya104":       "dm/releases/v1.0.4/#c1", // one typo
		"error 9104":     "dm/releases/v1.0.4/#c1",
		"--more 9007":    "dm/releases/v0.0.7/#c1",
		commit(104):      "dm/releases/v1.0.4/",
		"rolling_update": "dm/releases/v2.9.9/#s1", // newest first among equals
		"speed of impo":  "dm/releases/v2.9.9/#c2", // the last word may be unfinished
		"speed 9104":     "dm/releases/v1.0.4/#c1", // no entry has both: the rarer word decides
	}
	var queries []string
	for q := range first {
		queries = append(queries, q)
	}
	for _, a := range ask(t, dir, queries...) {
		if len(a.URLs()) == 0 || a.URLs()[0] != first[a.Query] {
			t.Errorf("%q finds %.3v first, want %s", a.Query, a.URLs(), first[a.Query])
		}
	}
	for _, a := range ask(t, dir, "", "nosuchwordatall", "...") {
		if len(a.URLs()) != 0 {
			t.Errorf("%q finds %v", a.Query, a.URLs())
		}
	}
}

// The name of a product leads to its home, then to its newest release and the
// others, and to its lists last.
func TestProductName(t *testing.T) {
	entries := guides(20)
	for i := range entries {
		if e := &entries[i]; e.Kind == "release" {
			e.Also = "dm Data Migration Upgrade to " + e.Release
			if e.Release == "v0.1.9" {
				e.Also += " dm Data Migration"
			}
		}
		if entries[i].Kind == "step" {
			entries[i].Text = "Run dm with the new files, then look at the data"
		}
	}
	entries = append(entries, Entry{Language: "en", Kind: "page", Product: "dm", Title: "Data Migration", Names: []string{"dm", "Data Migration"}, URL: "dm/"},
		Entry{Language: "en", Kind: "page", Product: "dm", Title: "Releases", Of: "dm Data Migration", URL: "dm/releases/"})
	dir := indexFolder(t, entries)
	for _, a := range ask(t, dir, "dm", "data migration") {
		if urls := a.URLs(); len(urls) < 22 || urls[0] != "dm/" || urls[1] != "dm/releases/v0.1.9/" || urls[2] != "dm/releases/v0.1.8/" && urls[2] != "dm/releases/v0.1.9/#s1" {
			t.Errorf("%q finds %.4v, want the home and the newest release", a.Query, urls)
		}
	}
	if a := ask(t, dir, "dm releases")[0]; len(a.URLs()) == 0 || a.URLs()[0] != "dm/releases/" {
		t.Errorf("the list of releases is not found: %v", a.URLs())
	}
}

// A version is answered by its release alone, though others name it.
func TestAVersionStandsAlone(t *testing.T) {
	entries := guides(20)
	for i := range entries {
		if entries[i].Kind == "change" {
			entries[i].Text += " as since v0.0.7"
		}
	}
	a := ask(t, indexFolder(t, entries), "v0.0.7")[0]
	if len(a.URLs()) != 1 || a.URLs()[0] != "dm/releases/v0.0.7/" || a.Total < 20 {
		t.Errorf("a version finds %d, first %.3v", a.Total, a.URLs())
	}
}

// Results are narrowed by type, component and a range of versions, with words
// and without.
func TestFacets(t *testing.T) {
	dir := indexFolder(t, guides(300))
	cases := map[string]struct {
		total int
		first string
	}{
		"?q=speed&from=1.0.1&to=v1.0.4":       {3, "dm/releases/v1.0.4/#c2"},
		"?type=step":                          {300, "dm/releases/v2.9.9/#s1"},
		"?type=step&component=DMCTL&to=1.0.4": {52, "dm/releases/v1.0.3/#s1"},
		"?type=release&from=v2.9.8":           {1, "dm/releases/v2.9.9/"},
		"?from=v2.9.8":                        {4, "dm/releases/v2.9.9/"},
		"?q=rolling_update&type=change":       {0, ""},
		"?type=nosuch":                        {0, ""},
		"?from=v1.0.4&to=v1.0.1&q=speed":      {0, ""},
		"?q=9104&component=dm-worker&type=change&from=v1.0.3&to=9": {1, "dm/releases/v1.0.4/#c1"},
	}
	for _, a := range ask(t, dir, slices.Collect(maps.Keys(cases))...) {
		want, first := cases[a.Query], ""
		if len(a.URLs()) > 0 {
			first = a.URLs()[0]
		}
		if a.Total != want.total || first != want.first {
			t.Errorf("%s finds %d, %s first; want %d, %s", a.Query, a.Total, first, want.total, want.first)
		}
	}
}

// Of common words the older entries are in files of their own, and those of a kind
// are found by what is shown of them.
func TestOlderEntries(t *testing.T) {
	dir := indexFolder(t, guides(1500))
	cases := map[string]struct {
		total int
		more  bool
		first string
	}{
		"?component=dmctl&to=v0.0.3":            {8, false, "dm/releases/v0.0.3/"},
		"?component=dmctl&type=step&to=v0.0.3":  {2, false, "dm/releases/v0.0.3/#s1"},
		"?type=change&from=v0.0.3&to=v0.0.5":    {4, false, "dm/releases/v0.0.5/#c1"},
		"?type=step&to=v9.9.9":                  {1000, true, "dm/releases/v9.9.9/#s1"},
		"?type=step":                            {1500, false, "dm/releases/v14.9.9/#s1"},
		"?q=speed":                              {1500, false, "dm/releases/v14.9.9/#c2"},
		"?q=speed&type=change":                  {1500, true, "dm/releases/v14.9.9/#c2"},
		"?q=speed&component=dmctl&from=v14.9.8": {1, true, "dm/releases/v14.9.9/#c2"},
		"?q=9003":                               {1, false, "dm/releases/v0.0.3/#c1"},
		"?q=v0.0.3+speed":                       {1, true, "dm/releases/v0.0.3/"},
	}
	for _, a := range ask(t, dir, slices.Collect(maps.Keys(cases))...) {
		want := cases[a.Query]
		if len(a.URLs()) == 0 || a.URLs()[0] != want.first || a.More != want.more || !a.More && a.Total != want.total {
			t.Errorf("%s finds %d (more %t), %.1v first; want %d, %t, %s", a.Query, a.Total, a.More, a.URLs(), want.total, want.more, want.first)
		}
	}
}

// What a search fetches hangs on its words, not on the number of releases.
func TestBytesPerQuery(t *testing.T) {
	if testing.Short() {
		t.Skip("indexes 10,000 releases: not in short mode")
	}
	dir := indexFolder(t, guides(10_000))
	for _, a := range ask(t, dir, "v51.0.4", "9104", "relay104.meta", "rolling_update.yml", "?q=9104&type=change&component=dm-worker") {
		t.Logf("%-20s %6d bytes in %d requests, %d found", a.Query, a.Bytes, a.Requests, a.Total)
		if len(a.URLs()) == 0 || a.Bytes > 32<<10 || a.Requests > 8 {
			t.Errorf("%q: %d bytes in %d requests for %d results", a.Query, a.Bytes, a.Requests, len(a.URLs()))
		}
	}
}

func BenchmarkBuild(b *testing.B) {
	entries := guides(10_000)
	for b.Loop() {
		Build(testEngine(b), entries)
	}
}
