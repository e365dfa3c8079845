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
	for _, it := range r.Items {
		v.item(it, s)
	}
	for _, m := range r.Missing {
		v.entry("  "+v.ink(yellow, "warning  "), 11, plainInk, m+" is not on the PATH: the steps that start it would fail")
	}
	if d := s.workdir(0); d != "" && !isDir(d) {
		v.entry("  "+v.ink(yellow, "warning  "), 11, plainInk, "the working directory "+d+" is not there yet")
	}
	v.line("")
}

// item shows one check; what is wrong is told with place, found and wanted.
func (v *view) item(it Item, s *State) {
	mark, k := "ok", green
	switch {
	case it.Waived != "":
		mark, k = "waived", yellow
	case it.Later && it.Result != True:
		mark, k = "later", dim
	case it.Result == False:
		mark, k = "FALSE", red
	case it.Result == Unknown:
		mark, k = "UNKNOWN", red
	}
	v.entry("  "+v.ink(k, pad(mark, 9)), 11, plainInk, it.ID+": "+it.Says)
	if it.Waived != "" {
		v.entry(strings.Repeat(" ", 11), 11, dim, "passed over: "+it.Waived)
	}
	if it.Result == True {
		return
	}
	v.findings(it.Answer)
	if it.Later {
		v.entry(strings.Repeat(" ", 11), 11, dim, "It has to hold when the steps before it are done; it is asked again then.")
	}
	if it.Blocks() {
		v.ways(it, s)
	}
}

// findings shows what does not hold, at most ten of it.
func (v *view) findings(a Answer) {
	const most = 10
	bad := slices.DeleteFunc(slices.Clone(a.Findings), func(f Finding) bool { return f.Result == True })
	for i, f := range bad {
		if i == most {
			v.line("           and %s more", count(len(bad)-most, "place"))
			break
		}
		v.entry(strings.Repeat(" ", 11), 11, plainInk, f.At()+": "+f.Text)
		if f.Found != "" {
			v.field(13, "found", red, f.Found)
		}
		if f.Wanted != "" {
			v.field(13, "wanted", green, f.Wanted)
		}
	}
}

// ways says what a person can do about a check that does not hold.
func (v *view) ways(it Item, s *State) {
	if it.Result == Unknown && it.File != "" && !namesFile(s, it.File) {
		v.command(11, "name it", "--file "+Quote(it.File+"=/PATH/TO/"+baseName(it.File)))
		v.entry(strings.Repeat(" ", 21), 21, dim,
			"a pattern such as '/PATH/*.yaml' or several --file name several files: all must pass")
	}
	v.command(11, "or waive", "--waive "+Quote(it.ID)+" --reason 'WHY'")
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
