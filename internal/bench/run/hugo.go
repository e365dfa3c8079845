package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// hugo makes a page of each guide, with code highlighted and nothing else: no
// lists of tags, no feeds, no search.
func hugo(bin string) peer {
	return peer{name: "hugo", prepare: hugoSite, command: func(dir, out string) []string {
		return []string{filepath.Join(bin, "peers", "hugo"), "--quiet", "--source", dir, "--destination", out}
	}}
}

// hugoFiles are the settings and the least of templates.
var hugoFiles = map[string]string{
	"hugo.toml": "title = 'Guides'\nbaseURL = 'https://example.org/'\ndisableAliases = true\n" +
		"disableKinds = ['taxonomy', 'term', 'RSS', 'sitemap', 'robotsTXT', '404']\n[markup.highlight]\nnoClasses = false\n",
	"layouts/_default/single.html": "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{{ .Title }}</title></head>" +
		"<body><main><h1>{{ .Title }}</h1>{{ .Content }}</main></body></html>\n",
	"layouts/_default/list.html": "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{{ .Title }}</title></head><body><h1>{{ .Title }}</h1></body></html>\n",
}

// hugoSite copies the guides with the front matter that both programs read
// alike.
func hugoSite(guides, dir string) error {
	for name, text := range hugoFiles {
		if err := put(filepath.Join(dir, filepath.FromSlash(name)), []byte(text)); err != nil {
			return err
		}
	}
	return filepath.WalkDir(guides, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(p) != ".md" {
			return err
		}
		text, err := os.ReadFile(p)
		if err != nil {
			return fmt.Errorf("read a guide: %w", err)
		}
		name := strings.ReplaceAll(strings.TrimSuffix(filepath.Base(p), ".md"), ".", "-")
		return put(filepath.Join(dir, "content", "posts", name+".md"), plainFront(text))
	})
}

// plainFront leaves title, summary and date in the front matter.
func plainFront(text []byte) []byte {
	front, body, ok := bytes.Cut(bytes.TrimPrefix(text, []byte("---\n")), []byte("\n---\n"))
	if !ok {
		return text
	}
	out := []byte("---\n")
	for line := range bytes.SplitSeq(front, []byte("\n")) {
		key, _, _ := bytes.Cut(line, []byte(":"))
		switch string(key) {
		case "title", "summary", "date":
			out = append(append(out, line...), '\n')
		}
	}
	return append(append(out, "---\n"...), body...)
}

func put(name string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	if err := os.WriteFile(name, text, 0o644); err != nil {
		return fmt.Errorf("write a file: %w", err)
	}
	return nil
}
