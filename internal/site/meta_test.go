package site

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var ldJSON = regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`)

// kinds are the types of the things that a page describes to machines.
func kinds(t *testing.T, name, page string) []string {
	t.Helper()
	var out []string
	for _, m := range ldJSON.FindAllStringSubmatch(page, -1) {
		var thing struct {
			Type     string `json:"@type"`
			Name     string
			Headline string
			Items    []struct{ Item string } `json:"itemListElement"`
		}
		if err := json.Unmarshal([]byte(m[1]), &thing); err != nil {
			t.Errorf("%s: %v in %s", name, err, m[1])
		}
		for _, i := range thing.Items {
			if !strings.HasPrefix(i.Item, "https://example.com/docs/") {
				t.Errorf("%s: breadcrumb leads to %q", name, i.Item)
			}
		}
		out = append(out, thing.Type)
	}
	return out
}

func TestMeta(t *testing.T) {
	in := fixture(t)
	in.BaseURL, in.EditLink = "https://example.com/docs/", "https://example.com/edit/{path}"
	pages := render(t, in)
	for name, want := range map[string][]string{
		"dm/releases/v1.0.5/index.html":       {"TechArticle", "BreadcrumbList"},
		"dm/upgrade/v1.0.1/v1.0.5/index.html": {"TechArticle", "BreadcrumbList"},
		"dm/index.html":                       {"SoftwareApplication"},
		"about/index.html":                    {"TechArticle"},
		"dm/changelog/index.html":             {"BreadcrumbList"},
	} {
		if got := kinds(t, name, pages[name]); !slices.Equal(got, want) {
			t.Errorf("%s describes %v, want %v", name, got, want)
		}
	}
	page := pages["zh/dm/releases/v1.0.5/index.html"]
	has(t, page,
		`<link rel="canonical" href="https://example.com/docs/zh/dm/releases/v1.0.5/">`,
		`hreflang="en" href="https://example.com/docs/dm/releases/v1.0.5/"`, `hreflang="zh" href="https://example.com/docs/zh/dm/releases/v1.0.5/"`,
		`hreflang="x-default" href="https://example.com/docs/dm/releases/v1.0.5/"`,
		`type="text/markdown" href="index.md"`, `type="application/atom&#43;xml"`, `property="og:type" content="article"`,
		`href="https://example.com/edit/dm/zh/v1.0.5.md"`)
}

// Words of a guide never end the element that describes the page.
// Every page says in its head what it is about, with a summary or without.
func TestEveryPageHasADescription(t *testing.T) {
	described := regexp.MustCompile(`<meta name="description" content="[^"]+">`)
	for name, page := range render(t, fixture(t)) {
		if strings.HasSuffix(name, ".html") && !described.MatchString(page) {
			t.Errorf("%s has no description", name)
		}
	}
}

func TestMetaIsInert(t *testing.T) {
	in := hostileSite(t)
	in.BaseURL = "https://example.com/docs/"
	for name, page := range render(t, in) {
		if strings.HasSuffix(name, ".html") {
			kinds(t, name, page)
		}
	}
}

func TestMarkdownCopy(t *testing.T) {
	page := `<main id="main" tabindex="-1"><nav>x</nav><h1>A <span aria-hidden="true">→</span><span class="vh">to</span> B &amp; *C*</h1>
<p>one <code>a` + "`" + `b</code> <a href="../x/">li_nk</a><br>two</p><svg><text>no</text></svg>
<ol><li><p>first</p><pre><code>x &lt; y
z</code></pre></li><li>second<ul><li>inner</li></ul></li></ol>
<ul><li><label><input type="checkbox"> <span>do it</span></label></li></ul>
<dl class="facts"><div><dt>Build</dt><dd><code>v1</code></dd></div></dl>
<div class="note warning"><p class="label">Warning</p><div class="md">mind</div></div>
<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1|2</td><td><ul><li>x</li><li>y</li></ul></td></tr></tbody></table>
<details><summary>more</summary><p>text</p></details></main>`
	want := "# A → B & \\*C\\*\n\none `` a`b `` [li\\_nk](../x/)<br>two\n\n" +
		"1. first\n\n   ```\n   x < y\n   z\n   ```\n2. second\n\n   - inner\n\n- [ ] do it\n- **Build:** `v1`\n\n> Warning\n>\n> mind\n\n" +
		"| a | b |\n| --- | --- |\n| 1\\|2 | x, y |\n\n**more**\n\ntext\n"
	var b bytes.Buffer
	if err := new(copier).page(&sheet{Buffer: bytes.NewBufferString(page)}, &b); err != nil || b.String() != want {
		t.Errorf("%v\n got %q\nwant %q", err, b.String(), want)
	}
	if err := new(copier).page(&sheet{Buffer: bytes.NewBufferString("<body>")}, &b); err == nil {
		t.Error("a page without a main part has a copy")
	}
}

// The copy beside a page holds its steps, warnings, links and commands.
func TestCopiesOfPages(t *testing.T) {
	pages := render(t, fixture(t))
	has(t, pages["dm/upgrade/v1.0.1/v1.0.5/index.md"], "# v1.0.1 → v1.0.5", "**What bites:**", "**Point of no return:**", "> ", "All tasks have been stopped",
		"[upgrade-v1.0.1-to-v1.0.5.sh](", "```\ncurl", "## 1. v1.0.1 → [v1.0.2](../../../../dm/releases/v1.0.2/)", "ansible-playbook", "## Going back")
	has(t, pages["zh/dm/releases/v1.0.5/index.md"], "# v1.0.5", "下载新版本")
	has(t, pages["llms.txt"], "# ", "/dm/upgrade/index.md", "/dm/releases/v1.0.5/index.md", "/about/index.md")
}
