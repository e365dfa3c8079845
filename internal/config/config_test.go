package config

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"upgraph/internal/diag"
)

// tree is a file system of one file, or of none.
func tree(name, content string) fstest.MapFS {
	if content == "" {
		return fstest.MapFS{}
	}
	return fstest.MapFS{name: {Data: []byte(content)}}
}

func lines(ds []diag.Diagnostic) []string {
	var out []string
	for _, d := range ds {
		s := d.String()
		if d.Hint != "" {
			s += " (" + d.Hint + ")"
		}
		out = append(out, s)
	}
	return out
}

const publicKey = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"

func TestLoadSite(t *testing.T) {
	for _, c := range []struct {
		name, yaml string
		want       Site
		problems   []string
	}{
		{"none", "", Site{}, nil},
		{"empty", "# nothing yet\n", Site{}, nil},
		{"full", "title: Guides\nlanguages: [en, zh]\nbase_url: https://docs.example.com/up\nedit_link: https://x.org/edit/{path}\npublic_key: " + publicKey + "\ntheme: themes/plain\n",
			Site{"Guides", "https://docs.example.com/up/", []string{"en", "zh"}, "https://x.org/edit/{path}", publicKey, "themes/plain"}, nil},
		{"numbers stay text", "title: 1.20\n", Site{Title: "1.20"}, nil},
		{"unknown keys", "tilte: A\nbase-url: x\nqqq: 1\n", Site{}, []string{
			`site.yaml:1:1: warning UG121: unknown key "tilte" in the site (did you mean title?)`,
			`site.yaml:2:1: warning UG121: unknown key "base-url" in the site (did you mean base_url?)`,
			`site.yaml:3:1: warning UG121: unknown key "qqq" in the site (known keys are title, base_url, languages, edit_link, public_key, theme)`}},
		{"wrong types", "title: [a]\nlanguages: en\nbase_url:\ntheme: {a: b}\n", Site{}, []string{
			"site.yaml:1:8: error UG122: title is a list, wanted a text",
			"site.yaml:2:12: error UG122: languages is a text, wanted a list",
			"site.yaml:3:10: error UG122: base_url is nothing, wanted a text",
			"site.yaml:4:8: error UG122: theme is a mapping, wanted a text"}},
		{"wrong values", "title: ' '\nlanguages: [en, en, english]\nbase_url: docs\nedit_link: https://x.org/\npublic_key: abc\ntheme: ../x\n",
			Site{Languages: []string{"en"}}, []string{
				"site.yaml:1:8: error UG123: title is empty (give it a value, or remove the key)",
				`site.yaml:2:17: error UG123: language "en" is there twice (keep one of them)`,
				`site.yaml:2:21: error UG123: "english" is no language code (write it as en, zh or pt-BR)`,
				`site.yaml:3:11: error UG123: "docs" is no address of a site (write it as https://docs.example.com/)`,
				"site.yaml:4:12: error UG123: the edit link needs {path} once (write it as https://git.example.com/docs/edit/main/{path})",
				"site.yaml:5:13: error UG123: the public key is no minisign key (copy the second line of the .pub file)",
				`site.yaml:6:8: error UG123: "../x" is no folder inside of the content folder (write it relative to the content folder, with slashes)`}},
		{"no mapping", "- a\n", Site{}, []string{"site.yaml:1:1: error UG122: the site is a list, wanted keys with values"}},
		{"no YAML", "title: a: b\n", Site{}, []string{"site.yaml:1:9: error UG102: YAML: mapping values are not allowed in this context (a value that holds \": \" needs quotes)"}},
		{"twice", "title: a\ntitle: b\n", Site{}, []string{`site.yaml:2:1: error UG103: key "title" is there twice, first on line 1 (keep one of them)`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ds := LoadSite(tree(SiteFile, c.yaml))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("site (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.problems, lines(ds)); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

func TestUnreadableFiles(t *testing.T) {
	_, ds := LoadSite(fstest.MapFS{"site.yaml/x": {Data: []byte("a")}})
	if len(ds) != 1 || ds[0].String() != "site.yaml: error UG120: the file cannot be read: it is no regular file" {
		t.Error(ds)
	}
	_, ds = LoadSite(fstest.MapFS{"site.yaml": {Data: make([]byte, maxFile+1)}})
	if len(ds) != 1 || ds[0].Code != "UG120" {
		t.Error(ds)
	}
}

func TestLoadProduct(t *testing.T) {
	for _, c := range []struct {
		name, dir, yaml string
		want            Product
		problems        []string
	}{
		{"none", "Data Pump", "", Product{ID: "data-pump"}, nil},
		{"root", ".", "", Product{}, nil},
		{"reserved folder without a file", "api", "", Product{ID: "api"}, nil},
		{"reserved folder", "api", "title: A\n", Product{ID: "api", Title: "A"}, []string{
			`api/product.yaml:1:1: error UG124: the folder's name makes the product id "api", which is reserved (give the product another id, or rename the folder)`}},
		{"another id for a reserved folder", "api", "id: gateway\n", Product{ID: "gateway"}, nil},
		{"full", "pump", `id: pump
title: Pump
components: [pumpctl, pump-server]
profile:
  name: sections
  heading: ^Upgrade (from (?P<from>\S+) )?to (?P<v>\S+)$
channels:
  - id: stable
    head: v1.0.5
  - id: edge
parameters:
  - id: cluster
    placeholder: <cluster-name>
    pattern: '[a-z-]+'
    text: name of the cluster
    default: main
`, Product{"pump", "Pump", []string{"pumpctl", "pump-server"},
			&Profile{"sections", `^Upgrade (from (?P<from>\S+) )?to (?P<v>\S+)$`},
			[]Channel{{"stable", "v1.0.5", diag.Pos{File: "pump/product.yaml", Line: 9, Column: 11}}, {"edge", "", diag.Pos{File: "pump/product.yaml", Line: 10, Column: 5}}},
			[]Parameter{{ID: "cluster", Text: "name of the cluster", Placeholder: "<cluster-name>", Pattern: "[a-z-]+", Default: "main"}}}, nil},
		{"profile by name", "x", "profile: edge-file\n", Product{ID: "x", Profile: &Profile{Name: "edge-file"}}, nil},
		{"ids", "x", "id: My Product\n", Product{ID: "x"}, []string{
			`x/product.yaml:1:5: error UG123: "My Product" is no product id (write it in small letters, digits, dots and hyphens, like my-product)`}},
		{"reserved id", "x", "id: whats-new\n", Product{ID: "x"}, []string{
			`x/product.yaml:1:5: error UG123: the product id "whats-new" is reserved (the site uses it in its own addresses; choose another)`}},
		{"language as id", "x", "id: zh\n", Product{ID: "x"}, []string{
			`x/product.yaml:1:5: error UG123: the product id "zh" is reserved (the site uses it in its own addresses; choose another)`}},
		{"patterns", "x", "profile: {heading: '(', nam: a}\nchannels: [{head: v1}, {id: a}, {id: a}, {id: ' /'}, b]\nparameters:\n- {id: p, pattern: '[0-9]+', default: x}\n- {id: q, pattern: '*'}\n",
			Product{ID: "x", Profile: &Profile{}, Channels: []Channel{{"a", "", diag.Pos{File: "x/product.yaml", Line: 2, Column: 24}}}, Parameters: []Parameter{{ID: "p", Pattern: "[0-9]+", Default: "x"}, {ID: "q"}}}, []string{
				"x/product.yaml:1:20: error UG123: the heading pattern is no regular expression: error parsing regexp: missing closing ): `(` (write it as ^Upgrade to (?P<v>\\S+)$; groups from, label and date are optional)",
				`x/product.yaml:1:25: warning UG121: unknown key "nam" in the profile (did you mean name?)`,
				`x/product.yaml:2:12: error UG123: a channel without an id (give it one: "id: …")`,
				`x/product.yaml:2:33: error UG123: channel "a" is there twice (keep one of them)`,
				`x/product.yaml:2:47: error UG123: "/" is no id (write it in letters, digits, dots, hyphens and underscores)`,
				"x/product.yaml:2:54: error UG122: the channel is a text, wanted keys with values",
				`x/product.yaml:4:3: error UG123: the default of parameter "p" does not match its pattern (change one of them)`,
				"x/product.yaml:5:20: error UG123: the pattern is no regular expression: error parsing regexp: missing argument to repetition operator: `*` (write it as [a-z0-9-]+)"}},
		{"groups", "x", "profile: {pattern: '^(?P<version>.*)$'}\n", Product{ID: "x", Profile: &Profile{}}, []string{
			`x/product.yaml:1:20: error UG123: the heading pattern has an unknown group "version" (write it as ^Upgrade to (?P<v>\S+)$; groups from, label and date are optional)`}},
		{"no version group", "x", "profile: {pattern: '^(?P<from>.*)$'}\n", Product{ID: "x", Profile: &Profile{}}, []string{
			`x/product.yaml:1:20: error UG123: the heading pattern has no group for the version (write it as ^Upgrade to (?P<v>\S+)$; groups from, label and date are optional)`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ds := LoadProduct(tree(c.dir+"/"+ProductFile, c.yaml), c.dir)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("product (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.problems, lines(ds)); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

func TestProductID(t *testing.T) {
	for name, want := range map[string]string{
		"dm": "dm", "My Product": "my-product", "a_b--c": "a-b-c", "TiDB 5.0": "tidb-5.0", "..x..y..": "x-y", "a.b": "a.b",
		"升级": "product", "": "product", "-a-": "a", "a. b": "a-b", strings.Repeat("ab ", 40): strings.TrimSuffix(strings.Repeat("ab-", 21), "-") + "-a",
	} {
		got := ProductID(name)
		if got != want {
			t.Errorf("%q: got %q, wanted %q", name, got, want)
		}
		if !idForm.MatchString(got) {
			t.Errorf("%q: %q is no id", name, got)
		}
	}
}

func TestReserved(t *testing.T) {
	for _, id := range []string{"v1", "api", "a", "scripts", "search", "feeds", "runner", "schema", "whats-new", "en", "zh", "pt-BR"} {
		if !Reserved(id) {
			t.Errorf("%s is free", id)
		}
	}
	for _, id := range []string{"dm", "tidb", "v2", "b"} {
		if Reserved(id) {
			t.Errorf("%s is reserved", id)
		}
	}
}

func TestIsLanguage(t *testing.T) {
	if !slices.IsSorted(languages) {
		t.Error("language codes are not in order")
	}
	for _, s := range []string{"en", "zh", "pt-BR", "zh-Hant"} {
		if !IsLanguage(s) {
			t.Errorf("%s is no language", s)
		}
	}
	for _, s := range []string{"", "dm", "EN", "eng", "en-", "en-us", "en-USA", "zh-hant", "x-y", "en-US-x"} {
		if IsLanguage(s) {
			t.Errorf("%s is a language", s)
		}
	}
}

func TestLanguage(t *testing.T) {
	for _, c := range []struct{ path, text, want string }{
		{"dm/zh/v1.md", "english text", "zh"},
		{"dm/v1.md", "english text", "en"},
		{"en/dm/v1.md", "升级", "en"},
		{"zh/en/v1.md", "", "en"},
		{"dm/de.md", "text", "en"},
		{"x.md", "", "en"},
		{"x.md", "## 升级到 v1.0.5\n\n```bash\nRelease Version: a long text of Latin letters\n```\n\n使用 `ansible-playbook rolling_update.yml` 滚动升级集群组件，请先停止任务\n", "zh"},
		{"x.md", "この文書ではアップグレードの手順を説明します", "ja"},
		{"x.md", "이 문서는 업그레이드 절차를 설명합니다", "ko"},
		{"x.md", "Этот документ описывает обновление", "ru"},
		{"x.md", "The name 升级 is Chinese, the rest of this line is not at all", "en"},
		{"x.md", "\xff\xfe", "en"},
		// Addresses and code are of no language.
		{"x.md", "# Tool 2.0.6 Release Notes\n\n- 修复内存泄漏的问题 [#1971](https://github.com/example/tool/pull/1971)\n- 见 https://example.org/issues?q=is%3Aissue+label%3Aaffected 和 `tool-ctl --show-everything`\n", "zh"},
	} {
		if got := Language(c.path, []byte(c.text)); got != c.want {
			t.Errorf("%s %q: got %s, wanted %s", c.path, c.text, got, c.want)
		}
	}
}

// TestParameters holds what a parameter may be: what operators give reaches
// command lines, so every mistake is one to be mended first.
func TestParameters(t *testing.T) {
	for text, want := range map[string]string{
		"{id: 1a}":                                `"1a" is no id of a parameter`,
		"{id: a, placeholder: <a>}":               `parameter "a" stands for <a> in commands and has no pattern`,
		"{id: a, secret: true, default: b}":       `parameter "a" is a secret with a default`,
		"{id: a, secret: true, placeholder: <a>}": `and let a marked fence use $UPGRAPH_SECRET_A`,
		"{id: a, secret: 1}":                      "wanted true or false",
		"{id: a-b}, {id: A_B}":                    `parameter "A_B" is there twice`,
		"{id: a, placeholder: <a>, pattern: a}, {id: b, placeholder: <a>, pattern: b}": "<a> stands for two parameters",
		"{id: a, secret: true}, {id: b, pattern: '[a-z]+', default: x, text: t}":       "",
	} {
		_, ds := LoadProduct(fstest.MapFS{"x/product.yaml": {Data: []byte("parameters: [" + text + "]\n")}}, "x")
		got := ""
		if len(ds) > 0 {
			got = ds[0].Message + " (" + ds[0].Hint + ")"
		}
		if len(ds) > 1 || (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %v, want %q", text, ds, want)
		}
	}
}
