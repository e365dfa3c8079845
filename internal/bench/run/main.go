// Command run builds the same guides with upgraph and with other generators and
// prints what each needs. It knows the programs from outside only.
//
// Each peer is a file of its own that makes a [peer], and a word in groups.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"upgraph/internal/bench"
)

// groups are what is measured side by side, the yardstick of each first.
func groups(bin string) [][]peer {
	all := [][]peer{{hugo(bin), upgraphGuides(bin), upgraphPages(bin), upgraphAll(bin), upgraphWarm(bin), upgraphChanged(bin)}}
	if _, err := os.Stat(pagefindProgram(bin)); err != nil {
		fmt.Fprintln(os.Stderr, "Pagefind is not installed: the index is measured beside nothing")
		return append(all, []peer{upgraphSearch(bin)})
	}
	return append(all, []peer{pagefind(bin), upgraphSearch(bin)})
}

// peer is a program that makes a site from guides.
type peer struct {
	name string
	// prepare writes to dir what the peer reads, from the guides at guides, an
	// upgraph content folder. It is not measured.
	prepare func(guides, dir string) error
	// command is the program and its arguments; what it writes goes to out.
	command func(dir, out string) []string
	// warm peers find the site that a run before them made.
	warm bool
	// change changes what the peer reads in between; nil for a peer that reads the
	// same again.
	change func(dir string, round int) error
}

func main() {
	sizes := flag.String("n", "100,300,1000", "numbers of releases, with commas")
	seed := flag.Uint64("seed", 1, "of the guides")
	rounds := flag.Int("rounds", 3, "runs of each program, of which the quickest counts")
	only := flag.String("peers", "", "names of peers, with commas, live for the servers; empty for all")
	bin := flag.String("bin", "bin", "folder of upgraph; other programs are in peers/ in it")
	work := flag.String("work", "", "folder for guides and sites, such as one in memory; empty for a temporary one")
	flag.Parse()
	if err := run(*sizes, *seed, *rounds, *only, *bin, *work); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(sizes string, seed uint64, rounds int, only, bin, work string) error {
	if work == "" {
		temp, err := os.MkdirTemp("", "bench-")
		if err != nil {
			return fmt.Errorf("make a folder for guides: %w", err)
		}
		defer os.RemoveAll(temp)
		work = temp
	}
	defer removeSites(work)
	bin, err := filepath.Abs(bin)
	if err != nil {
		return fmt.Errorf("find the programs: %w", err)
	}
	var tables []*table
	for _, all := range groups(bin) {
		chosen := slices.DeleteFunc(all, func(p peer) bool {
			return only != "" && !slices.Contains(strings.Split(only, ","), p.name)
		})
		if len(chosen) > 0 {
			tables = append(tables, &table{names: chosen})
		}
	}
	live := &bytes.Buffer{}
	for size := range strings.SplitSeq(sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil || n <= 0 {
			return fmt.Errorf("-n %s: %q is no number of releases", sizes, size)
		}
		guides := filepath.Join(work, "guides-"+size)
		if err := bench.Write(guides, n, seed); err != nil {
			return err
		}
		for _, t := range tables {
			results, err := measure(t.names, guides, filepath.Join(work, size), rounds)
			if err != nil {
				return err
			}
			t.add(n, results)
		}
		if only != "" && !slices.Contains(strings.Split(only, ","), "live") {
			continue
		}
		newest := ""
		for g := range bench.Guides(n, seed) {
			newest = g.Version
		}
		if err := liveTable(live, livePeers(bin), guides, filepath.Join(work, size), newest, n); err != nil {
			return err
		}
	}
	fmt.Printf("on %s\n", fileSystem(work))
	for _, t := range tables {
		if err := t.write(os.Stdout); err != nil {
			return err
		}
	}
	_, err = live.WriteTo(os.Stdout)
	return err
}
