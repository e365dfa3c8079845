package site

import (
	"slices"

	"upgraph/internal/search"
)

func englishSearch() searchWords {
	return searchWords{
		ResultsAtLeast: "More than %d results",
		SearchFailed:   "The search index could not be fetched.",
		NoResults:      "Nothing found.",
		SearchHelp:     "Search by version (1.0.4), build or commit, error code, flag, file or configuration key, or by words of a change. Fewer words find more.",
		SearchInstead:  "Nothing has “%s”; this is for “%s”.",
		SearchSimilar:  "No release has this version. Releases like it:",
		SearchAll:      "Show more of %d results",
		Step:           "Step",
		NoteWord:       "Note",
		Change:         "Change",
		PageWord:       "Page",
		TextWord:       "Text",
		PathWord:       "Upgrade path",
		Browse:         "Browse instead",
		NeedsScript:    "Searching needs JavaScript. The lists below lead to every release, component and error code without it.",
	}
}

func chineseSearch() searchWords {
	return searchWords{
		ResultsAtLeast: "%d 条以上结果",
		SearchFailed:   "无法获取搜索索引。",
		NoResults:      "没有找到结果。",
		SearchHelp:     "可以搜索版本（1.0.4）、构建或提交、错误码、参数、文件或配置项，也可以搜索变更中的词语。词越少，结果越多。",
		SearchInstead:  "没有“%s”，以下是“%s”的结果。",
		SearchSimilar:  "没有这个版本。相近的版本：",
		SearchAll:      "显示 %d 条结果中的更多",
		Step:           "步骤",
		NoteWord:       "注意",
		Change:         "变更",
		PageWord:       "页面",
		TextWord:       "正文",
		PathWord:       "升级路径",
		Browse:         "浏览",
		NeedsScript:    "搜索需要 JavaScript。没有它时，可以从下面的列表找到每个版本、组件和错误码。",
	}
}

// SearchEngine is the program that searches the site, with what it says in each
// language.
func SearchEngine(in *Input) (search.Engine, error) {
	var parts [3][]byte
	for i, name := range []string{"search.js", "search_page.js", "search_rare.js"} {
		var err error
		if parts[i], err = readAsset(in.Theme, name); err != nil {
			return search.Engine{}, err
		}
	}
	return search.Engine{
		Module: slices.Concat(parts[0], []byte("\n"), parts[1], []byte("\n")), Rare: parts[2],
		Say: func(language string) search.Words { return searchSays(in, language) },
	}, nil
}

func searchSays(in *Input, language string) search.Words {
	t := textFor(language)
	words := search.Words{
		"one": t.ResultCount.Of(1), "many": t.ResultCount.Other, "atleast": t.ResultsAtLeast, "none": t.NoResults, "failed": t.SearchFailed,
		"help": t.SearchHelp, "instead": t.SearchInstead, "similar": t.SearchSimilar, "all": t.SearchAll,
		"step": t.Step, "note": t.NoteWord, "change": t.Change, "page": t.PageWord, "text": t.TextWord, "path": t.PathWord,
	}
	if len(in.Products) > 1 {
		words["products"] = "1"
		for _, p := range in.Products {
			if title := p.Catalog.Product.Title; title != "" {
				words["p:"+p.Catalog.Product.ID] = title
			}
		}
	}
	return words
}
