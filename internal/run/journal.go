package run

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// A line is the JSON of its record with the checksum of everything before it as
// last member: `{…,"sum":"64 hex digits"}` and a newline.
const (
	sumOpen  = `,"sum":"`
	sumClose = `"}`
	sumSize  = len(sumOpen) + 2*sha256.Size + len(sumClose)
)

// maxJournal is the size from which on a journal is not read any more.
const maxJournal = 256 << 20

// sealLine writes a record as a line and returns it with its checksum.
func sealLine(r Record) ([]byte, string, error) {
	body, err := json.Marshal(r)
	if err != nil {
		return nil, "", err
	}
	body = body[:len(body)-1] // the closing brace moves behind the checksum
	sum := checksum(body)
	line := append(body, sumOpen+sum+sumClose+"\n"...)
	return line, sum, nil
}

func checksum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

// openLine takes one line without its newline apart and returns the record and
// its checksum.
func openLine(line []byte) (Record, string, error) {
	var r Record
	n := len(line) - sumSize
	if n < 1 || !bytes.HasPrefix(line[n:], []byte(sumOpen)) || !bytes.HasSuffix(line, []byte(sumClose)) {
		return r, "", errors.New("the checksum is missing")
	}
	sum := checksum(line[:n])
	if string(line[n+len(sumOpen):len(line)-len(sumClose)]) != sum {
		return r, "", errors.New("the checksum does not match")
	}
	dec := json.NewDecoder(bytes.NewReader(append(bytes.Clone(line[:n]), '}')))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&r); err != nil {
		return r, "", err
	}
	return r, sum, nil
}

// damage is the place where a journal stops being one.
type damage struct {
	Line int
	Err  error
}

func (d *damage) Error() string { return fmt.Sprintf("line %d: %v", d.Line, d.Err) }
func (d *damage) Unwrap() error { return d.Err }

// readJournal reads the lines of a journal. good is the length up to which they
// are whole, sum the checksum of the last one. A last line without newline that
// is no whole record is torn: the machine died while it was written, so what it
// would have said has not happened yet, and it is left out. Everything else that
// is not as it was written is damage.
func readJournal(data []byte) (records []Record, good int, sum string, err error) {
	for line := 1; good < len(data); line++ {
		text, _, whole := bytes.Cut(data[good:], []byte("\n"))
		r, s, err := openLine(text)
		if err == nil {
			err = follows(r, records, sum)
		}
		switch {
		case err == nil && whole:
			good += len(text) + 1
		case err == nil:
			good += len(text) // only the newline is missing
		case !whole && !overrun(text):
			return records, good, sum, nil
		default:
			return records, good, sum, &damage{line, err}
		}
		records, sum = append(records, r), s
	}
	return records, good, sum, nil
}

// overrun reports whether text begins with a whole line: then it was not torn,
// its newline was overwritten.
func overrun(text []byte) bool {
	for i := sumSize; i < len(text); i++ {
		if text[i-1] == '}' && bytes.HasSuffix(text[:i], []byte(sumClose)) {
			if _, _, err := openLine(text[:i]); err == nil {
				return true
			}
		}
	}
	return false
}

func follows(r Record, before []Record, sum string) error {
	if r.Seq != len(before)+1 {
		return fmt.Errorf("record %d stands at place %d", r.Seq, len(before)+1)
	}
	if r.Prev != sum {
		return errors.New("it does not follow the line before")
	}
	if (r.Kind == RunStart) != (len(before) == 0) {
		return fmt.Errorf("a journal begins with one %s", RunStart)
	}
	return nil
}

// Journal is the journal of a run, open for writing.
type Journal struct {
	file *os.File
	disk disk
	size int64 // length up to which the lines are whole
	seq  int
	sum  string
	now  func() time.Time
	// tee is given every line that was written, for --json.
	tee io.Writer
}

// Append writes one record and returns when it is on the disk. A record that
// could not be written whole is taken back.
func (j *Journal) Append(r Record) (Record, error) {
	r.Seq, r.Prev, r.Time = j.seq+1, j.sum, j.now().UTC().Truncate(time.Millisecond)
	line, sum, err := sealLine(r)
	if err != nil {
		return r, fmt.Errorf("write the journal: %w", err)
	}
	err = j.disk.writeAt(j.file, line, j.size)
	if err == nil {
		err = j.disk.sync(j.file)
	}
	if err != nil {
		_ = j.disk.truncate(j.file, j.size) // the torn line would be dropped by a reader as well
		return r, stateError("write the journal", err)
	}
	j.size += int64(len(line))
	j.seq, j.sum = r.Seq, sum
	if j.tee != nil {
		_, _ = j.tee.Write(line) // what reads along has no say in the run
	}
	return r, nil
}

// Close closes the file.
func (j *Journal) Close() error { return j.file.Close() }

// openJournal reads the journal of a run and opens it behind its last whole
// line. The caller holds the lock of the cluster.
func openJournal(d disk, root *os.Root, now func() time.Time, tee io.Writer) (*Journal, []Record, error) {
	f, err := root.OpenFile(journalName, os.O_RDWR, 0)
	if err != nil {
		return nil, nil, stateError("open the journal", err)
	}
	records, size, sum, err := loadJournal(f)
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	if err := d.mendTail(f, int64(size)); err != nil {
		f.Close()
		return nil, nil, stateError("mend the end of the journal", err)
	}
	st, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, nil, stateError("read the journal", err)
	}
	return &Journal{file: f, disk: d, size: st.Size(), seq: len(records), sum: sum, now: now, tee: tee}, records, nil
}

// mendTail cuts a torn line off and ends the last whole one.
func (d disk) mendTail(f *os.File, good int64) error {
	st, err := f.Stat()
	if err != nil {
		return err
	}
	last := make([]byte, 1)
	if good > 0 {
		if _, err := f.ReadAt(last, good-1); err != nil {
			return err
		}
	}
	if st.Size() == good && last[0] == '\n' {
		return nil
	}
	if err := d.truncate(f, good); err != nil {
		return err
	}
	if last[0] != '\n' {
		if err := d.writeAt(f, []byte("\n"), good); err != nil {
			return err
		}
	}
	return d.sync(f)
}

func loadJournal(f *os.File) ([]Record, int, string, error) {
	data, err := io.ReadAll(io.NewSectionReader(f, 0, maxJournal+1))
	if err != nil {
		return nil, 0, "", stateError("read the journal", err)
	}
	if len(data) > maxJournal {
		return nil, 0, "", damaged(f.Name(), errors.New("it is too long"))
	}
	records, good, sum, err := readJournal(data)
	if err != nil {
		return nil, 0, "", damaged(f.Name(), err)
	}
	if len(records) == 0 {
		return nil, 0, "", damaged(f.Name(), errors.New("it holds no record"))
	}
	return records, good, sum, nil
}

func damaged(name string, err error) *Error {
	return Fail(ExitDamaged, "the journal is damaged: %s: %w", name, err).
		Hinted("nothing was run; what commands were started and how they ended stands in the files beside it, under steps/").
		Hinted("when the state of the cluster is known, `abort --reason …` closes the run and keeps the damaged journal")
}
