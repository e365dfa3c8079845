package run

import (
	"fmt"
	"slices"
	"strings"
)

// preflight shows what was found before the run begins.
func (v *view) preflight(r Report, s *State) {
	v.line("%s", v.ink(bold, "Preflight"))
	if len(r.Items) == 0 {
		v.line("  there is nothing to check beforehand")
	}
	unnamed := false
	for _, it := range r.Items {
		v.item(it, s)
		unnamed = unnamed || it.Blocks() && unfound(it, s)
	}
	if unnamed {
		v.entry("  "+v.ink(dim, pad("hint", 9)), mark, dim,
			"--file takes a pattern ('/PATH/*.yaml') and can be given several times: all its files must pass")
	}
	for _, m := range r.Missing {
		v.entry("  "+v.ink(yellow, pad("warning", 9)), mark, plainInk, m+" is not on the PATH: the steps that start it would fail")
	}
	if d := s.workdir(0); d != "" && !isDir(d) {
		v.entry("  "+v.ink(yellow, pad("warning", 9)), mark, plainInk, "the working directory "+d+" is not there yet")
	}
	v.line("")
}

// mark is the width of the word before each line of the preflight.
const mark = 11

// item shows one check; what is wrong is told with place, found and wanted.
func (v *view) item(it Item, s *State) {
	word, k := "ok", green
	switch {
	case it.Waived != "":
		word, k = "waived", yellow
	case it.Result == True:
	case it.Later:
		word, k = "later", dim
	case it.Result == False:
		word, k = "FALSE", red
	default:
		word, k = "UNKNOWN", red
	}
	head := "  " + v.ink(k, pad(word, 9))
	if it.Result == True {
		v.entry(head, mark, plainInk, it.ID+": "+it.Says)
		return
	}
	v.entry(head, mark, bold, it.ID)
	v.wrong(mark, it.Says, it.Answer)
	switch {
	case it.Waived != "":
		v.field(mark, "waived", yellow, it.Waived)
	case it.Later:
		v.field(mark, "", dim, "It has to hold when the steps before it are done, and is asked again then.")
	default:
		v.ways(mark, it, s)
	}
}

// wrong shows what does not hold, at most ten places of it.
func (v *view) wrong(indent int, says string, a Answer) {
	const most = 10
	if says != "" {
		v.field(indent, "must hold", plainInk, says)
	}
	bad := slices.DeleteFunc(slices.Clone(a.Findings), func(f Finding) bool { return f.Result == True })
	for i, f := range bad {
		if i == most {
			v.field(indent, "", plainInk, fmt.Sprintf("and %s more", count(len(bad)-most, "place")))
			break
		}
		v.field(indent, "but", plainInk, f.At()+": "+f.Text)
		if f.Found != "" {
			v.field(indent, "found", red, f.Found)
		}
		if f.Wanted != "" {
			v.field(indent, "wanted", green, f.Wanted)
		}
	}
}

// ways says what a person can do about a check that does not hold.
func (v *view) ways(indent int, it Item, s *State) {
	if unfound(it, s) {
		v.command(indent, "name it", "--file "+Quote(it.File+"=/PATH/TO/"+baseName(it.File)))
	}
	v.command(indent, "or waive", "--waive "+Quote(it.ID)+" --reason 'WHY'")
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
	v.entry("", 0, plainInk, fmt.Sprintf("A person is needed at %s: %s", count(len(ids), "step"), strings.Join(ids, ", ")))
}

// preflightError is what a preflight that does not pass ends the program with.
func preflightError(r Report) error {
	var ids []string
	for _, it := range r.Items {
		if it.Blocks() {
			ids = append(ids, it.ID)
		}
	}
	return Fail(ExitCheck, "preflight does not pass: %s", strings.Join(ids, ", ")).
		Hinted("nothing was changed; mend what is named above, or say where the files are, then start again")
}
