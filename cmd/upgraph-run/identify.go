package main

import (
	"os"
	"slices"

	"golang.org/x/term"

	"upgraph/internal/run"
)

var identifyCommand = command{
	name: "identify", args: "[FILE|DIR|-...]", most: 1000, short: "say at which version a cluster is",
	long: `Reads what the components print about themselves (the lines "Release Version",
"Git Commit Hash" and so on) and finds the release by version and commit. One
output may hold many hosts, under headings such as "== host ==", "host |
SUCCESS =>" or "host: "; a folder holds one file for each host. Without a file,
standard input is read:

  ansible all -m shell -a 'dm-worker -V' | upgraph-run identify

Exit code 0 says that all of it is at one known release; 3 that the cluster is
mixed or half done, or that something printed no build that is known.`,
	flags: slices.Concat([]string{"from-output", "catalog", "product", "state-dir"}, trustFlags, outputFlags),
	do:    doIdentify,
}

func doIdentify(c *call) error {
	e, err := c.environment()
	if err != nil {
		return err
	}
	paths := append(append([]string{}, c.outputs...), c.args...)
	if len(paths) == 0 {
		if term.IsTerminal(int(os.Stdin.Fd())) {
			return usage("identify: which output? name files or folders that hold what the components print, or pipe it in")
		}
		paths = []string{"-"}
	}
	src, err := c.load(e, c.product)
	if err != nil {
		return err
	}
	outputs, err := run.ReadOutputs(e, paths)
	if err != nil {
		return err
	}
	return run.ShowIdentity(e, run.BuildsOf(src.Graph.Catalog()).Identify(outputs), c.json)
}
