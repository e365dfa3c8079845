package run

import (
	"bufio"
	"os"
	"strings"
)

// prompt asks a person. Lines are read in the background, so that a signal ends
// a question.
type prompt struct {
	env   *Env
	paper *paper
	lines chan string
}

// read shows a question and gives the answer without blanks around it. ok is
// false when the input ended; sig is the signal that came instead.
func (p *prompt) read(question string) (text string, ok bool, sig os.Signal) {
	if p.lines == nil {
		p.lines = make(chan string)
		go p.scan()
	}
	_, _ = p.paper.w.Write([]byte(question))
	select {
	case text, ok = <-p.lines:
		return strings.TrimSpace(text), ok, nil
	case sig = <-p.env.Signals:
		p.paper.line("")
		return "", false, sig
	}
}

func (p *prompt) scan() {
	defer close(p.lines)
	in := bufio.NewScanner(p.env.Stdin)
	for in.Scan() {
		p.lines <- in.Text()
	}
}

func isYes(s string) bool {
	s = strings.ToLower(s)
	return s == "y" || s == "yes"
}
