package main

import (
	"bytes"
	"slices"

	"upgraph/internal/run"
)

var reportCommand = command{
	name: "report", short: "write a change record of the newest run",
	long: `Writes the newest run of a cluster as a change record in Markdown: who did what
and when, what came of it, what a person decided and why. --out writes it into a
file.`,
	flags: slices.Concat([]string{"out"}, clusterFlags),
	do:    doReport,
}

func doReport(c *call) error {
	return c.onState(func(e *run.Env, product string, o run.Options) error {
		if c.out == "" {
			return run.ShowReport(e, product, c.cluster, o, e.Stdout)
		}
		var b bytes.Buffer
		if err := run.ShowReport(e, product, c.cluster, o, &b); err != nil {
			return err
		}
		return run.SaveFile(absolute(e.Dir, c.out), b.Bytes())
	})
}
