package plan

import (
	"errors"
	"fmt"
	"slices"

	"upgraph/internal/compat"
	"upgraph/internal/graph"
	"upgraph/internal/step"
	"upgraph/internal/version"
)

// Exit codes of what can go wrong before a plan runs. They are those of the
// runner and of the scripts.
const (
	codeFailed = 1
	codeUsage  = 2 // a file that is no plan or no catalog
	codeNoPath = 4 // no path, a version that is not known, a path too long
	codeDigest = 9 // a plan that was changed after it was made
)

// Encode writes a plan canonically: compact JSON and a newline.
func Encode(p *Plan) ([]byte, error) {
	data, err := compat.Canonical(p)
	if err != nil {
		return nil, fmt.Errorf("encode the plan: %w", err)
	}
	return data, nil
}

// DigestError says that a plan does not have the content that its digest was
// taken of.
type DigestError struct{ Stated, Actual string }

func (e *DigestError) Error() string {
	return fmt.Sprintf("the plan was changed after it was made: it states the digest %s and has %s", e.Stated, e.Actual)
}

// Decode reads a plan strictly, as [compat.Unmarshal] does, and verifies its
// digest and that every step and check in it can be understood. The error is a
// [*compat.DecodeError] or a [*DigestError].
func Decode(data []byte) (*Plan, error) {
	p := new(Plan)
	if err := compat.Unmarshal(data, p, MaxSteps); err != nil {
		return nil, err
	}
	actual, err := Digest(p)
	if err != nil {
		return nil, &compat.DecodeError{Path: "$", Msg: err.Error()}
	}
	if actual != p.Digest {
		return nil, &DigestError{Stated: p.Digest, Actual: actual}
	}
	if err := p.validate(); err != nil {
		return nil, err
	}
	return p, nil
}

// validate holds a plan from a file against what New would have made.
func (p *Plan) validate() error {
	at := -1 // the hop so far; conditions stand before the first and behind the last
	seen := map[string]bool{}
	for i, s := range p.Steps {
		path := fmt.Sprintf("$.steps[%d]", i)
		if s.ID == "" || seen[s.ID] {
			return &compat.DecodeError{Path: path + ".id", Msg: fmt.Sprintf("%q is empty or there twice", s.ID)}
		}
		seen[s.ID] = true
		if s.Hop != nil {
			if *s.Hop < max(at, 0) || *s.Hop >= len(p.Hops) {
				return &compat.DecodeError{Path: path + ".hop", Msg: fmt.Sprintf("%d is no hop of the plan, or one that is over", *s.Hop)}
			}
			at = *s.Hop
		}
		if _, err := step.Lower(s.Catalog()); err != nil {
			return &compat.DecodeError{Path: path, Msg: err.Error()}
		}
	}
	for place, c := range p.probes {
		if _, err := step.LowerCheck(*c); err != nil {
			return &compat.DecodeError{Path: place, Msg: err.Error()}
		}
	}
	known := step.Known().Constraints
	for i, c := range p.Constraints {
		if !slices.Contains(known, c.Type) {
			return &compat.DecodeError{Path: fmt.Sprintf("$.constraints[%d].type", i), Msg: fmt.Sprintf("%q is no type that this version knows", c.Type)}
		}
	}
	if err := p.validateParameters(); err != nil {
		return err
	}
	return p.validateHops()
}

// probes gives the checks outside of steps, each with its place.
func (p *Plan) probes(yield func(string, *compat.Check) bool) {
	for i := range p.Checks {
		if !yield(fmt.Sprintf("$.checks[%d]", i), &p.Checks[i].Check) {
			return
		}
	}
	for i, r := range p.Risks {
		if r.Check != nil && !yield(fmt.Sprintf("$.risks[%d].check", i), r.Check) {
			return
		}
	}
	for i, h := range p.Hops {
		if h.Gate != nil && h.Gate.Check != nil && !yield(fmt.Sprintf("$.hops[%d].gate.check", i), h.Gate.Check) {
			return
		}
	}
}

// validateHops checks that the hops make a chain between the ends and that
// whatever names hops names those.
func (p *Plan) validateHops() error {
	at := p.From
	for i, h := range p.Hops {
		if h.From != at {
			return &compat.DecodeError{Path: fmt.Sprintf("$.hops[%d].from", i), Msg: fmt.Sprintf("is %q where the path is at %q", h.From, at)}
		}
		at = h.To
	}
	if at != p.To {
		return &compat.DecodeError{Path: "$.to", Msg: fmt.Sprintf("is %q where the path ends at %q", p.To, at)}
	}
	for i, c := range p.Checks {
		if err := p.hopsExist(fmt.Sprintf("$.checks[%d].hops", i), c.Hops); err != nil {
			return err
		}
	}
	for i, c := range p.Constraints {
		if err := p.hopsExist(fmt.Sprintf("$.constraints[%d].hops", i), c.Hops); err != nil {
			return err
		}
	}
	for i, r := range p.Risks {
		if err := p.hopsExist(fmt.Sprintf("$.risks[%d].hops", i), r.Hops); err != nil {
			return err
		}
	}
	return nil
}

func (p *Plan) hopsExist(path string, hops []int) error {
	for i, h := range hops {
		if h < 0 || h >= len(p.Hops) {
			return &compat.DecodeError{Path: fmt.Sprintf("%s[%d]", path, i), Msg: fmt.Sprintf("%d is no hop of the plan", h)}
		}
	}
	return nil
}

// Code gives the exit code for an error of this package or of those below it:
// 4 where there is no path or a version is not known, 9 for a plan that was
// changed, 2 for a file that cannot be understood, 1 for anything else and 0
// for none.
func Code(err error) int {
	if err == nil {
		return 0
	}
	if is[*graph.NoPathError](err) || is[*version.NotFoundError](err) || is[*version.AmbiguousError](err) || is[*LimitError](err) {
		return codeNoPath
	}
	if is[*DigestError](err) {
		return codeDigest
	}
	if is[*compat.DecodeError](err) || is[*compat.UnsupportedError](err) {
		return codeUsage
	}
	return codeFailed
}

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// refusal is what is printed in place of a plan.
type refusal struct {
	Error refused `json:"error"`
}

type refused struct {
	Code    int      `json:"code"`
	Message string   `json:"message"`
	Why     []string `json:"why"`
}

// EncodeError writes why there is no plan, as JSON and a newline.
func EncodeError(err error) []byte {
	r := refused{Code: Code(err)}
	r.Message, r.Why = Reasons(err)
	data, encodeErr := compat.Canonical(refusal{r})
	if encodeErr != nil { // the message quotes a name that is not UTF-8
		r.Message, r.Why = fmt.Sprintf("%+q", r.Message), nil
		data, _ = compat.Canonical(refusal{r})
	}
	return data
}
