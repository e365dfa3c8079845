package main

import (
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"upgraph/internal/build"
	"upgraph/internal/diag"
)

// load reads the content folder that the command line names.
func load(cmd *cobra.Command, opt build.Options) (*build.Content, error) {
	dir, err := cmd.Flags().GetString("content")
	if err != nil {
		return nil, err
	}
	return loadDir(dir, opt)
}

// loadSound is load for commands that need content without errors; the errors
// are printed.
func loadSound(cmd *cobra.Command) (*build.Content, error) {
	content, err := load(cmd, build.Options{})
	if err != nil || !diag.HasErrors(content.Diagnostics) {
		return content, err
	}
	if err := printDiagnostics(cmd.ErrOrStderr(), content.Diagnostics, contentDir(cmd), content.Source); err != nil {
		return nil, err
	}
	return nil, reported(exitProblems)
}

// named returns the product that the arguments name, or all of them.
func named(content *build.Content, args []string) ([]*build.Product, error) {
	if len(args) == 0 {
		return content.Products, nil
	}
	p, err := content.Product(args[0])
	if err != nil {
		return nil, usage(err)
	}
	return []*build.Product{p}, nil
}

// contentHint says what to do where the content folder is not there.
func contentHint() string {
	if _, err := os.Stat("site.yaml"); err == nil {
		return "this folder holds a site.yaml: say --content ."
	}
	return "name the folder of your guides with --content"
}

func loadDir(dir string, opt build.Options) (*build.Content, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return nil, fmt.Errorf("open content folder: %w; %s", err, contentHint())
	}
	if !info.IsDir() {
		return nil, usage(fmt.Errorf("content folder %s is a file; name the folder that it is in", dir))
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("find content folder %s: %w", dir, err)
	}
	opt.Name, opt.Generator = filepath.Base(abs), generator
	return build.Load(os.DirFS(dir), opt), nil
}

// contentDir is the folder named by --content, for showing paths.
func contentDir(cmd *cobra.Command) string {
	dir, _ := cmd.Flags().GetString("content") // declared on the root command
	return dir
}

// printDiagnostics writes diagnostics with their source lines and closes with
// the counts. Files are shown relative to where the user stands.
func printDiagnostics(w io.Writer, ds []diag.Diagnostic, dir string, source func(string) []byte) error {
	if len(ds) == 0 {
		return nil
	}
	if err := diag.Text(w, located(ds, dir), func(file string) []byte {
		return source(strings.TrimPrefix(file, prefix(dir)))
	}); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, tally(ds))
	return err
}

// located puts the content folder before the files of diagnostics.
func located(ds []diag.Diagnostic, dir string) []diag.Diagnostic {
	out := make([]diag.Diagnostic, len(ds))
	for i, d := range ds {
		d.File = path.Join(filepath.ToSlash(dir), d.File)
		out[i] = d
	}
	return out
}

// prefix is what located puts before a file.
func prefix(dir string) string {
	return strings.TrimSuffix(path.Join(filepath.ToSlash(dir), "x"), "x")
}
