package emit

import (
	"iter"
)

// latest writes v1/PRODUCT/latest.txt: the id of the newest release, one line.
// A product without a channel has no newest release and no file.
func latest(in *Input, _ *Ledger) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		for _, p := range in.Products {
			channels := p.Catalog.Channels
			if len(channels) == 0 {
				continue
			}
			head := channels[len(channels)-1].Head
			if !yield(literal("v1/"+p.Catalog.Product.ID+"/latest.txt", []byte(head+"\n")), nil) {
				return
			}
		}
	}
}
