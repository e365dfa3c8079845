package bench

import (
	"math/rand/v2"
	"strings"
)

// subjects, actions and places are what changes are about.
var (
	verbs = []string{"Fix", "Add", "Improve", "Support", "Remove", "Deprecate", "Change", "Speed up", "Fix", "Fix", "Fix", "Improve"}

	subjects = []string{
		"a panic", "a data race", "a deadlock", "a wrong checkpoint", "a leaked connection", "an endless retry", "a stale cache", "a lost heartbeat",
		"the order of statements", "the time to first row", "memory use", "the size of logs", "the message of an error", "a metric that stood still",
		"a missing index", "a duplicate entry", "a time zone that was ignored", "the check of privileges", "a filter of events", "an open file handle",
		"the default of a switch", "a slow start", "the answer to a broken pipe", "an unclear warning", "a schema that was cached too long",
	}

	situations = []string{
		"when a task is paused during the full import", "while the upstream rotates its logs", "after the leader has changed", "when two workers join at once",
		"if the disk is full", "when a column holds only empty values", "while tables are being split", "after a restart without network",
		"when more than one rule matches", "on machines with a single processor", "if the certificate is renewed in between", "when the target is read-only for a while",
		"in a cluster of one node", "when the password holds special characters", "during the first minute after a start", "if a statement is longer than a packet",
	}

	components = []string{"relayctl", "relay-master", "relay-worker", "relay-gate"}

	statements = []string{"ALTER DATABASE", "CREATE TABLE", "DROP INDEX", "RENAME TABLE", "TRUNCATE TABLE", "ADD COLUMN", "REPLACE INTO", "SHOW GRANTS"}

	parts = []string{"task", "source", "table", "filter", "route", "batch", "queue", "worker", "lease", "dump", "load", "sync", "retry", "limit", "cache",
		"safe", "mode", "max", "min", "idle", "flush", "check", "point", "event", "block", "allow", "meta", "log", "level", "dir", "timeout", "size"}

	syllables = []string{"ba", "cor", "den", "fil", "gra", "hem", "ist", "jo", "kal", "lum", "mer", "nor", "opt", "pra", "qui", "ras", "sol", "tem", "ul", "ver", "wex", "yor", "zen"}
)

// vocabulary holds made-up names, so that many guides together have a long
// tail of rare words, as real ones do.
type vocabulary struct{ names []string }

// names is how many made-up names there are.
const nameCount = 4000

func newVocabulary(seed uint64) *vocabulary {
	r := rand.New(rand.NewPCG(seed, 1<<32))
	v := &vocabulary{names: make([]string, nameCount)}
	for i := range v.names {
		var b strings.Builder
		for range 2 + r.IntN(3) {
			b.WriteString(pick(r, syllables))
		}
		v.names[i] = b.String()
	}
	return v
}

func pick(r *rand.Rand, from []string) string { return from[r.IntN(len(from))] }

// rare gives a name; some come often and most hardly ever.
func (w *writer) rare() string {
	z := w.rand.Float64()
	return w.words.names[int(z*z*z*float64(len(w.words.names)))]
}

// option is the name of a setting, such as max-idle-batch.
func (w *writer) option() string {
	n := 2 + w.rand.IntN(2)
	words := make([]string, n)
	for i := range words {
		words[i] = pick(w.rand, parts)
	}
	if w.rand.IntN(4) == 0 {
		words[n-1] = w.rare()
	}
	return strings.Join(words, "-")
}

// hex gives n hexadecimal digits.
func (w *writer) hex(n int) string {
	const digits = "0123456789abcdef"
	b := make([]byte, n)
	for i := range b {
		b[i] = digits[w.rand.IntN(16)]
	}
	return string(b)
}
