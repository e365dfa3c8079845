package step

import "upgraph/internal/compat"

// lowerCommandSucceeds: the program of Argv ends with status 0.
func lowerCommandSucceeds(c compat.Check) (Probe, error) {
	if err := onlyArguments(c, "argv"); err != nil {
		return Probe{}, err
	}
	p, err := commandProbe(c)
	p.Test, p.Says = Succeeds, Command(c.Argv)+" succeeds"
	return p, err
}

// commandProbe is what questions about a program have in common.
func commandProbe(c compat.Check) (Probe, error) {
	if err := soundCommand(c.Argv); err != nil {
		return Probe{}, err
	}
	return Probe{Format: Output, Argv: c.Argv, Approved: c.IsApproved()}, nil
}
