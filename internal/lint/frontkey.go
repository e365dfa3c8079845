package lint

import (
	"fmt"
	"slices"

	"upgraph/internal/config"
	"upgraph/internal/diag"
	"upgraph/internal/doc"
)

var misspeltKey = Rule{
	Code: "UG319", Name: "misspelt-key", Severity: diag.Warning,
	What: "A key of the front matter is nearly one that is known.",
	Why:  "Keys that are not known are kept for other tools and have no effect: a misspelt one changes nothing, and nobody notices.",
	Bad:  "---\nversion: v1.2.4\ndeploy_verison: v1.2.4\n---\n\n# v1.2.4\n\n- Fix a leak\n",
	Good: "---\nversion: v1.2.4\ndeploy_version: v1.2.4\n---\n\n# v1.2.4\n\n- Fix a leak\n",
	document: func(d *document) []diag.Diagnostic {
		if d.src.Front == nil {
			return nil
		}
		var out []diag.Diagnostic
		for _, f := range d.src.Front.Value.Fields {
			near, ok := config.Nearest(f.Key, frontKeys)
			if slices.Contains(frontKeys, f.Key) || slices.Contains(otherKeys, f.Key) || !ok || given(d.src, near) {
				continue
			}
			out = append(out, diag.Diagnostic{Code: "UG319", Severity: diag.Warning,
				Pos:     diag.Pos{File: d.read.Path, Line: f.Line, Column: f.Column},
				Message: fmt.Sprintf("unknown key %q", f.Key), Hint: fmt.Sprintf("did you mean %s?", near)})
		}
		return out
	},
}

func given(d *doc.Doc, key string) bool {
	_, ok := d.Front.Value.Get(key)
	return ok
}

// frontKeys are the keys of front matter that are read.
var frontKeys = []string{
	"title", "summary", "version", "aliases", "build", "deploy_version", "commit", "branch", "toolchain", "date", "built_at",
	"order", "status", "upgrade_from", "before", "after", "steps", "profile", "language", "lang", "draft", "lint",
	"type", "component", "breaking", "issue", "action", "backport_of", "id", "none",
}

// otherKeys are common keys of other tools; they are misspelt nothing.
var otherKeys = []string{
	"author", "authors", "category", "categories", "cover", "data", "description", "expiryDate", "hide", "hide_title", "image",
	"keywords", "label", "labels", "layout", "link", "links", "menu", "name", "nav_order", "owner", "parent", "permalink", "platform", "published",
	"redirect_from", "released", "section", "series", "sidebar", "sidebar_label", "sidebar_position", "slug", "source", "stage", "state", "tag", "tags", "template",
	"time", "toc", "updated", "url", "versions", "weight",
}
