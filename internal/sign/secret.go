package sign

import (
	"crypto/ed25519"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"slices"
	"strings"

	"golang.org/x/crypto/blake2b"
	"golang.org/x/crypto/scrypt"
)

// SecretKey makes signatures.
type SecretKey struct {
	id  keyID
	key ed25519.PrivateKey
}

// Errors of [ParseSecretKey] that a program answers in its own words.
var (
	ErrPassword = errors.New("the password is wrong, or the secret key is damaged")
	ErrNoSecret = errors.New("this is no minisign secret key: that has a comment in its first line and base64 in its second")
)

// NewKey makes a key of 40 random bytes.
func NewKey(random io.Reader) (SecretKey, error) {
	var b [8 + ed25519.SeedSize]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return SecretKey{}, fmt.Errorf("read random bytes for a key: %w", err)
	}
	return SecretKey{id: keyID(b[:8]), key: ed25519.NewKeyFromSeed(b[8:])}, nil
}

// Public is the other half of the pair.
func (k SecretKey) Public() PublicKey {
	return PublicKey{id: k.id, key: k.key.Public().(ed25519.PublicKey)}
}

// cost is how much work a password takes, in the terms of libsodium: the
// product of scrypt's parameters, and the bytes of memory.
type cost struct{ ops, mem uint64 }

// defaultCost is 256 MiB of memory and about a second: a quarter of what
// minisign takes, so that machines that build sites have it.
var defaultCost = cost{ops: 8 << 20, mem: 256 << 20}

// maxMemory is what minisign takes at most.
const maxMemory = 1 << 30

// params turns a cost into scrypt's parameters as libsodium does.
func (c cost) params() (n, r, p int, err error) {
	ops := max(c.ops, 32768)
	if c.mem > maxMemory || c.mem < 1<<14 || ops > 1<<26 {
		return 0, 0, 0, fmt.Errorf("the secret key wants %d bytes of memory and %d rounds for its password", c.mem, ops)
	}
	const blocks = 8
	var limit uint64
	if ops < c.mem/32 {
		limit = ops / (blocks * 4)
	} else {
		limit = c.mem / (blocks * 128)
	}
	log := max(bits.Len64(limit/2), 1) // the first power of two above half the limit
	n, p = 1<<log, 1
	if ops >= c.mem/32 {
		p = max(int(min(ops/4/uint64(n), 0x3fffffff)/blocks), 1)
	}
	return n, blocks, p, nil
}

// The layout of a secret key: three algorithms, salt, cost, then what a
// password hides: id, key, checksum.
const (
	saltAt   = 6
	costAt   = saltAt + 32
	hiddenAt = costAt + 16
	checkAt  = hiddenAt + 8 + ed25519.PrivateKeySize
	fileSize = checkAt + blake2b.Size256
)

// raw is the key without a password.
func (k SecretKey) raw(kdf string, salt []byte, c cost) []byte {
	b := slices.Concat([]byte(algKey+kdf+algBlake2b), salt)
	b = binary.LittleEndian.AppendUint64(b, c.ops)
	b = binary.LittleEndian.AppendUint64(b, c.mem)
	b = slices.Concat(b, k.id[:], k.key)
	return append(b, k.checksum()...)
}

func (k SecretKey) checksum() []byte {
	sum := blake2b.Sum256(slices.Concat([]byte(algKey), k.id[:], k.key))
	return sum[:]
}

func secretFile(comment string, raw []byte) []byte {
	return []byte(commentPrefix + comment + "\n" + base64.StdEncoding.EncodeToString(raw) + "\n")
}

// File is the key as minisign keeps it without a password (`minisign -G -W`).
// Whoever reads the file can sign.
func (k SecretKey) File() []byte {
	return secretFile("minisign secret key "+k.id.String(), k.raw("\x00\x00", make([]byte, 32), cost{}))
}

// Encrypt is the key as minisign keeps it with a password. The salt is 32
// random bytes.
func (k SecretKey) Encrypt(password []byte, random io.Reader) ([]byte, error) {
	return k.encrypt(password, random, defaultCost)
}

func (k SecretKey) encrypt(password []byte, random io.Reader, c cost) ([]byte, error) {
	salt := make([]byte, 32)
	if _, err := io.ReadFull(random, salt); err != nil {
		return nil, fmt.Errorf("read random bytes for a salt: %w", err)
	}
	raw := k.raw(algScrypt, salt, c)
	if err := mask(raw, password); err != nil {
		return nil, err
	}
	return secretFile("minisign encrypted secret key", raw), nil
}

// mask hides or shows what a password hides.
func mask(raw, password []byte) error {
	c := cost{ops: binary.LittleEndian.Uint64(raw[costAt:]), mem: binary.LittleEndian.Uint64(raw[costAt+8:])}
	n, r, p, err := c.params()
	if err != nil {
		return err
	}
	stream, err := scrypt.Key(password, raw[saltAt:costAt], n, r, p, fileSize-hiddenAt)
	if err != nil {
		return fmt.Errorf("derive a key from the password: %w", err)
	}
	subtle.XORBytes(raw[hiddenAt:], raw[hiddenAt:], stream)
	return nil
}

// ParseSecretKey reads a key from minisign's file. Where the file is encrypted
// it asks for the password, otherwise never.
func ParseSecretKey(file []byte, password func() ([]byte, error)) (SecretKey, error) {
	lines := strings.Split(strings.TrimRight(strings.ReplaceAll(string(file), "\r\n", "\n"), "\n"), "\n")
	if len(lines) != 2 || !strings.HasPrefix(lines[0], commentPrefix) {
		return SecretKey{}, ErrNoSecret
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(lines[1])
	if err != nil || len(raw) != fileSize || string(raw[:2]) != algKey || string(raw[4:6]) != algBlake2b {
		return SecretKey{}, ErrNoSecret
	}
	kdf := string(raw[2:4])
	switch kdf {
	case "\x00\x00":
	case algScrypt:
		secret, err := password()
		if err != nil {
			return SecretKey{}, err
		}
		if err := mask(raw, secret); err != nil {
			return SecretKey{}, err
		}
	default:
		return SecretKey{}, fmt.Errorf("the secret key is encrypted with %q, which is not known", kdf)
	}
	k := SecretKey{id: keyID(raw[hiddenAt : hiddenAt+8]), key: raw[hiddenAt+8 : checkAt]}
	return k, k.check(raw[checkAt:], kdf != algScrypt)
}

// check finds wrong passwords and damaged keys. Minisign leaves the checksum of
// a key without a password empty; the key still has to fit its own seed.
func (k SecretKey) check(sum []byte, plain bool) error {
	if empty := plain && subtle.ConstantTimeCompare(sum, make([]byte, len(sum))) == 1; empty {
		if !k.key.Equal(ed25519.NewKeyFromSeed(k.key.Seed())) {
			return ErrPassword
		}
		return nil
	}
	if subtle.ConstantTimeCompare(sum, k.checksum()) == 0 || !k.key.Equal(ed25519.NewKeyFromSeed(k.key.Seed())) {
		return ErrPassword
	}
	return nil
}
