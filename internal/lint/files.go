package lint

import "upgraph/internal/diag"

// The rules of this file are about files as such: their encoding, their YAML,
// the configuration beside the guides. They are held where files are read and
// documented here with all others.

var frontMatterRules = []Rule{
	{
		Code: "UG101", Name: "front-matter-not-closed", Severity: diag.Error,
		What: "The front matter that line 1 opens is never closed.",
		Why:  "The whole guide would be taken for settings, or the settings for text.",
		Bad:  "---\ntitle: Tool\n\n## Upgrade to v1.2.4\n",
		Good: "---\ntitle: Tool\n---\n\n## Upgrade to v1.2.4\n",
	}, {
		Code: "UG102", Name: "bad-yaml", Severity: diag.Error,
		What: "Front matter or a configuration file is no YAML.",
		Why:  "Nothing in it can be relied on, so nothing is built from it.",
		Bad:  "---\ntitle: [Tool\n---\n\n## Upgrade to v1.2.4\n",
		Good: "---\ntitle: \"[Tool\"\n---\n\n## Upgrade to v1.2.4\n",
	}, {
		Code: "UG103", Name: "duplicate-key", Severity: diag.Error,
		What: "A key is there twice.",
		Why:  "Programs disagree on which of the two counts.",
		Bad:  "---\ntitle: A\ntitle: B\n---\n\n## Upgrade to v1.2.4\n",
		Good: "---\ntitle: A\nsummary: B\n---\n\n## Upgrade to v1.2.4\n",
	}, {
		Code: "UG104", Name: "yaml-beyond-data", Severity: diag.Error,
		What: "YAML uses anchors, aliases, merge keys or tags.",
		Why:  "A few lines of them become gigabytes, and they mean other things in other programs.",
		Bad:  "---\ntitle: &t Tool\nsummary: *t\n---\n\n## Upgrade to v1.2.4\n",
		Good: "---\ntitle: Tool\nsummary: Tool\n---\n\n## Upgrade to v1.2.4\n",
	}, {
		Code: "UG105", Name: "front-matter-without-keys", Severity: diag.Error,
		What: "The front matter is a list or a text and not keys with values.",
		Why:  "Nothing can be looked up in it.",
		Bad:  "---\n- Tool\n---\n\n## Upgrade to v1.2.4\n",
		Good: "---\ntitle: Tool\n---\n\n## Upgrade to v1.2.4\n",
	}, {
		Code: "UG106", Name: "bad-key", Severity: diag.Error,
		What: "A key is empty, very long or no text.",
		Why:  "Nothing can ask for it.",
		Bad:  "---\n[a, b]: Tool\n---\n\n## Upgrade to v1.2.4\n",
		Good: "---\n\"x-[a, b]\": Tool\n---\n\n## Upgrade to v1.2.4\n",
	},
	{Code: "UG107", Name: "yaml-too-large", Severity: diag.Error,
		What: "Front matter or a configuration file is larger, or nested deeper, than is read.", Why: "A few kilobytes of brackets keep a parser busy for seconds."},
	{Code: "UG108", Name: "yaml-read-otherwise", Severity: diag.Error,
		What: "Two readers of YAML find different values in the front matter.", Why: "What is checked has to be what is published."},
	{Code: "UG109", Name: "second-document", Severity: diag.Error,
		What: "A YAML file holds more than one document.", Why: "The second one would be ignored in silence."},
	{Code: "UG110", Name: "hidden-line-end", Severity: diag.Error,
		What: "A character in YAML ends a line and does not look so.", Why: "What follows it becomes a key that nobody sees."},
	{Code: "UG120", Name: "unreadable-configuration", Severity: diag.Error,
		What: "A configuration file is there and cannot be read.", Why: "Building without it would build something else."},
	{Code: "UG121", Name: "unknown-setting", Severity: diag.Error,
		What: "A key of a configuration file is not known: a warning in site.yaml and product.yaml, an error in steps.lock.", Why: "A misspelt setting has no effect, and nobody notices."},
	{Code: "UG122", Name: "mistyped-setting", Severity: diag.Error,
		What: "A setting has the wrong type, such as a list where a text is wanted.", Why: "What the author means would have to be guessed."},
	{Code: "UG123", Name: "bad-setting", Severity: diag.Error,
		What: "A setting has a value that cannot be used.", Why: "What the author means would have to be guessed."},
	{Code: "UG124", Name: "reserved-id", Severity: diag.Error,
		What: "A folder's name makes a product id that the site uses for itself.", Why: "The pages of the product would lie on those of the site."},
}

var textRules = []Rule{
	{
		Code: "UG201", Name: "not-utf-8", Severity: diag.Error,
		What: "The file holds bytes that are no UTF-8.",
		Why:  "Characters would be lost or changed on the way to the reader.",
		Bad:  "## Upgrade to v1.2.4\n\nCaf\xe9\n", Good: "## Upgrade to v1.2.4\n\nCafé\n",
	}, {
		Code: "UG202", Name: "nul-character", Severity: diag.Error,
		What: "The file holds a NUL character.",
		Why:  "It is no text, or was damaged.",
		Bad:  "## Upgrade to v1.2.4\x00\n", Good: "## Upgrade to v1.2.4\n",
	}, {
		Code: "UG203", Name: "byte-order-mark", Severity: diag.Warning,
		What: "The file begins with a byte order mark.",
		Why:  "Other tools take it for text: front matter vanishes, the first heading becomes a paragraph.",
		Bad:  "\ufeff## Upgrade to v1.2.4\n", Good: "## Upgrade to v1.2.4\n",
	}, {
		Code: "UG204", Name: "lone-carriage-return", Severity: diag.Warning,
		What: "A carriage return stands alone and ends no line.",
		Why:  "Editors and tools disagree on the number of the lines behind it.",
		Bad:  "## Upgrade to v1.2.4\n\nStop it.\rStart it.\n", Good: "## Upgrade to v1.2.4\n\nStop it.\nStart it.\n",
	}, {
		Code: "UG205", Name: "empty-file", Severity: diag.Error,
		What: "The file is empty.",
		Why:  "It may have been lost on the way.",
		Bad:  "\n", Good: "## Upgrade to v1.2.4\n",
	},
	{Code: "UG206", Name: "file-too-large", Severity: diag.Error,
		What: "The file has more bytes or lines than are read.", Why: "No guide has; a file like that is something else."},
	{Code: "UG207", Name: "nested-too-deep", Severity: diag.Error,
		What: "Lists and quotes are nested deeper than is read.", Why: "A small file of them keeps a parser busy for seconds."},
	{Code: "UG208", Name: "too-many-link-definitions", Severity: diag.Error,
		What: "The file defines more links than are read.", Why: "A small file of them keeps a parser busy for seconds."},
	{Code: "UG209", Name: "table-too-large", Severity: diag.Error,
		What: "A table has more columns or cells than are read.", Why: "A small file of them becomes a page of many megabytes."},
	{Code: "UG210", Name: "paragraph-too-large", Severity: diag.Error,
		What: "A paragraph holds too much markup.", Why: "A small file of it keeps a parser busy for seconds."},
	{Code: "UG211", Name: "unreadable-markdown", Severity: diag.Error,
		What: "The Markdown cannot be read.", Why: "What cannot be read cannot be published."},
}

var contentRules = []Rule{
	{Code: "UG401", Name: "no-guides", Severity: diag.Error,
		What: "The content folder holds no Markdown file.", Why: "An empty site would replace the one that is there."},
	{Code: "UG402", Name: "unreadable-file", Severity: diag.Error,
		What: "A file of the content folder cannot be read.", Why: "The site would lack a page without a word."},
	{Code: "UG403", Name: "other-markup", Severity: diag.Warning,
		What: "A file is written in a markup language that is not read, or has an ending that is not, or a folder is only linked.", Why: "Its releases are missing from the site."},
	{Code: "UG404", Name: "product-address-taken", Severity: diag.Error,
		What: "The pages of a product would lie on those of another product or of the site.", Why: "One would hide the other."},
	{Code: "UG405", Name: "page-without-title", Severity: diag.Error,
		What: "Neither front matter nor a heading gives a document a title.", Why: "Lists, searches and browser tabs have nothing to call it by."},
	{Code: "UG406", Name: "permalink-gone", Severity: diag.Error,
		What: "A permalink of anchors.lock leads nowhere any more.", Why: "Tickets, runbooks and other sites link to it."},
	{Code: "UG407", Name: "theme", Severity: diag.Error,
		What: "A file of the theme cannot be used as it stands; a style or script within a page is a warning.", Why: "A page would be missing or half made, or browsers would refuse a part of it."},
	{Code: "UG408", Name: "missing-fragment", Severity: diag.Error,
		What: "Files of the repository changed and no fragment says what that means; a remark unless fragments are required.", Why: "The change will be missing from the next release's guide and changelog."},
	{Code: "UG409", Name: "address-taken", Severity: diag.Error,
		What: "Two documents make one page, a document lies on a page that is made of the guides, or a former address leads nowhere because a page stands there; the last is a warning.",
		Why:  "Readers would see one of the two, and nobody would miss the other."},
	{Code: "UG410", Name: "unknown-shortcode", Severity: diag.Warning,
		What: "A plain page calls a template of another generator.", Why: "Nothing follows the call: readers see its text."},
	{Code: "UG411", Name: "missing-file", Severity: diag.Warning,
		What: "A picture is not there, or a link leads to a file that is there and not published.", Why: "Readers see its name in place of it."},
	{Code: "UG412", Name: "products-as-one", Severity: diag.Warning,
		What: "Two folders within one product tell of a release of one name.", Why: "Where they are two products their changes and steps would be done together."},
}
