package site

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"path"
	"regexp"
	"strings"

	"upgraph/templates"
)

// Asset is a style sheet or a script. Path is relative to the root of the site
// and changes with the content, so that it may be kept for ever.
type Asset struct {
	Path    string
	Content []byte
}

// asset is where a file is served and what the browser holds it against.
type asset struct{ Path, Integrity string }

// assetNames are the assets that pages link to. The reader of pasted output is
// loaded by the script when it is needed.
type assetNames struct{ Style, Script, Identify asset }

// assetFiles are embedded by package templates.
var assetFiles = [...]string{"site.css", "site.js", "identify.js"}

// Assets returns every asset of the site, with those of a theme, which may be nil.
func Assets(theme *Theme) []Asset {
	var out []Asset
	for _, name := range append(assetFiles[:len(assetFiles):len(assetFiles)], theme.otherAssets()...) {
		if content, err := readAsset(theme, name); err == nil { // embedded: a page that links to it reports the error
			out = append(out, Asset{Path: assetPath(name, content), Content: content})
		}
	}
	return out
}

func readAsset(theme *Theme, name string) ([]byte, error) {
	content, own := theme.asset(name)
	if !own {
		ours, err := templates.FS.ReadFile("assets/" + name)
		if err != nil {
			return nil, fmt.Errorf("read asset %s: %w", name, err)
		}
		content = squeeze(ours, strings.HasSuffix(name, ".js"))
		if strings.HasSuffix(name, ".js") && !strings.HasPrefix(name, "search") { // of which several make one script
			content = renamed(content)
		}
	}
	if more, ok := theme.asset(themeStyle); ok && name == "site.css" {
		content = append(append(content, '\n'), more...)
	}
	return content, nil
}

// around is a sign of a script that needs no space beside it.
var around = regexp.MustCompile(` ?([=,;{}()?:&|<>]) ?`)

// between is a sign of a style sheet that needs no space beside it, or after it.
var between = regexp.MustCompile(` ?([,;{}<>]) ?|(:) `)

// squeeze leaves out what only the author of a file needs: indentation, empty
// lines, lines of comment, and spaces and ends of lines that no text is near. No
// file of ours has text of several lines in it.
func squeeze(content []byte, script bool) []byte {
	var out []byte
	for line := range bytes.Lines(content) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 || bytes.HasPrefix(line, []byte("//")) || bytes.HasPrefix(line, []byte("/*")) && bytes.HasSuffix(line, []byte("*/")) {
			continue
		}
		switch {
		case script && !bytes.ContainsAny(line, "\"`/\\"):
			parts := bytes.Split(line, []byte("'"))
			for i := 0; i < len(parts); i += 2 { // the others are text
				parts[i] = around.ReplaceAll(parts[i], []byte("$1"))
			}
			line = bytes.Join(parts, []byte("'"))
		case bytes.ContainsAny(line, "'\"`/\\"):
		default:
			line = between.ReplaceAll(line, []byte("$1$2"))
		}
		out = append(out, line...)
		ends := "{};,"
		if script {
			ends = "{;,("
		}
		if !bytes.ContainsAny(line[len(line)-1:], ends) || script && bytes.Contains(line, []byte("//")) { // which may end in a comment
			out = append(out, '\n')
		}
	}
	return out
}

// assetPath puts the beginning of the content's SHA-256 into the name.
func assetPath(name string, content []byte) string {
	sum := sha256.Sum256(content)
	ext := path.Ext(name)
	return "a/" + strings.TrimSuffix(name, ext) + "-" + hex.EncodeToString(sum[:6]) + ext
}

// assetIndex describes the assets for the pages: those that pages link to, and all
// by name.
func assetIndex(theme *Theme) (assetNames, map[string]asset, error) {
	var names assetNames
	all := map[string]asset{}
	for _, name := range append(assetFiles[:len(assetFiles):len(assetFiles)], theme.otherAssets()...) {
		content, err := readAsset(theme, name)
		if err != nil {
			return names, nil, err
		}
		sum := sha512.Sum384(content)
		all[name] = asset{Path: assetPath(name, content), Integrity: "sha384-" + base64.StdEncoding.EncodeToString(sum[:])}
	}
	for i, slot := range []*asset{&names.Style, &names.Script, &names.Identify} {
		*slot = all[assetFiles[i]]
	}
	return names, all, nil
}
