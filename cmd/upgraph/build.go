package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"upgraph/internal/build"
	"upgraph/internal/diag"
	"upgraph/internal/emit"
)

type buildFlags struct {
	out, baseURL            string
	cpuProfile              string
	include                 []string
	only                    []string
	drafts, noIndex, strict bool
	json, noCache           bool
	precompress             bool
	cache                   string
	jobs                    int
	pairs                   *int // nil where it is not said
	sign                    signFlags
}

func buildCommand() *cobra.Command {
	var f buildFlags
	var pairs int
	cmd := &cobra.Command{
		Use:   "build",
		Short: "Build the site with all its artefacts",
		Long: "Build reads the content folder and writes the site, the upgrade scripts and the\n" +
			"compatibility JSON. The new site is made beside the old one and put in its place\n" +
			"in one step; when anything is wrong the old site stays as it is.",
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Flags().Changed("pairs") {
				f.pairs = &pairs
			}
			return profiled(f.cpuProfile, func() error { return runBuild(cmd, f) })
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.out, "out", "public", "folder of the site")
	flags.StringVar(&f.baseURL, "base-url", "", "address that the site is served at, for absolute links")
	flags.StringArrayVar(&f.include, "include", nil, "copy a folder into the site, NAME=`DIR`")
	flags.BoolVar(&f.drafts, "drafts", false, "publish documents with \"draft: true\" too")
	flags.BoolVar(&f.noIndex, "noindex", false, "tell search engines to stay away")
	flags.BoolVar(&f.strict, "strict", false, "take warnings, unapproved steps among them, for errors")
	f.sign.add(cmd)
	flags.StringVar(&f.cpuProfile, "cpuprofile", "", "write a profile of the processor to `FILE`, for go tool pprof")
	flags.StringSliceVar(&f.only, "only", nil, "write only these outputs, to look or to measure: "+strings.Join(outputNames(), ", "))
	flags.BoolVar(&f.precompress, "precompress", false, "put a copy packed with gzip beside each text, for hosts that hand out FILE.gz")
	flags.BoolVar(&f.json, "json", false, "print counts, sizes and the time of each phase as JSON")
	flags.StringVar(&f.cache, "cache", "", "`DIR` that remembers what sites were built from (default: upgraph in the user's folder for caches)")
	flags.BoolVar(&f.noCache, "no-cache", false, "build although nothing has changed since the last time")
	flags.IntVar(&pairs, "pairs", 0, "pages and scripts of pairs of releases, nearest first, until they have `N` hops together; 0 for none (default: the greater of 2000 and four for each release)")
	flags.IntVar(&f.jobs, "jobs", 0, "files made at once (0: one for each processor)")
	return cmd
}

func runBuild(cmd *cobra.Command, f buildFlags) error {
	opt, err := f.siteOptions()
	if err != nil {
		return usage(err)
	}
	phases := newPhases(cmd.ErrOrStderr())
	phases.begin("look")
	signer, err := f.sign.signer(cmd)
	if err != nil {
		return err
	}
	known := newCache(cmd, f)
	if told, ok := known.recall(); ok {
		return f.tell(cmd, told.again(f.out, phases))
	}
	phases.begin("read")
	content, err := load(cmd, build.Options{Drafts: f.drafts, Jobs: f.jobs, Once: true, Shelf: known.shelf(), Found: boundReading})
	if err != nil {
		return err
	}
	if err := f.sound(cmd, content); err != nil {
		return err
	}
	if err := checkPublished(signer, content.Site.PublicKey); err != nil {
		return err
	}
	phases.begin("compile")
	content.Shed()
	boundBuilding()
	done := emit.NewLedger()
	in, err := content.Compile(opt, done)
	if err != nil {
		return err
	}
	in.Signer = signer
	if signer != nil {
		in.Site.PublicKey = signer.Key.Public().String()
	}
	stats, err := build.Write(cmd.Context(), known.job(build.Job{Out: f.out, Jobs: f.jobs, Only: f.only, Precompress: f.precompress, Progress: phases.wrote}), in, done)
	told := reportOf(content, stats, f.out, phases)
	if fault, ok := content.ThemeFault(err); ok {
		if err := printDiagnostics(cmd.ErrOrStderr(), []diag.Diagnostic{fault}, contentDir(cmd), content.Source); err != nil {
			return err
		}
		return reported(exitProblems)
	}
	if err != nil {
		if errors.Is(err, context.Canceled) {
			err = fmt.Errorf("interrupted, %s is as it was", f.out)
		}
		return err
	}
	known.keep(told, stats.Site, len(shown(content.Diagnostics)) > 0)
	return f.tell(cmd, told)
}

// sound prints what was found in the content and refuses content with errors.
func (f buildFlags) sound(cmd *cobra.Command, content *build.Content) error {
	if f.strict {
		content.Strict()
	}
	if err := printDiagnostics(cmd.ErrOrStderr(), shown(content.Diagnostics), contentDir(cmd), content.Source); err != nil {
		return err
	}
	if diag.HasErrors(content.Diagnostics) {
		fmt.Fprintf(cmd.ErrOrStderr(), "upgraph: nothing was written, %s is as it was\n", f.out)
		return reported(exitProblems)
	}
	return nil
}

// tell closes a build with what it did.
func (f buildFlags) tell(cmd *cobra.Command, r buildReport) error {
	if f.json {
		return r.json(cmd.OutOrStdout())
	}
	_, err := fmt.Fprintln(cmd.OutOrStdout(), r.line())
	return err
}

// copies are the Markdown copies beside the pages, for --only.
const copies = "copies"

// outputNames are what --only takes.
func outputNames() []string { return append(build.Names(), copies) }

// shown leaves out what only check tells.
func shown(ds []diag.Diagnostic) []diag.Diagnostic {
	var out []diag.Diagnostic
	for _, d := range ds {
		if d.Severity != diag.Info {
			out = append(out, d)
		}
	}
	return out
}

func (f buildFlags) siteOptions() (build.SiteOptions, error) {
	opt := build.SiteOptions{Generator: generator, BaseURL: f.baseURL, NoIndex: f.noIndex}
	if f.baseURL != "" {
		u, err := url.Parse(f.baseURL)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
			return opt, fmt.Errorf("--base-url %q is no address such as https://example.org/docs/", f.baseURL)
		}
	}
	for _, name := range f.only {
		if !slices.Contains(outputNames(), name) {
			return opt, fmt.Errorf("--only %s: there is no such output; there are %s", name, strings.Join(outputNames(), ", "))
		}
	}
	if f.pairs != nil && *f.pairs < 0 {
		return opt, fmt.Errorf("--pairs %d: expected the number of hops that are written at most, 0 for none", *f.pairs)
	}
	opt.Pairs = f.pairs
	opt.NoCopies = len(f.only) > 0 && !slices.Contains(f.only, copies)
	for _, arg := range f.include {
		name, dir, ok := strings.Cut(arg, "=")
		if !ok || name == "" || strings.ContainsAny(name, "/\\") || strings.HasPrefix(name, ".") {
			return opt, fmt.Errorf("--include %q is not of the form NAME=DIR", arg)
		}
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			return opt, fmt.Errorf("--include %s: %s is no folder", name, dir)
		}
		opt.Include = append(opt.Include, emit.Include{Name: name, FS: os.DirFS(dir)})
	}
	return opt, nil
}

// count is "1 file", "2 files".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
