// Command guides writes a content folder of made-up guides, for measuring.
package main

import (
	"flag"
	"fmt"
	"os"

	"upgraph/internal/bench"
)

func main() {
	releases := flag.Int("n", 1000, "how many releases")
	seed := flag.Uint64("seed", 1, "other seeds give other guides")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: go run ./internal/bench/guides [-n RELEASES] [-seed SEED] DIR")
		os.Exit(2)
	}
	if err := bench.Write(flag.Arg(0), *releases, *seed); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
