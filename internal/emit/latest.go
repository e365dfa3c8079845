package emit

import (
	"iter"
)

func latestPath(product string) string { return "v1/" + product + "/latest.txt" }

// latest writes v1/PRODUCT/latest.txt: the id of the newest release, one line.
// A product without a channel has no newest release and no file.
func latest(in *Input, _ *Ledger) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		for _, p := range in.Products {
			head := p.latest()
			if head == "" {
				continue
			}
			if !yield(literal(latestPath(p.Catalog.Product.ID), []byte(head+"\n")), nil) {
				return
			}
		}
	}
}
