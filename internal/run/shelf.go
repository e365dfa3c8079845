package run

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// shelf is where the files of a site are read, whatever it is made of.
type shelf struct {
	origin   string   // for people, and the name under which trust is remembered
	remote   bool     // it is fetched anew, so that it may have expired
	bare     string   // catalog that is named itself; empty for a whole site
	product  string   // that the path names
	products []string // that a folder has
	// read gives a file by its path from the root of the site, at most most
	// bytes; fs.ErrNotExist where there is none.
	read func(name string, most int) ([]byte, error)
}

// shelf finds out what the path of a catalog is.
func (q CatalogQuery) shelf(env *Env) (*shelf, error) {
	if !strings.Contains(q.Path, "://") {
		return q.localShelf(env)
	}
	site, err := parseSite(q.Path)
	if err != nil {
		return nil, err
	}
	if q.Offline {
		b, ok, err := readBundle(cacheFile(env, site.base(), q.Product))
		if err != nil || !ok {
			return nil, Fail(ExitUsage, "%s was not fetched before", site.base()).Hinted("fetch it once without --offline")
		}
		s := b.shelf(site.base())
		return s, nil
	}
	if site.url.Scheme == "http" && q.PublicKey == "" && q.SHA256 == "" && !site.isHere() {
		return nil, untrusted("%s: what comes over plain http has to prove itself", site.base()).
			Hinted("use https, or give --pubkey or --sha256")
	}
	get := &getter{env: env, site: site}
	return &shelf{origin: site.base(), remote: true, product: site.product, read: get.read}, nil
}

// readerOf reads files below a folder.
func readerOf(dir string) func(string, int) ([]byte, error) {
	return func(name string, most int) ([]byte, error) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		st, err := os.Stat(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fs.ErrNotExist
		}
		if err == nil && !st.Mode().IsRegular() {
			err = errors.New("it is not a regular file")
		}
		if err != nil {
			return nil, Fail(ExitUsage, "read the catalog: %s: %w", path, plain(err))
		}
		f, err := os.Open(path)
		if err != nil {
			return nil, Fail(ExitUsage, "read the catalog: %w", err)
		}
		defer f.Close()
		return limited(f, most, path)
	}
}

// oversize is what to do about a file that is larger than it may be.
const oversize = "no catalog is that large: name the one that is meant with --catalog"

// limited reads all of r, which must not be more than most bytes.
func limited(r io.Reader, most int, name string) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, int64(most)+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if len(data) > most {
		return nil, Fail(ExitUsage, "%s has more than %d bytes", name, most).Hinted(oversize)
	}
	return data, nil
}

// bundle is a catalog with everything that proves it in one file, for machines
// without a network.
type bundle struct {
	Bundle    string `json:"upgraph_bundle"` // version of this format
	Origin    string `json:"origin"`
	Product   string `json:"product"`
	Manifest  string `json:"manifest"`
	Signature string `json:"signature,omitempty"`
	Catalog   string `json:"catalog"`
}

const bundleVersion = "1"

// bundleHead is how a bundle begins.
const bundleHead = `{"upgraph_bundle":"`

func (b bundle) encode() ([]byte, error) {
	b.Bundle = bundleVersion
	data, err := json.Marshal(b)
	if err != nil {
		return nil, fmt.Errorf("encode the bundle: %w", err)
	}
	return append(data, '\n'), nil
}

// readBundle reads a file that may be a bundle.
func readBundle(path string) (b bundle, ok bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return b, false, err
	}
	defer f.Close()
	head := make([]byte, len(bundleHead))
	if _, err := io.ReadFull(f, head); err != nil || string(head) != bundleHead {
		return b, false, nil
	}
	rest, err := limited(f, 2*maxCatalog+maxManifest, path)
	if err != nil {
		return b, true, err
	}
	if err := json.Unmarshal(append(head, rest...), &b); err != nil {
		return b, true, fmt.Errorf("%s: %w", path, err)
	}
	if b.Bundle != bundleVersion {
		return b, true, fmt.Errorf("%s is of version %q, this program reads version %s", path, b.Bundle, bundleVersion)
	}
	return b, true, nil
}

// shelf reads the files that a bundle holds.
func (b bundle) shelf(origin string) *shelf {
	files := map[string]string{manifestName: b.Manifest, signatureName: b.Signature, catalogName(b.Product): b.Catalog}
	return &shelf{origin: origin, product: b.Product, read: func(name string, most int) ([]byte, error) {
		text := files[name]
		switch {
		case text == "":
			return nil, fs.ErrNotExist
		case len(text) > most:
			return nil, Fail(ExitUsage, "%s of %s has more than %d bytes", name, origin, most).Hinted(oversize)
		}
		return []byte(text), nil
	}}
}
