package step

import "testing"

// PrintedCases are also held against the scripts.
func TestPrinted(t *testing.T) {
	for _, tt := range []struct {
		pattern, text, found string
		plain                bool
	}{
		{"ansible {version}", "ansible 2.7.18\n  config file = /etc/ansible/ansible.cfg\n", "2.7.18", true},
		{"ansible [core {version}]", "ansible [core 2.14.3]\n", "2.14.3", true},
		{"", "jq-1.6\n", "", false},
		{"jq-{version}", "jq-1.6\n", "1.6", true},
		{"", "tool, version v1.12.0 (linux)\n", "1.12.0", true},
		{"", "Python 3.11.2\n", "3.11.2", true},
		{"", "build 77 of 1.2", "1.2", true},
		{"build {version}", "build 77 of 1.2", "77", true},
		{"go{version}", "go version go1.26.8 linux/amd64", "1.26.8", true},
		{"", "tool 2.10.0rc1\n", "2.10.0rc1", false},
		{"tool {version}", "tool 2.10.0-beta.1\n", "2.10.0-beta", false},
		{"tool {version} ", "tool 2.10.0rc1 tool 2.9 ", "2.9", true},
		{"tool {version}", "tool one\ntool 2", "2", true},
		{"", "no number here", "", false},
		{"", "", "", false},
		{"x {version}", "x 1.2.", "1.2", true},
	} {
		if found, plain := Printed(tt.pattern, tt.text); found != tt.found || plain != tt.plain {
			t.Errorf("Printed(%q, %q) = %q, %v, want %q, %v", tt.pattern, tt.text, found, plain, tt.found, tt.plain)
		}
	}
}
