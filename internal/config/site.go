package config

import (
	"encoding/base64"
	"fmt"
	"io/fs"
	"net/url"
	"strings"

	"upgraph/internal/diag"
)

// SiteFile is the name of the file that configures the whole site.
const SiteFile = "site.yaml"

// Site is site.yaml. Every field may be empty.
type Site struct {
	Title string
	// BaseURL is where the site will stand, with a final slash.
	BaseURL string
	// Languages in the author's order; the first has no prefix in URLs.
	Languages []string
	// EditLink is the address at which a page can be edited, "{path}" standing
	// for the path of its source in the content folder.
	EditLink string
	// PublicKey is the minisign key that the site is signed with.
	PublicKey string
	// Theme is a folder with templates of the author's, relative to the
	// content folder.
	Theme string
}

// LoadSite reads site.yaml of a content folder; without one the site is empty.
func LoadSite(root fs.FS) (Site, []diag.Diagnostic) {
	var s Site
	v, found, ds := load(root, SiteFile)
	if !found || diag.HasErrors(ds) || v.Kind == "null" {
		return s, ds
	}
	r := &reader{file: SiteFile, unknown: diag.Warning, diagnostics: ds}
	r.mapping(v, "the site", []key{
		r.textKey("title", &s.Title, nil),
		r.textKey("base_url", &s.BaseURL, checkURL),
		r.textsKey("languages", "language", &s.Languages, checkLanguage),
		r.textKey("edit_link", &s.EditLink, checkEditLink),
		r.textKey("public_key", &s.PublicKey, checkPublicKey),
		r.textKey("theme", &s.Theme, checkFolder),
	})
	if s.BaseURL != "" && !strings.HasSuffix(s.BaseURL, "/") {
		s.BaseURL += "/"
	}
	return s, r.diagnostics
}

func checkURL(s string) (message, hint string) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return fmt.Sprintf("%q is no address of a site", s), "write it as https://docs.example.com/"
	}
	return "", ""
}

func checkLanguage(s string) (message, hint string) {
	if !IsLanguage(s) {
		return fmt.Sprintf("%q is no language code", s), "write it as en, zh or pt-BR"
	}
	return "", ""
}

func checkEditLink(s string) (message, hint string) {
	const example = "write it as https://git.example.com/docs/edit/main/{path}"
	if strings.Count(s, "{path}") != 1 {
		return "the edit link needs {path} once", example
	}
	u, err := url.Parse(strings.ReplaceAll(s, "{path}", "path"))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return fmt.Sprintf("%q is no address", s), example
	}
	return "", ""
}

// checkPublicKey looks at the form only: algorithm, key number and key of
// minisign are 42 bytes, in base 64.
func checkPublicKey(s string) (message, hint string) {
	data, err := base64.StdEncoding.DecodeString(s)
	if err != nil || len(data) != 42 || string(data[:2]) != "Ed" {
		return "the public key is no minisign key", "copy the second line of the .pub file"
	}
	return "", ""
}

func checkFolder(s string) (message, hint string) {
	if !fs.ValidPath(s) || s == "." {
		return fmt.Sprintf("%q is no folder inside of the content folder", s), "write it relative to the content folder, with slashes"
	}
	return "", ""
}
