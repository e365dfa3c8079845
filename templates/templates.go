// Package templates carries the page templates, style sheet and scripts of the
// site inside the program. It embeds and does nothing else: parsing, naming by
// content and rendering belong to package site.
package templates

import "embed"

// FS holds *.tmpl and assets/*.
//
//go:embed *.tmpl assets
var FS embed.FS
