package run

import (
	"fmt"
	"slices"
	"strings"

	"upgraph/internal/term"
)

// preflight shows what was found before the run begins.
func (v *view) preflight(r Report, s *State) {
	v.items("Preflight", r, s)
	for _, m := range r.Missing {
		v.Entry("  "+v.Ink(term.Yellow, term.Pad("warning", 9)), mark, term.Plain, m+" is not on the PATH: the steps that start it would fail")
	}
	if d := s.workdir(s.firstHop()); d != "" && !isDir(d) {
		v.Entry("  "+v.Ink(term.Yellow, term.Pad("warning", 9)), mark, term.Plain, "the working directory "+d+" is not there yet")
	}
	v.Line("")
}

// items shows what was found under a title.
func (v *view) items(title string, r Report, s *State) {
	v.Line("%s", v.Ink(term.Bold, term.Printable(title)))
	if len(r.Items) == 0 {
		v.Line("  there is nothing to check")
	}
	unnamed := false
	for _, it := range r.Items {
		v.item(it, s)
		unnamed = unnamed || it.Blocks() && unfound(it, s)
	}
	if unnamed {
		v.Entry("  "+v.Ink(term.Dim, term.Pad("hint", 9)), mark, term.Dim,
			"--file takes a pattern ('/PATH/*.yaml') and can be given several times: all its files must pass")
	}
}

// mark is the width of the word before each line of the preflight.
const mark = 11

// item shows one check; what is wrong is told with place, found and wanted.
func (v *view) item(it Item, s *State) {
	word, k := "ok", term.Green
	switch {
	case it.Waived != "":
		word, k = "waived", term.Yellow
	case it.Result == True:
	case it.Later:
		word, k = "later", term.Dim
	case it.Result == False:
		word, k = "FALSE", term.Red
	default:
		word, k = "UNKNOWN", term.Red
	}
	head := "  " + v.Ink(k, term.Pad(word, 9))
	if it.Result == True {
		v.Entry(head, mark, term.Plain, it.ID+": "+it.Says)
		return
	}
	v.Entry(head, mark, term.Bold, it.ID)
	v.wrong(mark, it.Says, it.Answer)
	switch {
	case it.Waived != "":
		v.Field(mark, "waived", term.Yellow, it.Waived)
	case it.Later:
		v.Field(mark, "", term.Dim, "It has to hold when the steps before it are done, and is asked again then.")
	default:
		v.ways(mark, it, s)
	}
}

// wrong shows what does not hold, at most ten places of it.
func (v *view) wrong(indent int, says string, a Answer) {
	const most = 10
	if says != "" {
		v.Field(indent, "must hold", term.Plain, says)
	}
	bad := slices.DeleteFunc(slices.Clone(a.Findings), func(f Finding) bool { return f.Result == True })
	for i, f := range bad {
		if i == most {
			v.Field(indent, "", term.Plain, fmt.Sprintf("and %s more", term.Count(len(bad)-most, "place")))
			break
		}
		v.Field(indent, "but", term.Plain, f.At()+": "+f.Text)
		if f.Found != "" {
			v.Field(indent, "found", term.Red, f.Found)
		}
		if f.Wanted != "" {
			v.Field(indent, "wanted", term.Green, f.Wanted)
		}
	}
}

// ways says what a person can do about a check that does not hold.
func (v *view) ways(indent int, it Item, s *State) {
	v.nameIt(indent, it, s)
	if it.ID != identifyID { // that the cluster is elsewhere is not to be waved through
		v.Command(indent, "waive it", "--waive "+term.Quote(it.ID)+" --reason 'WHY'")
	}
}

// nameIt says how to tell where the file of a check is.
func (v *view) nameIt(indent int, it Item, s *State) {
	if unfound(it, s) {
		v.Command(indent, "name it", "--file "+term.Quote(it.File+"=/PATH/TO/"+baseName(it.File)))
	}
}

// unfound reports whether a check lacks its file and nobody said where it is.
func unfound(it Item, s *State) bool {
	return it.Result == Unknown && it.File != "" && !namesFile(s, it.File)
}

func namesFile(s *State, name string) bool {
	return slices.ContainsFunc(s.Set.Files, func(a FileAlias) bool { return a.Name == name })
}

func baseName(name string) string {
	return name[strings.LastIndexByte(name, '/')+1:]
}

// stops tells beforehand where the run will have to wait for a person.
func (v *view) stops(ids []string) {
	if len(ids) == 0 {
		return
	}
	v.Entry("", 0, term.Plain, fmt.Sprintf("A person is needed at %s: %s", term.Count(len(ids), "step"), strings.Join(ids, ", ")))
}

// preflightError is what a preflight that does not pass ends the program with.
func preflightError(r Report) *Error {
	return Fail(ExitCheck, "preflight does not pass: %s", blocked(r)).
		Hinted("nothing was changed; mend what is named above, or say where the files are, then start again")
}

// blocked names the items of a report that do not pass.
func blocked(r Report) string {
	var ids []string
	for _, it := range r.Items {
		if it.Blocks() {
			ids = append(ids, it.ID)
		}
	}
	return strings.Join(ids, ", ")
}
