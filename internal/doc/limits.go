package doc

// The limits below keep hostile and broken input from costing more than it is
// worth. Each is far above what guides hold (the largest real ones have some
// 100 KB, nest 6 deep and define 400 links) and below what was measured to
// hurt; times are of one core of a small server.
const (
	// maxSource bounds everything that is proportional to the file.
	maxSource = 16 << 20

	// maxLines bounds the number of blocks: one-letter paragraphs, the densest
	// input, take about 1 KB of memory for each block.
	maxLines = 1 << 20

	// maxDepth bounds quotes, lists and items within each other, a list and
	// its item being two. The Markdown of a block is kept at each level, and
	// 1,000 nested lists took goldmark 2.5 s.
	maxDepth = 48

	// maxLinkDefinitions bounds what link reference definitions cost: goldmark
	// moves the rest of the paragraph for each one it takes out, the square of
	// their number in a row. 15,000 in a row took 2.9 s and 3.6 GB of
	// allocations; 3,000 in rows of a few, as changelogs have, take nothing.
	maxLinkDefinitions = 8000

	// maxTableColumns and maxTableCells bound tables: a row of two bytes is
	// filled up to the width of the header, which turned 20 KB of Markdown
	// into 10 MB of HTML.
	maxTableColumns = 128
	maxTableCells   = 1 << 19

	// maxEscapedPipes bounds "\|" in table rows that hold code: each is held
	// against every other.
	maxEscapedPipes = 4096

	// maxInlineWork and maxFileInlineWork bound bytes × markup characters of
	// one paragraph and their sum over the file: openers that are never
	// closed make goldmark look at the rest of the paragraph for each. Over 30
	// such inputs the dearest took 1 ns for a byte and mark, so that a file
	// ends after 2 s. Real guides come to 10 for each of their bytes, 0.1 s for 10 MB of
	// them.
	maxInlineWork     = 1 << 28
	maxFileInlineWork = 1 << 31

	// maxFrontMatter and maxYAMLDepth bound front matter and YAML files, which
	// are read in proportion to their size; maxYAMLKey is well below what
	// every YAML reader takes as a simple key (1,024), maxYAMLProblems is
	// where a file that is no YAML at all stops being complained of.
	maxFrontMatter  = 256 << 10
	maxYAMLDepth    = 32
	maxYAMLKey      = 256
	maxYAMLProblems = 20
)
