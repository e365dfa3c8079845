package emit

import (
	"bytes"
	"iter"
)

// Outputs lists every artefact of a site in the order in which they are
// written. The order is that of digests: nothing may be digested before it is
// there, and nothing that is digested may name what digests it.
func Outputs() []Output {
	return []Output{
		{Name: "catalogs", Under: []string{"v1/"}, Files: catalogs},
		{Name: "release shards", Under: []string{"v1/"}, Files: shards},
		{Name: "index pages", Under: []string{"v1/"}, Files: indexPages},
		{Name: "index", Under: []string{"v1/"}, Files: index},
		{Name: "schema", Under: []string{"schema/"}, Files: schemas},
		{Name: "latest", Under: []string{"v1/"}, Files: latest},
		{Name: "renovate", Under: []string{"v1/"}, Files: renovate},
		{Name: "included files", Files: included},
		{Name: "scripts", Under: []string{"scripts/"}, Files: scripts, At: scriptAt},
		{Name: "fleet", Under: []string{"scripts/"}, Files: fleet},
		{Name: "script sums", Under: []string{"scripts/"}, Files: scriptSums},
		{Name: "manifest", Under: []string{"v1/"}, Files: manifest},
		{Name: "signatures", Under: []string{"v1/", "scripts/"}, Files: signatures},
		{Name: "feeds", Files: feeds},
		{Name: "assets", Under: []string{"a/"}, Files: assets},
		{Name: "search", Under: []string{"a/", "search/"}, Files: searchIndex},
		{Name: "pages", Files: pages, At: pageAt},
		{Name: "static files", Files: static},
		{Name: "robots", Under: []string{"robots.txt"}, Files: robots},
		{Name: "sitemap", Under: []string{"sitemap.xml"}, Files: sitemap},
		{Name: "headers", Under: []string{"_headers"}, Files: headers},
		{Name: "redirects", Under: []string{"_redirects"}, Files: redirects},
	}
}

// literal is a file whose bytes are already there.
func literal(path string, content []byte) File {
	return File{Path: path, Render: func(b *bytes.Buffer) error {
		b.Write(content)
		return nil
	}}
}

// one is the stream of a single file.
func one(f File) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) { yield(f, nil) }
}
