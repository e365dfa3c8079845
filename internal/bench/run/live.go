package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// livePeer is a program that shows a site while its guides are written.
type livePeer struct {
	name    string
	prepare func(guides, dir string) error
	// command serves the site of dir at a port of this machine.
	command func(dir, port string) []string
	// guide is the file of a release below dir, page where it is shown.
	guide, page func(version string) string
}

// livePeers are what is measured, the yardstick first.
func livePeers(bin string) []livePeer {
	dashed := func(version string) string { return strings.ReplaceAll(version, ".", "-") }
	return []livePeer{
		{
			name: "hugo", prepare: hugoSite,
			command: func(dir, port string) []string {
				return []string{filepath.Join(bin, "peers", "hugo"), "server", "--renderToMemory", "--source", dir, "--port", port}
			},
			guide: func(v string) string { return filepath.Join("content", "posts", dashed(v)+".md") },
			page:  func(v string) string { return "/posts/" + dashed(v) + "/" },
		},
		{
			name: "upgraph", prepare: linked,
			command: func(dir, port string) []string {
				return []string{filepath.Join(bin, "upgraph"), "serve", "--content", dir, "--addr", "127.0.0.1:" + port}
			},
			guide: func(v string) string { return filepath.Join("relay", "en", v+".md") },
			page:  func(v string) string { return "/relay/releases/" + v + "/" },
		},
	}
}

const (
	// lives is how often a guide is saved.
	lives = 10
	// calm is how long a server is left alone before and after each change.
	calm = time.Second
	// longest is how long a server may take to begin, and patience a change: one
	// that is missed counts as that.
	longest  = 5 * time.Minute
	patience = 20 * time.Second
)

// liveTable prints how long it takes from a saved guide to its page.
func liveTable(w io.Writer, peers []livePeer, guides, dir, version string, n int) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(out, "releases\tserver\tsaved to served, median ms\tleast ms\t")
	for _, p := range peers {
		took, err := p.measure(guides, filepath.Join(dir, "live-"+p.name), version)
		if err != nil {
			return fmt.Errorf("serve with %s: %w", p.name, err)
		}
		fmt.Fprintf(out, "%d\t%s\t%d\t%d\t\n", n, p.name, took[len(took)/2].Milliseconds(), took[0].Milliseconds())
	}
	return out.Flush()
}

// measure saves a guide again and again and asks for its page until the new text
// is on it. The shortest time is first.
func (p livePeer) measure(guides, dir, version string) (took []time.Duration, err error) {
	if err := p.prepare(guides, dir); err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	command := p.command(dir, port)
	server := exec.Command(command[0], command[1:]...)
	if err := server.Start(); err != nil {
		return nil, fmt.Errorf("start %v: %w", command, err)
	}
	defer func() {
		_ = server.Process.Kill()
		_ = server.Wait() // killed
	}()
	name, url := filepath.Join(dir, p.guide(version)), "http://127.0.0.1:"+port+p.page(version)
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read a guide: %w", err)
	}
	defer func() { _ = os.WriteFile(name, text, 0o644) }() // other peers read it too
	if until(url, version, longest) >= longest {
		return nil, fmt.Errorf("%s did not come", url)
	}
	for i := range lives {
		time.Sleep(calm)
		mark := fmt.Sprintf("Saved for the %dth time.", i)
		if err := os.WriteFile(name, fmt.Appendf(nil, "%s\n%s\n", text, mark), 0o644); err != nil {
			return nil, fmt.Errorf("save a guide: %w", err)
		}
		took = append(took, until(url, mark, patience))
	}
	slices.Sort(took)
	return took, nil
}

// until asks for a page until a text is on it, or so long.
func until(url, text string, most time.Duration) time.Duration {
	for start := time.Now(); time.Since(start) < most; time.Sleep(2 * time.Millisecond) {
		resp, err := http.Get(url)
		if err != nil {
			continue // it does not listen yet
		}
		page, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err == nil && bytes.Contains(page, []byte(text)) {
			return min(time.Since(start), most)
		}
	}
	return most
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}
