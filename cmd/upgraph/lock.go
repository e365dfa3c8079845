package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"upgraph/internal/build"
	"upgraph/internal/config"
	"upgraph/internal/diag"
)

func lockCommand() *cobra.Command {
	var forget bool
	cmd := &cobra.Command{
		Use:   "lock [PRODUCT]",
		Short: "Record the permalinks of releases, changes, notes and steps",
		Long: "Lock adds the permalinks that are new to anchors.lock of each product, and those of\n" +
			"plain pages to anchors.lock of the content folder. From then\n" +
			"on a permalink that is gone, and has no alias, is an error.",
		Args: func(cmd *cobra.Command, args []string) error { return usage(cobra.MaximumNArgs(1)(cmd, args)) },
		RunE: func(cmd *cobra.Command, args []string) error {
			content, err := loadToLock(cmd, forget)
			if err != nil {
				return err
			}
			if _, err := named(content, args); err != nil {
				return err
			}
			return lockAll(cmd, content, args, forget)
		},
	}
	cmd.Flags().BoolVar(&forget, "forget", false, "let go of permalinks that are gone")
	return cmd
}

// loadToLock reads content without errors. A permalink that is gone is one
// until it is forgotten.
func loadToLock(cmd *cobra.Command, forget bool) (*build.Content, error) {
	if !forget {
		return loadSound(cmd)
	}
	content, err := load(cmd, build.Options{})
	if err != nil {
		return nil, err
	}
	rest := slices.DeleteFunc(slices.Clone(content.Diagnostics), func(d diag.Diagnostic) bool { return d.Code == "UG406" })
	if !diag.HasErrors(rest) {
		return content, nil
	}
	if err := printDiagnostics(cmd.ErrOrStderr(), rest, contentDir(cmd), content.Source); err != nil {
		return nil, err
	}
	return nil, reported(exitProblems)
}

// lockAll records the permalinks of the products named, of all products and the
// plain pages where none is.
func lockAll(cmd *cobra.Command, content *build.Content, products []string, forget bool) error {
	for _, l := range content.Locked() {
		if len(products) > 0 && !slices.Contains(products, l.Name) {
			continue
		}
		published, _ := config.LoadAnchors(content.Root, l.Dir)
		urls, added, gone := merge(published, l.URLs, forget)
		if added+gone > 0 {
			if err := build.WriteAnchors(contentDir(cmd), l, urls); err != nil {
				return err
			}
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%s: %s new, %d forgotten, %d in all\n", l.Name, count(added, "permalink"), gone, len(urls))
	}
	return nil
}

// merge is the permalinks to be recorded, sorted: those that were published,
// without those that are forgotten, and those that are new.
func merge(published []config.Anchor, now []string, forget bool) (urls []string, added, gone int) {
	for _, a := range published {
		if forget && !slices.Contains(now, a.URL) {
			gone++
			continue
		}
		urls = append(urls, a.URL)
	}
	known := map[string]bool{}
	for _, u := range urls {
		known[u] = true
	}
	for _, u := range now {
		if !known[u] {
			urls, known[u] = append(urls, u), true
			added++
		}
	}
	slices.Sort(urls)
	return urls, added, gone
}
