package site

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"path"
	"strings"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/js"

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
		if content, err = minified(name, ours); err != nil {
			return nil, fmt.Errorf("make asset %s small: %w", name, err)
		}
	}
	if more, ok := theme.asset(themeStyle); ok && name == "site.css" {
		content = append(append(content, '\n'), more...)
	}
	return content, nil
}

// minified is a style sheet or a script of ours without what only its author
// needs. Names that others know stay. Of declarations in a row those that take a
// list or an object apart come first, unless their values name the others: no
// value of ours may act on another one of its row.
func minified(name string, content []byte) ([]byte, error) {
	var out bytes.Buffer
	write := js.Minify
	if path.Ext(name) == ".css" {
		write = css.Minify
	}
	err := write(minify.New(), &out, bytes.NewReader(content), nil)
	return out.Bytes(), err
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
