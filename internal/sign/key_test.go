package sign

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

// cheap is a cost for tests.
var cheap = cost{ops: 32768, mem: 1 << 20}

func noPassword() ([]byte, error) { return nil, errors.New("nobody should ask") }

func password(s string) func() ([]byte, error) {
	return func() ([]byte, error) { return []byte(s), nil }
}

func (k SecretKey) equal(other SecretKey) bool { return k.id == other.id && k.key.Equal(other.key) }

func TestPublicKey(t *testing.T) {
	k := testKey(t, 1).Public()
	for name, text := range map[string]string{
		"line": k.String(), "line with end": k.String() + "\n", "file": string(k.File()), "Windows": strings.ReplaceAll(string(k.File()), "\n", "\r\n"),
	} {
		if got, err := ParsePublicKey(text); err != nil || !got.Equal(k) {
			t.Errorf("%s: %v, error %v", name, got, err)
		}
	}
	if s := k.String(); len(s) != 56 || !strings.HasPrefix(s, "RW") {
		t.Errorf("the key is written %q", s)
	}
	for _, bad := range []string{"", "RW", k.String()[:55], k.String() + "AAAA", "RU" + k.String()[2:], "x\n" + k.String(), string(k.File()) + k.String()} {
		if _, err := ParsePublicKey(bad); err == nil {
			t.Errorf("%q is taken for a key", bad)
		}
	}
}

func TestSecretKeyFile(t *testing.T) {
	k := testKey(t, 1)
	got, err := ParseSecretKey(k.File(), noPassword)
	if err != nil || !got.equal(k) || !got.Public().Equal(k.Public()) {
		t.Fatalf("%v, error %v", got, err)
	}
	file := k.File()
	start := bytes.IndexByte(file, '\n') + 1
	flips := 0
	for i := start; i < len(file)-1; i++ {
		other := bytes.Clone(file)
		other[i] ^= 1
		if got, err := ParseSecretKey(other, noPassword); err == nil && !got.equal(k) {
			t.Fatalf("byte %d flipped gives another key", i)
		} else if err != nil {
			flips++
		}
	}
	if flips < 180 {
		t.Errorf("only %d damaged files were refused", flips)
	}
	for _, bad := range []string{"", "x", "untrusted comment: x\n", "untrusted comment: x\nAAAA\n", string(file[start:])} {
		if _, err := ParseSecretKey([]byte(bad), noPassword); !errors.Is(err, ErrNoSecret) {
			t.Errorf("%q: error %v", bad, err)
		}
	}
}

func TestEncryptedKey(t *testing.T) {
	k := testKey(t, 1)
	file, err := k.encrypt([]byte("open sesame"), rand.NewChaCha8([32]byte{9}), cheap)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ParseSecretKey(file, password("open sesame")); err != nil || !got.equal(k) {
		t.Errorf("%v, error %v", got, err)
	}
	for _, wrong := range []string{"", "open sesam", "open sesame "} {
		if _, err := ParseSecretKey(file, password(wrong)); !errors.Is(err, ErrPassword) {
			t.Errorf("password %q: error %v", wrong, err)
		}
	}
	asked := errors.New("nobody there")
	if _, err := ParseSecretKey(file, func() ([]byte, error) { return nil, asked }); !errors.Is(err, asked) {
		t.Errorf("error %v", err)
	}
	if bytes.Contains(file, k.key[:8]) || bytes.Equal(file, k.File()) {
		t.Error("the file is not encrypted")
	}
}

// The parameters are those that libsodium derives.
func TestCost(t *testing.T) {
	for _, tt := range []struct {
		cost
		n, p int
	}{
		{cost{33554432, 1073741824}, 1 << 20, 1}, // "sensitive", what minisign takes
		{cost{524288, 16777216}, 1 << 14, 1},     // "interactive"
		{defaultCost, 1 << 18, 1},
		{cost{32768, 1 << 30}, 1 << 10, 1},
		{cost{1 << 25, 1 << 20}, 1 << 10, 1 << 10},
	} {
		n, r, p, err := tt.params()
		if err != nil || n != tt.n || r != 8 || p != tt.p {
			t.Errorf("%+v: N %d, r %d, p %d, error %v; want N %d, p %d", tt.cost, n, r, p, err, tt.n, tt.p)
		}
	}
	for _, bad := range []cost{{1 << 20, 1 << 31}, {1 << 20, 0}, {1 << 40, 1 << 20}} {
		if _, _, _, err := bad.params(); err == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
}

func TestRandomnessRunsOut(t *testing.T) {
	if _, err := NewKey(bytes.NewReader(make([]byte, 8+ed25519.SeedSize-1))); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a key of 39 bytes: error %v", err)
	}
	if _, err := testKey(t, 1).Encrypt(nil, bytes.NewReader(nil)); !errors.Is(err, io.EOF) {
		t.Errorf("a salt of nothing: error %v", err)
	}
}
