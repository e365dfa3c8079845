package emit

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"path"
	"time"

	"upgraph/internal/sign"
)

// Signer signs a site. The manifest covers everything below it by digests, the
// sums of the scripts cover those for people who have no more than sha256sum.
type Signer struct {
	Key sign.SecretKey
	// Sequence grows from one publication to the next; 0 is none.
	Sequence int64
	// Expires is when the signatures stop being good for new downloads; zero
	// is never.
	Expires time.Time
}

// signatureSuffix is what minisign puts behind the name of a signed file.
const signatureSuffix = ".minisig"

// signatures writes v1/manifest.json.minisig and scripts/SHA256SUMS.minisig. It
// must come before any output that neither of the signed files knows.
func signatures(in *Input, done *Ledger) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		if in.Signer == nil {
			return
		}
		for _, s := range []struct {
			path    string
			content func() ([]byte, error)
		}{
			{manifestPath, func() ([]byte, error) { return manifestContent(in, done) }},
			{sumsPath, func() ([]byte, error) { return sumsContent(done), nil }},
		} {
			f := File{Path: s.path + signatureSuffix, Render: func(b *bytes.Buffer) error {
				content, err := s.content()
				if err != nil {
					return err
				}
				return in.Signer.sign(b, s.path, content, done)
			}}
			if !yield(f, nil) {
				return
			}
		}
	}
}

// sign signs the content of a file that was written before: exactly what was
// written, or nothing.
func (s *Signer) sign(b *bytes.Buffer, name string, content []byte, done *Ledger) error {
	sum := sha256.Sum256(content)
	if written, ok := done.Get(name); !ok || written.SHA256 != hex.EncodeToString(sum[:]) {
		return fmt.Errorf("sign %s: it is not what was written", name)
	}
	signature, err := s.Key.Sign(content, sign.Trusted{File: path.Base(name), Sequence: s.Sequence, Expires: s.Expires})
	if err != nil {
		return fmt.Errorf("sign %s: %w", name, err)
	}
	b.Write(signature)
	return nil
}
