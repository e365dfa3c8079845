package schema

import (
	"slices"
	"sync"
)

// Guide is the front matter of a guide. Whoever asks gets the same lists, and
// changes nothing in them.
func Guide() Document { return guide() }

var guide = sync.OnceValue(func() Document {
	return Document{
		Name: "guide", Title: "Front matter of an upgrade guide",
		Meaning: "What stands between the two lines of three dashes at the top of a guide. Every key may be left out.",
		Keys:    slices.Concat(pageKeys(), releaseKeys(), pathKeys(), productKeys(), fragmentKeys(), []Key{stepsKey(), releasesKey()}),
		Foreign: foreign(), Open: true,
	}
})

// ReleaseKeys are the keys about one release: those of a file of its own, and
// of an entry under releases in a file that holds many.
func ReleaseKeys() []Key { return slices.Concat(releaseKeys(), pathKeys()) }

// WayKeys are those of them that say how one comes to a release, the same list
// for all who ask.
func WayKeys() []Key { return wayKeys() }

var wayKeys = sync.OnceValue(pathKeys)

// pageKeys are about the document as a page.
func pageKeys() []Key {
	return []Key{
		{Name: "title", Type: Text, Meaning: "Title of the page.", Example: "Upgrade to v1.0.5"},
		{Name: "page_title", Type: Text, Meaning: "The same as title, as other generators call it.", Example: "Upgrade to v1.0.5"},
		{Name: "linkTitle", Type: Text, Meaning: "The same as title, as other generators call it.", Example: "Upgrade to v1.0.5"},
		{Name: "summary", Type: Text, Meaning: "One sentence for lists and search.", Example: "Retries of write conflicts, and fixes."},
		{Name: "language", Type: Text, Meaning: "Language of the text, where neither the folder nor the text tells it.", Example: "en"},
		{Name: "lang", Type: Text, Meaning: "The same as language.", Example: "zh"},
		{Name: "draft", Type: Flag, Meaning: "The document is left out unless drafts are asked for.", Example: "true"},
		{Name: "weight", Type: Number, Meaning: "Place of a plain page among the others, the smallest first.", Example: "10"},
		{Name: "profile", Type: TextOrMap, Meaning: "How the document is written, where that is not found from its text.", Example: "sections", Values: Dialects(), Keys: profileKeys()},
		{Name: "lint", Type: Map, Meaning: "Findings of check that are ignored in this file, each with the reason.", Example: "\n  ignore:\n    - {code: UG305, reason: the build had no name}", Keys: []Key{
			{Name: "ignore", Type: Maps, Meaning: "The findings.", Example: "[{code: UG305, reason: the build had no name}]", Keys: []Key{
				{Name: "code", Type: Text, Required: true, Meaning: "Code or name of the rule.", Example: "UG305"},
				{Name: "reason", Type: Text, Required: true, Meaning: "Why the finding is no fault here.", Example: "the build had no name"},
			}},
		}},
	}
}

// fragmentKeys are those of a file of the folder unreleased, one change each.
func fragmentKeys() []Key {
	return []Key{
		{Name: "type", Type: Text, Meaning: "Of a change fragment: added, changed, improved, fixed, deprecated, removed or security.", Example: "fixed"},
		{Name: "component", Type: SomeTexts, Meaning: "Of a change fragment: the components that it is about.", Example: "[dmctl]"},
		{Name: "breaking", Type: Text, Meaning: "Of a change fragment: whether it breaks something.", Example: "true"},
		{Name: "issue", Type: SomeTexts, Meaning: "Of a change fragment: where it was discussed.", Example: "[123]"},
		{Name: "action", Type: Text, Meaning: "Of a change fragment: what its readers have to do.", Example: "Rename the key."},
		{Name: "backport_of", Type: Text, Meaning: "Of a change fragment: the release that had the change first.", Example: "v2.0.1"},
		{Name: "id", Type: Text, Meaning: "Of a change fragment: its name, where that of the file is not.", Example: "retry-writes"},
		{Name: "none", Type: Text, Meaning: "Of a change fragment: why there is nothing to tell.", Example: "only tests"},
	}
}

// Dialects are the ways to write a guide that a profile can name.
func Dialects() []string {
	return []string{"release-file", "sections", "edge-file", "procedure", "plain"}
}

func profileKeys() []Key {
	return []Key{
		{Name: "name", Type: Text, Meaning: "The dialect.", Example: "sections", Values: Dialects()},
		{Name: "heading", Type: Text, Meaning: "Regular expression of the headings that are releases, with a group named v or to, and optional groups from, label and date.", Example: `'^Upgrade to (?P<v>\S+)$'`},
		{Name: "pattern", Type: Text, Meaning: "The same as heading.", Example: `'^Upgrade to (?P<v>\S+)$'`},
	}
}

// releaseKeys say what a release is.
func releaseKeys() []Key {
	return []Key{
		{Name: "version", Type: Text, Typed: true, Meaning: "The release that the file is about.", Example: "v1.0.5"},
		{Name: "aliases", Type: SomeTexts, Typed: true, Meaning: "Other names of the release; one with a slash is a former address of the page.", Example: "[1.0 GA]"},
		{Name: "build", Type: Text, Typed: true, Meaning: "What the binaries print about themselves.", Example: "v1.0.0-10-geb2889c9"},
		{Name: "deploy_version", Type: Text, Typed: true, Meaning: "What deployment tooling is told.", Example: "v1.0.0"},
		{Name: "commit", Type: Text, Typed: true, Meaning: "Commit that the release was built from.", Example: "a8e9f53f91e2"},
		{Name: "branch", Type: Text, Typed: true, Meaning: "Branch that the release was built from.", Example: "release-1.0"},
		{Name: "toolchain", Type: Text, Typed: true, Meaning: "Compiler that built the release.", Example: "go version go1.13 linux/amd64"},
		{Name: "date", Type: Text, Meaning: "Day of the release, as YYYY-MM-DD.", Example: "2020-04-27"},
		{Name: "built_at", Type: Text, Meaning: "Time of the build, in UTC.", Example: "2020-04-27T06:56:31Z"},
		{Name: "order", Type: Number, Meaning: "Place in the upgrade order, 1 for the oldest, where versions do not tell it.", Example: "3", Pattern: `^[1-9][0-9]{0,8}$`, Hint: "write order: 1 for the oldest release"},
		{Name: "status", Type: Text, Meaning: "A barrier is crossed by no path, from a dead end no path leads on, into a withdrawn release none leads; what is unreleased is shown and is no release yet.", Example: "barrier",
			Values: []string{"supported", "withdrawn", "barrier", "dead-end", "unreleased"}},
	}
}

// foreign are keys of other tools.
func foreign() []string {
	return []string{
		"author", "authors", "cascade", "categories", "category", "comments", "cover", "custom_edit_url", "data", "description", "displayed_sidebar",
		"editLink", "excerpt", "expiryDate", "grand_parent", "has_children", "head", "hide", "hide_table_of_contents", "hide_title", "icon", "image",
		"keywords", "label", "labels", "last_update", "lastmod", "lastUpdated", "layout", "link", "links", "manager", "markup", "menu", "monikerRange",
		"ms.author", "ms.custom", "ms.date", "ms.reviewer", "ms.service", "ms.topic", "name", "nav_exclude", "nav_order", "next", "outline", "outputs",
		"owner", "pagination_label", "pagination_next", "pagination_prev", "params", "parent", "permalink", "platform", "prev", "publishDate", "published",
		"redirect_from", "redirect_to", "released", "resources", "search", "section", "series", "sidebar", "sidebar_class_name", "sidebar_custom_props",
		"sidebar_label", "sidebar_position", "slug", "source", "stage", "state", "tableOfContents", "tag", "tags", "template", "time", "title_meta", "toc",
		"toc_max_heading_level", "toc_min_heading_level", "uid", "unlisted", "updated", "url", "versions",
	}
}
