package run

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"upgraph/internal/step"
)

// Result of a check. Unknown is not passed: the file is not there, cannot be
// read, or is not what the check expects.
type Result string

// The three answers.
const (
	True    Result = "true"
	False   Result = "false"
	Unknown Result = "unknown"
)

// Finding is one place that a check looked at. Line and Column count from 1; 0
// means that the finding is about the whole file.
type Finding struct {
	Result Result `json:"result"`
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
	Found  string `json:"found,omitempty"`
	Wanted string `json:"wanted,omitempty"`
	Text   string `json:"text"`
}

// At is file:line:column as far as they are known.
func (f Finding) At() string {
	switch {
	case f.Line == 0:
		return f.File
	case f.Column == 0:
		return fmt.Sprintf("%s:%d", f.File, f.Line)
	}
	return fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column)
}

// Answer is what a check came to.
type Answer struct {
	Result   Result    `json:"result"`
	Findings []Finding `json:"findings"`
}

// answer weighs findings: one false makes it false, one unknown unknown.
func answer(fs []Finding) Answer {
	a := Answer{Result: True, Findings: fs}
	for _, f := range fs {
		if f.Result == False {
			a.Result = False
			return a
		}
		if f.Result != True {
			a.Result = Unknown
		}
	}
	if len(fs) == 0 {
		a.Result = Unknown
	}
	return a
}

// reader answers a probe over the content of one file.
type reader func(file string, data []byte, p step.Probe) []Finding

// readers has one reader for each format.
var readers = []struct {
	format step.Format
	tests  []step.Test
	read   reader
}{
	{step.INI, []step.Test{step.Equals, step.Absent}, readINI},
	{step.TOML, []step.Test{step.Absent, step.Equals}, readTOML},
	{step.YAML, []step.Test{step.Absent, step.Equals}, readYAML},
	{step.Text, []step.Test{step.Contains}, readText},
}

// Locator finds the files that checks ask for.
type Locator struct {
	Files []FileAlias
	Dir   string // working directory, absolute
	To    string // what {to} stands for in patterns
	// Still says that nothing may be started.
	Still bool
}

// maxProbed is the size from which on a file is no configuration any more.
const maxProbed = 16 << 20

// Ask answers a probe over every file that it is about, or the program.
func (l Locator) Ask(p step.Probe) Answer {
	if p.Format == step.Output {
		return l.askProgram(p)
	}
	files, missing := l.find(p.File)
	if p.Test == step.Exists && len(missing) > 0 {
		for i := range missing {
			missing[i].Result = False
		}
	}
	findings := missing
	for _, file := range files {
		findings = append(findings, ask(file, p)...)
	}
	return answer(findings)
}

// find gives the files that a name stands for, and a finding for each pattern
// that stands for none.
func (l Locator) find(name string) (files []string, missing []Finding) {
	named := false
	for _, a := range l.Files {
		if a.Name != name {
			continue
		}
		named = true
		pattern := strings.ReplaceAll(a.Pattern, "{to}", l.To)
		found := matches(pattern)
		if len(found) == 0 {
			missing = append(missing, Finding{Result: Unknown, File: pattern, Text: "there is no such file"})
		}
		files = append(files, found...)
	}
	if !named {
		path := absolute(l.Dir, name)
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return nil, []Finding{{Result: Unknown, File: name, Text: "it is not in " + l.Dir}}
		}
		return []string{path}, nil
	}
	slices.Sort(files)
	return slices.Compact(files), missing
}

// matches expands a pattern. A file whose own name looks like a pattern is
// itself.
func matches(pattern string) []string {
	if _, err := os.Stat(pattern); err == nil {
		return []string{pattern}
	}
	found, err := filepath.Glob(pattern)
	if err != nil {
		return nil
	}
	return found
}

func ask(file string, p step.Probe) []Finding {
	data, err := slurp(file)
	if err != nil {
		return []Finding{{Result: Unknown, File: file, Text: err.Error()}}
	}
	if p.Test == step.Exists {
		return []Finding{{Result: True, File: file, Text: p.Says}}
	}
	for _, r := range readers {
		if r.format == p.Format && slices.Contains(r.tests, p.Test) {
			return readWith(r.read, file, data, p)
		}
	}
	return []Finding{{Result: Unknown, File: file,
		Text: fmt.Sprintf("the question %q is not asked of %s files", p.Test, p.Format)}}
}

func readWith(read reader, file string, data []byte, p step.Probe) []Finding {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return []Finding{{Result: Unknown, File: file, Text: "it is not UTF-8 text"}}
	}
	fs := read(file, data, p)
	for i := range fs {
		fs[i].File = file
	}
	if len(fs) == 0 {
		fs = []Finding{{Result: True, File: file, Text: p.Says}}
	}
	return fs
}

// slurp reads a regular file. It never waits on a pipe or device.
func slurp(file string) ([]byte, error) {
	st, err := os.Stat(file)
	if err != nil {
		return nil, plain(err)
	}
	if !st.Mode().IsRegular() {
		return nil, errors.New("it is not a regular file")
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, plain(err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxProbed+1))
	if err != nil {
		return nil, plain(err)
	}
	if len(data) > maxProbed {
		return nil, errors.New("it is too large for a configuration file")
	}
	return data, nil
}

// plain takes the path off a file error: it stands before the text anyway.
func plain(err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return fmt.Errorf("%s: %w", pe.Op, pe.Err)
	}
	return err
}

// verdict makes the finding for a key that is there, with its value where that
// is a plain one.
func verdict(p step.Probe, line, column int, key, value string, plain bool) Finding {
	f := Finding{Line: line, Column: column, Found: key}
	if plain {
		f.Found = key + " = " + value
	}
	switch {
	case p.Test == step.Absent:
		f.Result, f.Wanted, f.Text = False, "no key "+keyText(p.Path), "the key "+keyText(p.Path)+" is there"
	case !plain:
		f.Result, f.Wanted, f.Text = Unknown, wanted(p), keyText(p.Path)+" is no single value"
	case value == p.Want:
		f.Result, f.Text = True, p.Says
	default:
		f.Result, f.Wanted, f.Text = False, wanted(p), keyText(p.Path)+" has another value"
	}
	return f
}

// lacking is the finding for a key that is nowhere.
func lacking(p step.Probe) []Finding {
	if p.Test == step.Absent {
		return nil
	}
	return []Finding{{Result: False, Wanted: wanted(p), Text: keyText(p.Path) + " is not set"}}
}

func wanted(p step.Probe) string { return keyText(p.Path) + " = " + p.Want }

// keyText writes a key path as the catalog does: a.b[].c.
func keyText(path []string) string {
	return strings.ReplaceAll(strings.Join(path, "."), "."+step.Each, step.Each)
}
