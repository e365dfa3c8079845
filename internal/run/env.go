package run

import (
	"io"
	"net/http"
	"os"
	"time"
)

// Env is everything that the runner takes from its surroundings, so that tests
// can put their own there.
type Env struct {
	Now    func() time.Time
	Rand   io.Reader // for run ids
	Getenv func(string) string
	Dir    string // current directory, absolute

	Stdin          io.Reader
	Stdout, Stderr io.Writer
	// Interactive means that a person can be asked: standard input and the
	// output are terminals.
	Interactive bool
	// Flush drops what was typed and not read yet; nil where that cannot be.
	Flush func()
	// Live means that the output can be redrawn.
	Live  bool
	Color bool
	// Width is the number of columns; 0 means that lines are not folded.
	Width int

	// Signals brings INT, TERM and HUP.
	Signals <-chan os.Signal
	Host    Host
	// Network fetches catalogs; nil for the real one.
	Network http.RoundTripper
	// Program is the name that printed command lines begin with.
	Program string
	// Who runs it and on which host, for the records.
	Who string
	// Version of the program, for the records.
	Version string

	// Hook is called at named points of the run. Only tests set it.
	Hook func(point string)
	// Fault is asked before each change of a record. Only tests set it.
	Fault func(op string) error
}

func (e *Env) disk() disk { return disk{e.Fault} }

func (e *Env) hook(point string) {
	if e.Hook != nil {
		e.Hook(point)
	}
}
