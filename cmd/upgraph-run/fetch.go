package main

import (
	"slices"

	"upgraph/internal/run"
)

var fetchCommand = command{
	name: "fetch", args: "[URL]", most: 1, short: "fetch a catalog with its signature",
	long: `Fetches the catalog of a site with its manifest and signature, verifies them and
keeps them for --offline. --out writes all of it into one file, for a machine
without a network: there it is named with --catalog FILE and verified again.

With --pubkey the manifest has to be signed with that key. The key is remembered
for the address and asked for from then on, and a sequence that is lower than
one seen before is refused.`,
	flags: slices.Concat([]string{"catalog", "product", "out", "state-dir", "no-color"}, trustFlags),
	do:    doFetch,
}

func doFetch(c *call) error {
	e, err := c.environment()
	if err != nil {
		return err
	}
	if len(c.args) > 0 {
		if c.catalog != "" {
			return usage("fetch: the address stands there twice")
		}
		c.catalog = c.args[0]
	}
	listen(e)
	src, err := c.load(e, c.product)
	if err != nil {
		return err
	}
	out := c.out
	if out != "" {
		out = absolute(e.Dir, out)
	}
	src.Warnings = nil // said already
	return run.Fetch(e, src, out)
}
