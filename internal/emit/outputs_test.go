package emit

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"upgraph/internal/compat"
	"upgraph/internal/sign"
)

// Every output of the registry writes something, and each file is written by
// one output alone.
func TestOutputs(t *testing.T) {
	done := NewLedger()
	in := input(t, "https://example.org/docs/", done, smallCatalog(t))
	in.Signer = &Signer{Key: signKey(t), Sequence: 3}
	r := renderAll(t, in, done, Outputs())
	names := map[string]bool{}
	for _, o := range Outputs() {
		if names[o.Name] {
			t.Errorf("two outputs are called %q", o.Name)
		}
		names[o.Name] = true
		if !slices.Contains(slices.Collect(maps.Values(r.by)), o.Name) {
			t.Errorf("output %q writes nothing", o.Name)
		}
	}
	for path, content := range r.files {
		if len(content) == 0 {
			t.Errorf("%s is empty", path)
		}
		if strings.HasSuffix(path, ".json") && !json.Valid(content) {
			t.Errorf("%s is no JSON", path)
		}
	}
	for _, want := range []string{
		"v1/manifest.json", "v1/manifest.json.minisig", "v1/tool/compat.json", "v1/tool/index.json", "v1/tool/index/0001.json",
		"v1/tool/releases/v1.3.0.json", "v1/tool/latest.txt", "v1/tool/renovate.json", "schema/compat-v1.json", "tool/feed.atom",
		"tool/feed.json", "tool/breaking.atom", "tool/breaking.json", "tool/components/server.atom", "tool/components/web~20ui.atom",
		"scripts/SHA256SUMS", "scripts/SHA256SUMS.minisig", "scripts/tool/upgrade-to-v1.3.0.sh",
		"scripts/tool/upgrade-v1.1.0-3-g0123abc-to-v1.2.0.sh", "runner/upgraph-run-linux-amd64",
		"index.html", "sitemap.xml", "robots.txt", "_headers", "_redirects", "logo.svg",
	} {
		if _, ok := r.files[want]; !ok {
			t.Errorf("%s is not written", want)
		}
	}
	if _, ok := r.files[".hidden"]; ok {
		t.Error("a hidden file is written")
	}
}

func signKey(t testing.TB) sign.SecretKey {
	t.Helper()
	k, err := sign.NewKey(rand.NewChaCha8([32]byte{5}))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// The same input gives the same bytes.
func TestOutputsAgain(t *testing.T) {
	first, second := smallSite(t, ""), smallSite(t, "")
	for path, content := range first.files {
		if !bytes.Equal(content, second.files[path]) {
			t.Errorf("%s differs from one build to the next", path)
		}
	}
	if len(first.files) != len(second.files) {
		t.Errorf("%d files, then %d", len(first.files), len(second.files))
	}
}

// Names of releases that no file may have still give files, each its own.
func TestOutputsOfHostileNames(t *testing.T) {
	c := smallCatalog(t)
	c.Channels = nil
	c.Edges, c.Releases = c.Edges[:0], c.Releases[:1]
	c.Releases[0].ID = "../../etc"
	for _, id := range []string{"a/b", "a\\b", "a b", "é", "..", ".", "index.html", "CON", "a%2Fb", strings.Repeat("x", 120), "~", "A", "a"} {
		r := c.Releases[0]
		r.ID, r.SortKey = id, c.Releases[len(c.Releases)-1].SortKey+"1"
		c.Releases = append(c.Releases, r)
	}
	for i := range c.Releases {
		c.Edges = append(c.Edges, between("", c.Releases[i].ID))
	}
	c.Requires = compat.Requirements(c)
	done := NewLedger()
	r := renderAll(t, input(t, "", done, c), done, Outputs()) // Claim refuses what is wrong
	shards := 0
	for path := range r.files {
		if strings.HasPrefix(path, "v1/tool/releases/") {
			shards++
		}
	}
	if shards != len(c.Releases) {
		t.Errorf("%d shards for %d releases", shards, len(c.Releases))
	}
}

func TestLedger(t *testing.T) {
	l := NewLedger()
	for _, bad := range []string{"", ".", "..", "../a", "/a", "a/", "a//b", "a/../b", "./a", "a\x00b", "a\nb", "a\\b", "\xff", strings.Repeat("x", 256)} {
		if err := l.Claim(bad); err == nil {
			t.Errorf("the path %q is taken", bad)
		}
	}
	if err := l.Claim("a/b"); err != nil {
		t.Fatal(err)
	}
	if err := l.Claim("a/b"); err == nil {
		t.Error("a path is taken twice")
	}
	if _, ok := l.Get("a/b"); ok {
		t.Error("a file that was not written has a sum")
	}
	l.Record("a/b", sha256.Sum256([]byte("x")), 1)
	if s, ok := l.Get("a/b"); !ok || s.Size != 1 {
		t.Errorf("the sum is %v, %v", s, ok)
	}
	if got := l.Paths("a"); !slices.Equal(got, []string{"a/b"}) {
		t.Errorf("paths %q", got)
	}
}

// From the manifest every file that a program reads is covered by digests, and
// every digest is that of the file.
func TestDigests(t *testing.T) {
	r := smallSite(t, "")
	covered := map[string]bool{}
	check := func(by string, sum compat.FileSum) {
		t.Helper()
		covered[sum.Path] = true
		content, ok := r.files[sum.Path]
		if !ok || compat.Digest(content) != sum.Digest || len(content) != sum.Size {
			t.Errorf("%s says of %s: %s, %d bytes; it has %d", by, sum.Path, sum.Digest, sum.Size, len(content))
		}
	}
	var m compat.Manifest
	read(t, r, "v1/manifest.json", &m)
	if !slices.IsSortedFunc(m.Files, func(a, b compat.FileSum) int { return strings.Compare(a.Path, b.Path) }) {
		t.Error("the files of the manifest are not sorted")
	}
	for _, f := range m.Files {
		check("the manifest", f)
	}
	for _, p := range m.Products {
		if !covered[strings.TrimPrefix(p.Catalog, "/")] || !covered[strings.TrimPrefix(p.Index, "/")] || p.Latest != "v1.3.0" {
			t.Errorf("product %+v", p)
		}
		var x compat.Index
		read(t, r, strings.TrimPrefix(p.Index, "/"), &x)
		check("the index", x.Catalog)
		for _, page := range x.Pages {
			check("the index", page.FileSum)
			var entries compat.IndexPage
			read(t, r, page.Path, &entries)
			for _, e := range entries.Releases {
				path := ShardPath(p.ID, e.ID)
				covered[path] = true
				if compat.Digest(r.files[path]) != e.Digest {
					t.Errorf("%s says of %s: %s", page.Path, path, e.Digest)
				}
			}
		}
	}
	for line := range strings.Lines(string(r.files["scripts/SHA256SUMS"])) {
		sum, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		got := sha256.Sum256(r.files["scripts/"+name])
		if !ok || sum != hex.EncodeToString(got[:]) {
			t.Errorf("SHA256SUMS: %s", line)
		}
		covered["scripts/"+name] = true
	}
	for path := range r.files {
		program := strings.HasPrefix(path, "v1/") || strings.HasPrefix(path, "runner/") || strings.HasPrefix(path, "schema/") || strings.HasSuffix(path, ".sh")
		if program && !covered[path] && path != "v1/manifest.json" {
			t.Errorf("%s is covered by no digest", path)
		}
	}
}

// read reads a published file as strictly as a client should.
func read(t testing.TB, r *rendered, path string, into any) {
	t.Helper()
	content, ok := r.files[path]
	if !ok {
		t.Fatalf("%s is not there", path)
	}
	if err := compat.Unmarshal(content, into, compat.MaxSteps); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

func TestSignatures(t *testing.T) {
	done := NewLedger()
	in := input(t, "", done, smallCatalog(t))
	expires := time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC)
	in.Signer = &Signer{Key: signKey(t), Sequence: 12, Expires: expires}
	r := renderAll(t, in, done, Outputs())
	for path, name := range map[string]string{"v1/manifest.json": "manifest.json", "scripts/SHA256SUMS": "SHA256SUMS"} {
		got, err := sign.Verify(in.Signer.Key.Public(), r.files[path], r.files[path+".minisig"])
		if err != nil || got.File != name || got.Sequence != 12 || !got.Expires.Equal(expires) {
			t.Errorf("%s: %+v, error %v", path, got, err)
		}
	}
	// What is signed is what was written, or nothing is.
	done.Record("v1/manifest.json", sha256.Sum256([]byte("x")), 1)
	for f := range signatures(in, done) {
		if f.Path == "v1/manifest.json.minisig" {
			if err := f.Render(new(bytes.Buffer)); err == nil {
				t.Error("a manifest that was not written is signed")
			}
		}
	}
	if plain := smallSite(t, ""); plain.files["v1/manifest.json.minisig"] != nil {
		t.Error("a site without a key is signed")
	}
}
