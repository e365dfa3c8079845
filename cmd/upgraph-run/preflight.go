package main

import "upgraph/internal/run"

var preflightCommand = command{
	name: "preflight", args: "[PLAN]", most: 1, short: "evaluate the checks before anything is done",
	long: `Evaluates the checks of the plan and of its first hop and changes nothing. A
check that is false, or whose file is not found, ends it with exit code 3. A
check that stands behind a step which is still to be done (the inventory after
"download the new version") is shown and decides nothing yet.`,
	flags: append(append(append([]string{}, pathFlags...), checkFlags...), outputFlags...),
	do:    doPreflight,
}

func doPreflight(c *call) error { return c.onPlan(run.Preflight) }
