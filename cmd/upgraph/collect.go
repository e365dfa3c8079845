package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// A build ends soon, and a preview waits: both trade memory for time, and let the
// heap grow by so many percent between two collections.
const (
	buildGC   = 400
	previewGC = 200
)

// A build collects more often once all memory is readTimes the bytes of its guides,
// while it reads them, and then buildTimes what they need when they are read; small
// sites may have leastMemory.
const (
	readTimes   = 18
	buildTimes  = 3.6
	leastMemory = 160 << 20
)

// collectLess collects memory less often, unless somebody said how often.
func collectLess(percent int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}

// boundReading keeps a build to a multiple of the guides that it is about to read.
func boundReading(bytes int64) {
	collectLess(buildGC)
	boundMemory(readTimes * bytes)
}

// boundBuilding keeps a build whose guides are read to a multiple of what they need.
func boundBuilding() {
	runtime.GC() // what it took to read them
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	boundMemory(int64(buildTimes * float64(m.HeapAlloc)))
}

// boundMemory sets how much a build may have, unless somebody did.
func boundMemory(bytes int64) {
	if os.Getenv("GOMEMLIMIT") == "" && os.Getenv("GOGC") == "" {
		debug.SetMemoryLimit(max(leastMemory, bytes))
	}
}
