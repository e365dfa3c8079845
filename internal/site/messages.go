package site

import (
	"fmt"
	"strings"
)

// messages are all words of the site in one language. Those with a verb such
// as %s are filled in; Count values know how many they speak of.
type messages struct {
	Language, SiteTitle, SiteDescription                                    string
	Skip, Menu, OnThisPage, Theme, Untranslated, MadeBy, Source             string
	Search, SearchBox, SearchButton, SearchDescription, NeedsScript         string
	Searching, SearchFailed, NoResults                                      string
	Overview, Upgrade, Releases, Scripts, API, Products, Pages              string
	Recent, Latest, AllReleases, PageN, Pager, Crumbs                       string
	From, To, ShowPath, PickerTitle, PickerHint, NoPath, PathChoose         string
	HomeTitle, HomeDescription, MindAlways, About                           string
	ReleasesTitle, ReleaseDescription, OutsideTitle, OutsideText            string
	Facts, Build, Commit, Branch, BuiltAt, Toolchain, Date                  string
	DeployVersion, Alias, VersionInfo, Status, Copy, Copied                 string
	Notes, Changes, Steps, Checks, Rule, Risk, Ways                         string
	ArriveFrom, GoOnTo, Previous, Next, NoChanges                           string
	KindManual, KindCheck, KindExec, KindShell                              string
	Approved, AsksFirst, Again                                              string
	CheckEquals, CheckAbsent, CheckContains, CheckExists                    string
	PathTitle, PathDescription, UpgradeTitle, UpgradeHint                   string
	Warnings, Bites, NothingBites, Breaking, Stopped, NothingStopped, Until string
	Before, NothingBefore, After, General, Basis, DeployAs, List, Gate      string
	Rollback, RollbackUnstated, RollbackRefused, RollbackAllowed            string
	AllChanges, Summary, OnTheWay, Lockstep, Who, When, ClearTicks          string
	Script, ScriptFetch, ScriptAsks, PlanLine, SiteVariable                 string
	ScriptsDescription, ScriptsInto, ScriptsPairs, ScriptsMore              string
	ScriptsNone, Name, Size, SumsText                                       string
	APIDescription, APIManifest, APICatalog, APILatest, APISchema           string
	APIFiles, APIExamples, APIText                                          string
	ExampleLatest, ExampleOrder, ExampleEdges, ExampleCommands              string
	ExampleBreaking                                                         string
	NotFound, NotFoundText, NotFoundHome                                    string
	Hops, ChangeCount, WarningCount, BreakingCount, CommandCount            Count
	ManualCount, ReleaseCount, ResultCount                                  Count
	Types, Severities, Statuses, Whens, Bases                               map[string]string
}

// Count is a phrase with a number in it, for one and for any other number.
type Count struct{ One, Other string }

// Of fills in the number.
func (c Count) Of(n int) string {
	if n == 1 {
		return fmt.Sprintf(c.One, n)
	}
	return fmt.Sprintf(c.Other, n)
}

// textFor is the words of a language; English where there are none.
func textFor(lang string) *messages {
	base, _, _ := strings.Cut(lang, "-")
	if base == "zh" {
		return chinese()
	}
	m := english()
	if base != "en" {
		m.Language = lang
	}
	return m
}

func (m *messages) fill(format string, args ...any) string { return fmt.Sprintf(format, args...) }

// changeType is the label of a type of change; an unknown type is its own.
func (m *messages) changeType(t string) string { return label(m.Types, t) }

func (m *messages) severity(s string) string { return label(m.Severities, s) }
func (m *messages) basis(rule string) string { return label(m.Bases, rule) }
func (m *messages) when(w string) string     { return label(m.Whens, w) }

// status is the label of a status; a supported release needs none.
func (m *messages) status(s string) string {
	if s == "supported" || s == "" {
		return ""
	}
	return label(m.Statuses, s)
}

func label(m map[string]string, key string) string {
	if l, ok := m[key]; ok {
		return l
	}
	return key
}
