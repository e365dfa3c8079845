// Package sign makes and verifies signatures in the format of minisign: an
// Ed25519 signature over the BLAKE2b hash of a file, and a second one over the
// first and a trusted comment, which carries the name of the file, the
// sequence and the expiry.
//
// It must not read files, ask for passwords, know the time or make randomness:
// all of those are passed in.
package sign

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// The two bytes that name an algorithm in minisign's files.
const (
	algKey       = "Ed" // of a key, and of a signature over the file itself
	algPrehashed = "ED" // of a signature over the hash of the file
	algScrypt    = "Sc"
	algBlake2b   = "B2"
)

const commentPrefix = "untrusted comment: "

// keyID tells keys apart; it is no secret and proves nothing.
type keyID [8]byte

// String is the id as minisign prints it.
func (id keyID) String() string { return fmt.Sprintf("%016X", binary.LittleEndian.Uint64(id[:])) }

// PublicKey verifies signatures. The zero value verifies none.
type PublicKey struct {
	id  keyID
	key ed25519.PublicKey
}

// ID is the id of the key as minisign prints it, 16 hexadecimal digits.
func (k PublicKey) ID() string { return k.id.String() }

// String is the key in one line of base64, as it is given to `minisign -P`.
func (k PublicKey) String() string {
	return base64.StdEncoding.EncodeToString(slices.Concat([]byte(algKey), k.id[:], k.key))
}

// File is the key as minisign keeps it in a file.
func (k PublicKey) File() []byte {
	return []byte(commentPrefix + "minisign public key " + k.ID() + "\n" + k.String() + "\n")
}

// Equal reports whether both are the same key.
func (k PublicKey) Equal(other PublicKey) bool {
	return k.id == other.id && bytes.Equal(k.key, other.key)
}

// ParsePublicKey reads a key from its line of base64, or from minisign's file
// with a comment before it.
func ParsePublicKey(text string) (PublicKey, error) {
	lines := strings.Split(strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), "\n"), "\n")
	if len(lines) == 2 && strings.HasPrefix(lines[0], commentPrefix) {
		lines = lines[1:]
	}
	if len(lines) != 1 {
		return PublicKey{}, errors.New("this is no minisign public key: it is one line of base64, with or without the comment before it")
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(strings.TrimSpace(lines[0]))
	if err != nil || len(raw) != 2+8+ed25519.PublicKeySize || string(raw[:2]) != algKey {
		return PublicKey{}, fmt.Errorf("%q is no minisign public key, which begins with RW and has 56 characters", clip(lines[0]))
	}
	return PublicKey{id: keyID(raw[2:10]), key: raw[10:]}, nil
}

// clip keeps foreign text from filling a message.
func clip(s string) string {
	if len(s) > 64 {
		s = s[:64] + "…"
	}
	return strings.ToValidUTF8(s, "�")
}
