package graph

import (
	"testing"

	"upgraph/internal/compat"
)

func catalogOf(t *testing.T, ids ...string) *compat.Catalog {
	t.Helper()
	c := &compat.Catalog{}
	for _, id := range ids {
		c.Releases = append(c.Releases, compat.Release{ID: id, Version: id})
	}
	return c
}

func TestMeant(t *testing.T) {
	catalogs := []*compat.Catalog{catalogOf(t, "v1.0.0", "v1.1.0"), catalogOf(t, "v2.0.0", "v1.1.0"), catalogOf(t, "v7.0.0")}
	for _, c := range []struct {
		releases []string
		want     int
	}{
		{nil, -1},
		{[]string{"v1.0.0", "1.1.0"}, 0},
		{[]string{"v2.0.0", "v1.1.0"}, 1},
		{[]string{"v1.1.0"}, -1},           // two know it
		{[]string{"v2.0.0", "v9.9.9"}, 1},  // the other is a mistake that the product tells
		{[]string{"v1.0.0", "v2.0.0"}, -1}, // of two products
		{[]string{"v9.9.9"}, -1},
		{[]string{"v7.0.0"}, 2},
	} {
		if got := Meant(catalogs, c.releases...); got != c.want {
			t.Errorf("Meant(%q) = %d, want %d", c.releases, got, c.want)
		}
	}
}
