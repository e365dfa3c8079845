package run

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"upgraph/internal/term"
)

// Scripts keep their state beside the runs. They know no lock of the kernel, so
// theirs is a link, made in one go, whose text is the process that holds it:
// number, machine, start.
const (
	scriptLock   = "script.lock"
	scriptBreak  = scriptLock + ".break"
	scriptRecord = "script-run" // names the unfinished run of a script
)

// lockScripts takes the lock of the scripts; the caller holds our own. One that
// a killed process left is broken in the way of the scripts.
func (p *Place) lockScripts() error {
	owner := fmt.Sprintf("%d %s %s", os.Getpid(), machine(), processStart(os.Getpid()))
	err := p.disk.symlink(p.root, owner, scriptLock)
	if errors.Is(err, fs.ErrExist) {
		if err := p.breakScriptLock(owner); err != nil {
			return err
		}
		err = p.disk.symlink(p.root, owner, scriptLock)
	}
	if errors.Is(err, fs.ErrExist) {
		return lockedError(p, "a script")
	}
	if err != nil {
		return stateError("take the lock of scripts", err)
	}
	return nil
}

// breakScriptLock removes a lock whose holder is gone. A second link keeps
// scripts away meanwhile.
func (p *Place) breakScriptLock(owner string) error {
	if who := p.scriptHolder(); who != "" {
		return lockedError(p, who)
	}
	if err := p.disk.symlink(p.root, owner, scriptBreak); err != nil {
		return Fail(ExitLocked, "a stale lock is being cleared: %w", err).
			Hinted("if nobody does, remove %s", term.Quote(p.Path+"/"+scriptBreak))
	}
	defer func() { _ = p.root.Remove(scriptBreak) }() // the next one is told of it
	if _, err := p.root.Readlink(scriptLock); err != nil {
		return nil // it went; who comes first takes it
	}
	if who := p.scriptHolder(); who != "" {
		return lockedError(p, who)
	}
	if err := p.disk.remove(p.root, scriptLock); err != nil {
		return stateError("clear a stale lock", err)
	}
	return nil
}

func (p *Place) unlockScripts() {
	_ = p.root.Remove(scriptLock) // what stays is stale and will be cleared
}

// scriptHolder says who holds the lock of the scripts; empty where nobody does
// that lives.
func (p *Place) scriptHolder() string {
	owner, err := p.root.Readlink(scriptLock)
	if err != nil {
		return "" // there is none, or one that nobody made
	}
	fields := strings.Split(owner, " ")
	if len(fields) < 2 {
		return "" // nobody writes that
	}
	return livingOwner(append(fields, "")[:3])
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
