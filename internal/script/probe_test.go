package script

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"upgraph/internal/step"
	"upgraph/internal/version"
)

// probe asks a fragment about a text, with the awk that comes first in path.
func probe(t *testing.T, fragmentName, vars, text, awk string) string {
	t.Helper()
	prelude := ""
	if awk != "" {
		prelude = "awk() { " + awk + " \"$@\"; }\n"
	}
	cmd := exec.Command("sh", "-c", prelude+fragment(fragmentName)+"\n"+vars+"\nprobe_"+fragmentName)
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	cmd.Stdin = strings.NewReader(text)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return strings.TrimSpace(string(out))
}

// awks are the implementations at hand; "" is the default one.
func awks() []string {
	all := []string{""}
	for _, a := range [][2]string{{"busybox", "busybox awk"}, {"mawk", "command mawk"}, {"gawk", "command gawk --posix"}, {"original-awk", "command original-awk"}} {
		if _, err := exec.LookPath(a[0]); err == nil {
			all = append(all, a[1])
		}
	}
	return all
}

func TestINIValues(t *testing.T) {
	for text, want := range map[string]string{
		"dm_version = v1":                           "true",
		"[all:vars]\ndm_version=v1\r\n":             "true",
		"\xef\xbb\xbfdm_version = v1":               "true",
		"  dm_version\t=\tv1  ":                     "true",
		"dm_version = \"v1\"":                       "true",
		"dm_version = 'v1' # why":                   "true",
		"dm_version = v1 # why":                     "false 1 dm_version = v1 # why",
		"dm_version = v1 ; why":                     "false 1",
		"dm_version = v10":                          "false 1 dm_version = v10",
		"dm_version =":                              "false 1",
		"# dm_version = v1\n; dm_version = v1":      "false 0 dm_version is not set",
		"":                                          "false 0",
		"old_dm_version = v1":                       "false 0",
		"dm_version_x = v1":                         "false 0",
		"dm_version = v1\n[all:vars]\ndm_version=2": "false 3 dm_version = 2",
		"10.0.0.1\nhost dm_version=v1":              "true",
		"dm_version = v1\nhost a=b dm_version=v0":   "false 2 dm_version = v0",
		"host a=b # dm_version=v0\ndm_version = v1": "true",
		"[dm_version = v1]":                         "false 0",
		"dm_version = v1\\n":                        "false 1",
		"dm_version = \x1b[0mv1":                    "false 1 dm_version = ?[0mv1",
	} {
		for _, awk := range awks() {
			got := probe(t, "ini_equals", "item=dm_version value=v1", text, awk)
			if got != want && !(strings.HasPrefix(want, "false") && strings.HasPrefix(got, want)) {
				t.Errorf("%s: %q gives %q, want %q", awk, text, got, want)
			}
		}
	}
}

func TestKeyAbsent(t *testing.T) {
	for _, tt := range []struct{ format, key, text, want string }{
		{"toml", "meta-file", "a = 1\n", "true"},
		{"toml", "meta-file", "", "true"},
		{"toml", "meta-file", "# meta-file = 1\na = 1 # meta-file\nb = \"x\" # meta-file", "true"},
		{"toml", "meta-file", "relay-meta-file = 1\nmeta-file-x = 1\nmeta-files = 2", "true"},
		{"toml", "meta-file", "meta-file = \"x\"", "false 1"},
		{"toml", "meta-file", "a = 1\nmeta-file=1 # x", "false 2"},
		{"toml", "meta-file", "[a]\nmeta-file = 1", "unknown 2"},
		{"toml", "meta-file", "\"meta-file\" = 1", "unknown 1"},
		{"toml", "meta-file", "a.meta-file = 1", "unknown 1"},
		{"toml", "meta-file", "a = \"#\"\nb = { c = \"# x\", meta-file = 1 }", "unknown 2"},
		{"toml", "meta-file", "a = \"\"\"\nx # y\"\"\"\nb = 1 # meta-file", "unknown 3"},
		{"toml", "meta-file", "a = {b = \"\"\"\nx # y\"\"\", meta-file = 1}", "unknown 2"},
		{"toml", "meta-file", "\"meta\\u002dfile\" = 1", "unknown 1"},
		{"toml", "meta-file", "# x\rmeta-file = 1\n", "unknown 1"},
		{"toml", "meta.file", "a = 1\nfile = 2", "unknown 2"},
		{"toml", "a&b", "a&b = 1", "false 1"},
		{"toml", "a&b", "xa&b = 1", "true"},
		{"toml", "\u00e9", "x\u00e9 = 1", "unknown 1"},
		{"yaml", "mysql-instances[].server-id", "mysql-instances:\n  - source-id: 1\n", "true"},
		{"yaml", "mysql-instances[].server-id", "mysql-instances:\n  - server-id: 1\n", "unknown 2"},
		{"yaml", "mysql-instances[].server-id", "mysql-instances: [{server-id: 1}]\n", "unknown 1"},
		{"yaml", "mysql-instances[].server-id", "mysql-instances: [{\"a\": 'x # y', server-id: 1}]\n", "unknown 1"},
		{"yaml", "mysql-instances[].server-id", "x:\n  #server-id: 1\n  # - server-id: 1", "true"},
		{"yaml", "server-id", "server-id: 1", "false 1"},
		{"yaml", "server-id", "a:\n  server-id: 1", "unknown 2"},
		{"yaml", "server-id", "a: server-id:x", "unknown 1"},
		{"yaml", "server-id", "my.server-id: 1", "unknown 1"},
	} {
		for _, awk := range awks() {
			got := probe(t, "key_absent", "format="+tt.format+" item='"+tt.key+"'", tt.text, awk)
			if got != tt.want && (tt.want == "true" || !strings.HasPrefix(got, tt.want+" ")) {
				t.Errorf("%s: %s %s in %q gives %q, want %q", awk, tt.format, tt.key, tt.text, got, tt.want)
			}
		}
	}
}

// A text is looked for as it is: none of its characters means something to awk.
func TestContains(t *testing.T) {
	const absent = "false 0 the text is not in it"
	for _, tt := range []struct{ value, text, want string }{
		{"a b", "x\nsome a b here\n", "true"},
		{"a b", "a\nb\n", absent},
		{"a b", "", absent},
		{"a.c", "abc", absent},
		{"a.c", "a.c", "true"},
		{`a\tb`, "a\tb", absent},
		{`a\tb`, `x a\tb`, "true"},
		{`\`, "a/b", absent},
		{`\`, `a\b`, "true"},
		{"it's 100% $(x) & \"y\"", "# it's 100% $(x) & \"y\" \r\n", "true"},
		{"[a]*", "aaa", absent},
		{"1", "1.0", "true"},
		{"+1", "1", absent},
		{"é", "caf\xc3\xa9", "true"},
		{"b", "\x80\xffb\x80", "true"},
		{"end", strings.Repeat("long ", 20000) + "end", "true"},
		{"last", "first\nlast", "true"},
	} {
		for _, awk := range awks() {
			t.Setenv("TEST_VALUE", tt.value)
			if got := probe(t, "contains", `value=$TEST_VALUE`, tt.text, awk); got != tt.want {
				t.Errorf("%s: %q in %.40q gives %q, want %q", awk, tt.value, tt.text, got, tt.want)
			}
		}
	}
}

// Scripts find versions as the runner does, and compare them alike.
func TestVersionsOfPrograms(t *testing.T) {
	for _, tt := range []struct{ pattern, text, versions, want string }{
		{"ansible {version}", "ansible 2.7.18\n  config file = None", "2.5,2.8,", "true"},
		{"ansible [core {version}]", "ansible [core 2.14.3]", "2.5,2.8,", "false"},
		{"ansible [core {version}]", "ansible [core 2.14.3]", "2.5,2.8, 2.14,,2.14.3", "true"},
		{"", "jq-1.6", "0,,", "unknown"},
		{"jq-{version}", "jq-1.6", "1.6,,1.6", "true"},
		{"", "tool, version v1.12.0 (linux)", "1.9,,", "true"},
		{"", "build 77 of 1.2", "77,,", "false"},
		{"build {version}", "build 77 of 1.2", "77,,77", "true"},
		{"go{version}", "go version go1.26.8 linux/amd64", "0,1.26.9,", "true"},
		{"", "tool 2.10.0rc1", "0,,", "unknown"},
		{"tool {version} ", "tool 2.10.0rc1 tool 2.9 ", "2.9,,2.9.0", "true"},
		{"tool {version}", "tool one\ntool 2", "2,3,", "true"},
		{"", "no number here", "0,,", "unknown"},
		{"", "", "0,,", "unknown"},
		{"x {version}", "x 1.2.", "1.2,,1.2", "true"},
		{"x {version}", "x 99999999999", "0,,", "unknown"},
	} {
		for _, awk := range awks() {
			if got := judged(t, tt.pattern, tt.text, tt.versions, awk); got != tt.want {
				t.Errorf("%s: %q in %q against %q gives %q, want %q", awk, tt.pattern, tt.text, tt.versions, got, tt.want)
			}
			if got := asRunner(t, tt.pattern, tt.text, tt.versions); got != tt.want {
				t.Errorf("the runner says %q of %q in %q, want %q", got, tt.pattern, tt.text, tt.want)
			}
		}
	}
}

// judged asks the fragment about what a program printed.
func judged(t *testing.T, pattern, text, versions, awk string) string {
	t.Helper()
	prelude := ""
	if awk != "" {
		prelude = "awk() { " + awk + " \"$@\"; }\n"
	}
	cmd := exec.Command("sh", "-euc", prelude+fragment("program")+"\npattern=$1 printed=$2 versions=$3\njudge_version\necho \"$verdict\"", "sh", pattern, text, versions)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return strings.TrimSpace(string(out))
}

// asRunner answers as the runner does.
func asRunner(t *testing.T, pattern, text, versions string) string {
	t.Helper()
	found, plain := step.Printed(pattern, text)
	n, ok := version.ParseNumbers(found)
	if !plain || !ok {
		return "unknown"
	}
	for span := range strings.FieldsSeq(versions) {
		end := strings.Split(span, ",")
		if (version.Span{Low: end[0], Below: end[1], Last: end[2]}).Holds(n) {
			return "true"
		}
	}
	return "false"
}
