package run

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"upgraph/internal/compat"
	"upgraph/internal/plan"
)

// identifyVectors is a file that implementations in other languages read too.
type identifyVectors struct {
	About  string `json:"about"`
	Builds Builds `json:"builds"`
	Cases  []struct {
		Name    string
		Outputs []struct{ Name, Host, Text string }
		Want    struct {
			State      ClusterState
			Version    string
			Components []struct{ Host, Component, Release string }
			Remains    []string
			Silent     []string
			NotAsked   []string `json:"not_asked"`
		}
	}
}

func vectors(t *testing.T) identifyVectors {
	t.Helper()
	data, err := os.ReadFile("testdata/identify.json")
	if err != nil {
		t.Fatal(err)
	}
	var v identifyVectors
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestIdentifyVectors(t *testing.T) {
	v := vectors(t)
	if len(v.Cases) < 60 {
		t.Fatalf("there are only %d cases", len(v.Cases))
	}
	for _, c := range v.Cases {
		t.Run(c.Name, func(t *testing.T) {
			var outputs []Output
			for _, o := range c.Outputs {
				outputs = append(outputs, Output{Name: o.Name, Host: o.Host, Text: []byte(o.Text)})
			}
			id := v.Builds.Identify(outputs)
			if id.State != c.Want.State || id.Version != c.Want.Version {
				t.Errorf("the cluster is %s at %q, want %s at %q", id.State, id.Version, c.Want.State, c.Want.Version)
			}
			var got, want []string
			for _, s := range id.Seen {
				got = append(got, s.Host+"|"+s.Component+"|"+s.Release)
			}
			for _, s := range c.Want.Components {
				want = append(want, s.Host+"|"+s.Component+"|"+s.Release)
			}
			var silent []string
			for _, s := range id.Silent {
				silent = append(silent, s.Host)
			}
			for _, p := range []struct {
				what      string
				got, want []string
			}{{"components", got, want}, {"remains", id.Remains, c.Want.Remains}, {"silent", silent, c.Want.Silent}, {"not asked", id.NotAsked, c.Want.NotAsked}} {
				if !slices.Equal(p.got, p.want) {
					t.Errorf("%s: %q, want %q", p.what, p.got, p.want)
				}
			}
		})
	}
}

// clusterState is a made cluster: what its hosts print and what is to be said
// about it.
type clusterState struct {
	kind string
	text string
	want ClusterState
	from string // what --from says
}

// makeCluster prints three to six hosts with a tool of its own choice.
func makeCluster(b Builds, r *rand.Rand) clusterState {
	styles := []func(host string, lines []string) string{
		func(h string, l []string) string { return "== " + h + " ==\n" + strings.Join(l, "\n") + "\n" },
		func(h string, l []string) string {
			return h + " | CHANGED | rc=0 >>\n" + strings.Join(l, "\n") + "\n\n"
		},
		func(h string, l []string) string { return h + ": " + strings.Join(l, "\n"+h+": ") + "\n" },
		func(h string, l []string) string {
			return h + " | SUCCESS | rc=0 | (stdout) " + strings.Join(l, `\n`) + "\n"
		},
	}
	style := styles[r.IntN(len(styles))]
	n := 3 + r.IntN(4)
	at := make([]int, n) // the release of each host
	home := r.IntN(len(b.Releases) - 2)
	for i := range at {
		at[i] = home
	}
	c := clusterState{want: Consistent, from: b.Releases[home].ID}
	odd := 1 + r.IntN(n-1)
	lines := func(k Build) []string {
		return []string{"Release Version: " + k.Build, "Git Commit Hash: " + k.Commit, "Go Version: go version go1.13 linux/amd64"}
	}
	alien := []string{"/bin/sh: 1: not found", "Connection refused by 10.0.0.9 port 22"}
	switch kinds := []string{"right", "wrong start", "half done", "mixed", "unknown build", "alien output"}; kinds[r.IntN(len(kinds))] {
	case "right":
		c.kind = "right"
	case "wrong start":
		c.kind, c.from = "wrong start", b.Releases[home+1].ID
	case "half done":
		c.kind, c.want = "half done", HalfDone
		at[odd] = home + 1
	case "mixed":
		c.kind, c.want = "mixed", Mixed
		at[odd] = home + 2
	case "unknown build":
		c.kind, c.want = "unknown build", Unclear
		at[odd] = -1 - r.IntN(3)
	case "alien output":
		c.kind, c.want = "alien output", Unclear
		at[odd] = -9
	}
	var text strings.Builder
	for i, a := range at {
		host := fmt.Sprintf("10.0.0.%d", i+1)
		k := b.Releases[max(a, 0)]
		switch a {
		case -1:
			k.Commit = strings.Repeat("f", 40)
		case -2:
			k.Build, k.Commit = k.Build+"-dirty", ""
		case -3:
			k = Build{Build: "v1.0.9", Commit: strings.Repeat("9", 40)}
		case -9:
			text.WriteString(style(host, alien[r.IntN(2):][:1]))
			continue
		}
		text.WriteString(style(host, lines(k)))
	}
	c.text = text.String()
	return c
}

// Each of 100 clusters is told for what it is, and none that is not all at
// --from passes apply.
func TestHundredClusters(t *testing.T) {
	b := newBench(t)
	v := vectors(t)
	r := rand.New(rand.NewPCG(1, 2))
	p := planOf(t, guide(t, []compat.Step{execStep("1", "true")}))
	kinds := map[string]int{}
	outputs := filepath.Join(b.dir, "outputs")
	for i := range 100 {
		c := makeCluster(v.Builds, r)
		kinds[c.kind]++
		id := v.Builds.Identify([]Output{{Name: "o", Text: []byte(c.text)}})
		if id.State != c.want {
			t.Errorf("%s: the cluster is %s, want %s\n%s", c.kind, id.State, c.want, c.text)
		}
		if err := os.WriteFile(outputs, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		var err error
		here := *p
		here.From, here.Hops = c.from, slices.Clone(p.Hops)
		here.Hops[0].From = c.from
		if here.Digest, err = plan.Digest(&here); err != nil {
			t.Fatal(err)
		}
		env, out := b.env()
		env.Host = &fakeHost{}
		o := b.options()
		o.Identify = &Identifying{Paths: []string{outputs}, Builds: v.Builds}
		o.Waive, o.Reason = []string{identifyID + "/v1.1.0"}, "the outputs are of before"
		err = Apply(env, &here, fmt.Sprintf("c%d", i), o)
		if passed := c.kind == "right"; (err == nil) != passed || !passed && CodeOf(err) != ExitCheck {
			t.Errorf("%s: apply ends with %d (%v)\n%s", c.kind, CodeOf(err), err, out)
		}
	}
	t.Logf("100 clusters: %v", kinds)
	if len(kinds) != 6 {
		t.Errorf("only %d kinds of clusters were made", len(kinds))
	}
}

// After a hop the cluster has to be where the hop leads to, or the run stops.
func TestLockstepIsHeldAfterEachHop(t *testing.T) {
	b := newBench(t)
	file := filepath.Join(b.dir, "outputs")
	write := func(versions ...string) {
		var text strings.Builder
		for i, v := range versions {
			fmt.Fprintf(&text, "== db%d ==\nRelease Version: %s\n", i, v)
		}
		if err := os.WriteFile(file, []byte(text.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c := guide(t, []compat.Step{execStep("1", "record", "one")}, []compat.Step{execStep("1", "record", "two")})
	p := planOf(t, c)
	write("v1.0.0", "v1.0.0")
	out, err := b.apply(p, func(_ *Env, o *Options) {
		o.Identify = &Identifying{Paths: []string{file}, Builds: BuildsOf(c)}
	})
	wantCode(t, err, ExitCheck)
	if !strings.Contains(out, "identify/v1.1.0") {
		t.Errorf("the stop does not name what it waits for:\n%s", out)
	}
	write("v1.1.0", "v1.0.0")
	_, err = b.resume(p, nil)
	wantCode(t, err, ExitCheck)
	b.wantRecorded("one")
	write("v1.1.0", "v1.1.0")
	_, err = b.resume(p, nil)
	wantCode(t, err, ExitCheck) // of the second hop
	b.wantRecorded("one", "two")
	write("v1.2.0", "v1.2.0")
	_, err = b.resume(p, nil)
	wantCode(t, err, ExitOK)
}

func TestHostileOutputs(t *testing.T) {
	b := vectors(t).Builds
	for _, text := range []string{"\x00", "\xff\xfe", strings.Repeat("Release Version: x\n", 2000), "Release Version:", "== ==\n==\n[]\n:\n",
		"\x1b]0;x\aRelease Version: v1.0.5\n", strings.Repeat("a", 1<<20), "db1: " + strings.Repeat("=", 5000)} {
		id := b.Identify([]Output{{Name: "o", Text: []byte(text)}})
		env, _ := (&bench{t: t}).env()
		_ = ShowIdentity(env, id, false)
		if id.State == Consistent && !strings.Contains(text, "v1.0.5") {
			t.Errorf("%.40q is taken for a cluster at %s", text, id.Version)
		}
	}
}

func FuzzIdentify(f *testing.F) {
	f.Add("== db1 ==\nRelease Version: v1.0.5\nGit Commit Hash: a8e9f53f91e29756b09a22cdc37a6a6efcdfe55b\n")
	f.Add("db1 | SUCCESS => {\"stdout\": \"Release Version: v1.0.5\\nGo Version: x\"}")
	b := Builds{Product: "dm", Components: []string{"dmctl", "DM-worker"}, Releases: []Build{{ID: "v1.0.5"}}}
	f.Fuzz(func(t *testing.T, text string) {
		id := b.Identify([]Output{{Name: "o", Text: []byte(text)}})
		if len(id.Seen)+len(id.Silent) == 0 {
			t.Errorf("nothing is said about %q", text)
		}
		if id.State == Consistent && !strings.Contains(strings.ToLower(text), "1.0.5") {
			t.Errorf("%q is at %s", text, id.Version)
		}
	})
}
