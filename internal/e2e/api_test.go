package e2e

import (
	"net/http/httptest"
	"path/filepath"
	"testing"

	"upgraph/internal/preview"
)

// apiAnswers are what the lines of the page about the JSON say of our own
// guides and a breaking change, in the order of the page.
func apiAnswers(signed bool) []lineWant {
	wants := []lineWant{
		{"curl ", 0, "1.0 v1.0.5\n"},
		{"curl ", 0, "v1.0.0-rc.1-12-gaa39ff9\nv1.0.0-10-geb2889c9\nv1.0.1\nv1.0.2\nv1.0.3\nv1.0.4\nv1.0.5\n"},
		{"curl ", 0, "v1.0.3..v1.0.4  previous-release\nv1.0.4..v1.0.5  previous-release\n"},
		{"curl ", 0, "v1.0.5  ansible-playbook local_prepare.yml\nv1.0.5  ansible-playbook rolling_update.yml\n"},
		{"curl ", 0, "v1.0.5  Remove the old prompt\n"},
		{"curl ", 0, ""},
	}
	if signed {
		wants = append(wants, lineWant{"curl ", 0, ""}, lineWant{"minisign -V -P ", 0, "Signature and comment signature verified"})
	}
	return append(wants, lineWant{"curl ", 0, ""}, lineWant{"jq ", 0, "compat.json: OK\n"})
}

// TestLinesOfTheAPIPageWork runs every line of the page about the JSON as it
// stands, against the site as a host serves it: unsigned and without an
// address, then signed and with one. A file that was changed on its way is
// noticed.
func TestLinesOfTheAPIPageWork(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"curl", "jq", "sha256sum"} {
		tool(t, name)
	}
	content := filepath.Join(t.TempDir(), "content")
	copyTree(t, ownContent(), content)
	guide := filepath.Join(content, "dm", "en", "v1.0.5.md")
	write(t, guide, read(t, guide)+"\n## Breaking changes\n\n- Remove the old prompt\n")
	for name, signed := range map[string]bool{"variable": false, "signed": true} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			site := filepath.Join(dir, "public")
			server := httptest.NewServer(preview.Handler(site))
			defer server.Close()
			args := []string{"build", "--content", content, "--out", site}
			if signed {
				tool(t, "minisign")
				must(t, dir, "upgraph", "key", "new", "--no-password", "--out", "k")
				args = append(args, "--base-url", server.URL, "--sign-key", filepath.Join(dir, "k"), "--sequence", "1")
			}
			must(t, root(), "upgraph", args...)
			for _, page := range []string{"api/index.html", "zh/api/index.html"} {
				typeLines(t, t.TempDir(), server.URL, shellLines(t, site, page), apiAnswers(signed))
			}
			write(t, filepath.Join(site, "v1", "dm", "compat.json"), "{}\n")
			lines, down := shellLines(t, site, "api/index.html"), t.TempDir()
			for i, line := range lines[5:] {
				r := inShell(t, down, server.URL, line)
				if last := i == len(lines)-6; (r.code != 0) != last {
					t.Errorf("with a changed catalog: %s\n%v", line, r)
				}
			}
		})
	}
}
