package step

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"upgraph/internal/compat"
	"upgraph/internal/version"
)

// Placeholder stands for the version in a pattern.
const Placeholder = "{version}"

// maxPattern bounds a pattern: it is a few words of what a program prints.
const maxPattern = 200

// lowerToolVersion: the program of Argv prints a version that will do.
func lowerToolVersion(c compat.Check) (Probe, error) {
	if err := onlyArguments(c, "argv", "pattern", "versions"); err != nil {
		return Probe{}, err
	}
	p, err := commandProbe(c)
	if err != nil {
		return Probe{}, err
	}
	if c.Pattern != "" && (strings.Count(c.Pattern, Placeholder) != 1 || strings.ContainsFunc(c.Pattern, unicode.IsControl) || len(c.Pattern) > maxPattern) {
		return Probe{}, fmt.Errorf("pattern does not hold %s once, on one line", Placeholder)
	}
	if len(c.Versions) == 0 {
		return Probe{}, errors.New("versions is missing")
	}
	var says []string
	for _, i := range c.Versions {
		span := version.Span{Low: i.Introduced, Below: i.Fixed, Last: i.LastAffected}
		for _, end := range []string{span.Low, span.Below, span.Last} {
			if _, ok := version.ParseNumbers(end); !ok && (end != "" || end == span.Low) || strings.HasPrefix(end, "v") {
				return Probe{}, fmt.Errorf("versions holds %q, which is no version of numbers and dots", end)
			}
		}
		p.Versions = append(p.Versions, span)
		says = append(says, span.String())
	}
	p.Test, p.Want = VersionIn, c.Pattern
	p.Says = Command(c.Argv) + " prints a version " + strings.Join(says, " or ")
	return p, nil
}
