package main

import "golang.org/x/sys/unix"

// flushInput drops what was typed on a terminal and not read yet.
func flushInput(fd int) {
	_ = unix.IoctlSetInt(fd, unix.TCFLSH, unix.TCIFLUSH) // a convenience: without it the line is read
}
