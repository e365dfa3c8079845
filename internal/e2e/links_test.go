package e2e

import (
	"fmt"
	"html"
	"net/url"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	linkAttribute = regexp.MustCompile(`\s(?:href|src|action)="([^"]*)"`)
	idAttribute   = regexp.MustCompile(`\sid="([^"]*)"`)
)

// TestLinksLeadSomewhere follows every link of every page within the site, to
// the file and to the anchor in it.
func TestLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	if pages := checkLinks(t, ownSite(t), "/"); pages < 40 {
		t.Errorf("only %d pages", pages)
	}
}

// checkLinks follows every link of a site that is served under a base path, and
// returns how many pages there are.
func checkLinks(t *testing.T, site, base string) int {
	t.Helper()
	faults, pages := linkFaults(t, site, base)
	seen := map[string]bool{} // one line for one fault, however many pages have it
	for page, all := range faults {
		for _, fault := range all {
			if !seen[fault] {
				seen[fault] = true
				t.Errorf("%s links to %s", page, fault)
			}
		}
	}
	return pages
}

// linkFaults gives the links that lead nowhere, by the file of their page, and
// how many pages there are.
func linkFaults(t *testing.T, site, base string) (map[string][]string, int) {
	t.Helper()
	files := readTree(t, site)
	pages := map[string]string{}
	for p := range files {
		if strings.HasSuffix(p, ".html") {
			pages[p] = read(t, filepath.Join(site, filepath.FromSlash(p)))
		}
	}
	faults := map[string][]string{}
	links := 0
	for page, text := range pages {
		for _, m := range linkAttribute.FindAllStringSubmatch(text, -1) {
			link := html.UnescapeString(m[1])
			links++
			within := link
			if rest, ok := strings.CutPrefix(link, base); ok {
				within = "/" + rest
			}
			if fault := follow(page, within, files, pages); fault != "" {
				faults[page] = append(faults[page], fmt.Sprintf("%q: %s", link, fault))
			}
		}
	}
	t.Logf("%d links on %d pages", links, len(pages))
	return faults, len(pages)
}

// follow says what is wrong with a link of a page; nothing for links that leave
// the site.
func follow(page, link string, files tree, pages map[string]string) string {
	u, err := url.Parse(link)
	if err != nil {
		return err.Error()
	}
	if u.Scheme != "" || u.Host != "" {
		return ""
	}
	target := page
	if u.Path != "" {
		target = strings.TrimPrefix(path.Join("/", path.Dir(page), u.Path), "/")
		if strings.HasPrefix(u.Path, "/") {
			target = strings.TrimPrefix(path.Clean(u.Path), "/")
		}
		if target == "" || strings.HasSuffix(u.Path, "/") || u.Path == "." || u.Path == ".." {
			target = path.Join(target, "index.html")
		}
	}
	if _, ok := files[target]; !ok {
		return "there is no " + target
	}
	if u.Fragment == "" {
		return ""
	}
	for _, m := range idAttribute.FindAllStringSubmatch(pages[target], -1) {
		if html.UnescapeString(m[1]) == u.Fragment {
			return ""
		}
	}
	return "there is no anchor #" + u.Fragment + " on " + target
}
