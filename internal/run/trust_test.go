package run

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"upgraph/internal/compat"
	"upgraph/internal/sign"
)

// siteFiles are the files of a site by their paths.
type siteFiles map[string][]byte

// RoundTrip serves the files as if over a network, whatever the host is.
func (s siteFiles) RoundTrip(r *http.Request) (*http.Response, error) {
	body, ok := s[strings.TrimPrefix(r.URL.Path, "/")]
	code := http.StatusOK
	if !ok {
		code = http.StatusNotFound
	}
	return &http.Response{StatusCode: code, Status: http.StatusText(code), Body: io.NopCloser(bytes.NewReader(body)),
		ContentLength: int64(len(body)), Request: r, Header: http.Header{}}, nil
}

func newKey(t *testing.T) sign.SecretKey {
	t.Helper()
	k, err := sign.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// newSite makes a site with one product, signed with key where there is a
// comment.
func newSite(t *testing.T, c *compat.Catalog, key sign.SecretKey, comment *sign.Trusted) siteFiles {
	t.Helper()
	catalog, err := compat.Encode(c)
	if err != nil {
		t.Fatal(err)
	}
	s := siteFiles{catalogName(c.Product.ID): catalog}
	s.manifest(t, c.Product.ID)
	if comment != nil {
		s.sign(t, key, *comment)
	}
	return s
}

func (s siteFiles) manifest(t *testing.T, product string) {
	t.Helper()
	name := catalogName(product)
	m := map[string]any{"schema_version": "1.0", "generator": "test", "products": []any{map[string]any{"id": product}},
		"files": []any{map[string]any{"path": name, "digest": compat.Digest(s[name]), "size": len(s[name])}}}
	data, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	s[manifestName] = data
}

func (s siteFiles) sign(t *testing.T, key sign.SecretKey, comment sign.Trusted) {
	t.Helper()
	sig, err := key.Sign(s[manifestName], comment)
	if err != nil {
		t.Fatal(err)
	}
	s[signatureName] = sig
}

// write puts the files into a folder.
func (s siteFiles) write(t *testing.T, dir string) {
	t.Helper()
	for name, data := range s {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// visitor is a person with a machine who loads catalogs from sites.
type visitor struct {
	t    *testing.T
	base string
	now  time.Time
}

func (r visitor) load(s siteFiles, change func(*CatalogQuery)) (*Source, error) {
	r.t.Helper()
	q := CatalogQuery{Path: "https://example.org/site", Base: r.base}
	if change != nil {
		change(&q)
	}
	env := &Env{Now: func() time.Time { return r.now }, Network: prefixed{s}, Dir: r.base, Version: "test",
		Getenv: func(k string) string { return map[string]string{"XDG_CACHE_HOME": r.base + "/cache"}[k] }}
	return q.Load(env)
}

// prefixed is a site that does not stand at the root of its host.
type prefixed struct{ siteFiles }

func (p prefixed) RoundTrip(r *http.Request) (*http.Response, error) {
	r2 := r.Clone(r.Context())
	r2.URL.Path = strings.TrimPrefix(r.URL.Path, "/site")
	return p.siteFiles.RoundTrip(r2)
}

var signTime = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)

// signatureCase is one catalog that is good or not.
type signatureCase struct {
	name string
	// do prepares and loads; the error of the last load counts.
	do   func(t *testing.T, r *visitor, k, other sign.SecretKey, s siteFiles) error
	code int
}

func with(k sign.SecretKey) func(*CatalogQuery) {
	return func(q *CatalogQuery) { q.PublicKey = k.Public().String() }
}

func flip(data []byte, at int) []byte {
	out := bytes.Clone(data)
	out[at] ^= 1
	return out
}

// changed makes a case that changes a signed site and loads it with its key.
func changed(name string, code int, change func(t *testing.T, k, other sign.SecretKey, s siteFiles)) signatureCase {
	return signatureCase{name, func(t *testing.T, r *visitor, k, other sign.SecretKey, s siteFiles) error {
		change(t, k, other, s)
		_, err := r.load(s, with(k))
		return err
	}, code}
}

// twice loads a site with its key, changes it and loads it again.
func twice(name string, code int, first *sign.Trusted, change func(t *testing.T, r *visitor, k, other sign.SecretKey, s siteFiles) func(*CatalogQuery)) signatureCase {
	return signatureCase{name, func(t *testing.T, r *visitor, k, other sign.SecretKey, s siteFiles) error {
		if first != nil {
			s.sign(t, k, *first)
		}
		if _, err := r.load(s, with(k)); err != nil {
			t.Fatalf("the first load: %v", err)
		}
		_, err := r.load(s, change(t, r, k, other, s))
		return err
	}, code}
}

func signatureCases() []signatureCase {
	lines := func(b []byte) []string { return strings.SplitAfter(string(b), "\n") }
	return []signatureCase{
		changed("good", 0, func(*testing.T, sign.SecretKey, sign.SecretKey, siteFiles) {}),
		changed("without sequence and expiry", 0, func(t *testing.T, k, _ sign.SecretKey, s siteFiles) { s.sign(t, k, sign.Trusted{}) }),
		changed("signed by another", ExitUntrusted, func(t *testing.T, _, o sign.SecretKey, s siteFiles) { s.sign(t, o, sign.Trusted{Sequence: 9}) }),
		changed("no signature", ExitUntrusted, func(_ *testing.T, _, _ sign.SecretKey, s siteFiles) { delete(s, signatureName) }),
		changed("empty signature", ExitUntrusted, func(_ *testing.T, _, _ sign.SecretKey, s siteFiles) { s[signatureName] = nil }),
		changed("signature is a page", ExitUntrusted, func(_ *testing.T, _, _ sign.SecretKey, s siteFiles) {
			s[signatureName] = []byte("<html>not found</html>")
		}),
		changed("signature far too long", ExitUsage, func(_ *testing.T, _, _ sign.SecretKey, s siteFiles) {
			s[signatureName] = bytes.Repeat([]byte("x"), maxSigning+1)
		}),
		changed("byte of the manifest", ExitUntrusted, func(_ *testing.T, _, _ sign.SecretKey, s siteFiles) { s[manifestName] = flip(s[manifestName], 20) }),
		changed("byte of the catalog", ExitUntrusted, func(_ *testing.T, _, _ sign.SecretKey, s siteFiles) {
			s[catalogName("tool")] = flip(s[catalogName("tool")], 200)
		}),
		changed("byte of the signature", ExitUntrusted, func(_ *testing.T, _, _ sign.SecretKey, s siteFiles) { s[signatureName] = flip(s[signatureName], 90) }),
		changed("comment changed", ExitUntrusted, func(_ *testing.T, _, _ sign.SecretKey, s siteFiles) {
			s[signatureName] = bytes.Replace(s[signatureName], []byte("sequence=5"), []byte("sequence=6"), 1)
		}),
		changed("comment of another signature", ExitUntrusted, func(t *testing.T, k, _ sign.SecretKey, s siteFiles) {
			mine := lines(s[signatureName])
			s.sign(t, k, sign.Trusted{File: "manifest.json", Sequence: 99})
			mine[2] = lines(s[signatureName])[2]
			s[signatureName] = []byte(strings.Join(mine, ""))
		}),
		changed("signature of another file", ExitUntrusted, func(t *testing.T, k, _ sign.SecretKey, s siteFiles) {
			s.sign(t, k, sign.Trusted{File: "SHA256SUMS", Sequence: 5})
		}),
		changed("manifest without the catalog", ExitUntrusted, func(t *testing.T, k, _ sign.SecretKey, s siteFiles) {
			s[manifestName] = []byte(`{"products":[{"id":"tool"}],"files":[]}`)
			s.sign(t, k, sign.Trusted{})
		}),
		changed("manifest is no JSON", ExitUntrusted, func(t *testing.T, k, _ sign.SecretKey, s siteFiles) {
			s[manifestName] = []byte(`{"products":[{"id":"tool"}],"files":[]} x`)
			s.sign(t, k, sign.Trusted{})
		}),
		changed("catalog of an older site", ExitUntrusted, func(t *testing.T, k, _ sign.SecretKey, s siteFiles) {
			old := newSite(t, guide(t, fiveSteps()[:1]), k, nil)
			s[catalogName("tool")] = old[catalogName("tool")]
		}),
		changed("expired a second ago", ExitUntrusted, func(t *testing.T, k, _ sign.SecretKey, s siteFiles) {
			s.sign(t, k, sign.Trusted{Expires: signTime.Add(-time.Second)})
		}),
		changed("expires now", ExitUntrusted, func(t *testing.T, k, _ sign.SecretKey, s siteFiles) { s.sign(t, k, sign.Trusted{Expires: signTime}) }),
		changed("expires in a second", 0, func(t *testing.T, k, _ sign.SecretKey, s siteFiles) {
			s.sign(t, k, sign.Trusted{Expires: signTime.Add(time.Second)})
		}),
		{"key in a file", func(t *testing.T, r *visitor, k, _ sign.SecretKey, s siteFiles) error {
			file := filepath.Join(r.base, "key.pub")
			if err := os.WriteFile(file, k.Public().File(), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := r.load(s, func(q *CatalogQuery) { q.PublicKey = "key.pub" })
			return err
		}, 0},
		{"no key", func(_ *testing.T, r *visitor, _, _ sign.SecretKey, s siteFiles) error {
			_, err := r.load(s, func(q *CatalogQuery) { q.PublicKey = "RWnonsense" })
			return err
		}, ExitUsage},
		{"nothing asked", func(_ *testing.T, r *visitor, _, _ sign.SecretKey, s siteFiles) error {
			delete(s, signatureName)
			_, err := r.load(s, nil)
			return err
		}, 0},
		{"digest", func(_ *testing.T, r *visitor, _, _ sign.SecretKey, s siteFiles) error {
			_, err := r.load(s, func(q *CatalogQuery) { q.SHA256 = strings.TrimPrefix(compat.Digest(s[catalogName("tool")]), "sha256:") })
			return err
		}, 0},
		{"wrong digest", func(_ *testing.T, r *visitor, _, _ sign.SecretKey, s siteFiles) error {
			_, err := r.load(s, func(q *CatalogQuery) { q.SHA256 = compat.Digest(nil) })
			return err
		}, ExitUntrusted},
	}
}

func laterCases() []signatureCase {
	type change = func(t *testing.T, r *visitor, k, other sign.SecretKey, s siteFiles) func(*CatalogQuery)
	signed := func(c sign.Trusted) change {
		return func(t *testing.T, _ *visitor, k, _ sign.SecretKey, s siteFiles) func(*CatalogQuery) {
			s.sign(t, k, c)
			return with(k)
		}
	}
	return []signatureCase{
		twice("older sequence", ExitUntrusted, nil, signed(sign.Trusted{Sequence: 4})),
		twice("same sequence", 0, nil, signed(sign.Trusted{Sequence: 5})),
		twice("newer sequence", 0, nil, signed(sign.Trusted{Sequence: 6})),
		twice("sequence gone", ExitUntrusted, nil, signed(sign.Trusted{})),
		twice("older sequence, key remembered", ExitUntrusted, nil, func(t *testing.T, _ *visitor, k, _ sign.SecretKey, s siteFiles) func(*CatalogQuery) {
			s.sign(t, k, sign.Trusted{Sequence: 4})
			return nil
		}),
		twice("older sequence of another site", 0, nil, func(t *testing.T, _ *visitor, k, _ sign.SecretKey, s siteFiles) func(*CatalogQuery) {
			s.sign(t, k, sign.Trusted{Sequence: 4})
			return func(q *CatalogQuery) { q.Path, q.PublicKey = "https://example.com/site", k.Public().String() }
		}),
		twice("signature gone", ExitUntrusted, nil, func(_ *testing.T, _ *visitor, _, _ sign.SecretKey, s siteFiles) func(*CatalogQuery) {
			delete(s, signatureName)
			return nil
		}),
		twice("rotated key that nobody told of", ExitUntrusted, nil, func(t *testing.T, _ *visitor, _, o sign.SecretKey, s siteFiles) func(*CatalogQuery) {
			s.sign(t, o, sign.Trusted{Sequence: 6})
			return nil
		}),
		twice("rotated key that was given", 0, nil, func(t *testing.T, _ *visitor, _, o sign.SecretKey, s siteFiles) func(*CatalogQuery) {
			s.sign(t, o, sign.Trusted{Sequence: 6})
			return with(o)
		}),
		twice("old key after the rotation", ExitUntrusted, nil, func(t *testing.T, r *visitor, k, o sign.SecretKey, s siteFiles) func(*CatalogQuery) {
			s.sign(t, o, sign.Trusted{Sequence: 6})
			if _, err := r.load(s, with(o)); err != nil {
				t.Fatal(err)
			}
			s.sign(t, k, sign.Trusted{Sequence: 7})
			return nil
		}),
		twice("what is remembered cannot be read", ExitState, nil, func(t *testing.T, r *visitor, k, _ sign.SecretKey, _ siteFiles) func(*CatalogQuery) {
			if err := os.WriteFile(filepath.Join(r.base, trustName), []byte("{"), 0o600); err != nil {
				t.Fatal(err)
			}
			return with(k)
		}),
		twice("expired, and fetched before", 0, nil, func(_ *testing.T, r *visitor, _, _ sign.SecretKey, s siteFiles) func(*CatalogQuery) {
			clear(s)
			r.now = r.now.AddDate(5, 0, 0)
			return func(q *CatalogQuery) { q.Offline = true }
		}),
		twice("what was fetched before was changed", ExitUntrusted, nil, func(t *testing.T, r *visitor, _, _ sign.SecretKey, _ siteFiles) func(*CatalogQuery) {
			files, _ := filepath.Glob(r.base + "/cache/upgraph/*.json")
			for _, f := range files {
				data, err := os.ReadFile(f)
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(f, bytes.Replace(data, []byte("record"), []byte("rocord"), 1), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			return func(q *CatalogQuery) { q.Offline = true }
		}),
		twice("older folder", ExitUntrusted, nil, func(t *testing.T, r *visitor, k, _ sign.SecretKey, s siteFiles) func(*CatalogQuery) {
			s.sign(t, k, sign.Trusted{Sequence: 4})
			s.write(t, filepath.Join(r.base, "copy"))
			return func(q *CatalogQuery) { q.Path, q.PublicKey = "copy", k.Public().String() }
		}),
		twice("expired folder", 0, nil, func(t *testing.T, r *visitor, k, _ sign.SecretKey, s siteFiles) func(*CatalogQuery) {
			s.sign(t, k, sign.Trusted{Sequence: 6, Expires: signTime.AddDate(-1, 0, 0)})
			s.write(t, filepath.Join(r.base, "copy"))
			return func(q *CatalogQuery) { q.Path, q.PublicKey = "copy", k.Public().String() }
		}),
	}
}

func TestSignatures(t *testing.T) {
	cases := append(signatureCases(), laterCases()...)
	refused := 0
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			k, other := newKey(t), newKey(t)
			s := newSite(t, guide(t, fiveSteps()), k, &sign.Trusted{File: "manifest.json", Sequence: 5, Expires: signTime.AddDate(1, 0, 0)})
			r := &visitor{t: t, base: t.TempDir(), now: signTime}
			err := c.do(t, r, k, other, s)
			if CodeOf(err) != c.code {
				t.Errorf("ended with %d (%v), want %d", CodeOf(err), err, c.code)
			}
		})
		if c.code != 0 {
			refused++
		}
	}
	t.Logf("%d signature cases, %d of them refused", len(cases), refused)
	if len(cases) < 30 {
		t.Errorf("there are only %d cases", len(cases))
	}
}

// A bundle proves on another machine what it proved here.
func TestBundleIsCarriedElsewhere(t *testing.T) {
	k := newKey(t)
	s := newSite(t, guide(t, fiveSteps()), k, &sign.Trusted{File: "manifest.json", Sequence: 5})
	r := &visitor{t: t, base: t.TempDir(), now: signTime}
	src, err := r.load(s, with(k))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(r.base, "bundle.json")
	env := &Env{Stdout: io.Discard}
	if err := Fetch(env, src, file); err != nil {
		t.Fatal(err)
	}
	there := &visitor{t: t, base: t.TempDir(), now: signTime}
	from := func(q *CatalogQuery) { q.Path, q.PublicKey = file, k.Public().String() }
	got, err := there.load(nil, from)
	if err != nil || got.Digest != src.Digest || got.Signed == nil || got.Signed.Sequence != 5 {
		t.Fatalf("the bundle gives %+v, error %v", got, err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, old := range []string{"record", "sequence", "tool", "sha256"} {
		if err := os.WriteFile(file, bytes.Replace(data, []byte(old), []byte("rocket")[:min(6, len(old))], 1), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := there.load(nil, from); CodeOf(err) != ExitUntrusted && CodeOf(err) != ExitUsage {
			t.Errorf("a bundle without %q is taken: %v", old, err)
		}
	}
	var path *os.PathError
	if _, err := there.load(nil, func(q *CatalogQuery) { q.Path = "nowhere.json" }); !errors.As(err, &path) {
		t.Errorf("error %v", err)
	}
}
