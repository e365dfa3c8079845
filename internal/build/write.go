package build

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"upgraph/internal/emit"
)

// Stats of a written site.
type Stats struct {
	Files     int
	Unchanged int // of Files, those taken over from the site before
	Rendered  int // of Files, those that were made to find out
	Bytes     int64
	Site      *Site // the files, for [Memory.Keep]; nil unless the job remembers
}

// Job says what of a site is written, and where.
type Job struct {
	Out  string
	Jobs int // files made at once; 0 is one for each processor
	// Only are the outputs that are written, by the names of [Names]; empty for
	// all of them.
	Only []string
	// Precompress puts a packed copy beside each text.
	Precompress bool
	// Memory is what is remembered of the site; nil for a job that remembers
	// nothing. Now is the clock that it needs, and Inputs are what the memory looked
	// at before anything was read.
	Memory *Memory
	Now    func() time.Time
	Inputs *Inputs
	// Progress is told of each output before its first file and after each of
	// its files; calls do not overlap. Nil where nobody wants to know.
	Progress func(output string, written Stats)
}

// Names are the names of all outputs, in the order in which they are written.
func Names() []string {
	var names []string
	for _, o := range emit.Outputs() {
		names = append(names, strings.ReplaceAll(o.Name, " ", "-"))
	}
	return names
}

// Write renders every output into a folder beside the site and then puts it in
// the site's place in one step. When anything fails, or ctx ends, the site stays
// as it was. done must be the ledger that the outputs' input was made with.
func Write(ctx context.Context, job Job, in *emit.Input, done *emit.Ledger) (Stats, error) {
	var outputs []emit.Output
	names := Names()
	for i, o := range emit.Outputs() {
		if len(job.Only) == 0 || slices.Contains(job.Only, names[i]) {
			outputs = append(outputs, o)
		}
	}
	return write(ctx, job, outputs, in, done)
}

func write(ctx context.Context, job Job, outputs []emit.Output, in *emit.Input, done *emit.Ledger) (Stats, error) {
	if job.Jobs <= 0 {
		job.Jobs = runtime.GOMAXPROCS(0)
	}
	if job.Progress == nil {
		job.Progress = func(string, Stats) {}
	}
	s, err := newStage(job.Out, job.Memory.site())
	if err != nil {
		return Stats{}, err
	}
	defer s.discard()
	w := &writer{stage: s, done: done, job: job, kept: sync.OnceValues(func() (*kept, error) { return job.kept(in, done) })}
	for _, o := range outputs {
		if err := w.begin(ctx, o.Name, o.Files(in, done)); err != nil {
			return Stats{}, err
		}
	}
	if job.Precompress {
		if err := w.begin(ctx, "packed copies", s.packed(done.Paths(""))); err != nil {
			return Stats{}, err
		}
	}
	list, err := s.list(done)
	if err != nil {
		return Stats{}, err
	}
	if job.Memory != nil {
		// Before it is published: afterwards another build might have replaced it.
		if w.stats.Site, err = s.written(done, list, job.Now()); err != nil {
			return Stats{}, err
		}
		kept, err := w.kept()
		if err != nil {
			return Stats{}, err
		}
		w.stats.Site.marks = kept.now
	}
	return w.stats, s.publish()
}

// writer renders files on several goroutines.
type writer struct {
	stage  *stage
	done   *emit.Ledger
	job    Job
	output string // that is being written
	kept   func() (*kept, error)

	mu    sync.Mutex
	stats Stats
}

// begin writes the next output.
func (w *writer) begin(ctx context.Context, output string, files iter.Seq2[emit.File, error]) error {
	w.output = output
	w.job.Progress(output, w.stats)
	if err := w.write(ctx, files); err != nil {
		return fmt.Errorf("write %s: %w", output, err)
	}
	return nil
}

// write renders all files of one output and returns when they are written.
func (w *writer) write(ctx context.Context, files iter.Seq2[emit.File, error]) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	queue := make(chan emit.File, w.job.Jobs)
	var wg sync.WaitGroup
	for range w.job.Jobs {
		wg.Go(func() {
			var b bytes.Buffer // of this goroutine, kept from file to file
			for f := range queue {
				if ctx.Err() != nil {
					continue // drain, so that the producer never blocks
				}
				if err := w.one(f, &b); err != nil {
					cancel(err)
				}
			}
		})
	}
	for f, err := range files {
		if err == nil {
			err = w.done.Claim(f.Path)
		}
		if err != nil {
			cancel(err)
		}
		if ctx.Err() != nil {
			break
		}
		queue <- f
	}
	close(queue)
	wg.Wait()
	return context.Cause(ctx)
}

// one takes a file over from the site before, or renders it into b and writes it.
func (w *writer) one(f emit.File, b *bytes.Buffer) error {
	if before, err := w.again(f); err != nil {
		return err
	} else if before != nil {
		w.wrote(f, before.sum, before.state.size, Stats{Unchanged: 1})
		return nil
	}
	b.Reset()
	if err := f.Render(b); err != nil {
		return fmt.Errorf("render %s: %w", f.Path, err)
	}
	sum := sha256.Sum256(b.Bytes())
	unchanged, err := w.stage.put(f.Path, b.Bytes(), sum, f.Executable)
	if err != nil {
		return err
	}
	made := Stats{Rendered: 1}
	if unchanged {
		made.Unchanged = 1
	}
	w.wrote(f, sum, int64(b.Len()), made)
	return nil
}

// again takes over the file of the site before where it would be rendered as it
// is, and gives nil where that is not certain.
func (w *writer) again(f emit.File) (*seen, error) {
	before := w.stage.known.find(f.Path)
	if f.Extent == nil || before == nil {
		return nil, nil
	}
	kept, err := w.kept()
	if err != nil || !kept.same(f.Extent) {
		return nil, err
	}
	if cited := f.Extent.Cites; cited != "" {
		if known := w.stage.known.find(cited); known == nil || known.sum != w.done.Digest(cited) {
			return nil, nil
		}
	}
	taken, err := w.stage.take(before, f.Executable)
	if !taken {
		before = nil
	}
	return before, err
}

// wrote notes that a file is there.
func (w *writer) wrote(f emit.File, sum [sha256.Size]byte, size int64, made Stats) {
	w.done.Record(f.Path, sum, size)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stats.Files++
	w.stats.Bytes += size
	w.stats.Unchanged += made.Unchanged
	w.stats.Rendered += made.Rendered
	w.job.Progress(w.output, w.stats)
}
