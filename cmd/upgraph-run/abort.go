package main

import "upgraph/internal/run"

var abortCommand = command{
	name: "abort", short: "give an unfinished run up",
	long: `Ends a run for good and says what state the cluster is left in. Nothing is undone.
It also closes a run whose journal is damaged; the damaged journal is kept.`,
	flags: append(append([]string{"reason"}, clusterFlags...), outputFlags...),
	do:    doAbort,
}

func doAbort(c *call) error {
	return c.onState(func(e *run.Env, product string, o run.Options) error {
		return run.Abort(e, product, c.cluster, c.reason, o)
	})
}
