package graph

import (
	"errors"

	"upgraph/internal/compat"
	"upgraph/internal/version"
)

// Meant is the catalog that somebody means who names releases and no product:
// the one that knows more of them than each of the others. It is -1 where there
// is none such, so that whoever is in doubt asks.
func Meant(catalogs []*compat.Catalog, releases ...string) int {
	best, most, shared := -1, 0, false
	for i, c := range catalogs {
		known := 0
		if g, err := New(c); err == nil {
			for _, name := range releases {
				_, err := g.Resolve(name)
				if _, ambiguous := errors.AsType[*version.AmbiguousError](err); err == nil || ambiguous {
					known++
				}
			}
		}
		if known > most {
			best, most, shared = i, known, false
		} else if known == most {
			shared = true
		}
	}
	if most == 0 || shared {
		return -1
	}
	return best
}
