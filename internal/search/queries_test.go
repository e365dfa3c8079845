package search_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"upgraph/internal/build"
	"upgraph/internal/emit"
	"upgraph/internal/search"
	"upgraph/internal/site"
)

// query is what a person types on a site, and what must come first: a release
// with a text in the result, or a page.
type query struct {
	Site, Language, Query string
	Release, Has, Page    string
}

// sites are contents: our own, and guides of others, by folder of the corpus.
// What a site leaves out would make two documents of one release.
var sites = map[string]struct {
	from string
	not  []string
}{
	"own":      {from: "../../content"},
	"dm":       {from: "../../../shared/corpus/docs-dm", not: []string{"manually", "dm-upgrade", "en/releases", "zh/releases"}},
	"dm-notes": {from: "../../../shared/corpus/docs-dm", not: []string{"manually", "upgrade-dm", "dm-upgrade"}},
	"operator": {from: "../../../shared/corpus/docs-tidb-operator"},
	"strimzi":  {from: "../../../shared/corpus/strimzi"},
	"superset": {from: "../../../shared/corpus/superset"},
	"airflow":  {from: "../../../shared/corpus/airflow"},
	"traefik":  {from: "../../../shared/corpus/traefik"},
	"argo-cd":  {from: "../../../shared/corpus/argo-cd"},
	"linkerd":  {from: "../../../shared/corpus/linkerd"},
	"kube":     {from: "../../../shared/corpus/kube-prometheus-stack"},
	"keep":     {from: "../../../shared/corpus/keep-a-changelog", not: []string{"docs/"}},
}

// rightFirst is how many of a hundred queries must find the right thing first.
const rightFirst = 98

func queries(t *testing.T) map[string][]query {
	t.Helper()
	data, err := os.ReadFile("testdata/queries.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []query
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	bySite := map[string][]query{}
	for _, q := range all {
		if _, ok := sites[q.Site]; !ok {
			t.Fatalf("query %q is for a site that is not there: %q", q.Query, q.Site)
		}
		if q.Language == "" {
			q.Language = "en"
		}
		bySite[q.Site+" "+q.Language] = append(bySite[q.Site+" "+q.Language], q)
	}
	return bySite
}

// TestQueries asks what people would ask, and counts how often the right thing
// comes first.
func TestQueries(t *testing.T) {
	search.NeedNode(t)
	asked, right := 0, 0
	indexes := map[string]string{}
	bySite := queries(t)
	for _, key := range slices.Sorted(func(yield func(string) bool) {
		for k := range bySite {
			if !yield(k) {
				return
			}
		}
	}) {
		name, language, _ := strings.Cut(key, " ")
		if _, err := os.Stat(sites[name].from); err != nil {
			t.Logf("the guides of %s are not beside the checkout: their queries are not asked", name)
			continue
		}
		if indexes[name] == "" {
			indexes[name] = indexOf(t, name)
		}
		for i, got := range askAll(t, indexes[name], language, bySite[key]) {
			q := bySite[key][i]
			asked++
			if got.right(q) {
				right++
				continue
			}
			t.Logf("%s: %q finds %s %s %q %s, want %s%s %q", key, q.Query, got.Kind, got.Release, got.Body, got.URL, q.Release, q.Page, q.Has)
		}
	}
	t.Logf("%d of %d queries find the right thing first", right, asked)
	if asked == 0 || right*100 < asked*rightFirst {
		t.Errorf("%d of %d queries find the right thing first, want %d %%", right, asked, rightFirst)
	}
}

// found is the first result of a query.
type found struct{ Kind, Product, Release, Title, Body, URL string }

func (f found) right(q query) bool {
	text := strings.ToLower(f.Title + " " + f.Body)
	switch {
	case q.Page != "":
		return strings.TrimSuffix(f.URL, "/") == strings.TrimSuffix(q.Page, "/")
	case q.Has == "":
		return f.Release == q.Release && f.Kind == "release"
	}
	return f.Release == q.Release && strings.Contains(text, strings.ToLower(q.Has))
}

const firstOfEach = `
import { readFileSync } from 'node:fs';
const [dir, language, file] = process.argv.slice(2);
const { open, root } = await import(dir + '/search/' + language + '.js');
const ask = open(async (path, from, to) => readFileSync(dir + '/' + path).subarray(from, to), root);
const out = [];
for (const query of JSON.parse(readFileSync(file, 'utf8'))) out.push((await (await ask(query)).results[0]) ?? {});
console.log(JSON.stringify(out));
`

func askAll(t *testing.T, dir, language string, qs []query) []found {
	t.Helper()
	var words []string
	for _, q := range qs {
		words = append(words, q.Query)
	}
	text, err := json.Marshal(words)
	if err != nil {
		t.Fatal(err)
	}
	out := search.RunNode(t, dir, "ask.mjs", map[string]string{"ask.mjs": firstOfEach, "queries.json": string(text), "package.json": `{"type": "module"}`},
		dir, language, filepath.Join(dir, "queries.json"))
	var results []found
	if err := json.Unmarshal(out, &results); err != nil {
		t.Fatal(err)
	}
	return results
}

// indexOf makes the search index of a site in a folder.
func indexOf(t *testing.T, name string) string {
	t.Helper()
	in := contentOf(t, name)
	engine, err := site.SearchEngine(in.Site)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, f := range search.Build(engine, in.Search()) {
		writeFile(t, filepath.Join(dir, filepath.FromSlash(f.Path)), f.Content)
	}
	if _, ok := os.LookupEnv("UPGRAPH_ENTRIES"); ok {
		for _, e := range in.Search() {
			fmt.Printf("%s\t%s\t%s\t%s\t%s\t%s\n", name, e.Language, e.Kind, e.Release, e.Title, e.Text)
		}
	}
	return dir
}

// contentOf reads the guides of a site. Those of others lie in folders of their
// own making: they go into one folder for the product and the language.
func contentOf(t *testing.T, name string) *emit.Input {
	t.Helper()
	from := sites[name].from
	if name != "own" {
		from = gather(t, name)
	}
	opt := build.Options{Generator: "upgraph test"}
	content := build.Load(os.DirFS(from), opt)
	in, err := content.Compile(build.SiteOptions{Generator: "upgraph test"}, emit.NewLedger())
	if err != nil {
		t.Fatalf("compile %s: %v\n%v", name, err, content.Diagnostics)
	}
	return in
}

func gather(t *testing.T, name string) string {
	t.Helper()
	dir := t.TempDir()
	err := fs.WalkDir(os.DirFS(sites[name].from), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(p) != ".md" || slices.ContainsFunc(sites[name].not, func(s string) bool { return strings.Contains(p, s) }) {
			return err
		}
		language := ""
		if l, _, ok := strings.Cut(p, "/"); ok && len(l) == 2 {
			language = l
		}
		text, err := os.ReadFile(filepath.Join(sites[name].from, filepath.FromSlash(p)))
		if err == nil {
			writeFile(t, filepath.Join(dir, name, language, path.Base(p)), text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func writeFile(t *testing.T, name string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, content, 0o644); err != nil {
		t.Fatal(err)
	}
}
