package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// result is what one run needed and wrote.
type result struct {
	wall, user, system time.Duration
	memory             int64 // bytes, at its peak
	bytes              int64 // written
	files              int
}

func (r result) cpu() time.Duration { return r.user + r.system }

// measure runs every peer so many times, taking turns, so that what else the
// machine does meets all alike. The least of each figure counts. Each run writes
// to a folder of its own, on a disk that has nothing left to do: a file system that
// passes over what was deleted a moment ago would let the one pay that comes after
// a large site. The folders are removed by the caller, when all is measured.
func measure(all []peer, guides, dir string, rounds int) ([]result, error) {
	for _, p := range all {
		if err := p.prepare(guides, filepath.Join(dir, p.name)); err != nil {
			return nil, fmt.Errorf("prepare %s: %w", p.name, err)
		}
	}
	sites, err := os.MkdirTemp(dir, sitesPrefix)
	if err != nil {
		return nil, fmt.Errorf("make a folder for sites: %w", err)
	}
	best := make([]result, len(all))
	for round := range rounds {
		for i, p := range all {
			in, out := filepath.Join(dir, p.name), filepath.Join(sites, fmt.Sprintf("%s-%d", p.name, round))
			if p.warm {
				out = filepath.Join(sites, p.name)
				if _, err := once(p.command(in, out)); err != nil {
					return nil, err
				}
			}
			if p.change != nil {
				if err := p.change(in, round); err != nil {
					return nil, err
				}
			}
			syscall.Sync()
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

// sitesPrefix begins the names of folders that sites are written to.
const sitesPrefix = "sites-"

// removeSites removes what was written below a folder.
func removeSites(work string) error {
	dirs, err := filepath.Glob(filepath.Join(work, "*", sitesPrefix+"*"))
	if err != nil {
		return fmt.Errorf("find the sites: %w", err)
	}
	for _, dir := range dirs {
		if err := os.RemoveAll(dir); err != nil {
			return fmt.Errorf("remove the sites: %w", err)
		}
	}
	return nil
}

// fileSystem names the one that a folder is on, as far as df knows it.
func fileSystem(dir string) string {
	said, err := exec.Command("df", "--output=fstype", dir).Output()
	fields := strings.Fields(string(said))
	if err != nil || len(fields) == 0 {
		return "an unknown file system"
	}
	return fields[len(fields)-1]
}

func (r result) least(o result) result {
	if o.wall != 0 {
		r.wall, r.user, r.system, r.memory = min(r.wall, o.wall), min(r.user, o.user), min(r.system, o.system), min(r.memory, o.memory)
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
	r := result{wall: time.Since(start), user: cmd.ProcessState.UserTime(), system: cmd.ProcessState.SystemTime()}
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
