package profile

import (
	"slices"
	"testing"
)

func TestParseTitle(t *testing.T) {
	for _, c := range []struct{ text, version, from, date, label string }{
		{"Upgrade to v1.0.5", "v1.0.5", "", "", ""},
		{"升级到 v1.0.5", "v1.0.5", "", "", ""},
		{"Upgrade to v1.0.0-10-geb2889c9 (1.0 GA)", "v1.0.0-10-geb2889c9", "", "", "1.0 GA"},
		{"升级到 v1.0.0-rc.1-12-gaa39ff9", "v1.0.0-rc.1-12-gaa39ff9", "", "", ""},
		{"1.2.3", "1.2.3", "", "", ""},
		{"[1.2.3] - 2020-01-02", "1.2.3", "", "2020-01-02", ""},
		{"1.2.3 - 2020-01-02", "1.2.3", "", "2020-01-02", ""},
		{"[1.2.3](https://example.org/compare/v1...v2) (2020-01-02)", "1.2.3", "", "2020-01-02", ""},
		{"v1.2.0 (2020-01-02)", "v1.2.0", "", "2020-01-02", ""},
		{"0.9.1 (January 2, 2020)", "0.9.1", "", "2020-01-02", ""},
		{`v1.2.3 {date="2020-01-02"}`, "v1.2.3", "", "2020-01-02", ""},
		{"Product 2.4.0", "2.4.0", "", "", ""},
		{"Product 2.4.0 Release Notes", "2.4.0", "", "", ""},
		{"Upgrade notice: stable-2.14.0", "stable-2.14.0", "", "", ""},
		{"From 87.x to 88.x", "88.x", "87.x", "", ""},
		{"v3.3 to v3.4", "v3.4", "v3.3", "", ""},
		{"v2.4 to 2.5", "2.5", "2.4", "", ""},
		{"Upgrading To 13.0 From 12.x", "13.0", "12.x", "", ""},
		{"Upgrading from Product 1.2 to Product 1.3", "1.3", "1.2", "", ""},
		{"从 v1.2 升级到 v1.3", "v1.3", "v1.2", "", ""},
		{"Version 4.0 RC2", "4.0 RC2", "", "", ""},
		{"Release v7", "v7", "", "", ""},
		{"Golang upgrade in 2.5.20 for all", "", "", "", ""},
		{"Changes with API version >=2.5.16", "", "", "", ""},
		{"Step 1: Prepare the files", "", "", "", ""},
		{"Upgrading to 2.12.0 using the CLI", "", "", "", ""},
		{"Known issues", "", "", "", ""},
		{"", "", "", "", ""},
	} {
		got := parseTitle(c.text)
		label := ""
		if len(got.Labels) > 0 {
			label = got.Labels[0]
		}
		if got.Version != c.version || got.From != c.from || got.Date.iso != c.date || label != c.label {
			t.Errorf("%q: version %q from %q date %q label %q, want %q %q %q %q", c.text, got.Version, got.From, got.Date.iso, label, c.version, c.from, c.date, c.label)
		}
	}
}

func TestParseTitleMarks(t *testing.T) {
	if got := parseTitle("[1.0.1] - 2020-01-02 [YANKED]"); got.Withdrawn != "YANKED" || got.Version != "1.0.1" || got.Date.iso != "2020-01-02" {
		t.Errorf("a withdrawn release: %+v", got)
	}
	if got := parseTitle("[Unreleased]"); !got.Unreleased || !got.strong() {
		t.Errorf("what is not released yet: %+v", got)
	}
	if got := parseTitle("v1.2 / v1.3 (2020-01-02)"); got.Version != "v1.2" || !slices.Equal(got.Also, []string{"v1.3"}) {
		t.Errorf("two versions in one heading: %+v", got)
	}
	if got := parseTitle("v2.0.0 (latest)"); len(got.Labels) != 0 {
		t.Errorf("a word that moves on is no name: %+v", got)
	}
}

func TestParseDate(t *testing.T) {
	for text, want := range map[string]string{
		"2021-07-30": "2021-07-30", "July 30, 2021": "2021-07-30", "2021 年 7 月 30 日": "2021-07-30",
		"30 Jul 2021": "2021-07-30", "2021-02-30": "", "soon": "", "": "",
	} {
		if got := parseDate(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"2020-04-27 06:56:31": "2020-04-27T06:56:31Z", "2020-04-27T08:56:31+02:00": "2020-04-27T06:56:31Z",
		"2020-04-27 06:56:31 UTC": "2020-04-27T06:56:31Z", "2020-04-27 06:56:31 EST": "", "never": "",
	} {
		if got := parseTime(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
