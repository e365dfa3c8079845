package main

import "upgraph/internal/run"

var statusCommand = command{
	name: "status", short: "show where the newest run of a cluster stands",
	long: `Shows every step with its state, what state the cluster is in and the one
command to give next. Nothing is changed.`,
	flags: append(append([]string{}, clusterFlags...), outputFlags...),
	do:    doStatus,
}

func doStatus(c *call) error {
	return c.onState(func(e *run.Env, product string, o run.Options) error {
		return run.ShowStatus(e, product, c.cluster, o)
	})
}
