package script

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// PairName is the file name of the script from one release to another.
func PairName(from, to string) string {
	return "upgrade-" + safe(from) + "-to-" + safe(to) + ".sh"
}

// ToName is the file name of the script into a release.
func ToName(to string) string { return "upgrade-to-" + safe(to) + ".sh" }

// stateKey names the folder that records a run of a plan: same ends and same
// digest, same folder, whichever script runs it.
func stateKey(from, to, digest string) string {
	_, hash, ok := strings.Cut(digest, ":")
	if !ok {
		hash = digest
	}
	return "script-" + safe(from) + "-to-" + safe(to) + "-" + safe(hash[:min(12, len(hash))])
}

// maxNamePart keeps the names of pairs below what file systems take.
const maxNamePart = 80

// safe makes a text part of a file name: plain text stays as it is, anything
// else loses its other characters and gets a hash, so that two texts never
// share a name.
func safe(s string) string {
	if s == "" {
		return "older"
	}
	plain := strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("._+-", r) {
			return r
		}
		return '-'
	}, s)
	if plain == s && len(s) <= maxNamePart && s != "older" && !strings.Contains(s, "-to-") {
		return s
	}
	plain = strings.ReplaceAll(plain, "-to-", "-")
	sum := sha256.Sum256([]byte(s))
	return plain[:min(maxNamePart, len(plain))] + "." + hex.EncodeToString(sum[:4])
}
