package run

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"time"

	"upgraph/internal/term"
)

// Scripts keep their state beside the runs. They know no lock of the kernel, so
// theirs is a directory with the process that holds it: number, machine, start.
const (
	scriptLock   = "script.lock"
	scriptOwner  = scriptLock + "/owner"
	scriptBreak  = scriptLock + ".break"
	scriptRecord = "script-run" // names the unfinished run of a script
)

// lockScripts takes the lock of the scripts; the caller holds our own. One that
// a killed process left is broken in the way of the scripts.
func (p *Place) lockScripts() error {
	err := p.disk.mkdir(p.root, scriptLock)
	if errors.Is(err, fs.ErrExist) {
		if err := p.breakScriptLock(); err != nil {
			return err
		}
		err = p.disk.mkdir(p.root, scriptLock)
	}
	if errors.Is(err, fs.ErrExist) {
		return lockedError(p, "a script")
	}
	if err != nil {
		return stateError("take the lock of scripts", err)
	}
	f, err := p.disk.create(p.root, scriptOwner, os.O_WRONLY|os.O_EXCL)
	if errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
		return lockedError(p, "a script")
	}
	if err == nil {
		owner := fmt.Sprintf("%d %s %s\n", os.Getpid(), machine(), processStart(os.Getpid()))
		err = errors.Join(p.disk.writeAt(f, []byte(owner), 0), f.Close())
	}
	if err != nil {
		p.unlockScripts()
		return stateError("take the lock of scripts", err)
	}
	return nil
}

// breakScriptLock removes a lock whose holder is gone. A second directory keeps
// scripts away meanwhile.
func (p *Place) breakScriptLock() error {
	if who := p.scriptHolder(); who != "" {
		return lockedError(p, who)
	}
	if err := p.disk.mkdir(p.root, scriptBreak); err != nil {
		return Fail(ExitLocked, "a stale lock is being cleared: %w", err).
			Hinted("if nobody does, remove %s", term.Quote(p.Path+"/"+scriptBreak))
	}
	defer func() { _ = p.root.Remove(scriptBreak) }() // the next one is told of it
	if who := p.scriptHolder(); who != "" {
		return lockedError(p, who)
	}
	_ = p.root.Remove(scriptOwner) // the lock itself is what has to go
	if err := p.disk.remove(p.root, scriptLock); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return stateError("clear a stale lock", err)
	}
	return nil
}

func (p *Place) unlockScripts() {
	_ = p.root.Remove(scriptOwner) // what stays is stale and will be cleared
	_ = p.root.Remove(scriptLock)
}

// scriptHolder says who holds the lock of the scripts; empty where nobody does
// that lives. A lock without its owner is given the time to write it.
func (p *Place) scriptHolder() string {
	const tries, pause = 60, 50 * time.Millisecond
	for range tries {
		data, err := p.root.ReadFile(scriptOwner)
		if fields := strings.Fields(string(data)); err == nil && strings.HasSuffix(string(data), "\n") && len(fields) > 1 {
			return livingOwner(append(fields, "")[:3])
		}
		if _, err := p.root.Stat(scriptLock); err != nil {
			return ""
		}
		time.Sleep(pause)
	}
	return ""
}

// livingOwner names the process that the fields of an owner stand for, unless
// it is certainly gone: what runs on another machine may be there.
func livingOwner(fields []string) string {
	if fields[1] != machine() {
		return "process " + fields[0] + " on " + fields[1]
	}
	var pid int
	if _, err := fmt.Sscan(fields[0], &pid); err != nil || pid < 1 {
		return ""
	}
	if syscall.Kill(pid, 0) == syscall.ESRCH || processStart(pid) != fields[2] {
		return ""
	}
	return "a script, process " + fields[0]
}

// machine is the name of this machine as uname -n prints it.
func machine() string {
	name, err := os.Hostname()
	if err != nil {
		return "localhost"
	}
	return name
}

// scriptRun names the unfinished run of a script; empty where there is none.
func (p *Place) scriptRun() string {
	data, err := p.root.ReadFile(scriptRecord)
	if err != nil {
		return "" // there is none
	}
	return strings.TrimSpace(string(data))
}

// refuseScript keeps a run from starting over the remains of a script's.
func (p *Place) refuseScript() error {
	name := p.scriptRun()
	if name == "" {
		return nil
	}
	return Fail(ExitCheck, "the upgrade by a script, %s, is not finished", term.Printable(name)).
		Hinted("finish it with its script and --resume").
		Hinted("or give it up:  rm %s", term.Quote(p.Path+"/"+scriptRecord))
}
