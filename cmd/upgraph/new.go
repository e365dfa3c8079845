package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"upgraph/internal/build"
	"upgraph/internal/config"
	"upgraph/internal/scaffold"
	"upgraph/internal/version"
)

func newCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "new",
		Short: "Begin a site, a product or the guide of a release",
		Args:  noArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newSiteCommand(), newProductCommand(), newReleaseCommand())
	return cmd
}

func newSiteCommand() *cobra.Command {
	var product, first string
	cmd := &cobra.Command{
		Use:   "site [DIR]",
		Short: "Begin a content folder with one product",
		Long: "Site makes a content folder with its settings, a page about the guides and a first\n" +
			"product, which builds as it is. DIR is the folder named by --content where it is left\n" +
			"out. Nothing that is there is overwritten.",
		Args: func(cmd *cobra.Command, args []string) error { return usage(cobra.MaximumNArgs(1)(cmd, args)) },
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := contentDir(cmd)
			if len(args) > 0 {
				dir = args[0]
			}
			return newProduct(cmd, dir, product, product, first, true)
		},
	}
	cmd.Flags().StringVar(&product, "product", "app", "id of the first product")
	cmd.Flags().StringVar(&first, "release", "v1.0.0", "its first release")
	return cmd
}

func newProductCommand() *cobra.Command {
	var title, first string
	cmd := &cobra.Command{
		Use:   "product ID",
		Short: "Begin a product with its first release",
		Long: "Product makes the folder of a product: its settings, a page for all releases and the\n" +
			"guide of the first one. Without a content folder it makes that too. Nothing that is\n" +
			"there is overwritten.",
		Args: func(cmd *cobra.Command, args []string) error { return usage(cobra.ExactArgs(1)(cmd, args)) },
		RunE: func(cmd *cobra.Command, args []string) error {
			if title == "" {
				title = args[0]
			}
			_, err := os.Stat(contentDir(cmd))
			return newProduct(cmd, contentDir(cmd), args[0], title, first, err != nil)
		},
	}
	cmd.Flags().StringVar(&title, "title", "", "name of the product (default: its id)")
	cmd.Flags().StringVar(&first, "release", "v1.0.0", "its first release")
	return cmd
}

func newProduct(cmd *cobra.Command, dir, id, title, first string, site bool) error {
	if id != config.ProductID(id) || config.Reserved(id) {
		return usage(fmt.Errorf("%q is no product id; write it in small letters, digits, dots and hyphens, like %s, and no word that the site uses itself", id, config.ProductID(id)))
	}
	if _, err := version.Parse(first); err != nil {
		return usage(fmt.Errorf("--release: %w", err))
	}
	files, missing := scaffold.Product(id, title, first)
	if site {
		maps.Copy(files, scaffold.Site(title))
	}
	names := slices.Sorted(maps.Keys(files))
	if err := build.WriteNew(dir, files, names); err != nil {
		return err
	}
	for _, name := range names {
		fmt.Fprintln(cmd.OutOrStdout(), path.Join(filepath.ToSlash(dir), name))
	}
	for _, name := range slices.Sorted(maps.Keys(missing)) {
		tell(cmd, path.Join(filepath.ToSlash(dir), name), missing[name])
	}
	return nil
}

// tell lists what a person has to write in a new file.
func tell(cmd *cobra.Command, name string, missing []scaffold.Missing) {
	for _, m := range missing {
		fmt.Fprintf(cmd.OutOrStdout(), "%s:%d: to write: %s\n", name, m.Line, m.What)
	}
}

func newReleaseCommand() *cobra.Command {
	var dryRun bool
	var date string
	cmd := &cobra.Command{
		Use:   "release PRODUCT VERSION",
		Short: "Begin the guide of a release from the changes that wait for it",
		Long: "Release gathers the fragments in PRODUCT/unreleased into the guide of a new release,\n" +
			"with the version information and the procedure of the release before, and says what is\n" +
			"left to write. A prerelease leaves the fragments for the final release. Where the guide\n" +
			"is there already nothing is written; what was cut short is finished.",
		Args: func(cmd *cobra.Command, args []string) error { return usage(cobra.ExactArgs(2)(cmd, args)) },
		RunE: func(cmd *cobra.Command, args []string) error {
			return newRelease(cmd, args[0], args[1], date, dryRun)
		},
	}
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "show the guide and write nothing")
	cmd.Flags().StringVar(&date, "date", "", "day of the release, `YYYY-MM-DD`")
	return cmd
}

func newRelease(cmd *cobra.Command, product, id, date string, dryRun bool) error {
	content, err := loadSound(cmd)
	if err != nil {
		return err
	}
	p, err := content.Product(product)
	if err != nil {
		return usage(err)
	}
	if !dryRun {
		if err := build.FinishRelease(contentDir(cmd), p.Dir); err != nil {
			return err
		}
	}
	n, err := content.PlanRelease(p, id, date)
	if err != nil {
		return usage(err)
	}
	name := path.Join(filepath.ToSlash(contentDir(cmd)), n.Path)
	if n.There {
		fmt.Fprintf(cmd.OutOrStdout(), "%s is there already; nothing was written\n", name)
		return nil
	}
	if dryRun {
		fmt.Fprint(cmd.OutOrStdout(), n.Text)
	} else if err := build.WriteRelease(contentDir(cmd), p, n); err != nil {
		return errors.Join(err, errors.New("give the same command again to go on"))
	}
	report(cmd, n, name, dryRun)
	return nil
}

// report says what was written, what was gathered and what is left to write. A
// dry run says it beside the guide.
func report(cmd *cobra.Command, n *build.NewRelease, name string, dryRun bool) {
	w := cmd.OutOrStdout()
	if dryRun {
		w = cmd.ErrOrStderr()
	}
	fmt.Fprintf(w, "%s: %s", name, count(len(n.Fragments), "change"))
	if n.Keep && len(n.Fragments) > 0 {
		fmt.Fprint(w, ", kept for the final release")
	}
	fmt.Fprintln(w)
	for _, m := range n.Missing {
		fmt.Fprintf(w, "%s:%d: to write: %s\n", name, m.Line, m.What)
	}
	for _, t := range n.Translations {
		fmt.Fprintf(w, "%s: to write: the translation\n", path.Join(filepath.ToSlash(contentDir(cmd)), t))
	}
}
