package sign

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// testKey makes a key of a seed.
func testKey(t testing.TB, seed byte) SecretKey {
	t.Helper()
	k, err := NewKey(rand.NewChaCha8([32]byte{seed}))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func signed(t testing.TB, k SecretKey, file []byte, tr Trusted) []byte {
	t.Helper()
	sig, err := k.Sign(file, tr)
	if err != nil {
		t.Fatal(err)
	}
	return sig
}

var (
	manifest = []byte(`{"schema_version":"1.0"}` + "\n")
	expiry   = time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC)
	full     = Trusted{File: "manifest.json", Sequence: 12, Expires: expiry}
)

func TestVerify(t *testing.T) {
	k := testKey(t, 1)
	for _, want := range []Trusted{full, {}, {Sequence: 1}, {File: "SHA256SUMS"}} {
		sig := signed(t, k, manifest, want)
		if again := signed(t, k, manifest, want); !bytes.Equal(sig, again) {
			t.Errorf("two signatures of the same differ:\n%s%s", sig, again)
		}
		got, err := Verify(k.Public(), manifest, sig)
		if err != nil {
			t.Fatalf("%+v: %v", want, err)
		}
		want.Comment = got.Comment
		if got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	sig := signed(t, k, manifest, full)
	if want := "trusted comment: upgraph file=manifest.json sequence=12 expires=2027-01-31T00:00:00Z\n"; !strings.Contains(string(sig), want) {
		t.Errorf("the signature is\n%swithout %q", sig, want)
	}
	crlf := strings.ReplaceAll(string(sig), "\n", "\r\n")
	if _, err := Verify(k.Public(), manifest, []byte(crlf)); err != nil {
		t.Errorf("line ends of Windows: %v", err)
	}
}

// Not one bit may change in the file or in what is covered of the signature.
func TestVerifyRefusesEveryFlip(t *testing.T) {
	k := testKey(t, 1)
	sig := signed(t, k, manifest, full)
	free := bytes.IndexByte(sig, '\n') // the untrusted comment is what it says
	for i := range manifest {
		file := bytes.Clone(manifest)
		file[i] ^= 1
		if _, err := Verify(k.Public(), file, sig); !isBad(err) {
			t.Fatalf("byte %d of the file flipped: error %v", i, err)
		}
	}
	for i := free; i < len(sig)-1; i++ {
		for _, bit := range []byte{1, 4, 32} {
			other := bytes.Clone(sig)
			other[i] ^= bit
			if _, err := Verify(k.Public(), manifest, other); err == nil {
				t.Fatalf("byte %d of the signature became %q: it is still good\n%s", i, other[i], other)
			}
		}
	}
	for i := range sig {
		if _, err := Verify(k.Public(), manifest, sig[:i]); err == nil && i < len(sig)-1 {
			t.Fatalf("the first %d bytes of the signature are still good", i)
		}
	}
}

func isBad(err error) bool {
	_, ok := errors.AsType[*BadSignatureError](err)
	return ok
}

func TestVerifyRefuses(t *testing.T) {
	k, other := testKey(t, 1), testKey(t, 2)
	sig := string(signed(t, k, manifest, full))
	lines := strings.SplitAfter(sig, "\n")
	newer := strings.SplitAfter(string(signed(t, k, manifest, Trusted{Sequence: 99})), "\n")
	impostor := other
	impostor.id = k.id
	for name, tt := range map[string]struct {
		key  PublicKey
		file []byte
		sig  string
		want any
	}{
		"another key":           {other.Public(), manifest, sig, new(*WrongKeyError)},
		"no key":                {PublicKey{}, manifest, sig, new(*WrongKeyError)},
		"another key, same id":  {impostor.Public(), manifest, sig, new(*BadSignatureError)},
		"another file":          {k.Public(), []byte("x"), sig, new(*BadSignatureError)},
		"comment exchanged":     {k.Public(), manifest, lines[0] + lines[1] + newer[2] + lines[3], new(*BadCommentError)},
		"comment's signature":   {k.Public(), manifest, lines[0] + lines[1] + lines[2] + lines[1], new(*BadSignatureError)},
		"comment gone":          {k.Public(), manifest, lines[0] + lines[1], new(*BadSignatureError)},
		"something behind":      {k.Public(), manifest, sig + "x\n", new(*BadSignatureError)},
		"something before":      {k.Public(), manifest, "\n" + sig, new(*BadSignatureError)},
		"empty":                 {k.Public(), manifest, "", new(*BadSignatureError)},
		"no UTF-8":              {k.Public(), manifest, strings.Replace(sig, "upgraph,", "\xff,", 1), new(*BadSignatureError)},
		"too long":              {k.Public(), manifest, strings.Replace(sig, "upgraph,", strings.Repeat("x", maxSignature), 1), new(*BadSignatureError)},
		"old form":              {k.Public(), manifest, strings.Replace(sig, "\nRU", "\nRW", 1), new(*BadSignatureError)},
		"control in comment":    {k.Public(), manifest, strings.Replace(sig, "file=", "\x1b[2J", 1), new(*BadSignatureError)},
		"trailing bits":         {k.Public(), manifest, strings.Replace(sig, "==\n", "=\n", 1), new(*BadSignatureError)},
		"signature of the key?": {k.Public(), manifest, string(k.Public().File()), new(*BadSignatureError)},
	} {
		got, err := Verify(tt.key, tt.file, []byte(tt.sig))
		if err == nil || !errors.As(err, tt.want) || got != (Trusted{}) {
			t.Errorf("%s: %+v, error %v, want a %T", name, got, err, tt.want)
		}
	}
}

// A comment that begins like ours must be readable; others say nothing.
func TestTrustedComment(t *testing.T) {
	for _, bad := range []string{"sequence=x", "sequence=0", "sequence=-1", "sequence=+1", "sequence=1 sequence=2", "expires=tomorrow",
		"sequence=99999999999999999999", "word", "sequence"} {
		if got, err := parseTrusted("upgraph " + bad); err == nil {
			t.Errorf("%q is taken as %+v", bad, got)
		}
	}
	for comment, want := range map[string]Trusted{
		"":                            {},
		"timestamp:1\tfile:a\thashed": {},
		"upgraph":                     {},
		"upgraph later=1 sequence=5":  {Sequence: 5},
		"upgrapher sequence=5":        {},
		"upgraph expires=2027-01-31T01:00:00+01:00": {Expires: expiry},
	} {
		got, err := parseTrusted(comment)
		if err != nil || got.Sequence != want.Sequence || !got.Expires.Equal(want.Expires) || got.Comment != comment {
			t.Errorf("%q is read as %+v, error %v", comment, got, err)
		}
	}
	for _, bad := range []Trusted{{File: "a b"}, {File: "a\nb"}, {File: "a\x00"}, {Sequence: -1}} {
		if _, err := testKey(t, 1).Sign(manifest, bad); err == nil {
			t.Errorf("%+v is signed", bad)
		}
	}
}

func TestCheck(t *testing.T) {
	for name, tt := range map[string]struct {
		trusted Trusted
		policy  Policy
		want    any // nil where the policy is met
	}{
		"nothing asked":        {full, Policy{}, nil},
		"all met":              {full, Policy{File: "manifest.json", Now: expiry.Add(-time.Second), Lowest: 12}, nil},
		"newer":                {full, Policy{Lowest: 11}, nil},
		"never expires":        {Trusted{}, Policy{Now: expiry}, nil},
		"no name":              {Trusted{}, Policy{File: "manifest.json"}, nil},
		"another file":         {full, Policy{File: "SHA256SUMS"}, new(*OtherFileError)},
		"older":                {full, Policy{Lowest: 13}, new(*OlderError)},
		"no sequence any more": {Trusted{}, Policy{Lowest: 1}, new(*OlderError)},
		"expired":              {full, Policy{Now: expiry}, new(*ExpiredError)},
		"long expired":         {full, Policy{Now: expiry.AddDate(5, 0, 0)}, new(*ExpiredError)},
	} {
		err := tt.trusted.Check(tt.policy)
		if (err == nil) != (tt.want == nil) || err != nil && !errors.As(err, tt.want) {
			t.Errorf("%s: error %v, want a %T", name, err, tt.want)
		}
	}
}

// FuzzVerify: nobody can make a signature without the key, whatever the text.
func FuzzVerify(f *testing.F) {
	k := testKey(f, 1)
	f.Add([]byte("x"), []byte(signed(f, k, manifest, full)))
	f.Fuzz(func(t *testing.T, file, sig []byte) {
		if _, err := Verify(k.Public(), append([]byte("forged "), file...), sig); err == nil {
			t.Fatalf("this is taken as a signature:\n%s", sig)
		}
	})
}
