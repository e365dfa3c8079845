package profile

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

var hanDate = regexp.MustCompile(`(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日`)

// ordinalDay is the day of "January 3rd".
var ordinalDay = regexp.MustCompile(`\b(\d{1,2})(?:st|nd|rd|th)\b`)

// dateLayouts are the ways in which guides write a day.
var dateLayouts = []string{
	"2006-01-02", "2006/01/02", "2006.01.02", "January 2, 2006", "Jan 2, 2006",
	"2 January 2006", "2 Jan 2006", "January 2 2006", "Jan 2 2006",
}

// longestDate is more than any way of writing a day takes, in bytes.
const longestDate = 64

// parseDate reads a day as YYYY-MM-DD, or gives an empty text.
func parseDate(text string) string {
	text = strings.TrimSpace(text)
	if len(text) > longestDate {
		return ""
	}
	if m := hanDate.FindStringSubmatch(text); m != nil {
		text = fmt.Sprintf("%s-%02s-%02s", m[1], pad(m[2]), pad(m[3]))
	}
	text = ordinalDay.ReplaceAllString(text, "$1")
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
