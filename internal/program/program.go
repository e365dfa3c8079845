// Package program says which release of Upgraph this is; both programs are
// released together.
//
// It must not import anything of the module.
package program

import (
	"fmt"
	"runtime"
)

// Version is the release of both programs.
const Version = "0.2.0"

// commit is what the program was built from; the linker sets it.
var commit = "unknown"

// Line is what `NAME version` prints: release, commit and Go version.
func Line(name string) string {
	return fmt.Sprintf("%s %s (commit %s, %s)", name, Version, commit, runtime.Version())
}
