package plan

import (
	"errors"

	"upgraph/internal/graph"
	"upgraph/internal/version"
)

// Advice is what somebody can do about an error of planning, one sentence each;
// none where there is nothing to say.
func Advice(err error) []string {
	if e, ok := errors.AsType[*version.NotFoundError](err); ok {
		return adviceUnknown(e)
	}
	if is[*version.AmbiguousError](err) {
		return []string{"give one of these"}
	}
	if is[*LimitError](err) {
		return []string{"plan a part of the way first, to a release on it"}
	}
	return nil
}

func adviceUnknown(e *version.NotFoundError) []string {
	switch {
	case e.Channel != "" || len(e.Newest) > 0:
		return []string{"name the release, so that the plan is the same tomorrow"}
	case e.Before != "" && e.After != "":
		return []string{"no build is taken for a release: where it upgrades as one of the two does, give that one"}
	case e.Before != "":
		return []string{"a newer catalog may know it"}
	case e.After != "":
		return []string{"the guides begin there: up to it, go by what was written for the versions before"}
	}
	return nil
}

// Reasons are the sentences of an error of planning: what is wrong, then why.
func Reasons(err error) (message string, why []string) {
	if e, ok := errors.AsType[*graph.NoPathError](err); ok {
		return e.Message, e.Why
	}
	return err.Error(), nil
}
