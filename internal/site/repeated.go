package site

import (
	"bytes"
	"html/template"
	"sync"
)

// repeated is a part of a page that other pages repeat as it stands. It is made
// once, and so is its copy in Markdown.
type repeated struct {
	html     template.HTML
	markdown func() []byte
}

// repeat executes a view for several pages.
func (f *frame) repeat(view string, data any) (*repeated, error) {
	html, err := f.rendered(view, data)
	copier := &f.local.copier
	return &repeated{html: html, markdown: sync.OnceValue(func() []byte { return copier.part([]byte(html)) })}, err
}

// rendered executes a view on the way to a page.
func (f *frame) rendered(view string, data any) (template.HTML, error) {
	b := f.local.buffer()
	defer f.local.done(b)
	if err := f.local.views[view].Execute(&b.Buffer, data); err != nil {
		return "", problemOf(err)
	}
	showControls(&b.Buffer, 0)
	return template.HTML(b.String()), nil
}

// find is where the part stands on a page, -1 where it does not. Its first bytes
// are looked for, which is far faster than to look for all.
func (p *repeated) find(page []byte) int {
	if p.html == "" {
		return -1
	}
	stands := func(at int) bool {
		return at+len(p.html) <= len(page) && string(page[at:at+len(p.html)]) == string(p.html)
	}
	if stands(0) { // most follow the one before
		return 0
	}
	begin := []byte(p.html[:min(len(p.html), 60)])
	for at := 0; ; at++ {
		i := bytes.Index(page[at:], begin)
		if i < 0 {
			return -1
		}
		if at += i; stands(at) {
			return at
		}
	}
}

// sheet is a page that is being written.
type sheet struct {
	*bytes.Buffer
	repeats []*repeated // on the page, from top to bottom; some may be missing
}

// alone is for a page without a copy.
func alone(render func(*sheet) error) func(*bytes.Buffer) error {
	return func(b *bytes.Buffer) error { return render(&sheet{Buffer: b}) }
}

// keeper keeps what is shown on several pages that are written soon after each
// other. It is safe for use by several goroutines.
type keeper[K comparable, V any] struct {
	mu   sync.Mutex
	most int
	kept map[K]V
}

// get is what is kept for a key, else what fill makes for it.
func (k *keeper[K, V]) get(key K, fill func() (V, error)) (V, error) {
	k.mu.Lock()
	v, ok := k.kept[key]
	k.mu.Unlock()
	if ok {
		return v, nil
	}
	v, err := fill()
	if err != nil {
		return v, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.kept == nil || len(k.kept) >= k.most {
		k.kept = map[K]V{}
	}
	k.kept[key] = v
	return v, nil
}
