package emit

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"iter"
	"path"
	"strings"
	"unicode"
)

//go:embed fleet
var fleetFS embed.FS

// fleetFiles are what a product gets for upgrading many machines.
var fleetFiles = []string{"upgrade.yml", "inventory.example.ini", "README.md"}

// fleet writes a playbook that upgrades many machines with the runner, with an
// inventory to copy and a guide. The playbook pins the runners that are
// included in the site; it knows nothing of releases, so that publishing one
// more leaves it as it is.
func fleet(in *Input, done *Ledger) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		for _, p := range in.Products {
			for _, name := range fleetFiles {
				f := File{Path: ScriptPath(p.Catalog.Product.ID, "fleet/"+name), Render: func(b *bytes.Buffer) error {
					return fleetFile(b, p, name, done)
				}}
				if !yield(f, nil) {
					return
				}
			}
		}
	}
}

func fleetFile(b *bytes.Buffer, p *Product, name string, done *Ledger) error {
	text, err := fleetFS.ReadFile("fleet/" + name)
	if err != nil {
		return fmt.Errorf("read the template of %s: %w", name, err)
	}
	runners := map[string]string{}
	for _, f := range done.Paths("runner/") {
		if sum, ok := done.Get(f); ok {
			runners[path.Base(f)] = sum.SHA256
		}
	}
	fill := strings.NewReplacer("@PRODUCT@", p.Catalog.Product.ID, "@TITLE@", plainLine(p.Catalog.Product.Title))
	if path.Ext(name) == ".yml" {
		// JSON is YAML, with nothing in it that could mean something else.
		id, err := json.Marshal(p.Catalog.Product.ID)
		if err != nil {
			return err
		}
		digests, err := json.Marshal(runners)
		if err != nil {
			return err
		}
		fill = strings.NewReplacer("@PRODUCT@", string(id), "@RUNNERS@", string(digests))
	}
	_, err = fill.WriteString(b, string(text))
	return err
}

// plainLine makes of a title text that Markdown takes for text.
func plainLine(title string) string {
	var b strings.Builder
	for _, r := range strings.Join(strings.Fields(title), " ") {
		switch {
		case !unicode.IsPrint(r):
			continue
		case strings.ContainsRune("\\`*_[]<>#|&~!", r):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
