package site

import (
	"bytes"
	"compress/gzip"
	"fmt"
)

// What the parts of a page that are ours may weigh, in bytes as gzip packs them:
// of a page, all that does not come from a guide.
const (
	maxStyle  = 6 << 10
	maxScript = 6 << 10
	maxFrame  = 2 << 10
)

// withinBudget reports the style sheet, the script of every page, or the frame of
// a page without navigation and text, when it has grown beyond its budget: then
// nothing is built. What a theme brings is its author's to weigh.
func (s *site) withinBudget() error {
	if s.in.Theme != nil {
		return nil
	}
	for i, most := range []int{maxStyle, maxScript} {
		content, err := readAsset(nil, assetFiles[i])
		if err != nil {
			return err
		}
		if err := weigh(assetFiles[i], content, most); err != nil {
			return err
		}
	}
	for _, l := range s.locals {
		f, b := l.frame("frame/"), &sheet{Buffer: &bytes.Buffer{}}
		f.Title, f.Main = l.text.SiteTitle, &plainView{}
		if err := f.execute("plain", b); err != nil {
			return err
		}
		if err := weigh("the frame of a page in "+l.lang, b.Bytes(), maxFrame); err != nil {
			return err
		}
	}
	return nil
}

// weigh holds the size of a packed part against what it may be.
func weigh(what string, content []byte, most int) error {
	var packed bytes.Buffer
	z, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression) // the level is valid
	z.Write(content)                                           // into memory
	z.Close()
	if packed.Len() > most {
		return fmt.Errorf("%s: %d bytes when packed, more than its budget of %d", what, packed.Len(), most)
	}
	return nil
}
