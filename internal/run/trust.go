package run

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"upgraph/internal/sign"
	"upgraph/internal/term"
)

// trustName is the file in the base of the state that remembers which key an
// origin was verified with and the highest sequence that was seen of it.
const trustName = "trust.json"

type trust struct {
	Origins []trusted `json:"origins"`
}

// trusted is what is remembered of one key at one origin. Of several keys of
// an origin the last one counts.
type trusted struct {
	Origin   string `json:"origin"`
	Key      string `json:"key"`
	Sequence int64  `json:"sequence"`
}

// readTrust reads what is remembered. A file that cannot be read is an error:
// it must not open the door to what it would have refused.
func readTrust(base string) (trust, error) {
	var t trust
	if base == "" {
		return t, nil
	}
	data, err := slurp(filepath.Join(base, trustName))
	if errors.Is(err, fs.ErrNotExist) {
		return t, nil
	}
	if err == nil {
		err = json.Unmarshal(data, &t)
	}
	if errors.Is(err, fs.ErrPermission) {
		return t, denied(base, "read what is known of origins", err)
	}
	if err != nil {
		return t, Fail(ExitState, "read what is known of origins: %s: %w", filepath.Join(base, trustName), err).
			Hinted("move the file away to begin anew; then give --pubkey again")
	}
	return t, nil
}

// of finds what is remembered of an origin: of its last key, or of the one
// given.
func (t trust) of(origin, key string) (trusted, bool) {
	for _, o := range slices.Backward(t.Origins) {
		if o.Origin == origin && (key == "" || o.Key == key) {
			return o, true
		}
	}
	return trusted{}, false
}

// highest is the highest sequence that was seen of a key anywhere.
func (t trust) highest(key string) int64 {
	var n int64
	for _, o := range t.Origins {
		if o.Key == key {
			n = max(n, o.Sequence)
		}
	}
	return n
}

// remember writes down what was seen, after it was verified.
func remember(base string, seen trusted) error {
	t, err := readTrust(base)
	if err != nil {
		return err
	}
	if o, ok := t.of(seen.Origin, seen.Key); ok {
		seen.Sequence = max(seen.Sequence, o.Sequence)
		if last, _ := t.of(seen.Origin, ""); last == seen {
			return nil
		}
	}
	t.Origins = slices.DeleteFunc(t.Origins, func(o trusted) bool { return o.Origin == seen.Origin && o.Key == seen.Key })
	t.Origins = append(t.Origins, seen)
	data, err := json.MarshalIndent(t, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(base, 0o700); err != nil {
		return err
	}
	return SaveFile(filepath.Join(base, trustName), append(data, '\n'))
}

// proved holds what a signature is made over against it, where a key is given
// or remembered.
func (q CatalogQuery) proved(env *Env, s *shelf, src *Source, signed []byte, name string) error {
	known, err := readTrust(q.Base)
	if err != nil {
		return err
	}
	last, seen := known.of(s.origin, "")
	if q.PublicKey == "" && !seen {
		return nil
	}
	text := last.Key
	key, err := sign.ParsePublicKey(text)
	if q.PublicKey != "" {
		key, err = q.publicKey(env)
	}
	if err != nil {
		return err
	}
	signature, err := s.read(name, maxSigning)
	if errors.Is(err, fs.ErrNotExist) {
		return untrusted("%s has no signature %s", s.origin, name)
	}
	if err != nil {
		return err
	}
	t, err := sign.Verify(key, signed, signature)
	if err != nil {
		return notProved(s, q, err)
	}
	before, _ := known.of(s.origin, key.String())
	policy := sign.Policy{File: signedName(name), Lowest: before.Sequence}
	if s.remote {
		policy.Now = env.Now()
	} else {
		policy.Lowest = known.highest(key.String()) // a file can be carried from anywhere
	}
	if err := t.Check(policy); err != nil {
		return notProved(s, q, err)
	}
	if !t.Expires.IsZero() && !env.Now().Before(t.Expires) {
		src.Warnings = append(src.Warnings, "the signature of "+s.origin+" expired at "+clock(t.Expires)+"; it was fetched before")
	}
	src.raw.Signature = string(signature)
	src.Signed = &Signed{Key: key.ID(), Sequence: t.Sequence, Expires: t.Expires}
	if err := remember(q.Base, trusted{s.origin, key.String(), t.Sequence}); err != nil && q.Base != "" {
		src.Warnings = append(src.Warnings, "what was verified could not be remembered: "+err.Error())
	}
	return nil
}

func signedName(signature string) string {
	name := filepath.Base(signature)
	return name[:len(name)-len(".minisig")]
}

func notProved(s *shelf, q CatalogQuery, err error) error {
	e := untrusted("%s: %w", s.origin, err)
	if wrong, ok := errors.AsType[*sign.WrongKeyError](err); ok && q.PublicKey == "" {
		return e.Hinted("this origin was verified with key %s before; if its owner has a new key, give it with --pubkey", wrong.Want)
	}
	if _, ok := errors.AsType[*sign.OlderError](err); ok {
		return e.Hinted("what is older than what was seen before is not taken: somebody may hold the newer one back")
	}
	return e
}

// cacheFile is where the last that was fetched of a site is kept; empty where
// there is no place for it.
func cacheFile(env *Env, base, product string) string {
	dir := env.Getenv("XDG_CACHE_HOME")
	if !filepath.IsAbs(dir) {
		home := env.Getenv("HOME")
		if !filepath.IsAbs(home) {
			return ""
		}
		dir = filepath.Join(home, ".cache")
	}
	sum := sha256.Sum256([]byte(base + "\x00" + product))
	return filepath.Join(dir, "upgraph", hex.EncodeToString(sum[:12])+".json")
}

// keep puts what was fetched and verified where --offline finds it. That it
// cannot is no reason to stop.
func (q CatalogQuery) keep(env *Env, s *shelf, src *Source) {
	if !s.remote || src.raw.Manifest == "" {
		return
	}
	data, err := src.raw.encode()
	for _, product := range []string{src.raw.Product, q.Product} {
		file := cacheFile(env, s.origin, product)
		if err != nil || file == "" {
			break
		}
		if err = os.MkdirAll(filepath.Dir(file), 0o700); err == nil {
			err = SaveFile(file, data)
		}
	}
	if err != nil {
		src.Warnings = append(src.Warnings, "what was fetched could not be kept for --offline: "+err.Error())
	}
}

// source says what is known of a catalog.
func (v *view) source(src *Source) {
	c := src.Graph.Catalog()
	v.Line("%s", v.Ink(term.Bold, term.Printable(fmt.Sprintf("%s: %s, %s", c.Product.ID,
		term.Count(len(c.Releases), "release"), term.Count(len(c.Edges), "upgrade")))))
	v.Field(2, "from", term.Plain, src.Origin)
	v.Field(2, "digest", term.Plain, src.Digest)
	switch s := src.Signed; {
	case s == nil:
		v.Field(2, "signature", term.Yellow, "not verified: no key is given or known for this origin (--pubkey)")
	default:
		text := "good, key " + s.Key
		if s.Sequence > 0 {
			text += fmt.Sprintf(", sequence %d", s.Sequence)
		}
		if !s.Expires.IsZero() {
			text += ", expires " + s.Expires.UTC().Format(time.RFC3339)
		}
		v.Field(2, "signature", term.Green, text)
	}
	for _, w := range src.Warnings {
		v.Entry("  "+v.Ink(term.Yellow, "warning   "), 12, term.Plain, w)
	}
}
