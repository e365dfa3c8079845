package run

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"upgraph/internal/term"
)

// siteURL is the address of a built site, and the product whose catalog it
// names, if it does.
type siteURL struct {
	url     *url.URL
	product string
}

// parseSite reads the address of a site or of a compat.json in it.
func parseSite(text string) (siteURL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return siteURL{}, Fail(ExitUsage, "--catalog %s: a catalog is fetched by https (or http), or read from a file", text)
	}
	if u.RawQuery != "" || u.Fragment != "" {
		return siteURL{}, Fail(ExitUsage, "--catalog %s: the address of a site has no query and no fragment", u.Redacted())
	}
	s := siteURL{url: u}
	u.Path = strings.TrimSuffix(path.Clean("/"+u.Path), "/")
	if root, ok := strings.CutSuffix(u.Path, "/compat.json"); ok {
		product := path.Base(root)
		site, ok := strings.CutSuffix(root, "/v1/"+product)
		if !ok || !safeName.MatchString(product) {
			return siteURL{}, Fail(ExitUsage, "--catalog %s: in a site it is .../v1/PRODUCT/compat.json", u.Redacted())
		}
		u.Path, s.product = site, product
	}
	u.Path = strings.TrimSuffix(u.Path, "/"+manifestName)
	u.RawPath = ""
	return s, nil
}

// base is the address of the site, without a password.
func (s siteURL) base() string { return s.url.Redacted() + "/" }

// isHere reports whether the site is on this machine, where nobody is between.
func (s siteURL) isHere() bool {
	host := s.url.Hostname()
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// getter fetches the files of one site.
type getter struct {
	env  *Env
	site siteURL
}

// What a fetch may take. An attempt that fails for want of the network or of
// the server is made again after a pause that doubles.
const (
	fetchAttempts = 4
	fetchPause    = 500 * time.Millisecond
	fetchTime     = 2 * time.Minute  // of one attempt
	headTime      = 15 * time.Second // until the answer begins
	longestPause  = 30 * time.Second
	maxRedirects  = 5
)

// unreachable is an answer that may be another one later.
type unreachable struct {
	err   error
	after time.Duration // that the server asks for
}

func (e *unreachable) Error() string { return e.err.Error() }
func (e *unreachable) Unwrap() error { return e.err }

func (g *getter) read(name string, most int) ([]byte, error) {
	pause := fetchPause
	for attempt := 1; ; attempt++ {
		data, err := g.once(name, most)
		again, ok := errors.AsType[*unreachable](err)
		if !ok {
			return data, err
		}
		if attempt == fetchAttempts {
			return nil, Fail(ExitUsage, "fetch %s%s: %w", g.site.base(), name, again.err).
				Hinted("it was tried %d times; --offline takes what was fetched before", fetchAttempts)
		}
		select {
		case <-time.After(min(max(pause, again.after), longestPause)):
		case sig := <-g.env.Signals:
			return nil, Fail(ExitSignal(sig), "signal %s while fetching %s", nameOf(sig), name)
		}
		pause *= 2
	}
}

func (g *getter) once(name string, most int) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), fetchTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, g.site.url.JoinPath(name).String(), nil)
	if err != nil {
		return nil, Fail(ExitUsage, "fetch %s: %w", name, err)
	}
	req.Header.Set("User-Agent", "upgraph-run/"+g.env.Version)
	client := http.Client{Transport: g.env.transport(), CheckRedirect: g.redirect}
	resp, err := client.Do(req)
	if err != nil {
		if e, ok := errors.AsType[*Error](err); ok {
			return nil, e
		}
		return nil, &unreachable{err: bare(err)}
	}
	defer resp.Body.Close()
	switch code := resp.StatusCode; {
	case code == http.StatusOK:
	case code == http.StatusNotFound || code == http.StatusGone:
		return nil, fs.ErrNotExist
	case code == http.StatusTooManyRequests || code >= 500:
		return nil, &unreachable{errors.New(resp.Status), retryAfter(resp)}
	default:
		return nil, Fail(ExitUsage, "fetch %s%s: %s", g.site.base(), name, resp.Status)
	}
	if resp.ContentLength > int64(most) {
		return nil, Fail(ExitUsage, "%s%s has more than %d bytes", g.site.base(), name, most).Hinted(oversize)
	}
	data, err := limited(resp.Body, most, g.site.base()+name)
	if _, ok := errors.AsType[*Error](err); err != nil && !ok {
		return nil, &unreachable{err: err} // it broke off
	}
	return data, err
}

// redirect follows within the same scheme and host only: a site cannot hand its
// readers on to others.
func (g *getter) redirect(req *http.Request, via []*http.Request) error {
	switch {
	case len(via) >= maxRedirects:
		return Fail(ExitUntrusted, "fetch %s: it leads on and on", via[0].URL.Redacted())
	case req.URL.Scheme != via[0].URL.Scheme || !strings.EqualFold(req.URL.Host, via[0].URL.Host):
		return Fail(ExitUntrusted, "%s leads to %s, which is another place", via[0].URL.Redacted(), req.URL.Redacted()).
			Hinted("if that is the right one, name it with --catalog")
	}
	return nil
}

// bare takes the address off an error, which is said anyway.
func bare(err error) error {
	if ue, ok := errors.AsType[*url.Error](err); ok {
		if ue.Timeout() {
			return errors.New("there was no answer in time")
		}
		return ue.Err
	}
	return err
}

func retryAfter(resp *http.Response) time.Duration {
	seconds, err := strconv.Atoi(resp.Header.Get("Retry-After"))
	if err != nil || seconds < 0 {
		return 0
	}
	return time.Duration(min(seconds, 3600)) * time.Second
}

// transport is how the network is reached.
func (e *Env) transport() http.RoundTripper {
	if e.Network != nil {
		return e.Network
	}
	return &http.Transport{
		Proxy: http.ProxyFromEnvironment, DialContext: (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
		TLSHandshakeTimeout: 10 * time.Second, ResponseHeaderTimeout: headTime, DisableKeepAlives: true,
	}
}

// ShowSource says what is known of a catalog.
func ShowSource(env *Env, src *Source) { newView(env, env.Stdout).source(src) }

// Fetch says what was fetched and verified, and writes it into a file where one
// is named, for machines without a network.
func Fetch(env *Env, src *Source, out string) error {
	v := newView(env, env.Stdout)
	v.source(src)
	if src.raw.Manifest == "" {
		return Fail(ExitUsage, "%s is no site: there is nothing to carry elsewhere but the file itself", src.Origin)
	}
	if out == "" {
		return nil
	}
	data, err := src.raw.encode()
	if err != nil {
		return err
	}
	if err := SaveFile(out, data); err != nil {
		return err
	}
	v.Field(2, "written", term.Plain, fmt.Sprintf("%s, %d bytes; on the other machine: --catalog FILE", out, len(data)))
	return nil
}
