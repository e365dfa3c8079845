package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// result is what one run needed and wrote.
type result struct {
	wall, cpu time.Duration
	memory    int64 // bytes, at its peak
	bytes     int64 // written
	files     int
}

// measure runs every peer so many times, taking turns, so that what else the
// machine does meets all alike. The least of each figure counts.
func measure(all []peer, guides, dir string, rounds int) ([]result, error) {
	for _, p := range all {
		if err := p.prepare(guides, filepath.Join(dir, p.name)); err != nil {
			return nil, fmt.Errorf("prepare %s: %w", p.name, err)
		}
	}
	best := make([]result, len(all))
	for range rounds {
		for i, p := range all {
			in, out := filepath.Join(dir, p.name), filepath.Join(dir, p.name+"-out")
			if p.warm {
				if _, err := once(p.command(in, out)); err != nil {
					return nil, err
				}
			} else if err := os.RemoveAll(out); err != nil {
				return nil, fmt.Errorf("remove the site before: %w", err)
			}
			r, err := once(p.command(in, out))
			if err != nil {
				return nil, err
			}
			if r.files, r.bytes, err = written(out); err != nil {
				return nil, err
			}
			best[i] = r.least(best[i])
		}
	}
	return best, nil
}

func (r result) least(o result) result {
	if o.wall != 0 {
		r.wall, r.cpu, r.memory = min(r.wall, o.wall), min(r.cpu, o.cpu), min(r.memory, o.memory)
	}
	return r
}

// once runs a program.
func once(command []string) (result, error) {
	cmd := exec.Command(command[0], command[1:]...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return result{}, fmt.Errorf("run %v: %w\n%s", command, err, &said)
	}
	r := result{wall: time.Since(start), cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		r.memory = usage.Maxrss << 10 // of Linux, which counts in KiB
	}
	return r, nil
}

// written counts the files of a site.
func written(dir string) (files int, size int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			files++
			size += info.Size()
		}
		return err
	})
	if err != nil {
		return 0, 0, fmt.Errorf("count the files of %s: %w", dir, err)
	}
	return files, size, nil
}
