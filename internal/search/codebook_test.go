package search

import (
	"fmt"
	"strings"
	"testing"
)

// decoded is what the engine makes of a text with signs.
func (b *codebook) decoded(text []byte) string {
	phrases := strings.Split(b.bySign, "\x7f")
	var out strings.Builder
	for _, r := range string(text) {
		if int(r) < len(phrases) && phrases[r] != "" {
			out.WriteString(phrases[r])
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// proseOf are entries that say much alike, with characters that signs must not
// stand for.
func proseOf(texts ...string) []Entry {
	var out []Entry
	for i := range 400 {
		text := texts[i%len(texts)]
		id := fmt.Sprintf("v%d.0", i)
		out = append(out, Entry{Language: "en", Kind: "text", Product: "dm", Release: id, SortKey: fmt.Sprintf("%06d", i), Title: "Größe", URL: "dm/releases/" + id + "/#é",
			Text: fmt.Sprintf(text+" w%dx", i)})
	}
	return out
}

var odd = []string{
	"Der Wärmezähler übergibt die größte Änderung an den nächsten Läufer \u0085 \u00a0 é è ê",
	"Обновление требует остановки всех узлов кластера перед запуском",
	"\u212bngström and Å, İstanbul; ＡＢＣ are narrowed, ǅ too",
	"升级之前必须停止所有组件，否则可能出错",
	"the settings \x7f of a relay \x01 are read \t when more than one rule matches",
}

// A text is the same again after its phrases became signs, whatever it holds.
func TestSignsStandForPhrases(t *testing.T) {
	entries := proseOf(odd...)
	var ps []*Entry
	for i := range entries {
		ps = append(ps, &entries[i])
	}
	b := newCodebook(ps)
	if len(b.phrases) < 5 {
		t.Errorf("only %d phrases: %q", len(b.phrases), b.phrases)
	}
	for _, e := range entries {
		text := strings.ReplaceAll(line(e.Text), "\x7f", "")
		packed := b.encode(nil, text)
		if got := b.decoded(packed); got != text {
			t.Fatalf("%q became %q", text, got)
		}
		if len(packed) > len(text) {
			t.Errorf("%q takes %d bytes instead of %d", text, len(packed), len(text))
		}
	}
}

// Pieces of a text are all of it however they are joined, and none that are often
// beside each other are left.
func TestNeighboursAreJoined(t *testing.T) {
	s := &sampler{ids: map[string]int32{}, pairs: map[pair]int32{}}
	var texts []string
	var starts []int
	for _, e := range proseOf(append(odd, "", "a a a a a a a a", "--flag=--flag")...) {
		texts, starts = append(texts, e.Text), append(starts, len(s.places))
		s.split(e.Text)
	}
	s.joinAll()
	counts := map[pair]int{}
	for i, text := range texts {
		got, last := "", none
		for at := starts[i]; text != "" && at != none; at = int(s.places[at].right) {
			piece := int(s.places[at].piece)
			if last != none {
				counts[pair{int32(last), int32(piece)}]++
			}
			last = piece
			got += s.pieces[last]
		}
		if got != text {
			t.Fatalf("%q became %q", text, got)
		}
	}
	for p, n := range counts {
		if n >= seldom && len(s.pieces[p.a])+len(s.pieces[p.b]) <= longest {
			t.Errorf("%q and %q are %d times beside each other", s.pieces[p.a], s.pieces[p.b], n)
		}
	}
}

// What the engine shows is what the author wrote, and it is found by its words.
func TestOddTextsAreShown(t *testing.T) {
	dir := indexFolder(t, proseOf(odd...))
	queries := map[string]int{"w0x": 0, "w1x": 1, "w2x": 2, "w3x": 3, "wärmezähler w5x": 5, "кластера w6x": 6, "ångström w7x": 7, "组件 w8x": 8, "v9.0 w9x": 9}
	for q, i := range queries {
		a := ask(t, dir, q)[0]
		want := fmt.Sprintf("%s w%dx", line(odd[i%len(odd)]), i)
		if len(a.Results) == 0 || a.Results[0].Body != want || a.Results[0].Title != "Größe" || a.Results[0].URL != fmt.Sprintf("dm/releases/v%d.0/#é", i) {
			t.Errorf("%q finds %.1v, want %q", q, a.Results, want)
		}
	}
}

// An entry that fits into no slot takes no other's place.
func TestEntriesThatAreTooLong(t *testing.T) {
	entries := guides(40)
	var long strings.Builder
	for i := range 900 {
		long.WriteString(commit(i * 31)[:10])
	}
	entries = append(entries, Entry{Language: "en", Kind: "page", Title: "marathon " + long.String(), Text: "sprint " + long.String(), URL: long.String() + "/#" + long.String()})
	dir := indexFolder(t, entries)
	for q, url := range map[string]string{"marathon": "", "sprint": "", "v0.0.1": "dm/releases/v0.0.1/", "9003": "dm/releases/v0.0.3/#c1"} {
		if a := ask(t, dir, q)[0]; len(a.Results) == 0 || a.URLs()[0] != url {
			t.Errorf("%q finds %.1v, want %q", q, a.URLs(), url)
		}
	}
}

// A version and a word with a digit are answered by what is shown of the release
// alone; where that is cut off, the rest is asked for later.
func TestWordsOfARelease(t *testing.T) {
	entries := guides(310) // of so many, all that is shown of v1.0.4 lies in one piece
	for i := range entries {
		if entries[i].Release == "v1.0.4" && entries[i].Kind == "release" {
			entries = append(entries, Entry{Language: "en", Kind: "text", Product: "dm", Release: "v1.0.4", SortKey: entries[i].SortKey, URL: "dm/releases/v1.0.4/#long",
				Text: strings.Repeat("and so on ", 30) + "until 9104 again"})
		}
	}
	dir := indexFolder(t, entries)
	for _, a := range ask(t, dir, "v1.0.4 9104", "9104 v1.0.4", "1.0.4 error 9104", "v1.0.3 9103", "v1.0.3 9104") {
		v := "v1.0.4"
		if strings.Contains(a.Query, "1.0.3") {
			v = "v1.0.3"
		}
		want := "dm/releases/" + v + "/#c1"
		if a.Query == "v1.0.3 9104" { // nothing has both
			want = "dm/releases/v1.0.3/"
		}
		if len(a.URLs()) == 0 || a.URLs()[0] != want {
			t.Errorf("%q finds %.3v first, want %s", a.Query, a.URLs(), want)
		}
		if a.Query != "v1.0.3 9104" && a.Requests != 3 {
			t.Errorf("%q took %d requests, want 3", a.Query, a.Requests)
		}
		if rest := strings.HasPrefix(a.Query, "v1.0.4"); rest && (a.Total != 1 || !a.More || a.Rest != 2) {
			t.Errorf("%q finds %d (more %t), and %d in the end; want 1, true, 2", a.Query, a.Total, a.More, a.Rest)
		}
	}
}

// No mix of kinds and weights, and no number of entries, makes a term that takes
// more than a piece.
func TestTermsThatAreTooLong(t *testing.T) {
	const all = 1 << 20
	l := &lister{signs: make([]uint8, (best+1)<<kindBits), kinds: make([]uint8, all), spans: make([]uint32, all)}
	for i := range l.signs {
		l.signs[i] = uint8(len(l.signs) - i)
	}
	mixed := make([]posting, headSize+headSize/4)
	for i := range mixed {
		doc := uint32(i * (all / len(mixed)))
		l.kinds[doc], l.spans[doc] = uint8(i%len(kinds)), all
		mixed[i] = newPosting(doc, uint32(best-i%2*(best-1)))
	}
	many := make([]posting, all)
	for i := range many {
		many[i] = newPosting(uint32(i), 1)
	}
	terms := []term{{Tag("component", "worker"), many}, {"a" + strings.Repeat("\U0010fffd", 39), mixed}, {"b", mixed[:9]}}
	d := &dictionary{lists: l, book: newCodebook(nil), older: map[string][][5]int{}}
	d.add(terms)
	pack("t", d.pieces)
	for i, p := range d.pieces {
		if len(p) > slotSize {
			t.Errorf("piece %d takes %d bytes", i, len(p))
		}
	}
	if tails := d.older[terms[0].text]; len(tails) == 0 || len(tails) > maxTails || len(terms[0].postings) != all {
		t.Errorf("%d entries are in %d pieces of older ones, want all in 1 to %d", len(terms[0].postings), len(tails), maxTails)
	}
	if n := len(terms[1].postings); n == len(mixed) || n < len(mixed)/2 {
		t.Errorf("%d of %d entries of a term made to harm are left", n, len(mixed))
	}
}
