package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// A build ends soon: it trades memory for time. buildGC lets the heap grow by so
// many percent between two collections, until all memory is so many times what the
// guides need once they are read; from then on it is collected more often. Small
// sites may have leastMemory.
const (
	buildGC     = 200
	buildTimes  = 3.5
	leastMemory = 192 << 20
)

// collectLess sets how often memory is collected once the guides are read, unless
// somebody else has.
func collectLess() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	runtime.GC() // what it took to read them
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	debug.SetGCPercent(buildGC)
	debug.SetMemoryLimit(max(leastMemory, int64(buildTimes*float64(m.HeapAlloc))))
}
