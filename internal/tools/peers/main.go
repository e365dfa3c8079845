// Command peers prints size and start of upgraph-run beside a runner of tasks
// that people use today, built on the same machine with the same flags.
//
//	peers UPGRAPH-RUN FOLDER
//
// It puts the other program into FOLDER and fails where ours takes more than
// its share.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// peer is the other program: where it comes from, and its call that does least.
const (
	peerName   = "task"
	peerModule = "github.com/go-task/task/v3/cmd/task@v3.44.1"
	peerFlag   = "--version"
)

// What we promise: bytes of our program, and our start as a share of the peer's.
const (
	mostBytes = 8 << 20
	mostShare = 0.2
	starts    = 50
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: peers UPGRAPH-RUN FOLDER")
		os.Exit(2)
	}
	if err := compare(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

func compare(ours, folder string) error {
	theirs, err := install(folder)
	if err != nil {
		return err
	}
	var a, b took
	for range starts { // in turns, so that both meet the same machine
		if err := a.start(ours, "version"); err != nil {
			return err
		}
		if err := b.start(theirs, peerFlag); err != nil {
			return err
		}
	}
	sizeA, err := size(ours)
	if err != nil {
		return err
	}
	sizeB, err := size(theirs)
	if err != nil {
		return err
	}
	wall, cpu := share(a.wall, b.wall), share(a.cpu, b.cpu)
	fmt.Printf("%-12s %10s %12s %12s\n", "", "MB", "start", "CPU time")
	fmt.Printf("%-12s %10.1f %12s %12s\n", "upgraph-run", megabytes(sizeA), median(a.wall), median(a.cpu))
	fmt.Printf("%-12s %10.1f %12s %12s\n", peerName, megabytes(sizeB), median(b.wall), median(b.cpu))
	fmt.Printf("%-12s %10.2f %12.2f %12.2f\n", "ratio", megabytes(sizeA)/megabytes(sizeB), wall, cpu)
	// The clock on the wall is everybody's; what a busy machine adds to both is
	// no fault of ours.
	if sizeA > mostBytes || min(wall, cpu) > mostShare {
		return fmt.Errorf("upgraph-run is to have at most %.1f MB and to start in at most %.1f of the time of %s",
			megabytes(mostBytes), mostShare, peerName)
	}
	return nil
}

// install builds the peer into a folder, stripped as ours is.
func install(folder string) (string, error) {
	dir, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	_, version, _ := strings.Cut(peerModule, "@")
	program := filepath.Join(dir, version, peerName)
	if _, err := os.Stat(program); err == nil {
		return program, nil
	}
	cmd := exec.Command("go", "install", "-trimpath", "-ldflags", "-s -w", peerModule)
	cmd.Env = append(os.Environ(), "GOBIN="+filepath.Dir(program), "CGO_ENABLED=0", "GOFLAGS=")
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("build %s: %w", peerModule, err)
	}
	return program, nil
}

// took is what the starts of a program took.
type took struct{ wall, cpu []time.Duration }

func (t *took) start(program, arg string) error {
	cmd := exec.Command(program, arg)
	begin := time.Now()
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s %s: %w", program, arg, err)
	}
	t.wall = append(t.wall, time.Since(begin))
	t.cpu = append(t.cpu, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime())
	return nil
}

func median(all []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[len(sorted)/2].Round(10 * time.Microsecond)
}

func share(ours, theirs []time.Duration) float64 {
	return float64(median(ours)) / float64(max(median(theirs), 1))
}

func size(program string) (int64, error) {
	st, err := os.Stat(program)
	if err != nil {
		return 0, err
	}
	return st.Size(), nil
}

func megabytes(n int64) float64 { return float64(n) / 1e6 }
