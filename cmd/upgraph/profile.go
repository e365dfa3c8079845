package main

import (
	"bytes"
	"errors"
	"fmt"
	"runtime/pprof"

	"upgraph/internal/build"
)

// profiled runs f and writes a profile of the processor to a new file; an
// empty name is no profile.
func profiled(name string, f func() error) error {
	if name == "" {
		return f()
	}
	var profile bytes.Buffer
	if err := pprof.StartCPUProfile(&profile); err != nil {
		return fmt.Errorf("profile the processor: %w", err)
	}
	err := f()
	pprof.StopCPUProfile()
	return errors.Join(err, build.NewFile(name, profile.Bytes(), 0o644))
}
