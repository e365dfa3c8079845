package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// action is what action.yml says, as far as a machine that runs it needs it.
type action struct {
	Inputs map[string]struct{ Default string }
	Runs   struct {
		Using string
		Steps []struct {
			ID, Uses, Shell, Run string
			Env                  map[string]string
		}
	}
}

// job is a folder with a repository's guides in which the action runs, played
// by the test: expressions are filled in, steps run one after another under
// the shell they name.
type job struct {
	t      *testing.T
	action action
	dir    string            // the workspace
	values map[string]string // of expressions
}

func newJob(t *testing.T) *job {
	t.Helper()
	tool(t, "bash")
	j := &job{t: t, dir: t.TempDir()}
	if err := yaml.Unmarshal([]byte(read(t, filepath.Join(root(), "action.yml"))), &j.action); err != nil {
		t.Fatal(err)
	}
	if j.action.Runs.Using != "composite" || len(j.action.Runs.Steps) == 0 {
		t.Fatalf("action.yml is not a composite action: %+v", j.action)
	}
	j.values = map[string]string{"github.action_path": root(), "runner.temp": t.TempDir()}
	for name, input := range j.action.Inputs {
		j.values["inputs."+name] = input.Default
	}
	return j
}

var expression = regexp.MustCompile(`\$\{\{ *([^ }]+) *\}\}`)

// fill puts values in the place of expressions.
func (j *job) fill(text string) string {
	return expression.ReplaceAllStringFunc(text, func(e string) string {
		name := expression.FindStringSubmatch(e)[1]
		value, ok := j.values[name]
		if !ok {
			j.t.Fatalf("action.yml asks for %s, which nothing sets", name)
		}
		return value
	})
}

// run runs the steps until one ends with another code than 0, and gives what
// that one, or the last, left behind, and the outputs.
func (j *job) run() (result, string) {
	j.t.Helper()
	outputs := filepath.Join(j.t.TempDir(), "output")
	write(j.t, outputs, "")
	var last result
	for _, step := range j.action.Runs.Steps {
		if step.Uses != "" {
			continue // setup of Go: the one that runs this test is there
		}
		if expression.MatchString(step.Run) {
			j.t.Errorf("step %s has an expression in its script: what it is filled with would be code", step.ID)
		}
		cmd := exec.Command(step.Shell, "--noprofile", "--norc", "-eo", "pipefail", "-c", step.Run)
		cmd.Dir = j.dir
		cmd.Env = append(os.Environ(), "GITHUB_OUTPUT="+outputs)
		for name, value := range step.Env {
			cmd.Env = append(cmd.Env, name+"="+j.fill(value))
		}
		if last = run(j.t, cmd); last.code != 0 {
			break
		}
	}
	return last, read(j.t, outputs)
}

// faulty is a guide with a step that names another release than its heading.
const faulty = "# Upgrade guide\n\n## Upgrade to v1.2.0\n\n1. Confirm that there is `app_version = v1.1.0` in the `inventory.ini` file.\n2. Run `make <target>`.\n"

func TestActionAnnotatesLines(t *testing.T) {
	t.Parallel()
	j := newJob(t)
	write(t, filepath.Join(j.dir, "content", "app", "guide.md"), faulty)
	r, _ := j.run()
	if r.code != 1 || !regexp.MustCompile(`(?m)^::(warning|error) file=content/app/guide\.md,line=\d+`).MatchString(r.stdout) {
		t.Errorf("want annotations at the guide's lines and exit 1, got %v", r)
	}
}

func TestActionPassesCleanGuides(t *testing.T) {
	t.Parallel()
	j := newJob(t)
	j.values["inputs.content"] = ownContent()
	if r, _ := j.run(); r.code != 0 {
		t.Errorf("our own content has nothing to annotate: %v", r)
	}
}

func TestActionWritesSARIFAlsoWhereTheCheckFails(t *testing.T) {
	t.Parallel()
	j := newJob(t)
	j.values["inputs.format"] = "sarif"
	write(t, filepath.Join(j.dir, "content", "app", "guide.md"), faulty)
	r, outputs := j.run()
	if r.code != 1 || !strings.Contains(outputs, "sarif=upgraph.sarif\n") {
		t.Errorf("want exit 1 and the file named, got %v and %q", r, outputs)
	}
	var log struct{ Runs []struct{ Results []any } }
	if err := json.Unmarshal([]byte(read(t, filepath.Join(j.dir, "upgraph.sarif"))), &log); err != nil {
		t.Fatal(err)
	}
	if len(log.Runs) != 1 || len(log.Runs[0].Results) == 0 {
		t.Errorf("the file must hold the findings: %+v", log)
	}
}

// TestActionInputsAreNoCode gives each input a text that a shell would act on.
func TestActionInputsAreNoCode(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"content", "format", "output", "fragment-since"} {
		j := newJob(t)
		j.values["inputs."+name] = "$(touch${IFS}bad);`touch bad`;'\";touch bad;#"
		write(t, filepath.Join(j.dir, "content", "app", "guide.md"), faulty)
		j.run()
		if _, err := os.Stat(filepath.Join(j.dir, "bad")); err == nil {
			t.Errorf("the input %s was run as code", name)
		}
	}
}

// TestPreCommitHook installs the hook as a repository would, with pre-commit
// itself, and commits a guide that is wrong.
func TestPreCommitHook(t *testing.T) {
	if !long() {
		t.Skip("the hook installs the program anew: only in the long form")
	}
	tool(t, "pre-commit")
	dir := t.TempDir()
	git := func(args ...string) result {
		return run(t, command(dir, []string{"GIT_CONFIG_GLOBAL=/dev/null", "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com",
			"GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com"}, "git", args...))
	}
	git("init", "-q")
	write(t, filepath.Join(dir, "content", "app", "guide.md"), faulty)
	git("add", ".")
	cache := "PRE_COMMIT_HOME=" + t.TempDir()
	try := func() result {
		return run(t, command(dir, []string{cache}, "pre-commit", "try-repo", root(), "upgraph-check", "--all-files"))
	}
	if r := try(); r.code != 1 || !strings.Contains(r.stdout, "content/app/guide.md:5:") {
		t.Errorf("the hook must stop a commit of a wrong guide at its line: %v", r)
	}
	write(t, filepath.Join(dir, "content", "app", "guide.md"),
		"# Upgrade guide\n\n## Upgrade to v1.2.0\n\n- Faster start\n")
	git("add", ".")
	if r := try(); r.code != 0 {
		t.Errorf("the hook must let a good guide pass: %v", r)
	}
}
