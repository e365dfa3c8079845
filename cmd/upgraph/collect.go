package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// A build ends soon, and a preview waits: both trade memory for time. lessGC lets
// the heap grow by so many percent between two collections. A build collects more
// often once all memory is buildTimes what the guides need when they are read;
// small sites may have leastMemory.
const (
	lessGC      = 200
	buildTimes  = 3.5
	leastMemory = 192 << 20
)

// collectLess collects memory less often, unless somebody said how often.
func collectLess() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(lessGC)
	}
}

// boundMemory keeps a build whose guides are read to a multiple of what they need,
// unless somebody said how much it may have.
func boundMemory() {
	if os.Getenv("GOMEMLIMIT") != "" || os.Getenv("GOGC") != "" {
		return
	}
	runtime.GC() // what it took to read them
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	debug.SetMemoryLimit(max(leastMemory, int64(buildTimes*float64(m.HeapAlloc))))
}
