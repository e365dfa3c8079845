package emit

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"iter"
	"net/url"
	"strings"

	"upgraph/internal/site"
)

// robots writes robots.txt.
func robots(in *Input, _ *Ledger) iter.Seq2[File, error] {
	rule := "Allow: /"
	if in.NoIndex {
		rule = "Disallow: /"
	}
	text := "User-agent: *\n" + rule + "\n"
	if in.Site.BaseURL != "" {
		text += "\nSitemap: " + absolute(in.Site.BaseURL, "sitemap.xml") + "\n"
	}
	return one(literal("robots.txt", []byte(text)))
}

// sitemap writes sitemap.xml over the pages that were written. A sitemap holds
// absolute addresses only, so a site without a base URL has none.
func sitemap(in *Input, done *Ledger) iter.Seq2[File, error] {
	if in.Site.BaseURL == "" {
		return func(func(File, error) bool) {}
	}
	return one(File{Path: "sitemap.xml", Render: func(b *bytes.Buffer) error {
		about := site.About(in.Site)
		b.WriteString(xml.Header + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">` + "\n")
		for _, p := range done.Paths("") {
			page, ok := strings.CutSuffix(p, "index.html")
			if !ok {
				continue
			}
			if err := sitemapURL(b, in.Site.BaseURL, page, about[page]); err != nil {
				return err
			}
		}
		b.WriteString("</urlset>\n")
		return nil
	}})
}

// sitemapURL writes one page of the sitemap.
func sitemapURL(b *bytes.Buffer, base, page string, about site.PageFacts) error {
	text := func(before, s, after string) error {
		b.WriteString(before)
		err := xml.EscapeText(b, []byte(s))
		b.WriteString(after)
		return err
	}
	if err := text("<url><loc>", absolute(base, page), "</loc>"); err != nil {
		return err
	}
	if about.Modified != "" {
		if err := text("<lastmod>", about.Modified, "</lastmod>"); err != nil {
			return err
		}
	}
	for _, image := range about.Images {
		if err := text("<image:image><image:loc>", absolute(base, image), "</image:loc></image:image>"); err != nil {
			return err
		}
	}
	b.WriteString("</url>\n")
	return nil
}

// basePath is the path under which the site is served, without a slash at its
// end: empty at the root of a host.
func basePath(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(u.EscapedPath(), "/")
}

// absolute joins the base URL and a path of the site, which is not escaped yet.
func absolute(base, path string) string {
	return strings.TrimSuffix(base, "/") + (&url.URL{Path: "/" + path}).EscapedPath()
}

// policy is the content security policy of every page: nothing inline, nothing
// from elsewhere.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; " +
	"require-trusted-types-for 'script'; trusted-types 'none'"

// headers writes _headers, which Netlify and Cloudflare serve alike.
func headers(in *Input, _ *Ledger) iter.Seq2[File, error] {
	var b strings.Builder
	base := basePath(in.Site.BaseURL)
	section := func(pattern string, lines ...string) {
		fmt.Fprintf(&b, "%s%s\n", base, pattern)
		for _, l := range lines {
			fmt.Fprintf(&b, "  %s\n", l)
		}
	}
	all := []string{
		"Content-Security-Policy: " + policy,
		"X-Content-Type-Options: nosniff",
		"Referrer-Policy: no-referrer",
		"Cross-Origin-Opener-Policy: same-origin",
		"Permissions-Policy: camera=(), microphone=(), geolocation=()",
	}
	if in.NoIndex {
		all = append(all, "X-Robots-Tag: noindex")
	}
	section("/*", all...)
	section("/a/*", "Cache-Control: public, max-age=31536000, immutable")
	section("/v1/*", "Access-Control-Allow-Origin: *", "Cache-Control: public, max-age=60, must-revalidate")
	section("/schema/*", "Access-Control-Allow-Origin: *", "Content-Type: application/schema+json")
	section("/*.atom", "Access-Control-Allow-Origin: *", "Content-Type: application/atom+xml; charset=utf-8")
	for _, p := range in.Products {
		folder := "/" + site.ProductPath(p.Catalog.Product.ID)
		for _, name := range []string{"feed.json", "breaking.json"} {
			section(folder+name, "Access-Control-Allow-Origin: *", "Content-Type: application/feed+json")
		}
	}
	section("/scripts/*.sh", "Content-Type: text/x-shellscript; charset=utf-8", "Content-Disposition: attachment")
	return one(literal("_headers", []byte(b.String())))
}

// upgradeFolders are where the paths of each product stand, in every language.
func upgradeFolders(in *Input, base string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, p := range in.Products {
			for i, lang := range in.Site.Languages {
				prefix := base + "/"
				if i > 0 {
					prefix += lang + "/"
				}
				if !yield(prefix + p.Catalog.Product.ID + "/upgrade/") {
					return
				}
			}
		}
	}
}

// notFoundRules name the page that says that there is none: of the folder, for
// hosts that look for it at the root alone.
func notFoundRules(in *Input, base string, b *strings.Builder) {
	for at := range upgradeFolders(in, base) {
		fmt.Fprintf(b, "%s* %s404.html 404\n", at, at)
	}
	for _, lang := range in.Site.Languages[min(1, len(in.Site.Languages)):] {
		fmt.Fprintf(b, "%s/%s/* %s/%s/404.html 404\n", base, lang, base, lang)
	}
}

// redirects writes _redirects: the picker's form without JavaScript goes to
// the path page that it asks for, and old addresses go to the new ones.
func redirects(in *Input, _ *Ledger) iter.Seq2[File, error] {
	var b strings.Builder
	base := basePath(in.Site.BaseURL)
	for at := range upgradeFolders(in, base) {
		fmt.Fprintf(&b, "%s from=:from to=:to %s:from/:to/ 302!\n", at, at)
	}
	for _, r := range site.Redirects(in.Site) {
		fmt.Fprintf(&b, "%s/%s %s/%s 301\n", base, r.From, base, r.To)
	}
	for _, r := range site.WayRedirects(in.Site) {
		fmt.Fprintf(&b, "%s/%s %s/%s 302\n", base, r.From, base, r.To)
	}
	notFoundRules(in, base, &b)
	return one(literal("_redirects", []byte(b.String())))
}
