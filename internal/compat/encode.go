package compat

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"reflect"
)

// Encode writes a catalog canonically; see [Canonical]. It does not validate.
func Encode(c *Catalog) ([]byte, error) {
	data, err := Canonical(c)
	if err != nil {
		return nil, fmt.Errorf("encode the catalog: %w", err)
	}
	return data, nil
}

// Canonical writes v as JSON in the one way that digests are taken of: members
// in the order of the type, maps sorted, no spaces, no HTML escapes, a list
// without elements as [], a newline at the end. Text that is not UTF-8 is an
// error.
func Canonical(v any) ([]byte, error) {
	data, err := appendAny(nil, reflect.ValueOf(v))
	if err != nil {
		return nil, err
	}
	return append(data, '\n'), nil
}

// Encoder writes values of one type as [Canonical] does. It is made once for many
// values and safe for use by several goroutines.
type Encoder[T any] struct{ write appender }

// NewEncoder makes an encoder. Members that without names are left out, wherever
// they stand; own tells those of T itself.
func NewEncoder[T any](without func(member string, own bool) bool) *Encoder[T] {
	t := reflect.TypeFor[T]()
	c := encoding{memo: map[reflect.Type]*appender{}, without: without, root: t}
	return &Encoder[T]{c.of(t)}
}

// Append writes a value behind b.
func (e *Encoder[T]) Append(b []byte, v *T) ([]byte, error) {
	b, err := e.write(b, reflect.ValueOf(v).Elem())
	return append(b, '\n'), err
}

// Digest is the SHA-256 of data as the project writes it: "sha256:" and hex.
func Digest(data []byte) string {
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:])
}
