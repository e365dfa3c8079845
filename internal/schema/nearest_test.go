package schema

import (
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	names := []string{"title", "languages", "base_url", "id"}
	for word, want := range map[string]string{
		"Title": "title", "titel": "title", "language": "languages", "baseurl": "base_url", "base url": "base_url",
		"ids": "id", "xyz": "", "": "", strings.Repeat("title", 1000): "",
	} {
		if got, _ := Nearest(word, names); got != want {
			t.Errorf("%.20q: got %q, wanted %q", word, got, want)
		}
	}
}
