package build

import "testing"

// TestNameOfAProduct holds what a product is called after the title of its only
// document.
func TestNameOfAProduct(t *testing.T) {
	for title, want := range map[string]string{
		"Changelog":               "",
		"Tool changelog":          "Tool",
		"Tool - Change Log":       "Tool",
		"Changelog for Tool v1.2": "Tool v1.2",
		"CHANGELOG for 6.3.x":     "",
		"Pre-10.0 Changelog":      "",
		"Upgrade Tool":            "Upgrade Tool",
		"2048":                    "2048",
		"Tool 更新日志":               "Tool",
	} {
		if got := named(title); got != want {
			t.Errorf("%q is the product %q, want %q", title, got, want)
		}
	}
}
