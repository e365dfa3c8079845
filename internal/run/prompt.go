package run

import (
	"bufio"
	"os"
	"strings"

	"upgraph/internal/term"
)

// prompt asks a person. A line is read in the background, so that a signal ends
// a question, and only when it is asked for, so that what was typed before the
// question does not answer it.
type prompt struct {
	env   *Env
	paper *term.Paper
	in    *bufio.Reader
}

type reply struct {
	text string
	err  error
}

// read shows a question and gives the answer without blanks around it. ok is
// false when the input ended; sig is the signal that came instead.
func (p *prompt) read(question string) (text string, ok bool, sig os.Signal) {
	if p.in == nil {
		p.in = bufio.NewReader(p.env.Stdin)
	}
	if p.env.Flush != nil {
		p.env.Flush()
	}
	_, _ = p.paper.W.Write([]byte(question))
	answer := make(chan reply, 1)
	go func() {
		line, err := p.in.ReadString('\n')
		answer <- reply{line, err}
	}()
	select {
	case r := <-answer:
		text = strings.TrimSpace(r.text)
		if r.err != nil && text == "" {
			p.paper.Line("")
			return "", false, nil
		}
		return text, true, nil
	case sig = <-p.env.Signals:
		p.paper.Line("")
		return "", false, sig
	}
}

func isYes(s string) bool {
	s = strings.ToLower(s)
	return s == "y" || s == "yes"
}
