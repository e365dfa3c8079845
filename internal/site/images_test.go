package site

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"

	"upgraph/internal/doc"
)

func TestImages(t *testing.T) {
	var drawn bytes.Buffer
	if err := png.Encode(&drawn, image.NewGray(image.Rect(0, 0, 30, 20))); err != nil {
		t.Fatal(err)
	}
	d, ds := doc.Parse("guide/plan.md", []byte("---\ntitle: Plan\n---\n\nSee ![the plan](img/plan.png) and ![logo](/logo.png).\n\n- ![far](https://example.com/x.png) ![gone](gone.png) ![out](../../etc/x.png)\n"))
	if d == nil {
		t.Fatal(ds)
	}
	in := &Input{Languages: []string{"en", "zh"}, Plain: []*Plain{{Doc: d, Language: "en", URL: "guide/plan/"}},
		Image: func(name string) ([]byte, bool) {
			return drawn.Bytes(), name == "guide/img/plan.png" || name == "static/logo.png"
		}}
	pages := render(t, in)
	var shots []string
	for name, content := range pages {
		if strings.HasPrefix(name, "a/img-") {
			shots = append(shots, name)
			if content != drawn.String() {
				t.Errorf("%s is not the picture", name)
			}
		}
	}
	if len(shots) != 1 || !strings.HasSuffix(shots[0], ".png") {
		t.Fatalf("pictures are %v, want one", shots)
	}
	page := pages["zh/guide/plan/index.html"]
	has(t, page, `src="../../../`+shots[0]+`"`, `alt="the plan"`, `src="../../../logo.png"`,
		`<a href="https://example.com/x.png">far</a>`, `gone <span class="dead">(gone.png)<`, `out <span class="dead">(../../etc/x.png)<`)
	for _, attr := range []string{`loading="lazy"`, `width="30"`, `height="20"`} {
		if !strings.Contains(page, attr) {
			t.Errorf("no %s", attr)
		}
	}
}
