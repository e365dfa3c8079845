package scaffold

import "testing"

// TestReplaceVersion holds that a version is replaced where it stands for
// itself only.
func TestReplaceVersion(t *testing.T) {
	for text, want := range map[string]string{
		"app_version = v1.0.5":             "app_version = v1.0.6",
		"get 1.0.5.":                       "get 1.0.6.",
		"tool-v1.0.5.tar.gz":               "tool-v1.0.6.tar.gz",
		"1.0.5, then 11.0.5 and 1.0.50":    "1.0.6, then 11.0.5 and 1.0.50",
		"2.1.0.5 and 1.0.5.1 and 1.0.5-rc": "2.1.0.5 and 1.0.5.1 and 1.0.5-rc",
		"1.0.5":                            "1.0.6",
	} {
		if got := replaceVersion(text, "1.0.5", "1.0.6"); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
