package run

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Job is one start of one command: the N-th attempt at a step. Everything about
// it stands in files of the run's directory, steps/NAME.*:
//
//	spec     what is started, written before
//	lock     held by the shim as long as it lives
//	started  the shim exists and the command is about to be executed
//	rc       how the command ended
//	log      what it printed
type Job struct {
	root *os.Root
	disk disk
	Path string // of the run's directory
	Name string
	Spec Spec
	// hidden are variables of the command that are not written down.
	hidden []string
}

// Spec is what is started.
type Spec struct {
	Step string   `json:"step"`
	Argv []string `json:"argv"`
	Dir  string   `json:"dir"`
	Env  []string `json:"env,omitempty"` // variables besides those of the runner
	// Secrets are the names of variables whose values are blacked out of the log.
	Secrets []string `json:"secrets,omitempty"`
}

// Birth is what the shim writes before it executes the command.
type Birth struct {
	PID   int       `json:"pid"` // of the shim, which leads the session of the command
	Start string    `json:"start"`
	Boot  string    `json:"boot"`
	Time  time.Time `json:"time"`
}

// Death is what the shim writes after the command ended.
type Death struct {
	Exit   int       `json:"exit"`             // exit status; 128+n after a signal
	Signal string    `json:"signal,omitempty"` // name of the signal that ended it
	Error  string    `json:"error,omitempty"`  // why it could not be executed
	Left   []Process `json:"left,omitempty"`   // what it left running
	Time   time.Time `json:"time"`
}

// JobState is what the files of a job say, see [Job.Look].
type JobState string

// A job is vacant until its shim has written that it starts, running while the
// shim lives, over when its end is written, and lost when it has started and
// neither holds.
const (
	Vacant  JobState = "vacant"
	Running JobState = "running"
	Over    JobState = "over"
	Lost    JobState = "lost"
)

// recordRoom is reserved for each of the files that the shim writes.
const recordRoom = 4096

func (r *Run) job(index, attempt int, spec Spec) *Job {
	return &Job{root: r.root, disk: r.disk, Path: r.Path, Name: fmt.Sprintf("%04d.%d", index+1, attempt), Spec: spec}
}

func (j *Job) file(kind string) string { return filepath.Join(stepsName, j.Name+"."+kind) }

// LogPath is where the output of the command stands.
func (j *Job) LogPath() string { return filepath.Join(j.Path, j.file("log")) }

// Prepare takes the lock of the job and makes room for everything that will be
// written of it. The lock is handed to the shim, so there is no moment in which
// a living shim does not hold it. held is nil when another shim has it.
func (j *Job) Prepare() (held *os.File, err error) {
	f, err := j.disk.create(j.root, j.file("lock"), os.O_RDWR)
	if err != nil {
		return nil, err
	}
	if err := takeLock(f); err != nil {
		f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, nil
		}
		return nil, err
	}
	spec, err := json.Marshal(j.Spec)
	if err == nil {
		err = errors.Join(
			j.disk.writeFile(j.root, j.file("spec"), append(spec, '\n')),
			j.disk.reserveFile(j.root, j.file("started.tmp"), recordRoom),
			j.disk.reserveFile(j.root, j.file("rc.tmp"), recordRoom),
			j.disk.syncDir(j.root, stepsName))
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// Look reads where the job stands. The order matters: the lock first, because a
// shim that ends writes its record before it lets go.
func (j *Job) Look() (JobState, Birth, Death) {
	live := j.alive()
	st, b, d := j.written()
	if live && st != Over {
		st = Running
	}
	return st, b, d
}

// written is where the job stands by its records alone.
func (j *Job) written() (JobState, Birth, Death) {
	var b Birth
	var d Death
	began := j.read("started", &b)
	switch ended := j.read("rc", &d); {
	case ended && !d.Time.IsZero():
		return Over, b, d
	case began || ended:
		return Lost, b, d
	}
	return Vacant, b, d
}

func (j *Job) alive() bool {
	f, err := j.root.Open(j.file("lock"))
	if err != nil {
		return false
	}
	defer f.Close()
	return isLocked(f)
}

// read reports whether a record is there. One that is there and cannot be read
// leaves v as it is: that it is there is what counts.
func (j *Job) read(kind string, v any) bool {
	data, err := j.root.ReadFile(j.file(kind))
	if err != nil {
		return !errors.Is(err, fs.ErrNotExist)
	}
	_ = json.Unmarshal(data, v)
	return true
}

// attempts gives for each step (by its place in the plan) the highest attempt
// that has any file in the run's directory; the journal may have lost it.
func (r *Run) attempts() (map[int]int, error) {
	d, err := r.root.Open(stepsName)
	if err != nil {
		return nil, stateError("read the records of the steps", err)
	}
	defer d.Close()
	names, err := d.Readdirnames(-1)
	if err != nil {
		return nil, stateError("read the records of the steps", err)
	}
	highest := map[int]int{}
	for _, n := range names {
		number, rest, _ := strings.Cut(n, ".")
		attempt, _, _ := strings.Cut(rest, ".")
		i, err1 := strconv.Atoi(number)
		a, err2 := strconv.Atoi(attempt)
		if err1 == nil && err2 == nil {
			highest[i-1] = max(highest[i-1], a)
		}
	}
	return highest, nil
}
