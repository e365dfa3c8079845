package main

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected outputs")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"upgraph": main})
}

// TestScript runs the command lines of testdata/script as a user would. GUIDE
// is the real guide of DM where the corpus lies beside the project; scripts
// that need it skip without it.
func TestScript(t *testing.T) {
	guide, err := filepath.Abs("../../../shared/corpus/docs-dm/en/upgrade-dm-1.0.md")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Condition: func(cond string) (bool, error) {
			_, err := os.Stat(guide)
			return cond == "corpus" && err == nil, nil
		},
		Setup: func(env *testscript.Env) error {
			env.Setenv("GUIDE", guide)
			env.Setenv("XDG_CACHE_HOME", filepath.Join(env.WorkDir, ".cache"))
			return nil
		},
	})
}
