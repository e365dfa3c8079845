package config

import (
	"slices"
	"strings"
	"testing"

	"upgraph/internal/diag"
	"upgraph/internal/schema"
)

// What is read of product.yaml and site.yaml are exactly the keys of their
// schemas, in every mapping.
func TestKeysAreThoseOfTheSchemas(t *testing.T) {
	site, product := schema.Site().Keys, schema.Product().Keys
	inside := func(name string) []schema.Key {
		k, ok := schema.Find(product, name)
		if !ok || len(k.Keys) == 0 {
			t.Fatalf("the schema has no keys in %s", name)
		}
		return k.Keys
	}
	loadSite := func(text string) []diag.Diagnostic { _, ds := LoadSite(tree(SiteFile, text)); return ds }
	loadProduct := func(text string) []diag.Diagnostic {
		_, ds := LoadProduct(tree("x/"+ProductFile, text), "x")
		return ds
	}
	mappings := 0
	for _, tt := range []struct {
		text string
		load func(string) []diag.Diagnostic
		want []schema.Key
	}{
		{"zzqqzz: 1\n", loadSite, site},
		{"zzqqzz: 1\n", loadProduct, product},
		{"profile: {zzqqzz: 1}\n", loadProduct, inside("profile")},
		{"channels: [{id: a, zzqqzz: 1}]\n", loadProduct, inside("channels")},
		{"parameters: [{id: a, zzqqzz: 1}]\n", loadProduct, inside("parameters")},
	} {
		i := slices.IndexFunc(tt.load(tt.text), func(d diag.Diagnostic) bool { return d.Code == "UG121" })
		if i < 0 {
			t.Errorf("%s: the unknown key is taken", tt.text)
			continue
		}
		got := strings.Split(strings.TrimPrefix(tt.load(tt.text)[i].Hint, "known keys are "), ", ")
		want := schema.Names(tt.want)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: read are %q, the schema has %q", tt.text, got, want)
		}
		mappings++
	}
	for _, k := range slices.Concat(site, product) {
		if len(k.Keys) > 0 {
			mappings--
		}
	}
	if mappings != 2 { // the two files themselves
		t.Errorf("a mapping of the schemas is not tried")
	}
}
