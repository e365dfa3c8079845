package main

import (
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"upgraph/internal/emit"
	"upgraph/internal/sign"
)

// epochVariable is the sequence where none is given: reproducible builds set
// it to the time of the commit, which grows.
const epochVariable = "SOURCE_DATE_EPOCH"

// signFlags are the flags of build that say how the site is signed.
type signFlags struct {
	key, expires string
	sequence     int64
}

func (f *signFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.key, "sign-key", "", "secret minisign key to sign the manifest and the sums of the scripts with")
	flags.Int64Var(&f.sequence, "sequence", 0, "number of this publication, more than that of the one before (default "+epochVariable+")")
	flags.StringVar(&f.expires, "expires", "", "date until which the signature is good for new downloads, 2027-01-31")
}

// signer reads the secret key; nil where the site is not to be signed. The
// clock has no part in it: what is built twice is the same twice.
func (f signFlags) signer(cmd *cobra.Command) (*emit.Signer, error) {
	if f.key == "" {
		if f.sequence != 0 || f.expires != "" {
			return nil, usage(fmt.Errorf("--sequence and --expires say something about a signature: give --sign-key too"))
		}
		return nil, nil
	}
	s := &emit.Signer{Sequence: f.sequence}
	var err error
	if epoch := os.Getenv(epochVariable); s.Sequence == 0 && epoch != "" {
		if s.Sequence, err = strconv.ParseInt(epoch, 10, 64); err != nil {
			return nil, usage(fmt.Errorf("%s is %q, which is no whole number", epochVariable, epoch))
		}
	}
	if s.Sequence < 0 || cmd.Flags().Changed("sequence") && f.sequence == 0 {
		return nil, usage(fmt.Errorf("the sequence is %d; it counts from 1", s.Sequence))
	}
	if s.Expires, err = expiry(f.expires); err != nil {
		return nil, usage(err)
	}
	file, err := os.ReadFile(f.key)
	if err != nil {
		return nil, fmt.Errorf("read the secret key: %w", err)
	}
	s.Key, err = sign.ParseSecretKey(file, func() ([]byte, error) { return keyPassword(cmd, f.key) })
	if err != nil {
		return nil, fmt.Errorf("read the secret key %s: %w", f.key, err)
	}
	return s, nil
}

// expiry reads a date, which is good to the end of that day in UTC, or a time.
func expiry(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t.AddDate(0, 0, 1), nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, fmt.Errorf("--expires %q is no date such as 2027-01-31", s)
	}
	return t.UTC(), nil
}

// checkPublished holds the key against the one that site.yaml tells readers to
// trust: a site that is signed with another could not be verified.
func checkPublished(s *emit.Signer, published string) error {
	if s == nil || published == "" {
		return nil
	}
	pub, err := sign.ParsePublicKey(published)
	if err != nil {
		return fmt.Errorf("read public_key of site.yaml: %w", err)
	}
	if !pub.Equal(s.Key.Public()) {
		return fmt.Errorf("site.yaml names the public key %s, and --sign-key is %s: readers could not verify the site", pub.ID(), s.Key.Public().ID())
	}
	return nil
}
