package compat

import (
	"reflect"
	"runtime"
	"strings"
	"testing"
)

// hostile makes eight megabytes of JSON that hold as many of the records in a
// list as the limits let pass.
func hostile(before, record, after string, size int) []byte {
	const length = 8 << 20
	n := (freeMemory+length/2*3)/size - 40
	text := before + strings.Repeat(record+",", n) + record + after + `,"generator":"`
	return []byte(text + strings.Repeat("a", max(0, length-len(text)-2)) + `"}`)
}

// Whatever stands in eight megabytes, all that is allocated to read them,
// garbage included, is a fixed number of times as much: the peak, which no test
// can take steadily, is lower.
func TestReadingIsCheap(t *testing.T) {
	head := `{"schema_version":"1.0","requires":[],"product":{"id":"p"},"edges":[],"releases":[{"id":"a","sort_key":"a","status":"supported"`
	for name, data := range map[string][]byte{
		"notes":   hostile(head+`,"notes":[`, `{}`, `]}]`, int(reflect.TypeFor[Note]().Size())),
		"changes": hostile(head+`,"changes":[`, `{}`, `]}]`, int(reflect.TypeFor[Change]().Size())),
		"texts":   hostile(head+`,"aliases":[`, `"a"`, `]}]`, 16),
		"escapes": []byte(head + `}],"generator":"` + strings.Repeat(`\n`, 4<<20) + `"}`),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := Read(data)
		runtime.ReadMemStats(&after)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if total := (after.TotalAlloc - before.TotalAlloc) >> 20; total > 112 {
			t.Errorf("%s: reading %d MiB allocates %d", name, len(data)>>20, total)
		} else {
			t.Logf("%s: %d MiB", name, total)
		}
	}
}
