package run

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// blackout writes lines on and puts black bars over secrets in them.
type blackout struct {
	to      *os.File
	secrets []string
	line    []byte // that is not ended yet
}

// newBlackout knows the secrets by the names of their variables.
func newBlackout(to *os.File, names []string, getenv func(string) string) *blackout {
	b := &blackout{to: to}
	for _, n := range names {
		for line := range strings.Lines(getenv(n)) {
			if line = strings.TrimRight(line, "\r\n"); len(line) > 3 {
				b.secrets = append(b.secrets, line)
			}
		}
	}
	slices.SortFunc(b.secrets, func(x, y string) int { return len(y) - len(x) })
	return b
}

// maxHeld is how much of a line is kept back until it ends.
const maxHeld = 1 << 20

func (b *blackout) Write(p []byte) (int, error) {
	for _, c := range p {
		b.line = append(b.line, c)
		if c == '\n' || len(b.line) >= maxHeld {
			if err := b.flush(); err != nil {
				return 0, err
			}
		}
	}
	return len(p), nil
}

func (b *blackout) flush() error {
	text := string(b.line)
	b.line = b.line[:0]
	for _, s := range b.secrets {
		text = strings.ReplaceAll(text, s, "******")
	}
	if _, err := b.to.WriteString(text); err != nil {
		return fmt.Errorf("write the log: %w", err)
	}
	return nil
}
