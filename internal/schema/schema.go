// Package schema says what an author may write into front matter, product.yaml
// and site.yaml: every key with its type, meaning and an example, as data. The
// check of what is there, the JSON Schemas for editors and the reference page
// are all made of these lists, so that none can say something else.
//
// It must not read guides or give values a meaning: it knows their form.
package schema

// Type is the form of a value.
type Type string

// The forms. A text is any scalar of YAML as the author wrote it, so that 1.20
// stays a version.
const (
	Text      Type = "text"
	Texts     Type = "texts"         // a list
	SomeTexts Type = "text or texts" // a list, or one text alone
	Number    Type = "whole number"  //
	Flag      Type = "true or false" //
	Map       Type = "keys"          //
	Maps      Type = "list of keys"  //
	Named     Type = "keys by name"  // the author names them; Keys are those of each
	TextOrMap Type = "text or keys"  //
)

// Key is one key of a mapping.
type Key struct {
	Name    string
	Type    Type
	Meaning string // one sentence or two, for people
	// Example is YAML as it stands behind "name:", on lines of its own where it
	// begins with a line feed.
	Example string
	// Values are all that a text may be; Pattern is what it must match, written
	// so that RE2 and ECMA 262 read it alike. Hint says how to write it.
	Values  []string
	Pattern string
	Hint    string
	// Typed texts are typed and compared, so that nothing in them may be unseen.
	Typed bool
	// Keys are those of a mapping, or of each mapping of a list.
	Keys     []Key
	Required bool
}

// Document is one kind of file.
type Document struct {
	Name    string // of its schema: "guide"
	Title   string
	Meaning string
	Keys    []Key
	// Foreign are keys that other tools read and that mean nothing here.
	// Names that begin with "x-" are free for anybody where Open is set.
	Foreign []string
	Open    bool
}

// Documents are all kinds of files, in the order in which they are published.
func Documents() []Document { return []Document{Guide(), Product(), Site()} }

// Path is where a site publishes the schema of a document.
func (d Document) Path() string { return "schema/" + d.Name + "-v1.json" }

// Names lists the names of keys.
func Names(keys []Key) []string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.Name
	}
	return names
}

// Find gives the key with a name.
func Find(keys []Key, name string) (Key, bool) {
	for i := range keys {
		if keys[i].Name == name {
			return keys[i], true
		}
	}
	return Key{}, false
}
