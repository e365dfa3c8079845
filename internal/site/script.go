package site

import (
	"fmt"
	"html/template"
	"path"
	"strings"
)

// scriptView is a script to download.
type scriptView struct {
	ID                      string // of the section
	URL, Name, SHA256, Size string
	Lines                   template.HTML // fetch, verify, look, run
	Relative                bool          // Lines need the shell variable SITE
}

// script describes the script at a path, nil when it was not written. long adds
// the lines that fetch, verify and run it.
func (f *frame) script(name string, long bool) *scriptView {
	if f.local.in.File == nil || name == "" {
		return nil
	}
	sum, ok := f.local.in.File(name)
	if !ok {
		return nil
	}
	v := &scriptView{
		URL: f.File(name), Name: path.Base(name), SHA256: strings.TrimPrefix(sum.SHA256, "sha256:"), Size: sizeText(sum.Size),
	}
	if long {
		v.Lines, v.Relative = f.fetchLines(name, v.SHA256), f.local.in.BaseURL == ""
	}
	return v
}

// fetchLines download a script, verify it, show what it would do, and do it.
func (f *frame) fetchLines(name, sha string) template.HTML {
	lines := func(url, base, quoted, sum string) string {
		return strings.Join([]string{
			"curl -fsSLO " + url,
			fmt.Sprintf("echo '%s  %s' | sha256sum -c -", sum, base),
			"sh " + quoted + " --dry-run",
			"sh " + quoted,
		}, "\n")
	}
	base := path.Base(name)
	if quoted, _ := quote(base); quoted != base || !plainWord.MatchString(name) {
		return f.shell(lines(f.local.shellURL(name), base, quoted, sha))
	}
	return f.local.code.fill(lines(f.local.shellURL(wordPath), wordBase, wordBase, wordSum), wordPath, name, wordBase, base, wordSum, sha)
}

// sizeText is a size for people, with the decimal units of download pages.
func sizeText(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 1000*1000:
		return fmt.Sprintf("%.1f kB", float64(n)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}
