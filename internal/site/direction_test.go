package site

import (
	"strings"
	"testing"

	"upgraph/internal/doc"
)

func TestTextFromRightToLeft(t *testing.T) {
	in := fixture(t)
	d, _ := doc.Parse("rtl.md", []byte("# \u062f\u0644\u064a\u0644\n\n\u0647\u0630\u0627 \u0646\u0635 `code`.\n"))
	in.Plain = append(in.Plain, &Plain{Doc: d, Language: "en", URL: "rtl/"})
	pages := render(t, in)
	if page := pages["rtl/index.html"]; !strings.Contains(page, `<div dir="rtl">`) || strings.Contains(page, `<html lang="en" dir`) {
		t.Error("a page of Arabic text is not shown from right to left, or what stands around it is")
	}
	if strings.Contains(pages["about/index.html"], "dir=") {
		t.Error("a page of English text has a direction")
	}
	in = fixture(t)
	in.Languages, in.Plain = []string{"ar"}, nil
	if page := render(t, in)["dm/index.html"]; !strings.Contains(page, `<html lang="ar" dir="rtl"`) {
		t.Errorf("a site in Arabic is not shown from right to left: %.300s", page)
	}
}
