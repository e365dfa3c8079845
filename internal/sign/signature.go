package sign

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/blake2b"
)

const (
	trustedPrefix = "trusted comment: "
	// maxSignature bounds what is read of a signature file. Minisign's own
	// comments have at most 8 KiB.
	maxSignature = 32 << 10
)

// Sign makes the signature file of a file with a trusted comment, which is
// written from all fields but Comment. The same input gives the same bytes.
func (k SecretKey) Sign(file []byte, t Trusted) ([]byte, error) {
	if len(k.key) != ed25519.PrivateKeySize {
		return nil, errors.New("there is no secret key to sign with")
	}
	comment, err := t.text()
	if err != nil {
		return nil, err
	}
	hash := blake2b.Sum512(file)
	signature := ed25519.Sign(k.key, hash[:])
	global := ed25519.Sign(k.key, slices.Concat(signature, []byte(comment)))
	return fmt.Appendf(nil, "%ssignature from upgraph, key %s\n%s\n%s%s\n%s\n",
		commentPrefix, k.id,
		base64.StdEncoding.EncodeToString(slices.Concat([]byte(algPrehashed), k.id[:], signature)),
		trustedPrefix, comment,
		base64.StdEncoding.EncodeToString(global)), nil
}

// parsed is a signature file.
type parsed struct {
	id                keyID
	signature, global []byte
	comment           string
}

// Verify holds a file against its signature file and gives what the trusted
// comment says, which [Trusted.Check] holds against the reader's policy. The
// error is one of [*WrongKeyError], [*BadSignatureError] and
// [*BadCommentError]; nothing is to be believed then.
func Verify(pub PublicKey, file, sig []byte) (Trusted, error) {
	p, err := parse(sig)
	if err != nil {
		return Trusted{}, err
	}
	if len(pub.key) != ed25519.PublicKeySize {
		return Trusted{}, &WrongKeyError{Want: "(none)", Got: p.id.String()}
	}
	if p.id != pub.id {
		return Trusted{}, &WrongKeyError{Want: pub.ID(), Got: p.id.String()}
	}
	hash := blake2b.Sum512(file)
	if !ed25519.Verify(pub.key, hash[:], p.signature) {
		return Trusted{}, &BadSignatureError{Reason: "it does not belong to this file"}
	}
	if !ed25519.Verify(pub.key, slices.Concat(p.signature, []byte(p.comment)), p.global) {
		return Trusted{}, &BadCommentError{Reason: "it was changed after it was signed"}
	}
	t, err := parseTrusted(p.comment)
	if err != nil {
		return Trusted{}, err
	}
	return t, nil
}

// parse reads a signature file. Anything but its four lines is refused: what
// stands beside a signature is not covered by it.
func parse(sig []byte) (parsed, error) {
	bad := func(reason string) (parsed, error) { return parsed{}, &BadSignatureError{Reason: reason} }
	switch {
	case len(sig) > maxSignature:
		return bad("the file is too long for a minisign signature")
	case !utf8.Valid(sig):
		return bad("the file is not UTF-8")
	}
	text := strings.ReplaceAll(string(sig), "\r\n", "\n")
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) != 4 || !strings.HasPrefix(lines[0], commentPrefix) {
		return bad("the file is no minisign signature of four lines")
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(lines[1])
	if err != nil || len(raw) != 2+8+ed25519.SignatureSize {
		return bad("its second line is no signature")
	}
	switch string(raw[:2]) {
	case algPrehashed:
	case algKey:
		return bad("it is of the old form without a hash; sign with minisign 0.11 or later, or with -H")
	default:
		return bad("its algorithm is not known")
	}
	comment, ok := strings.CutPrefix(lines[2], trustedPrefix)
	if !ok || strings.ContainsFunc(comment, func(r rune) bool { return r != '\t' && unicode.IsControl(r) }) {
		return bad("its third line is no trusted comment")
	}
	global, err := base64.StdEncoding.Strict().DecodeString(lines[3])
	if err != nil || len(global) != ed25519.SignatureSize {
		return bad("its fourth line is no signature")
	}
	return parsed{id: keyID(raw[2:10]), signature: raw[10:], global: global, comment: comment}, nil
}
