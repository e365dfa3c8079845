package build

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// TestFiles holds that pictures which are not there and files which are not
// published are told where they are named.
func TestFiles(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	root := fstest.MapFS{
		"p/v1.0.0.md": file("# v1.0.0\n\n- Added ![a](there.png) ![b](gone.png) ![c](https://example.com/c.png)\n\n| a |\n|---|\n| ![d](/gone.png) [e](data.csv) |\n\n" +
			"[f](/table.csv), [g](nowhere.csv), [h](v1.0.0.md), ![i](data.csv), ![j](/there.png), [k](sub)\n"),
		"p/there.png": file("x"), "p/data.csv": file("x"), "p/sub/x.csv": file("x"), "static/table.csv": file("x"), "static/there.png": file("x"),
	}
	var got []string
	for _, d := range Load(root, Options{Name: "x", Generator: "test", Once: true}).Diagnostics {
		if d.Code == "UG411" {
			got = append(got, fmt.Sprintf("%d:%d %s", d.Line, d.Column, strings.Fields(d.Message)[0]))
		}
	}
	slices.Sort(got)
	if want := []string{"3:25 there", "7:19 p/data.csv", "7:3 there", "9:52 p/data.csv"}; !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}
