package main

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"upgraph/internal/compat"
	"upgraph/internal/run"
	"upgraph/internal/sign"
)

// A catalog whose signature has expired gives no new plan, and takes none away
// that was saved before.
func TestExpiredCatalogKeepsASavedPlan(t *testing.T) {
	catalog, err := os.ReadFile("testdata/site/v1/tool/compat.json")
	if err != nil {
		t.Fatal(err)
	}
	key, err := sign.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	manifest := fmt.Appendf(nil, `{"products":[{"id":"tool"}],"files":[{"path":"v1/tool/compat.json","digest":%q}]}`, compat.Digest(catalog))
	expires := time.Now().Add(time.Hour)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/v1/tool/compat.json":
			_, _ = w.Write(catalog)
		case "/v1/manifest.json":
			_, _ = w.Write(manifest)
		case "/v1/manifest.json.minisig":
			sig, err := key.Sign(manifest, sign.Trusted{Expires: expires})
			if err != nil {
				t.Error(err)
			}
			_, _ = w.Write(sig)
		}
	}))
	defer server.Close()
	dir := t.TempDir()
	t.Setenv("XDG_STATE_HOME", dir)
	t.Setenv("XDG_CACHE_HOME", dir)
	saved := filepath.Join(dir, "plan.json")
	plan := []string{"plan", "--from", "v1.0.0", "--to", "v1.1.0", "--catalog", server.URL, "--pubkey", key.Public().String()}
	if err := quietly(t, append(plan, "--out", saved)); err != nil {
		t.Fatal(err)
	}
	expires = time.Now().Add(-time.Hour)
	if err := quietly(t, plan); run.CodeOf(err) != run.ExitUntrusted {
		t.Errorf("an expired catalog gives a plan: %v", err)
	}
	c, err := parse([]string{"apply", saved, "--catalog", server.URL, "--pubkey", key.Public().String()})
	if err != nil {
		t.Fatal(err)
	}
	e, err := c.environment()
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	e.Stdout, e.Stderr = io.Discard, &said
	if p, err := c.planOrFile(e); err != nil || p.To != "v1.1.0" || !strings.Contains(said.String(), "expired") {
		t.Errorf("the saved plan is %+v, error %v, said %q", p, err, said.String())
	}
}

// quietly does a command line without showing what it prints.
func quietly(t *testing.T, args []string) error {
	t.Helper()
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	stdout := os.Stdout
	os.Stdout = null
	defer func() { os.Stdout = stdout }()
	return dispatch(args)
}
