package emit

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"upgraph/internal/compat"
)

// TestRenovate reads the datasource as Renovate does: a list of releases, each
// with a version, and everything else optional and of its own type.
func TestRenovate(t *testing.T) {
	c := smallCatalog(t)
	c.Releases[0].Status = compat.Withdrawn
	done := NewLedger()
	r := renderAll(t, input(t, base, done, c), done, data())
	var got struct {
		Releases []struct {
			Version          string  `json:"version"`
			ReleaseTimestamp *string `json:"releaseTimestamp"`
			ChangelogURL     string  `json:"changelogUrl"`
			IsDeprecated     bool    `json:"isDeprecated"`
			IsStable         *bool   `json:"isStable"`
		} `json:"releases"`
		Homepage string            `json:"homepage"`
		Tags     map[string]string `json:"tags"`
	}
	if err := json.Unmarshal(r.files["v1/tool/renovate.json"], &got); err != nil {
		t.Fatal(err)
	}
	want := []struct {
		version            string
		deprecated, stable bool
		at                 string
	}{
		{"v1.0.0-rc.1", true, false, ""}, {"v1.1.0", false, true, "2024-02-03T04:05:06Z"}, {"v1.2.0", false, true, "2024-05-06T00:00:00Z"}, {"v1.3.0", false, true, ""},
	}
	if len(got.Releases) != len(want) || got.Homepage != base+"tool/" {
		t.Fatalf("%d releases of %s, want %d", len(got.Releases), got.Homepage, len(want))
	}
	if got.Tags["latest"] != "v1.3.0" || got.Tags["1"] != "v1.3.0" {
		t.Errorf("tags %v", got.Tags)
	}
	for i, w := range want {
		g := got.Releases[i]
		at := ""
		if g.ReleaseTimestamp != nil {
			at = *g.ReleaseTimestamp
			if _, err := time.Parse(time.RFC3339, at); err != nil {
				t.Error(err)
			}
		}
		if g.Version != w.version || g.IsDeprecated != w.deprecated || g.IsStable == nil || *g.IsStable != w.stable || at != w.at {
			t.Errorf("release %d is %+v at %q, want %+v", i, g, at, w)
		}
		u, err := url.Parse(g.ChangelogURL)
		if err != nil || !u.IsAbs() || !strings.HasSuffix(u.Path, "/tool/releases/"+c.Releases[i].ID+"/") {
			t.Errorf("%s: the changes are at %q", g.Version, g.ChangelogURL)
		}
	}
}

// Two builds of one version are one version to a bot.
func TestRenovateVersionOnce(t *testing.T) {
	c := smallCatalog(t)
	c.Releases[2].DeployVersion = c.Releases[1].DeployVersion
	if got := renovateProduct(c, ""); len(got.Releases) != 3 || got.Homepage != "" || got.Releases[0].ChangelogURL != "" {
		t.Errorf("%+v", got)
	}
}
