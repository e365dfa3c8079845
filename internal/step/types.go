// Package step knows the kinds of steps and the kinds of checks, and lowers
// each, purely, to a small closed set of actions. Scripts print actions, the
// runner performs them, the site shows them and lint checks them; because all
// four see the same actions, they cannot drift apart.
//
// It must not read files, run anything or write shell.
package step

import "upgraph/internal/version"

// Action is one of [Ask], [Exec], [Shell] and [Probe].
type Action interface{ action() }

// Ask shows Text to a person and waits until the person says that it is done.
// Why is why a person is needed: Manual or Unapproved.
type Ask struct {
	Text string
	Why  Reason
}

// Reason that a person is asked.
type Reason string

const (
	Manual     Reason = "manual"     // the guide leaves the step to a person
	Unapproved Reason = "unapproved" // what runs next was not approved by the author
)

// Exec starts a program with its arguments, without a shell. Each of
// Parameters stands in Argv as {NAME} and is to be replaced there, inside its
// argument.
type Exec struct{ Argv, Parameters []string }

// Shell gives Script to sh with -eu, and Parameters as variables.
type Shell struct {
	Script     string
	Parameters []string
}

// Probe asks one question of one file, or of what one program prints and how
// it ends. The runner answers it with parsers, a script with awk; where awk
// cannot be sure it says unknown and a person is asked.
type Probe struct {
	File   string   // name as the guide writes it; found by --file or in the working directory
	Format Format   // how the file is read
	Path   []string // key path; "[]" stands for each element of a sequence
	Test   Test
	Want   string // for Equals and Contains; for VersionIn the pattern
	Says   string // one English sentence: what must hold

	// Argv is the program that is asked in place of a file. What is not
	// Approved does not start: the answer is unknown.
	Argv     []string       `json:",omitempty"`
	Approved bool           `json:",omitempty"`
	Versions []version.Span `json:",omitempty"` // for VersionIn
}

// Format of a probed file.
type Format string

const (
	INI  Format = "ini" // Ansible inventory: key = value, bare hosts, sections
	TOML Format = "toml"
	YAML Format = "yaml"
	Text Format = "text"
	// Output is what a program prints.
	Output Format = "output"
)

// Test is the question of a probe.
type Test string

const (
	Equals   Test = "equals"   // the key is there and has the wanted value, everywhere it stands
	Absent   Test = "absent"   // no such key
	Contains Test = "contains" // text: the wanted string is in the file
	Exists   Test = "exists"   // the file is there

	Succeeds  Test = "succeeds" // the program ends with status 0
	VersionIn Test = "version"  // the program prints a version of the wanted ones
)

func (Ask) action()   {}
func (Exec) action()  {}
func (Shell) action() {}
func (Probe) action() {}
