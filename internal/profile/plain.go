package profile

// plainPage is any other Markdown. A product's _index file is one too; what it
// notes holds for the whole product.
var plainPage = dialect{
	name: "plain",
	takes: func(s *survey) (string, bool) {
		if s.isIndex() {
			return "an _index file speaks for the whole product", true
		}
		return "no release, edge or procedure is in it", true
	},
	read: func(g *guide) {
		g.readPreamble(g.doc.Blocks)
		if g.seen.isIndex() {
			g.readStatedConditions()
			g.readProductRollback()
		} else {
			g.out.Conditions, g.out.Basis, g.out.Procedures, g.out.Rollback = nil, nil, nil, nil
		}
	},
}
