package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"upgraph/internal/run"
)

// flags holds every flag of the program; a command takes those that it names.
type flags struct {
	catalog, product, from, to string
	whyNot                     string
	pubkey, sha256, drift      string
	offline                    bool
	cluster, stateDir, workdir string
	files, confirm, waive      list
	outputs, identify          list
	params, secrets, verify    list
	paramFiles                 list
	skip                       list
	until, fromStep            string
	reason, as, out            string
	dryRun, yes, json, noColor bool
	grace, timeout             time.Duration
}

// flagText is the documentation of a flag: its name, what it takes, what it is
// for.
type flagText struct{ name, value, text string }

// flagTexts documents the flags, in the order of the help.
var flagTexts = []flagText{
	{"catalog", "FILE|DIR|URL", "compat.json, folder or address of a built site (default $UPGRAPH_CATALOG)"},
	{"pubkey", "KEY|FILE", "minisign key that has signed the catalog; remembered for its origin"},
	{"sha256", "DIGEST", "digest that the catalog has to have"},
	{"offline", "", "take what was fetched from the address before"},
	{"accept-drift", "DIGEST", "run the plan that the catalog gives now, if it has this digest"},
	{"product", "ID", "product; may be left out where there is only one, or --from and --to tell"},
	{"from", "VERSION", "version that is installed"},
	{"to", "VERSION", "version that is wanted (default: newest of the only channel)"},
	{"why-not", "VERSION", "say why the plan does not go by way of this version"},
	{"cluster", "NAME", "cluster; names lock, journal and records (default \"" + run.DefaultCluster + "\")"},
	{"workdir", "DIR", "where commands work; {to} is the version of the hop (default: here)"},
	{"file", "NAME=PATH", "where a checked file is; PATH may be a pattern and hold {to}; repeatable"},
	{"from-output", "FILE|DIR", "what components print about themselves; - is standard input; repeatable"},
	{"identify", "FILE|DIR", "hold --from, and each hop that was done, against what components print; repeatable"},
	{"confirm", "STEP", "say yes to a step beforehand; repeatable; all: every step done by hand"},
	{"waive", "CHECK", "pass over a check; repeatable; needs --reason"},
	{"until", "VERSION", "park the run when the hop to this version is done"},
	{"from-step", "STEP", "the steps of hops before it are done; its hop is checked all the same; needs --reason"},
	{"skip", "STEP", "pass over a step; repeatable; needs --reason"},
	{"param", "NAME=VALUE", "value for {NAME} in an argument and $UPGRAPH_PARAM_NAME, which gives it too; repeatable"},
	{"param-file", "FILE", "such values from a file, one on each line; repeatable"},
	{"secret", "NAME=env:VAR", "value for $UPGRAPH_SECRET_NAME, from a variable or file:PATH; blacked out of logs"},
	{"verify", "STEP=COMMAND", "ask COMMAND whether STEP did its work where its outcome is lost; repeatable"},
	{"reason", "WHY", "why; it is written into the journal"},
	{"as", "OUTCOME", "done, redo or failed"},
	{"yes", "", "begin without asking; confirms no step"},
	{"dry-run", "", "show what would be done, do nothing, record nothing"},
	{"grace", "DURATION", "time that a command has to end when it is told to (default 10s)"},
	{"timeout", "DURATION", "time that a command may take (default: no limit); exit code 12"},
	{"state-dir", "DIR", "keep state in DIR/PRODUCT/CLUSTER (default $XDG_STATE_HOME/upgraph)"},
	{"out", "FILE", "write it to a file"},
	{"json", "", "print JSON"},
	{"no-color", "", "print without colours"},
}

// The groups of flags that several commands share.
var (
	outputFlags  = []string{"json", "no-color"}
	trustFlags   = []string{"pubkey", "sha256", "offline"}
	pathFlags    = []string{"catalog", "product", "from", "to", "pubkey", "sha256", "offline"}
	clusterFlags = []string{"product", "cluster", "state-dir", "catalog"}
	walkFlags    = []string{"yes", "grace", "timeout", "until", "from-step", "skip", "param", "param-file", "secret", "verify"}
	checkFlags   = []string{"workdir", "file", "identify", "waive", "reason", "confirm"}
)

func (f *flags) flagSet() *flag.FlagSet {
	fs := flag.NewFlagSet(program, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&f.catalog, "catalog", "", "")
	fs.StringVar(&f.product, "product", "", "")
	fs.StringVar(&f.from, "from", "", "")
	fs.StringVar(&f.to, "to", "", "")
	fs.StringVar(&f.cluster, "cluster", run.DefaultCluster, "")
	fs.StringVar(&f.stateDir, "state-dir", "", "")
	fs.StringVar(&f.workdir, "workdir", "", "")
	fs.Var(&f.files, "file", "")
	fs.Var(&f.outputs, "from-output", "")
	fs.Var(&f.identify, "identify", "")
	fs.Var(&f.confirm, "confirm", "")
	fs.Var(&f.waive, "waive", "")
	fs.StringVar(&f.reason, "reason", "", "")
	fs.StringVar(&f.as, "as", "", "")
	fs.StringVar(&f.out, "out", "", "")
	fs.BoolVar(&f.dryRun, "dry-run", false, "")
	fs.BoolVar(&f.yes, "yes", false, "")
	fs.BoolVar(&f.json, "json", false, "")
	fs.BoolVar(&f.noColor, "no-color", false, "")
	f.grace = 10 * time.Second
	fs.Func("grace", "", span(&f.grace))
	fs.Func("timeout", "", span(&f.timeout))
	fs.StringVar(&f.whyNot, "why-not", "", "")
	fs.StringVar(&f.pubkey, "pubkey", "", "")
	fs.StringVar(&f.sha256, "sha256", "", "")
	fs.StringVar(&f.drift, "accept-drift", "", "")
	fs.BoolVar(&f.offline, "offline", false, "")
	fs.StringVar(&f.until, "until", "", "")
	fs.StringVar(&f.fromStep, "from-step", "", "")
	fs.Var(&f.skip, "skip", "")
	fs.Var(&f.params, "param", "")
	fs.Var(&f.paramFiles, "param-file", "")
	fs.Var(&f.secrets, "secret", "")
	fs.Var(&f.verify, "verify", "")
	return fs
}

// span reads a time that something may take.
func span(into *time.Duration) func(string) error {
	return func(text string) error {
		d, err := time.ParseDuration(text)
		if err != nil {
			return errors.New("write it as 30s, 10m or 2h")
		}
		*into = d
		return nil
	}
}

// list is a flag that may be given several times.
type list []string

func (l *list) String() string { return strings.Join(*l, ",") }

func (l *list) Set(s string) error {
	if s == "" {
		return fmt.Errorf("it is empty")
	}
	*l = append(*l, s)
	return nil
}

// setting makes paths absolute: a run is gone on with from elsewhere.
func (f *flags) setting(dir string, fill bool) (run.Setting, error) {
	var s run.Setting
	if f.workdir != "" || fill {
		s.Workdir = absolute(dir, f.workdir)
	}
	for _, v := range f.files {
		name, pattern, ok := strings.Cut(v, "=")
		if !ok || name == "" || pattern == "" {
			return s, usage("--file %q: it is written NAME=PATH, for example --file app.toml=/etc/app/app.toml", v)
		}
		s.Files = append(s.Files, run.FileAlias{Name: name, Pattern: absolute(dir, pattern)})
	}
	if err := f.values(dir, &s); err != nil {
		return s, err
	}
	for _, p := range append([]string{s.Workdir}, patterns(s.Files)...) {
		if !utf8.ValidString(p) {
			return s, usage("the path %q is not UTF-8 and could not be recorded", p)
		}
	}
	return s, nil
}

// values reads parameters, secrets and what verifies a step.
func (f *flags) values(dir string, s *run.Setting) error {
	s.Until = f.until
	for _, path := range f.paramFiles {
		more, err := run.ReadParams(absolute(dir, path))
		if err != nil {
			return err
		}
		s.Params = append(s.Params, more...)
	}
	for _, text := range f.params {
		p, err := run.ParseParam(text)
		if err != nil {
			return err
		}
		s.Params = append(s.Params, p)
	}
	for _, text := range f.secrets {
		p, err := run.ParseSecret(dir, text)
		if err != nil {
			return err
		}
		s.Secrets = append(s.Secrets, p)
	}
	for _, text := range f.verify {
		v, err := run.ParseVerify(text)
		if err != nil {
			return err
		}
		s.Verify = append(s.Verify, v)
	}
	return nil
}

func patterns(files []run.FileAlias) []string {
	var all []string
	for _, f := range files {
		all = append(all, f.Pattern)
	}
	return all
}

func absolute(dir, path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(dir, path)
}
