package main

import (
	"slices"

	"upgraph/internal/run"
)

var resumeCommand = command{
	name: "resume", short: "go on with the unfinished run of a cluster",
	long: `Goes on where the run stopped. A command that is still running is waited for;
one that ended meanwhile is taken as it ended; one that failed is started again.
Where a command was started and nobody knows how it ended, nothing is run: exit
code 5, and "resolve" settles it. The checks of the hop are asked again before
more of it runs. What was said by --workdir, --file and --waive
before still holds.`,
	flags: slices.Concat(walkFlags, clusterFlags, checkFlags, outputFlags),
	do:    doResume,
}

func doResume(c *call) error {
	return c.onState(func(e *run.Env, product string, o run.Options) error {
		listen(e)
		return run.Resume(e, product, c.cluster, o)
	})
}
