package config

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// languages are the codes of ISO 639-1, ascending.
var languages = strings.Fields(`
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy
da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu
hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb
lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om
or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw
ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu`)

// IsLanguage reports whether s is a language code: two letters of ISO 639-1,
// and perhaps a region or a script ("pt-BR", "zh-Hant"). Not every two letters
// are a language: a product may be called dm.
func IsLanguage(s string) bool {
	code, tag, tagged := strings.Cut(s, "-")
	if _, known := slices.BinarySearch(languages, code); !known {
		return false
	}
	return !tagged || isRegion(tag)
}

func isRegion(tag string) bool {
	for i, c := range tag {
		upper := c >= 'A' && c <= 'Z'
		lower := c >= 'a' && c <= 'z'
		if len(tag) == 2 && !upper || len(tag) == 4 && !(i == 0 && upper || i > 0 && lower) {
			return false
		}
	}
	return len(tag) == 2 || len(tag) == 4
}

// languageSample is how much of a text is looked at to tell its language.
const languageSample = 64 << 10

// Language is the language of a file: the innermost folder of its path that is
// a language code, else what the letters of the text are mostly: zh, ja, ko,
// ru, or en for everything else.
func Language(path string, text []byte) string {
	folders := strings.Split(path, "/")
	for _, f := range slices.Backward(folders[:len(folders)-1]) {
		if IsLanguage(f) {
			return f
		}
	}
	return textLanguage(text)
}

// nameless is what is written in no language: addresses and code.
var nameless = regexp.MustCompile("[a-z]+://[^\\s)>]*|\\]\\([^)\n]*\\)|`[^`\n]*`")

func textLanguage(text []byte) string {
	text = text[:min(len(text), languageSample)]
	n := count(text)
	if n.foreign() == 0 {
		return "en"
	}
	n = count(nameless.ReplaceAll(text, []byte(" ")))
	// A word of a Latin script is some five letters, one of Chinese one or two;
	// technical texts are full of Latin names.
	switch {
	case n.kana*10 > n.han+n.kana && n.kana*4 > n.latin/2:
		return "ja"
	case n.han*4 > n.latin:
		return "zh"
	case n.hangul*3 > n.latin:
		return "ko"
	case n.cyrillic > n.latin:
		return "ru"
	}
	return "en"
}

// letters are how many a text has of each script.
type letters struct{ latin, han, kana, hangul, cyrillic int }

func (n letters) foreign() int { return n.han + n.kana + n.hangul + n.cyrillic }

// count counts the letters outside of fences.
func count(text []byte) (n letters) {
	fenced := false
	for line := range bytes.Lines(text) {
		if trimmed := bytes.TrimLeft(line, " >"); bytes.HasPrefix(trimmed, []byte("```")) {
			fenced = !fenced
			continue
		}
		for i := 0; i < len(line) && !fenced; {
			r, size := utf8.DecodeRune(line[i:])
			i += size
			switch {
			case r < utf8.RuneSelf:
				if unicode.IsLetter(r) {
					n.latin++
				}
			case unicode.Is(unicode.Han, r):
				n.han++
			case unicode.In(r, unicode.Hiragana, unicode.Katakana):
				n.kana++
			case unicode.Is(unicode.Hangul, r):
				n.hangul++
			case unicode.Is(unicode.Cyrillic, r):
				n.cyrillic++
			}
		}
	}
	return n
}
