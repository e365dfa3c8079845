package schema

import "strings"

// Nearest is the name that a misspelt one most probably means: at most a third
// of its letters differ. Case, hyphens and underscores do not count.
func Nearest(word string, names []string) (string, bool) {
	if len(word) > 64 {
		return "", false
	}
	plain := strings.NewReplacer("-", "", "_", "", " ", "")
	word = plain.Replace(strings.ToLower(word))
	best, found := max(1, len(word)/3), ""
	for _, name := range names {
		if d := distance(word, plain.Replace(strings.ToLower(name))); d < best || d == best && found == "" {
			best, found = d, name
		}
	}
	return found, found != ""
}

// distance is how many letters have to be put in, left out, changed or
// exchanged with their neighbour to make b of a.
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	rows := make([][]int, len(s)+1)
	for i := range rows {
		rows[i] = make([]int, len(t)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(s); i++ {
		for j := 1; j <= len(t); j++ {
			change := 1
			if s[i-1] == t[j-1] {
				change = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+change)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(s)][len(t)]
}
