package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	_ "image/gif"  // sizes of pictures
	_ "image/jpeg" // sizes of pictures
	_ "image/png"  // sizes of pictures
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"

	"upgraph/internal/doc"
)

// picture formats that pages show. What a picture holds cannot act: pages show
// it as an image, and the policy of the site forbids scripts within it.
var pictureEndings = [...]string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"}

// staticFolder of the content is copied to the root of the site.
const staticFolder = "static"

// shot is a picture beside a guide or page, as it is served.
type shot struct {
	source        string // in the content folder
	path          string // on the site
	width, height int    // 0 where they are not known
}

// findImages finds the pictures that documents show and that are there.
func findImages(in *Input) map[string]shot {
	found := map[string]shot{}
	if in.Image == nil {
		return found
	}
	look := func(d *doc.Doc) {
		for _, name := range imagesOf(d) {
			if _, ok := found[name]; ok {
				continue
			}
			if content, ok := in.Image(name); ok {
				found[name] = newShot(name, content)
			}
		}
	}
	for _, p := range in.Plain {
		look(p.Doc)
	}
	for _, p := range in.Products {
		for _, d := range p.Docs {
			look(d)
		}
	}
	return found
}

func newShot(name string, content []byte) shot {
	sum := sha256.Sum256(content)
	s := shot{source: name, path: "a/img-" + hex.EncodeToString(sum[:6]) + strings.ToLower(path.Ext(name))}
	if after, ok := strings.CutPrefix(name, staticFolder+"/"); ok {
		s.path = after
	}
	if c, _, err := image.DecodeConfig(bytes.NewReader(content)); err == nil {
		s.width, s.height = c.Width, c.Height
	}
	return s
}

// imagesOf are the files of the content folder that a document shows.
func imagesOf(d *doc.Doc) []string {
	var names []string
	if d == nil {
		return nil
	}
	for _, i := range d.Images {
		if name, ok := ImageFile(d, i.URL); ok {
			names = append(names, name)
		}
	}
	return names
}

// ImageFile is the file of the content folder that the address of a picture in a
// document names; it is not ok where that cannot be a picture.
func ImageFile(d *doc.Doc, dest string) (string, bool) {
	u, err := url.Parse(dest)
	if err != nil || u.Scheme != "" || u.Host != "" || u.Path == "" || d == nil {
		return "", false
	}
	name := path.Join(path.Dir(d.Path), u.Path)
	if rest, ok := strings.CutPrefix(u.Path, "/"); ok {
		name = path.Join(staticFolder, rest)
	}
	return name, fs.ValidPath(name) && slices.Contains(pictureEndings[:], strings.ToLower(path.Ext(name)))
}

// image finds the picture that an address in a document shows.
func (s *site) image(d *doc.Doc, dest string) (shot, bool) {
	name, ok := ImageFile(d, dest)
	if !ok {
		return shot{}, false
	}
	found, ok := s.images()[name]
	return found, ok
}

// imagePages are the pictures as files of the site, those of the static folder
// aside, which are copied anyway.
func (s *site) imagePages(yield func(Page) bool) bool {
	done := map[string]bool{}
	var names []string
	for name := range s.images() {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		shot := s.images()[name]
		if done[shot.path] || strings.HasPrefix(name, staticFolder+"/") {
			continue
		}
		done[shot.path] = true
		if !yield(Page{Path: shot.path, Render: func(b *bytes.Buffer) error {
			content, ok := s.in.Image(name)
			if !ok {
				return &fs.PathError{Op: "read", Path: name, Err: fs.ErrNotExist}
			}
			b.Write(content)
			return nil
		}}) {
			return false
		}
	}
	return true
}
