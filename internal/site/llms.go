package site

import (
	"bytes"
	"fmt"
	"strings"
)

// llms is llms.txt: the Markdown copies of the pages in the first language, for
// readers that are programs. Every path page is linked from the table of paths.
func (l *local) llms() func(*bytes.Buffer) error {
	return func(b *bytes.Buffer) error {
		f := l.frame("")
		link := func(page, text string) {
			at := "/" + page + "index.md"
			if l.in.BaseURL != "" {
				at = l.absolute(page + "index.md")
			}
			fmt.Fprintf(b, "- [%s](%s)\n", prose(nil, []byte(text)), at)
		}
		fmt.Fprintf(b, "# %s\n\n> %s\n", prose(nil, []byte(f.SiteTitle)), l.text.SiteDescription)
		for _, e := range l.editions {
			home := ProductPath(e.id)
			fmt.Fprintf(b, "\n## %s\n\n", prose(nil, []byte(e.title)))
			link(home, l.text.Overview)
			link(home+"upgrade/", l.text.fill(l.text.UpgradeTitle, e.title))
			link(home+"changelog/", l.text.Changelog)
			fmt.Fprintf(b, "\n### %s\n\n", l.text.Releases)
			for _, r := range e.releases {
				link(ReleasePath(e.id, r.ID), strings.TrimSpace(r.ID+" "+r.shownDate()))
			}
		}
		fmt.Fprintf(b, "\n## %s\n\n", l.text.Pages)
		for _, p := range l.plain {
			if p.url != "" {
				link(p.url, p.title)
			}
		}
		for _, p := range []struct{ url, title string }{{"whats-new/", l.text.WhatsNew}, {"feeds/", l.text.Feeds}, {"scripts/", l.text.Scripts}, {"api/", l.text.API}} {
			link(p.url, p.title)
		}
		return nil
	}
}
