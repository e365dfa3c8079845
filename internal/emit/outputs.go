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
		{Name: "catalogs", Files: catalogs},
		{Name: "release shards", Files: shards},
		{Name: "index pages", Files: indexPages},
		{Name: "index", Files: index},
		{Name: "schema", Files: schemas},
		{Name: "latest", Files: latest},
		{Name: "renovate", Files: renovate},
		{Name: "included files", Files: included},
		{Name: "scripts", Files: scripts},
		{Name: "fleet", Files: fleet},
		{Name: "script sums", Files: scriptSums},
		{Name: "manifest", Files: manifest},
		{Name: "signatures", Files: signatures},
		{Name: "feeds", Files: feeds},
		{Name: "assets", Files: assets},
		{Name: "search", Under: []string{"a/", "search/"}, Files: searchIndex},
		{Name: "pages", Files: pages},
		{Name: "static files", Files: static},
		{Name: "robots", Files: robots},
		{Name: "sitemap", Files: sitemap},
		{Name: "headers", Files: headers},
		{Name: "redirects", Files: redirects},
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
