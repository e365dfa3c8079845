package site

import (
	"fmt"
	"html/template"
	"path"
	"slices"
	"strings"

	"upgraph/internal/compat"
)

// scriptView is a script to download.
type scriptView struct {
	ID                      string // of the section
	URL, Name, SHA256, Size string
	Lines                   template.HTML // fetch, verify, look, run
	From                    string        // what Lines start from, where the script serves several releases
	Relative                bool          // Lines need the shell variable SITE
}

// script describes the script at a path, nil when it was not written.
func (f *frame) script(name string) *scriptView {
	if f.local.in.File == nil || name == "" {
		return nil
	}
	sum, ok := f.local.in.File(name)
	if !ok {
		return nil
	}
	return &scriptView{
		URL: f.File(name), Name: path.Base(name), SHA256: strings.TrimPrefix(sum.SHA256, "sha256:"), Size: sizeText(sum.Size),
	}
}

// scriptOf is the script at a path with the lines that fetch, verify and run
// it, from a release where it serves several.
func (f *frame) scriptOf(name, from string) *scriptView {
	v := f.script(name)
	if v != nil {
		v.From, v.Relative = from, f.local.in.BaseURL == ""
		v.Lines = f.fetchLines(name, v.SHA256, from)
	}
	return v
}

// scriptInto is the script into a release, with the lines for the nearest
// release that it starts from.
func (f *frame) scriptInto(e *edition, to string) *scriptView {
	if ways := e.into[to]; len(ways) > 0 {
		return f.scriptOf(e.ToScript(to), ways[0].From)
	}
	from := ""
	if slices.ContainsFunc(e.edges[to], func(edge compat.Edge) bool { return edge.Status == compat.Supported }) {
		from = "older" // releases that nobody documented
	}
	v := f.scriptOf(e.ToScript(to), from)
	if v != nil {
		v.From = ""
	}
	return v
}

// fetchPatterns are the lines that download a script, verify it, show what it
// would do, and do it: of one that starts from its only release, and of one that
// is told from which.
type fetchPatterns struct{ only, from *pattern }

func (s *site) fetchPatterns() fetchPatterns {
	url := s.shellURL(wordPath)
	return fetchPatterns{
		only: newPattern(fetchText(url, wordBase, wordBase, wordSum, ""), wordPath, wordBase, wordSum),
		from: newPattern(fetchText(url, wordBase, wordBase, wordSum, " --from "+wordFrom), wordPath, wordBase, wordSum, wordFrom),
	}
}

func fetchText(url, base, quoted, sum, flag string) string {
	return strings.Join([]string{
		"curl -fsSLO " + url,
		fmt.Sprintf("echo '%s  %s' | sha256sum -c -", sum, base),
		"sh " + quoted + flag + " --dry-run",
		"sh " + quoted + flag,
	}, "\n")
}

// fetchLines are those lines for the script at a path.
func (f *frame) fetchLines(name, sha, from string) template.HTML {
	base := path.Base(name)
	quoted, _ := quote(base)
	start, ok := quote(from)
	switch {
	case quoted != base || !plainWord.MatchString(name):
		flag := ""
		if ok && from != "" {
			flag = " --from " + start
		}
		return f.shell(fetchText(f.local.shellURL(name), base, quoted, sha, flag))
	case ok && from != "":
		return f.local.fetch.from.fill(name, base, sha, start)
	}
	return f.local.fetch.only.fill(name, base, sha)
}

// sumsLines fetch the list of all digests, verify its signature where there is
// one, and hold a script that was fetched before to its digest in the list.
func (f *frame) sumsLines(name string) string {
	line, _ := quote("  " + strings.TrimPrefix(name, "scripts/") + "$")
	lines := append(f.signedLines("scripts/SHA256SUMS"), "grep "+line+" SHA256SUMS | sed 's|  .*/|  |' | sha256sum -c -")
	return strings.Join(lines, "\n")
}

// manifestLines fetch the manifest, verify its signature where there is one,
// then fetch a file and hold it to its digest in the manifest.
func (f *frame) manifestLines(name string) string {
	const sum = `jq -r '.files[] | select(.path == "%s") | (.digest | sub("sha256:"; "")) + "  %s"' manifest.json | sha256sum -c -`
	lines := append(f.signedLines("v1/manifest.json"), "curl -fsSLO "+f.local.shellURL(name), fmt.Sprintf(sum, name, path.Base(name)))
	return strings.Join(lines, "\n")
}

// signedLines fetch a file and, where the site is signed, verify it.
func (f *frame) signedLines(name string) []string {
	lines := []string{"curl -fsSLO " + f.local.shellURL(name)}
	if signature := name + ".minisig"; f.local.in.PublicKey != "" && f.script(signature) != nil {
		lines = append(lines, "curl -fsSLO "+f.local.shellURL(signature), "minisign -V -P "+f.local.in.PublicKey+" -m "+path.Base(name))
	}
	return lines
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
