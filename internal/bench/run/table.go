package main

import (
	"fmt"
	"io"
	"math"
	"text/tabwriter"
	"time"
)

// table holds the results of all sizes.
type table struct {
	names []peer
	sizes []int
	rows  [][]result // by size, then by peer
}

func (t *table) add(n int, results []result) {
	t.sizes, t.rows = append(t.sizes, n), append(t.rows, results)
}

// write prints the figures, how they compare to those of the first peer, and
// how they grow from one size to the next: with an exponent of 1 twice the
// releases need twice as much.
func (t *table) write(w io.Writer) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(out, "releases\tpeer\twall s\tuser s\tsys s\tMiB\tfiles\tKB/release\twall ×\tCPU ×\tMiB ×\twall ^\tCPU ^\t")
	for i, row := range t.rows {
		for k, r := range row {
			first := row[0]
			fmt.Fprintf(out, "%d\t%s\t%.2f\t%.2f\t%.2f\t%d\t%d\t%.1f\t%.2f\t%.2f\t%.2f\t", t.sizes[i], t.names[k].name, r.wall.Seconds(), r.user.Seconds(), r.system.Seconds(),
				r.memory>>20, r.files, float64(r.bytes)/1e3/float64(t.sizes[i]), ratio(r.wall, first.wall), ratio(r.cpu(), first.cpu()),
				float64(r.memory)/float64(first.memory))
			if i > 0 {
				before, growth := t.rows[i-1][k], math.Log(float64(t.sizes[i])/float64(t.sizes[i-1]))
				fmt.Fprintf(out, "%.2f\t%.2f\t\n", math.Log(ratio(r.wall, before.wall))/growth, math.Log(ratio(r.cpu(), before.cpu()))/growth)
			} else {
				fmt.Fprint(out, "\t\t\n")
			}
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("print the results: %w", err)
	}
	return nil
}

func ratio(a, b time.Duration) float64 { return float64(a) / float64(b) }
