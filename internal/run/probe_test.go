package run

import (
	"os"
	"path/filepath"
	"testing"

	"upgraph/internal/compat"
	"upgraph/internal/step"
)

func TestProbes(t *testing.T) {
	ini := compat.Check{Type: "ini-key-equals", File: "f", Key: "dm_version", Value: "v1.0.5"}
	tomlKey := compat.Check{Type: "config-key-absent", File: "f", Format: "toml", Key: "meta-file"}
	tomlDeep := compat.Check{Type: "config-key-absent", File: "f", Format: "toml", Key: "from[].server-id"}
	yamlKey := compat.Check{Type: "config-key-absent", File: "f", Format: "yaml", Key: "mysql-instances[].server-id"}
	text := compat.Check{Type: "file-contains", File: "f", Value: "needle"}
	there := compat.Check{Type: "file-exists", File: "f"}
	for _, tt := range []struct {
		name   string
		check  compat.Check
		file   string
		want   Result
		line   int
		column int
	}{
		{"plain", ini, "[all:vars]\ndm_version = v1.0.5\n", True, 2, 1},
		{"no blanks, crlf, bom", ini, "\ufeff[all:vars]\r\ndm_version=v1.0.5\r\n", True, 2, 1},
		{"before any section", ini, "dm_version = v1.0.5\n", True, 1, 1},
		{"quoted", ini, "[all:vars]\ndm_version = \"v1.0.5\" # new\n", True, 2, 1},
		{"commented out", ini, "[all:vars]\n# dm_version = v1.0.5\n; dm_version = v1.0.5\n", False, 0, 0},
		{"old", ini, "h1\nh2 ansible_host=10.0.0.1\n[all:vars]\n dm_version = v1.0.4\n", False, 4, 2},
		{"later one differs", ini, "[all:vars]\ndm_version = v1.0.5\ndm_version = v1.0.4\n", False, 3, 1},
		{"host overrides", ini, "[dm]\nh1 dm_version=v1.0.4 # own\n[all:vars]\ndm_version = v1.0.5\n", False, 2, 4},
		{"comment behind the value", ini, "[all:vars]\ndm_version = v1.0.5 # new\n", False, 2, 1},
		{"key of another name", ini, "[all:vars]\nold_dm_version = v1.0.5\ndm_version_old = v1.0.5\n", False, 0, 0},
		{"comment of a host", ini, "[dm]\nh1 # dm_version=v1.0.4\n[all:vars]\ndm_version = v1.0.5\n", True, 4, 1},
		{"section with a comment", ini, "[all:vars] # here\ndm_version = v1.0.5\n", True, 2, 1},
		{"empty", ini, "", False, 0, 0},
		{"no text", ini, "dm_version = v1.0.5\n\xff\x00", Unknown, 0, 0},

		{"absent", tomlKey, "name = 1\n[from]\nhost = \"meta-file\"\n# meta-file = 1\n", True, 0, 0},
		{"there", tomlKey, "name = 1\n\nmeta-file = \"relay.meta\"\n", False, 3, 1},
		{"quoted key", tomlKey, "'meta-file' = 1\n", False, 1, 1},
		{"as a table", tomlKey, "[meta-file.x]\ny = 1\n", False, 1, 2},
		{"as a dotted key", tomlKey, "meta-file.x = 1\n", False, 1, 1},
		{"in another table", tomlKey, "[other]\nmeta-file = 1\n", True, 0, 0},
		{"not valid", tomlKey, "a = \nmeta-file = 1\n", Unknown, 1, 0},
		{"key twice", tomlKey, "a = 1\na = 2\n", Unknown, 2, 0},
		{"in an array of tables", tomlDeep, "[[from]]\nhost = 1\n[[from]]\n  server-id = 2\n", False, 4, 3},
		{"in an inline array", tomlDeep, "from = [{host = 1}, {server-id = 2}]\n", False, 1, 0},
		{"not in the array", tomlDeep, "server-id = 1\n[[from]]\nhost = 1\n", True, 0, 0},

		{"absent", yamlKey, "name: x\nserver-id: 1\nmysql-instances:\n  - source-id: a\n", True, 0, 0},
		{"there", yamlKey, "mysql-instances:\n  - source-id: a\n  - source-id: b\n    server-id: 101\n", False, 4, 5},
		{"flow style", yamlKey, "mysql-instances: [{server-id: 1}]\n", False, 1, 20},
		{"quoted", yamlKey, "\"mysql-instances\":\n- 'server-id': 1\n", False, 2, 3},
		{"second document", yamlKey, "mysql-instances: []\n---\nmysql-instances: [{server-id: 1}]\n", False, 3, 20},
		{"merged", yamlKey, "base: &b\n  server-id: 1\nmysql-instances:\n  - <<: *b\n", False, 2, 3},
		{"merged list", yamlKey, "a: &a {x: 1}\nb: &b {server-id: 1}\nmysql-instances:\n  - <<: [*a, *b]\n", False, 2, 8},
		{"aliased", yamlKey, "x: &x [{server-id: 1}]\nmysql-instances: *x\n", False, 1, 9},
		{"null", yamlKey, "mysql-instances:\n", True, 0, 0},
		{"empty", yamlKey, "", True, 0, 0},
		{"another shape", yamlKey, "mysql-instances:\n  server-id: 1\n", Unknown, 2, 3},
		{"commented out", yamlKey, "mysql-instances:\n  - a: 1\n    # server-id: 1\n", True, 0, 0},
		{"not valid", yamlKey, "a: [\n", Unknown, 0, 0},
		{"template", yamlKey, "a: {{ x }}\n  b: 1\n", Unknown, 0, 0},

		{"has", text, "a\nb needle c\n", True, 2, 0},
		{"has not", text, "a\n", False, 0, 0},
		{"there", there, "", True, 0, 0},
	} {
		t.Run(tt.check.Type+" "+tt.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "f"), []byte(tt.file), 0o600); err != nil {
				t.Fatal(err)
			}
			p, err := step.LowerCheck(tt.check)
			if err != nil {
				t.Fatal(err)
			}
			a := Locator{Dir: dir}.Ask(p)
			if a.Result != tt.want {
				t.Fatalf("%s: %+v", a.Result, a.Findings)
			}
			f := telling(a)
			if tt.line != 0 && f.Line != tt.line || tt.column != 0 && f.Column != tt.column {
				t.Errorf("found at %s, want line %d column %d", f.At(), tt.line, tt.column)
			}
			if a.Result != True && f.Text == "" {
				t.Errorf("%+v says nothing", f)
			}
		})
	}
}

// telling is the finding that made the answer what it is.
func telling(a Answer) Finding {
	for _, f := range a.Findings {
		if f.Result == a.Result {
			return f
		}
	}
	return Finding{}
}

func TestLocator(t *testing.T) {
	dir := t.TempDir()
	for _, f := range []string{"a-1.yaml", "a-2.yaml", "[x].yaml"} {
		if err := os.WriteFile(filepath.Join(dir, f), []byte("ok: 1\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "bad.yaml"), []byte("key: 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "folder.yaml"), 0o700); err != nil {
		t.Fatal(err)
	}
	p := step.Probe{File: "task.yaml", Format: step.YAML, Path: []string{"key"}, Test: step.Absent}
	for _, tt := range []struct {
		patterns []string
		want     Result
		findings int
	}{
		{nil, Unknown, 1}, // not where commands work
		{[]string{"a-*.yaml"}, True, 2},
		{[]string{"a-1.yaml", "a-2.yaml", "a-*.yaml"}, True, 2},
		{[]string{"a-*.yaml", "bad.yaml"}, False, 3},
		{[]string{"a-*.yaml", "none-*.yaml"}, Unknown, 3},
		{[]string{"[x].yaml"}, True, 1}, // a file is itself before it is a pattern
		{[]string{"folder.yaml"}, Unknown, 1},
		{[]string{"a-{to}.yaml"}, True, 1},
	} {
		l := Locator{Dir: dir, To: "2"}
		for _, pat := range tt.patterns {
			l.Files = append(l.Files, FileAlias{"task.yaml", filepath.Join(dir, pat)})
		}
		if a := l.Ask(p); a.Result != tt.want || len(a.Findings) != tt.findings {
			t.Errorf("%v: %s with %+v, want %s with %d findings", tt.patterns, a.Result, a.Findings, tt.want, tt.findings)
		}
	}
}
