// Package term writes for people at a terminal: folded text, colours, and a plan
// as a page that can be read. Both programs use it, so that a plan looks the
// same wherever it is shown.
//
// It must not ask, read keys, know what a terminal can do, or run anything: the
// width and whether there are colours are passed in.
package term
