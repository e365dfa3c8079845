package main

import "upgraph/internal/run"

var logCommand = command{
	name: "log", args: "[STEP]", most: 1, short: "print what the commands of a run printed",
	long: `Prints the output of every command of the newest run, or of one step as it is.
--json prints the records of the journal instead.`,
	flags: append(append([]string{}, clusterFlags...), outputFlags...),
	do:    doLog,
}

func doLog(c *call) error {
	return c.onState(func(e *run.Env, product string, o run.Options) error {
		step := ""
		if len(c.args) > 0 {
			step = c.args[0]
		}
		return run.ShowLog(e, product, c.cluster, step, o)
	})
}
