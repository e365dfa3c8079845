package main

import (
	"context"
	"fmt"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"upgraph/internal/diag"
	"upgraph/internal/profile"
)

// missingFragment looks at what changed in the repository of a content folder
// since a revision. Where something did, and neither a fragment nor a guide is
// among it, that is worth a remark, or an error where fragments are required.
func missingFragment(ctx context.Context, dir, since string, required bool) ([]diag.Diagnostic, error) {
	changed, err := changedSince(ctx, dir, since)
	if err != nil {
		return nil, err
	}
	if len(changed) == 0 || slices.ContainsFunc(changed, func(c change) bool { return c.inside && path.Ext(c.name) == ".md" && path.Base(c.name) != "README.md" }) {
		return nil, nil
	}
	severity := diag.Info
	if required {
		severity = diag.Error
	}
	return []diag.Diagnostic{{Code: "UG408", Severity: severity, Pos: diag.Pos{File: "."},
		Message: fmt.Sprintf("%s changed since %s and no fragment says what that means", count(len(changed), "file"), since),
		Hint:    "write PRODUCT/" + profile.FragmentFolder + "/NAME.md with type: and the words below, or none: with the reason why readers need not know"}}, nil
}

// change is a file that changed; inside says that it lies in the content folder,
// which its name is relative to.
type change struct {
	name   string
	inside bool
}

// changedSince lists the files that changed since a revision branched off,
// those that are not committed yet and new ones too. Removed files are left out.
func changedSince(ctx context.Context, dir, since string) ([]change, error) {
	if strings.HasPrefix(since, "-") {
		return nil, usage(fmt.Errorf("--fragment-since %q is no revision", since))
	}
	top, err := git(ctx, dir, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, err
	}
	base, err := git(ctx, dir, "merge-base", since, "HEAD")
	if err != nil {
		return nil, usage(err)
	}
	root := strings.TrimSpace(top)
	tracked, err := git(ctx, root, "diff", "--name-only", "-z", "--no-renames", "--diff-filter=d", strings.TrimSpace(base), "--")
	if err != nil {
		return nil, err
	}
	added, err := git(ctx, root, "ls-files", "-z", "--others", "--exclude-standard")
	if err != nil {
		return nil, err
	}
	content, err := filepath.Abs(dir)
	if err == nil {
		content, err = filepath.EvalSymlinks(content)
	}
	if err != nil {
		return nil, fmt.Errorf("find content folder: %w", err)
	}
	var out []change
	for name := range strings.SplitSeq(tracked+added, "\x00") {
		if name == "" {
			continue
		}
		rel, err := filepath.Rel(content, filepath.Join(root, filepath.FromSlash(name)))
		inside := err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
		if inside {
			name = filepath.ToSlash(rel)
		}
		out = append(out, change{name, inside})
	}
	return out, nil
}

// git runs git in a folder and gives what it printed.
func git(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", append([]string{"-C", dir}, args...)...)
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("ask git what changed: git %s: %w: %s", args[0], err, strings.TrimSpace(said.String()))
	}
	return string(out), nil
}
