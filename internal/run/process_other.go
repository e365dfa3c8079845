//go:build !linux

package run

import "os"

// Without /proc a process is known by its number alone, and what a killed
// command left running cannot be listed.
func bootID() string                           { return "" }
func processStart(int) string                  { return "" }
func sessionMembers(int) []Process             { return nil }
func preallocate(*os.File, int64, int64) error { return nil }
func selfPath() (string, error)                { return os.Executable() }
