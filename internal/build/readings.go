package build

import (
	"bytes"
	"reflect"
	"slices"
	"sync"

	"upgraph/internal/config"
	"upgraph/internal/diag"
)

// Readings keeps what was read of each document from one reading of a content
// folder to the next, so that a preview reads only what changed. It is safe for
// use by several goroutines; pages are not changed once they are read.
type Readings struct {
	mu    sync.Mutex
	pages map[string]reading
}

// reading is a page with all that it was read from.
type reading struct {
	at     place
	config *config.Product // nil for a document that is of no product
	text   []byte

	page *Page
	ds   []diag.Diagnostic
}

// NewReadings returns readings without any.
func NewReadings() *Readings { return &Readings{pages: map[string]reading{}} }

// read is Read, unless the same text was read at the same place with the same
// settings before. A nil one keeps nothing.
func (r *Readings) read(text []byte, at place, product *Product) (*Page, []diag.Diagnostic) {
	if r == nil {
		return Read(at.Path, text, at, product)
	}
	now := reading{at: at, text: text}
	if product != nil {
		now.config = &product.Config
	}
	r.mu.Lock()
	before, ok := r.pages[at.Path]
	r.mu.Unlock()
	if ok && before.at == now.at && bytes.Equal(before.text, now.text) && reflect.DeepEqual(before.config, now.config) {
		return before.page, slices.Clip(before.ds)
	}
	now.page, now.ds = Read(at.Path, text, at, product)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pages[at.Path] = now
	return now.page, slices.Clip(now.ds)
}
