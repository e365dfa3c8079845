package sign

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// minisign runs the real program in a folder and gives what it printed.
func minisign(t *testing.T, dir, input string, args ...string) (string, error) {
	t.Helper()
	program, err := exec.LookPath("minisign")
	if err != nil {
		t.Skip("minisign is not installed")
	}
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	cmd.Stdin = strings.NewReader(input)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func put(t *testing.T, dir, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, dir, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestMinisignVerifiesOurs(t *testing.T) {
	dir := t.TempDir()
	k := testKey(t, 3)
	put(t, dir, "manifest.json", manifest)
	put(t, dir, "manifest.json.minisig", signed(t, k, manifest, full))
	put(t, dir, "key.pub", k.Public().File())
	for _, args := range [][]string{{"-Vm", "manifest.json", "-P", k.Public().String()}, {"-VHm", "manifest.json", "-p", "key.pub"}} {
		out, err := minisign(t, dir, "", args...)
		if err != nil || !strings.Contains(out, "sequence=12 expires=2027-01-31T00:00:00Z") {
			t.Errorf("minisign %q: %v\n%s", args, err, out)
		}
	}
	if out, err := minisign(t, dir, "", "-Vm", "manifest.json", "-P", testKey(t, 4).Public().String()); err == nil {
		t.Errorf("minisign takes another key:\n%s", out)
	}
	put(t, dir, "manifest.json", append([]byte("x"), manifest[1:]...))
	if out, err := minisign(t, dir, "", "-Vm", "manifest.json", "-p", "key.pub"); err == nil {
		t.Errorf("minisign takes another file:\n%s", out)
	}
}

// Keys of ours sign with minisign, with and without a password, and what it
// signs we verify.
func TestMinisignSignsWithOurKey(t *testing.T) {
	dir := t.TempDir()
	k := testKey(t, 3)
	put(t, dir, "f", manifest)
	encrypted, err := k.encrypt([]byte("open sesame"), rand.NewChaCha8([32]byte{9}), cheap)
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{"plain": k.File(), "encrypted": encrypted} {
		put(t, dir, name+".key", file)
		comment := "upgraph sequence=7 by=" + name
		out, err := minisign(t, dir, "open sesame\n", "-Sm", "f", "-s", name+".key", "-x", name+".minisig", "-t", comment)
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
			continue
		}
		got, err := Verify(k.Public(), manifest, read(t, dir, name+".minisig"))
		if err != nil || got.Sequence != 7 || got.Comment != comment {
			t.Errorf("%s: %+v, error %v", name, got, err)
		}
	}
	out, err := minisign(t, dir, "", "-R", "-f", "-s", "plain.key", "-p", "again.pub")
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if got, err := ParsePublicKey(string(read(t, dir, "again.pub"))); err != nil || !got.Equal(k.Public()) {
		t.Errorf("minisign finds the public key %v (error %v), ours is %v", got, err, k.Public())
	}
}

// Keys of minisign are read, its signatures verified, and the other way round.
func TestMinisignKeys(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "f", manifest)
	forms := map[string][]string{"plain": {"-W"}}
	if os.Getenv("UPGRAPH_LONG") != "" {
		forms["encrypted"] = nil // takes a gigabyte
	} else {
		t.Log("keys of minisign with a password take a gigabyte: only with UPGRAPH_LONG=1")
	}
	for name, form := range forms {
		args := append([]string{"-G", "-p", name + ".pub", "-s", name + ".key"}, form...)
		if out, err := minisign(t, dir, "secret\nsecret\n", args...); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if out, err := minisign(t, dir, "secret\n", "-Sm", "f", "-s", name+".key"); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		pub, err := ParsePublicKey(string(read(t, dir, name+".pub")))
		if err != nil {
			t.Fatal(err)
		}
		got, err := Verify(pub, manifest, read(t, dir, "f.minisig"))
		if err != nil || got.Sequence != 0 || !strings.HasPrefix(got.Comment, "timestamp:") {
			t.Errorf("%s: %+v, error %v", name, got, err)
		}
		if err := got.Check(Policy{Now: time.Unix(1<<40, 0)}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		k, err := ParseSecretKey(read(t, dir, name+".key"), password("secret"))
		if err != nil || !k.Public().Equal(pub) {
			t.Fatalf("%s: the secret key is of %v (error %v), want %v", name, k.Public(), err, pub)
		}
		put(t, dir, "f.minisig", signed(t, k, manifest, full))
		if out, err := minisign(t, dir, "", "-Vm", "f", "-p", name+".pub"); err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}
