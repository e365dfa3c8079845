package main

import (
	"testing"
	"time"
)

// One slow start of many is the machine's, and what is compared with nothing
// has no share.
func TestShareIsOfTheMedians(t *testing.T) {
	ours := []time.Duration{9 * time.Second, 2 * time.Millisecond, 1 * time.Millisecond, 2 * time.Millisecond, 3 * time.Millisecond}
	theirs := []time.Duration{20 * time.Millisecond, 10 * time.Millisecond, 8 * time.Millisecond}
	if got := share(ours, theirs); got != 0.2 {
		t.Errorf("the share is %v, want 0.2", got)
	}
	if got := share(ours, []time.Duration{0}); got < 1 {
		t.Errorf("of nothing it is %v", got)
	}
}

func TestStartMeasuresOrSaysWhatFailed(t *testing.T) {
	var a took
	if err := a.start("true", ""); err != nil || len(a.wall) != 1 || len(a.cpu) != 1 || a.wall[0] <= 0 {
		t.Errorf("one start: %v, %+v", err, a)
	}
	if err := a.start("false", ""); err == nil || len(a.wall) != 1 {
		t.Errorf("a start that fails: %v, %d measured", err, len(a.wall))
	}
}
