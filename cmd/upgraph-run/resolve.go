package main

import "upgraph/internal/run"

var resolveCommand = command{
	name: "resolve", args: "STEP", most: 1, short: "say how a step ended that nobody recorded",
	long: `Settles a step whose outcome is unknown: done (it did all of its work), redo (it
may be started again) or failed. The reason is written into the journal.`,
	flags: append(append([]string{"as", "reason"}, clusterFlags...), outputFlags...),
	do:    doResolve,
}

func doResolve(c *call) error {
	if len(c.args) == 0 {
		return usage("resolve: which step? usage: %s resolve STEP --as done|redo|failed --reason WHY", program)
	}
	return c.onState(func(e *run.Env, product string, o run.Options) error {
		return run.Resolve(e, product, c.cluster, c.args[0], run.Outcome(c.as), c.reason, o)
	})
}
