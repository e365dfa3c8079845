//go:build !linux

package build

import "os"

// swap puts folder from in the place of folder to.
func swap(parent *os.Root, from, to string, exists bool) error {
	if !exists {
		return parent.Rename(from, to)
	}
	return swapInTwo(parent, from, to)
}
