// Package doc turns a Markdown file into blocks with exact lines and strict
// front matter with positions. Every line of the source belongs to exactly one
// top-level block: laid end to end, the blocks are the file.
//
// It knows nothing of releases, steps or products.
package doc

// Kind of a block.
type Kind string

const (
	FrontMatter Kind = "front_matter"
	Blank       Kind = "blank" // one or more blank lines between blocks
	Heading     Kind = "heading"
	Paragraph   Kind = "paragraph"
	List        Kind = "list"
	Item        Kind = "item"
	Quote       Kind = "quote"
	Fence       Kind = "fence" // fenced code
	Code        Kind = "code"  // indented code
	Table       Kind = "table"
	HTML        Kind = "html" // HTML block, comments included
	Rule        Kind = "rule" // thematic break
	LinkDefs    Kind = "link_definitions"
)

// Span is a range of lines, counted from 1, both ends included.
type Span struct{ Line, EndLine int }

// Lines is how many lines the span holds.
func (s Span) Lines() int { return s.EndLine - s.Line + 1 }

// Doc is one parsed file.
type Doc struct {
	Path   string // as given, slash-separated
	Source []byte // as read, front matter and all
	// Front is the front matter, nil when the file has none.
	Front *Front
	// Blocks tile the file: the first begins on line 1, each next one on the
	// line after the one before, the last ends on the last line.
	Blocks []*Block
	// References are the link reference definitions of the file as Markdown,
	// to be put behind a fragment before it is rendered on its own.
	References string
	// Images are the pictures that the file shows, wherever they stand, in the
	// order of its lines.
	Images []Inline
	// Total is the number of lines.
	Total int
}

// Block is a node of the block tree. Children of lists are items; items and
// quotes hold blocks.
type Block struct {
	Kind Kind
	Span
	// Markdown is the block's source without the prefixes of the containers
	// around it (quote marks, item indentation) and without a final newline.
	// Lines are ended by a line feed alone, however the file ends them. Blank
	// blocks have none.
	Markdown string
	// Children of lists, items and quotes; blank lines between them belong to
	// the block around.
	Children []*Block

	// Headings: Name is what the author calls one for links, as in
	// "## Title {#name}"; it is not in the text.
	Level int
	Name  string
	// Headings and paragraphs: the text, markup removed, line feeds where the
	// lines end, and its pieces in order. Items have neither: their first
	// paragraph does. Tables have the links of their cells alone.
	Text    string
	Inlines []Inline
	// Lists and items: Ordered says which; Number is what the author wrote
	// before the item, before the first one of a list.
	Ordered bool
	Number  int
	// Fences: Info is the whole info string, Lang its first word. Fences, code
	// HTML and front matter: Content is what is inside, without a final line
	// feed, ContentLine its first line.
	Info, Lang  string
	Content     string
	ContentLine int
}

// InlineKind of a piece of text.
type InlineKind string

const (
	Text      InlineKind = "text"
	CodeSpan  InlineKind = "code"
	Link      InlineKind = "link"  // Text is the label, URL the target
	Image     InlineKind = "image" // Text is the alternative text
	SoftBreak InlineKind = "break"
	RawHTML   InlineKind = "html"
)

// Inline is a piece of a paragraph or heading. Emphasis is flattened into
// Strong, Emph and Strike. Line and Column are of its first character, which
// is the opening mark of code, links and images. A [SoftBreak] is any line
// break; its text is a line feed. Check boxes of task lists are left out.
type Inline struct {
	Kind                 InlineKind
	Text                 string
	URL                  string
	Strong, Emph, Strike bool
	Line, Column         int
}

// Front is the front matter: lines of both fences included.
type Front struct {
	Span
	Value Value // a map
}

// ValueKind of a YAML value.
type ValueKind string

const (
	Scalar   ValueKind = "scalar"
	Sequence ValueKind = "sequence"
	Mapping  ValueKind = "mapping"
	Null     ValueKind = "null"
)

// Value is a YAML value read without interpretation: a scalar is the text the
// author wrote (1.20 stays "1.20"). Line and Column are those of the file.
type Value struct {
	Kind         ValueKind
	Scalar       string
	Items        []Value
	Fields       []Field
	Line, Column int
}

// Field is one key of a mapping, in the author's order.
type Field struct {
	Key          string
	Value        Value
	Line, Column int // of the key
}

// Get returns the value of a key of a mapping and whether it is there.
func (v Value) Get(key string) (Value, bool) {
	for _, f := range v.Fields {
		if f.Key == key {
			return f.Value, true
		}
	}
	return Value{}, false
}
