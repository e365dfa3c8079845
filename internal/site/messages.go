package site

import (
	"fmt"
	"reflect"
	"strings"
)

// messages are all words of the site in one language, by where they stand. Those
// with a verb such as %s are filled in; Count values know how many they speak of.
type messages struct {
	frameWords
	homeWords
	changeWords
	releaseWords
	pathWords
	fileWords
	recordWords
	searchWords
}

// frameWords stand around every page.
type frameWords struct {
	FacetType, FacetAny, FacetComponent, FacetProduct, FacetFrom, FacetTo string
	Language, SiteTitle, SiteDescription, Skip, Menu, OnThisPage          string
	Theme, Untranslated, MadeBy, Source, Search, SearchBox                string
	SearchButton, SearchDescription                                       string
	Overview, Upgrade, Releases, Scripts, API, Products                   string
	Pages, PageN, Pager, Crumbs, Copy, Copied                             string
	About, NotFound, NotFoundText, NotFoundHome, NoWay, NoWayText         string
}

// searchWords are what the search says.
type searchWords struct {
	ResultsAtLeast, SearchFailed, NoResults, SearchHelp, SearchInstead, SearchSimilar, SearchAll string
	Step, NoteWord, Change, PageWord, TextWord, PathWord, Browse, NeedsScript                    string
}

// homeWords stand on the home of a product and on its lists.
type homeWords struct {
	PasteTitle, PasteLabel, PasteHint, PasteConsistent, PasteHalf, PasteMixed, PasteUnknown, PasteForeign, PasteSilent, PasteNotAsked, Chain string
	Graph, GraphPicture, FromOne, FromMany                                                                                                   string
	Recent, Latest, AllReleases, From, To, ShowPath                                                                                          string
	PickerTitle, PickerHint, NoWays, NoPath, PathChoose, HomeTitle, HomeDescription                                                          string
	Fold, Tags, Updated, MindAlways, ReleasesTitle, OutsideTitle, OutsideText, UpgradeTitle, UpgradeHint                                     string
}

// changeWords stand on lists of changes.
type changeWords struct {
	Feeds, Feed, FeedsText, FeedsNone, AsMarkdown, EditPage                                                         string
	Changelog, ChangelogTitle, WhatsNew, ByType, ByComponent, ErrorCodes, CompareTitle, UpgradeFromTo, OlderLeftOut string
}

// releaseWords stand on the page of a release.
type releaseWords struct {
	ReleaseDescription, Facts, Build, Commit, Branch, BuiltAt                                          string
	Toolchain, Date, DeployVersion, Alias, VersionInfo, Status                                         string
	Notes, Changes, Steps, Checks, Rule, Risk                                                          string
	Ways, ArriveFrom, GoOnTo, ChangesSince, SourceCompare, PublishedAt, Previous, Next, NoChanges      string
	KindManual, KindCheck, KindExec, KindShell, Approved, AsksFirst                                    string
	Again, Verified, CheckEquals, CheckAbsent, CheckContains, CheckExists, CheckSucceeds, CheckVersion string
}

// pathWords stand on the page of an upgrade path.
type pathWords struct {
	PathPicture, YouAreHere, MoreBites, InFull, NoReturn, NoReturnAt, KindCommand, CompareBy string
	PathTitle, PathDescription, Warnings, Bites, NothingBites, Breaking                      string
	Stopped, NothingStopped, Until, Before, NothingBefore, After                             string
	General, Basis, DeployAs, AlsoInHop, ComesWith, List, Gate, GateWait, RiskGone, Rollback string
	RollbackUnstated, RollbackRefused, RollbackAllowed, AllChanges, Summary, OnTheWay        string
	Lockstep, Who, When, ClearTicks                                                          string
	InWords, InWordsLong, WordsStand, WarnedInWords, NoChangesWords, NoSteps                 string
	NothingBitesMarked, NothingStoppedMarked, NothingBeforeMarked, RollbackUnmarked          string
}

// fileWords stand on the pages of scripts and JSON.
type fileWords struct {
	PlanFile                                                                                                   string
	Script, ScriptFetch, ScriptAsks, PlanLine, SiteVariable, ScriptsDescription                                string
	ScriptsInto, ScriptsPairs, ScriptsMore, ScriptsNone, Name, Size                                            string
	ScriptFrom, ScriptSums, ScriptSigned, ScriptMac, ScriptFleet                                               string
	SumsText, APIDescription, APIManifest, APICatalog, APILatest, APIRenovate, APISchema, APIEditors, APIFront string
	APIFiles, APIExamples, APIText, ExampleLatest, ExampleOrder, ExampleEdges                                  string
	ExampleCommands, ExampleBreaking, ExampleVerify                                                            string
}

// recordWords name counts and what records hold.
type recordWords struct {
	Hops, ChangeCount, WarningCount, BreakingCount, CommandCount, ManualCount Count
	ReleaseCount, ResultCount                                                 Count
	Types, Severities, Statuses, Whens, Bases                                 map[string]string
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

// byName is all words by their names.
func (m *messages) byName() map[string]any {
	words, v := map[string]any{}, reflect.ValueOf(*m)
	for _, f := range reflect.VisibleFields(v.Type()) {
		if !f.Anonymous {
			words[f.Name] = v.FieldByIndex(f.Index).Interface()
		}
	}
	return words
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
