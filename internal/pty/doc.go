// Package pty starts a program on a pseudo terminal, for tests: what the program
// shows is read, and a test types as a person would. There is one for Linux.
//
// No program of ours may import it.
package pty
