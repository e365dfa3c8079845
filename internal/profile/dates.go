package profile

import (
	"fmt"
	"strings"
	"time"

	"upgraph/internal/regexp"
)

var hanDate = regexp.MustCompile(`(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日`)

// ordinalDay is the day of "January 3rd".
var ordinalDay = regexp.MustCompile(`\b(\d{1,2})(?:st|nd|rd|th)\b`)

// dateLayouts are the ways in which guides write a day that can be read in one
// way only.
var dateLayouts = []string{
	"2006-01-02", "2006/01/02", "2006.01.02", "2006-1-2", "2006/1/2", "2006.1.2", "20060102", "January 2, 2006", "Jan 2, 2006",
	"2 January 2006", "2 Jan 2006", "January 2 2006", "Jan 2 2006", "2-Jan-2006",
}

// longestDate is more than any way of writing a day takes, in bytes.
const longestDate = 64

var (
	// dateLead is what may stand before a day.
	dateLead = regexp.MustCompile(`(?i)^(?:release(?:d|[ -]date)?(?: on)?\s*:?\s+|date:\s*|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)+`)
	// monthOnly is a date without a day.
	monthOnly = regexp.MustCompile(`(?i)^(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+\d{4}|(?:19|20)\d\d-\d\d|\d{4}\s*年\s*\d{1,2}\s*月)$`)
	// numericDay has the year last: day or month may come first.
	numericDay = regexp.MustCompile(`^(\d{1,2})([/.-])(\d{1,2})([/.-])((?:19|20)\d\d)$`)
	// openDay holds a place for a day that is not known yet.
	openDay = regexp.MustCompile(`(?i)^[y?x_\d]{4}([-/.])[m?x_\d]{2}([-/.])[d?x_\d]{2}$`)
)

// day is a date as it is written. iso is YYYY-MM-DD; it is empty where the text
// can be read as two days, which is ambiguous, and where it only holds the place
// of a day, which is open.
type day struct {
	text, iso       string
	ambiguous, open bool
}

// parseDate reads a day as YYYY-MM-DD, or gives an empty text.
func parseDate(text string) string { return readDay(text).iso }

// readDay reads a day in any of its spellings; the zero value says that the text
// is none.
func readDay(text string) day {
	text = strings.TrimSpace(text)
	if len(text) > longestDate || text == "" {
		return day{}
	}
	d := day{text: text}
	bare := dateLead.ReplaceAllString(text, "")
	if m := hanDate.FindStringSubmatch(bare); m != nil {
		bare = fmt.Sprintf("%s-%02s-%02s", m[1], pad(m[2]), pad(m[3]))
	}
	if m := numericDay.FindStringSubmatch(bare); m != nil && m[2] == m[4] {
		d.numeric(m[1], m[3], m[5])
	} else if strings.ContainsAny(bare, "yYxX?_mMdD") && openDay.MatchString(bare) {
		d.open = true
	} else {
		d.iso = layoutDay(strings.Replace(ordinalDay.ReplaceAllString(bare, "$1"), "Sept ", "Sep ", 1))
	}
	if d.iso == "" && !d.ambiguous && !d.open {
		return day{}
	}
	return d
}

// numeric reads a day and a month in either order. Where both may be the month
// and they differ, nobody can tell which it is.
func (d *day) numeric(a, b, year string) {
	dayFirst := layoutDay(year + "-" + pad(b) + "-" + pad(a))
	monthFirst := layoutDay(year + "-" + pad(a) + "-" + pad(b))
	if dayFirst != "" && monthFirst != "" && dayFirst != monthFirst {
		d.ambiguous = true
		return
	}
	d.iso = firstOf(dayFirst, monthFirst)
}

func layoutDay(text string) string {
	for _, layout := range dateLayouts {
		if day, err := time.Parse(layout, text); err == nil {
			return day.Format("2006-01-02")
		}
	}
	return ""
}

func pad(digits string) string {
	if len(digits) == 1 {
		return "0" + digits
	}
	return digits
}

// timeLayouts are the ways in which build tools print a time.
var timeLayouts = []string{
	time.RFC3339, "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05Z07:00",
	"2006-01-02 15:04:05 MST", "2006-01-02 15:04:05", "2006-01-02T15:04:05",
	"2006-01-02 03:04:05 PM", "2006-01-02 15:04",
}

// parseTime reads a build time as RFC 3339 in UTC. A time without a zone is
// UTC; a zone that is given only as an abbreviation is not guessed.
func parseTime(text string) string {
	text = strings.TrimSpace(text)
	for _, layout := range timeLayouts {
		at, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		if layout == "2006-01-02 15:04:05 MST" && !strings.HasSuffix(text, "UTC") && !strings.HasSuffix(text, "GMT") {
			return ""
		}
		return at.UTC().Format(time.RFC3339)
	}
	return ""
}
