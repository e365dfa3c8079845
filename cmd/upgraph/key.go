package main

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"upgraph/internal/build"
	"upgraph/internal/sign"
)

// passwordVariable holds the password of the secret key where there is no
// terminal to ask on.
const passwordVariable = "UPGRAPH_KEY_PASSWORD"

func keyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "key",
		Short: "Make the key pair that a site is signed with",
		Args:  noArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(keyNewCommand())
	return cmd
}

func keyNewCommand() *cobra.Command {
	var out string
	var plain bool
	cmd := &cobra.Command{
		Use:   "new",
		Short: "Make a new minisign key pair",
		Long: "New writes a secret key and, beside it, its public key with the ending .pub, in the\n" +
			"form of minisign. The secret key is encrypted with a password, which is asked for on\n" +
			"the terminal or taken from " + passwordVariable + ". No file is overwritten.",
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runKeyNew(cmd, out, plain) },
	}
	cmd.Flags().StringVar(&out, "out", "upgraph.key", "file of the secret key")
	cmd.Flags().BoolVarP(&plain, "no-password", "W", false, "leave the secret key unencrypted: whoever reads the file can sign")
	return cmd
}

func runKeyNew(cmd *cobra.Command, out string, plain bool) error {
	public := strings.TrimSuffix(out, filepath.Ext(out)) + ".pub"
	if out == "" || public == out {
		return usage(fmt.Errorf("--out %q names no file for a secret key, such as upgraph.key", out))
	}
	for _, name := range []string{public, out} { // before either is written
		if _, err := os.Lstat(name); err == nil {
			return fmt.Errorf("%s exists already; name another file with --out", name)
		}
	}
	key, err := sign.NewKey(rand.Reader)
	if err != nil {
		return err
	}
	secret := key.File()
	if !plain {
		password, err := newPassword(cmd)
		if err != nil {
			return err
		}
		if secret, err = key.Encrypt(password, rand.Reader); err != nil {
			return fmt.Errorf("encrypt the secret key: %w", err)
		}
	}
	if err := build.NewFile(public, key.Public().File(), 0o644); err != nil {
		return err
	}
	if err := build.NewFile(out, secret, 0o600); err != nil {
		return fmt.Errorf("%w; %s was written and belongs to no key", err, public)
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s: secret key, keep it to yourself and out of the repository\n%s: public key\n\n"+
		"For site.yaml:\npublic_key: %s\n", out, public, key.Public())
	return nil
}

// newPassword asks twice for a password that is to be set.
func newPassword(cmd *cobra.Command) ([]byte, error) {
	if p, ok := os.LookupEnv(passwordVariable); ok && p != "" {
		return []byte(p), nil
	}
	first, err := ask(cmd, "Password of the new key: ")
	if err != nil {
		return nil, err
	}
	if len(first) == 0 {
		return nil, errors.New("the password is empty; --no-password makes a key without one")
	}
	second, err := ask(cmd, "The same again: ")
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(first, second) {
		return nil, errors.New("the two passwords are not the same")
	}
	return first, nil
}

// keyPassword asks once for the password of a key that is there.
func keyPassword(cmd *cobra.Command, file string) ([]byte, error) {
	if p, ok := os.LookupEnv(passwordVariable); ok && p != "" {
		return []byte(p), nil
	}
	return ask(cmd, "Password of "+file+": ")
}

// ask reads a password from the terminal without showing it.
func ask(cmd *cobra.Command, prompt string) ([]byte, error) {
	f, ok := cmd.InOrStdin().(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil, usage(fmt.Errorf("there is no terminal to ask for a password on; set %s", passwordVariable))
	}
	fmt.Fprint(cmd.ErrOrStderr(), prompt)
	p, err := term.ReadPassword(int(f.Fd()))
	fmt.Fprintln(cmd.ErrOrStderr())
	if errors.Is(err, io.EOF) {
		err = errors.New("no password was given")
	}
	return p, err
}
