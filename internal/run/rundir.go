package run

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"upgraph/internal/plan"
)

const (
	journalName = "journal.jsonl"
	planName    = "plan.json"
	stepsName   = "steps"
)

// Run is one run of a plan, from its first check to its last step, however many
// processes work on it.
type Run struct {
	ID    string
	Path  string
	Place *Place
	Plan  *plan.Plan
	State *State

	root    *os.Root
	disk    disk
	journal *Journal // nil while the run is only looked at
}

// Create makes a new run. Its directory appears whole or not at all. The caller
// holds the lock.
func (p *Place) Create(env *Env, pl *plan.Plan, set *Setting, tee io.Writer) (*Run, error) {
	encoded, err := plan.Encode(pl)
	if err != nil {
		return nil, fmt.Errorf("encode the plan: %w", err)
	}
	id, err := p.nextID(env)
	if err != nil {
		return nil, err
	}
	first := Record{Kind: RunStart, Run: id, Program: env.Version, PID: os.Getpid(), By: env.Who,
		Plan: refer(pl, p.Cluster), Set: set}
	if err := p.build(env, id, encoded, first); err != nil {
		return nil, stateError("make the run's directory", err)
	}
	return p.Open(env, id, tee)
}

func (p *Place) nextID(env *Env) (string, error) {
	ids, err := p.Runs()
	if err != nil {
		return "", err
	}
	number := 1
	if len(ids) > 0 {
		number = runNumber(ids[len(ids)-1]) + 1
	}
	tail := make([]byte, 3)
	if _, err := io.ReadFull(env.Rand, tail); err != nil {
		return "", fmt.Errorf("choose a run id: %w", err)
	}
	return fmt.Sprintf("%04d-%s", number, hex.EncodeToString(tail)), nil
}

func (p *Place) build(env *Env, id string, encoded []byte, first Record) error {
	first.Seq, first.Time = 1, env.Now().UTC().Truncate(time.Millisecond)
	line, _, err := sealLine(first)
	if err != nil {
		return err
	}
	draft := "new-" + id
	for _, dir := range []string{runsName, filepath.Join(runsName, draft), filepath.Join(runsName, draft, stepsName)} {
		if err := p.disk.mkdir(p.root, dir); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	dir, err := p.root.OpenRoot(filepath.Join(runsName, draft))
	if err != nil {
		return err
	}
	defer dir.Close()
	err = errors.Join(p.disk.writeFile(dir, planName, encoded), p.disk.writeFile(dir, journalName, line), p.disk.syncDir(dir, "."))
	if err != nil {
		return err
	}
	env.hook("run.drafted")
	if err := p.disk.rename(p.root, filepath.Join(runsName, draft), filepath.Join(runsName, id)); err != nil {
		return err
	}
	return errors.Join(p.disk.syncDir(p.root, runsName), p.disk.syncDir(p.root, "."))
}

// Open opens a run to go on with it. The caller holds the lock.
func (p *Place) Open(env *Env, id string, tee io.Writer) (*Run, error) {
	r, err := p.bare(id)
	if err != nil {
		return nil, err
	}
	j, records, err := openJournal(p.disk, r.root, env.Now, tee)
	if err == nil {
		r.journal = j
		err = r.load(records)
	}
	if err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}

// View opens a run to look at it: nothing is written, no lock is needed.
func (p *Place) View(id string) (*Run, []Record, error) {
	r, err := p.bare(id)
	if err != nil {
		return nil, nil, err
	}
	f, err := r.root.Open(journalName)
	if err != nil {
		r.Close()
		return nil, nil, damaged(filepath.Join(r.Path, journalName), err)
	}
	defer f.Close()
	records, _, _, err := loadJournal(f)
	if err == nil {
		err = r.load(records)
	}
	if err != nil {
		r.Close()
		return nil, nil, err
	}
	return r, records, nil
}

func (p *Place) bare(id string) (*Run, error) {
	root, err := p.root.OpenRoot(filepath.Join(runsName, id))
	if err != nil {
		return nil, stateError("open the run "+id, err)
	}
	return &Run{ID: id, Path: filepath.Join(p.Path, runsName, id), Place: p, root: root, disk: p.disk}, nil
}

// load reads the plan and replays the journal over it.
func (r *Run) load(records []Record) error {
	data, err := r.root.ReadFile(planName)
	if err != nil {
		return damaged(filepath.Join(r.Path, planName), err)
	}
	pl, err := plan.Decode(data)
	if err != nil {
		return damaged(filepath.Join(r.Path, planName), err)
	}
	first := records[0]
	if first.Run != r.ID || first.Plan == nil || first.Plan.Digest != pl.Digest {
		return damaged(filepath.Join(r.Path, journalName), errors.New("it belongs to another run or plan"))
	}
	r.Plan = pl
	r.State, err = Replay(pl, records)
	if err != nil {
		return damaged(filepath.Join(r.Path, journalName), err)
	}
	return nil
}

// Append writes a record to the journal and applies it to the state.
func (r *Run) Append(rec Record) error {
	rec, err := r.journal.Append(rec)
	if err != nil {
		return err
	}
	return r.State.apply(rec)
}

// Close closes what the run holds open.
func (r *Run) Close() {
	if r.journal != nil {
		r.journal.Close()
	}
	r.root.Close()
}

// Latest is the newest run; ok is false when there is none.
func (p *Place) Latest() (id string, ok bool, err error) {
	ids, err := p.Runs()
	if err != nil || len(ids) == 0 {
		return "", false, err
	}
	return ids[len(ids)-1], true, nil
}
