package e2e

import (
	"encoding/pem"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"upgraph/internal/preview"
)

// TestSavedPlanOutlivesTheSignature saves a plan from the address of a signed
// site whose signature then runs out: nobody takes the catalog anew, and the
// plan runs.
func TestSavedPlanOutlivesTheSignature(t *testing.T) {
	t.Parallel()
	o := newOperator(t, "")
	site := o.path("site")
	server := httptest.NewTLSServer(preview.Handler(site))
	defer server.Close()
	authority := o.path("authority.pem")
	write(t, authority, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})))
	o.env = append(o.env, "SSL_CERT_FILE="+authority)

	must(t, o.home, "upgraph", "key", "new", "--no-password", "--out", "k")
	sign := func(sequence, expires string) {
		t.Helper()
		must(t, root(), "upgraph", "build", "--content", ownContent(), "--out", site,
			"--sign-key", filepath.Join(o.home, "k"), "--sequence", sequence, "--expires", expires)
	}
	sign("1", "2999-12-31")
	way := []string{"--catalog", server.URL, "--pubkey", o.path("k.pub"), "--from", oldest, "--to", newest}
	o.runner(0, append([]string{"plan", "--out", o.path("plan.json")}, way...)...)

	sign("2", "2020-01-31")
	if r := o.runner(9, append([]string{"plan"}, way...)...); !strings.Contains(r.stderr, "2020-02-01") {
		t.Errorf("the refusal names the end of the day: %v", r)
	}
	o.download(deployed[0])
	r := o.runner(0, "apply", o.path("plan.json"), "--dry-run", "--workdir", o.workdir(),
		"--file", "dm-worker.toml="+o.path("conf/dm-worker.toml"), "--file", "task.yaml="+o.path("conf/task.yaml"))
	if !strings.Contains(r.stdout, newest) {
		t.Errorf("the saved plan runs as before: %v", r)
	}
}
