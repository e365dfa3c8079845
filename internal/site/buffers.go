package site

import (
	"bytes"
	"sync"
)

// buffers are what parts of pages are written into, one after the other.
type buffers struct{ spare sync.Pool }

// buffer is an empty one; whoever took it gives it back.
func (s *buffers) buffer() *partBuffer {
	b, ok := s.spare.Get().(*partBuffer)
	if !ok {
		b = &partBuffer{}
	}
	b.Reset()
	return b
}

func (s *buffers) done(b *partBuffer) { s.spare.Put(b) }

// partBuffer is a buffer to which the renderer of Markdown writes as it is: any
// other writer would get a buffer of several times the size of a part.
type partBuffer struct{ bytes.Buffer }

// Buffered is how much has not reached the buffer yet: nothing ever.
func (*partBuffer) Buffered() int { return 0 }

// Flush has nothing to do.
func (*partBuffer) Flush() error { return nil }
