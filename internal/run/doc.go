// Package run is the machine that performs a plan: it finds out where a run
// stands, evaluates checks, asks people, starts commands and records all of it
// so that no command is ever run twice and none is lost, whatever dies in
// between.
//
// How it hangs together:
//
//   - [Place] is the state directory of one cluster; it is locked by one run at a
//     time and holds the runs.
//   - [Run] is one run: a copy of its plan, its journal and the records of its
//     commands.
//   - [Engine] walks the plan. It decides from the journal and from the records
//     what is already done; each command is started through a [Host].
//   - The shim ([Shim]) is this same program, re-executed in a session of its own,
//     which outlives the runner and writes down how the command ended.
//
// It must not search for paths or build plans (packages graph and plan do), and
// it never runs anything that the plan does not hold.
package run
