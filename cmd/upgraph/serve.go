package main

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"upgraph/internal/build"
	"upgraph/internal/diag"
	"upgraph/internal/preview"
)

// serveAddr is where serve listens when nothing else is said; where it is taken
// one of the next ports.
const serveAddr = "127.0.0.1:1313"

// nextPorts is how many ports are tried before any free one is taken.
const nextPorts = 10

func serveCommand() *cobra.Command {
	var addr string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Show the site on this machine and follow every change of the guides",
		Long: "Serve shows the site with the headers that it will have in production. It writes\n" +
			"nothing: each page is made when it is looked at. When a file of the content folder\n" +
			"changes, pages in the browser that are touched by it reload. While something is\n" +
			"wrong the last good site stays, and the pages say what is wrong and where.",
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runServe(cmd, addr) },
	}
	cmd.Flags().StringVar(&addr, "addr", "", "address to listen on (default "+serveAddr+", or the next free port)")
	return cmd
}

func runServe(cmd *cobra.Command, addr string) error {
	dir := contentDir(cmd)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return usage(fmt.Errorf("%s is no folder; %s", dir, contentHint()))
	}
	listener, err := listen(addr)
	if err != nil {
		return err
	}
	live := preview.NewLive()
	server := &http.Server{Handler: live, ReadHeaderTimeout: 10 * time.Second}
	ctx := cmd.Context()
	go func() {
		<-ctx.Done()
		_ = server.Close() // nobody is left to be told
	}()
	url := fmt.Sprintf("http://%s/", listener.Addr())
	fmt.Fprintf(cmd.OutOrStdout(), "%s shows %s; Ctrl-C ends\n", url, dir)
	collectLess(previewGC)
	shown := &screen{cmd: cmd, live: live, url: url, readings: build.NewReadings()}
	go watch(ctx, dir, shown.changed)
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// listen takes the address that was asked for, or finds a free port of this
// machine. An address without a host is this machine's alone.
func listen(addr string) (net.Listener, error) {
	asked := addr != ""
	if !asked {
		addr = serveAddr
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, usage(fmt.Errorf("--addr %q is no address such as %s", addr, serveAddr))
	}
	if host == "" {
		host = "127.0.0.1"
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(host, port))
	if first, e := strconv.Atoi(port); !asked && e == nil && errors.Is(err, syscall.EADDRINUSE) {
		for n := range nextPorts {
			if l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(first+1+n))); err == nil {
				return l, nil
			}
		}
		listener, err = net.Listen("tcp", net.JoinHostPort(host, "0"))
	}
	if err != nil {
		return nil, fmt.Errorf("listen: %w; choose another address with --addr", err)
	}
	return listener, nil
}

// faults are diagnostics for a page: with their files as the author names
// them, and with the lines.
func faults(ds []diag.Diagnostic, dir string, source func(string) []byte) []preview.Fault {
	out := []preview.Fault{}
	for i, d := range located(ds, dir) {
		out = append(out, preview.Fault{File: d.File, Line: d.Line, Column: d.Column, Severity: string(d.Severity), Code: d.Code,
			Message: d.Message, Hint: d.Hint, Source: lineOf(source(ds[i].File), d.Line)})
	}
	return out
}

// lineOf gives one line of a text, which counts them from 1.
func lineOf(text []byte, n int) string {
	i := 0
	for line := range bytes.Lines(text) {
		if i++; i == n {
			return string(bytes.TrimRight(line, "\r\n"))
		}
	}
	return ""
}
