package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"upgraph/internal/build"
	"upgraph/internal/preview"
)

// lookEvery is how often serve looks for changed files. A look costs one stat
// for each file of the content folder.
const lookEvery = 300 * time.Millisecond

func serveCommand() *cobra.Command {
	var addr string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Show the site on this machine and build it again after every change",
		Long: "Serve builds the site into a temporary folder and serves it with the headers that\n" +
			"it will have in production. When a file of the content folder changes the site is\n" +
			"built again; while something is wrong the last good one stays.",
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runServe(cmd, addr) },
	}
	cmd.Flags().StringVar(&addr, "addr", "127.0.0.1:1313", "address to listen on")
	return cmd
}

func runServe(cmd *cobra.Command, addr string) error {
	dir := contentDir(cmd)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return usage(fmt.Errorf("%s is no folder; name the folder of your guides with --content", dir))
	}
	out, remove, err := build.Scratch()
	if err != nil {
		return err
	}
	defer remove()

	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("listen: %w; choose another address with --addr", err)
	}
	server := &http.Server{Handler: preview.Handler(out), ReadHeaderTimeout: 10 * time.Second}
	ctx := cmd.Context()
	go func() {
		<-ctx.Done()
		_ = server.Close() // nobody is left to be told
	}()
	fmt.Fprintf(cmd.OutOrStdout(), "http://%s/ shows %s; Ctrl-C ends\n", listener.Addr(), dir)
	go rebuild(ctx, cmd, dir, buildFlags{out: out, drafts: true, baseURL: "http://" + listener.Addr().String() + "/"})
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// rebuild builds at once and then whenever the content folder looks different.
// Build says on the terminal what is wrong; the site before stays.
func rebuild(ctx context.Context, cmd *cobra.Command, dir string, f buildFlags) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	built := ""
	for {
		if now := fingerprint(dir); now != built {
			built = now
			if err := runBuild(cmd, f); err != nil && err.Error() != "" && ctx.Err() == nil {
				fmt.Fprintf(cmd.ErrOrStderr(), "upgraph: %v\n", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// fingerprint changes when a file under dir is added, removed, renamed or
// written.
func fingerprint(dir string) string {
	var b strings.Builder
	_ = filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil // gone between listing and looking: the next look sees it
		}
		if info, err := d.Info(); err == nil && !d.IsDir() {
			fmt.Fprintf(&b, "%s %d %d\n", p, info.Size(), info.ModTime().UnixNano())
		}
		return nil
	})
	return b.String()
}
