package schema

import "sync"

// pathKeys say how one comes to a release and what to mind on the way.
func pathKeys() []Key {
	return []Key{
		{Name: "upgrade_from", Type: Text, Meaning: "Releases from which one may upgrade directly, where these are more than the previous one.", Example: `">=1.0.2 <1.0.5"`, Hint: "write it as >=1.0.2 <1.0.5"},
		{Name: "must_stop_at", Type: SomeTexts, Meaning: "Older releases that an upgrade to this one may not jump over.", Example: "[v1.0.3]"},
		{Name: "avoid", Type: SomeTexts, Meaning: "Older releases that a path to this one does not pass through; one may start there.", Example: "[v1.0.2]"},
		{Name: "supersedes", Type: SomeTexts, Meaning: "Checks, constraints and risks, by id, or releases with all of theirs and their notes, that need no minding before this release any more.", Example: "[obsolete-config/meta-file]"},
		{Name: "requires", Type: Maps, Meaning: "Programs that must be there, in certain versions, before each hop to this release and to later ones; what a later one says of the same program takes its place.", Keys: requireKeys(),
			Example: "\n  - {tool: ansible, command: ansible --version, pattern: \"ansible {version}\", versions: \">=2.5 <2.8\"}"},
		{Name: "checks", Type: Maps, Meaning: "Questions about the place of the upgrade that must be answered with yes.", Keys: checkKeys(true),
			Example: "\n  - {id: old-key, type: config-key-absent, when: plan, file: dm-worker.toml, format: toml, key: meta-file, text: The key meta-file is gone.}"},
		{Name: "lockstep", Type: SomeTexts, Meaning: "Components that are upgraded together.", Example: "[dmctl, DM-master, DM-worker]"},
		{Name: "risks", Type: Maps, Meaning: "Known dangers of the upgrade to this release. A risk whose check holds does not apply; else a person has to accept it.", Keys: riskKeys(),
			Example: "\n  - id: slow-relay\n    text: Relay logs of more than 1 GB make the start slow.\n    check: {type: file-exists, file: relay.small}"},
		{Name: "gate", Type: Map, Meaning: "What holds the next hop of a path back once this release is reached.", Keys: gateKeys(),
			Example: "{text: Wait until the background migration is done., wait: 30m}"},
		{Name: "rollback", Type: Text, Meaning: "What there is to say about going back. In _index.md it holds for the product; elsewhere it is a note of the release too. No path leads back, whatever it says.",
			Example: "Restore the backup; there is no way back in place."},
	}
}

// productKeys hold for every upgrade of the product.
func productKeys() []Key {
	return []Key{
		{Name: "before", Type: Maps, Meaning: "What a person sees to once, before all hops; it stands in place of what is found in the text.", Keys: conditionKeys(),
			Example: "[{id: tasks-stopped, text: Stop all tasks.}]"},
		{Name: "after", Type: Maps, Meaning: "What a person sees to once, after all hops.", Keys: conditionKeys(),
			Example: "[{id: tasks-restarted, text: Start the tasks again.}]"},
	}
}

// stepsKey says of steps of the text what the text does not.
func stepsKey() Key {
	return Key{Name: "steps", Type: Named, Meaning: "What is to be said of steps that run something, by their ids; in a file with many releases with the release before it, as in v1.0.5/2.",
		Example: "{\"2\": {idempotent: true}}", Keys: []Key{
			{Name: "idempotent", Type: Flag, Meaning: "The step may run twice.", Example: "true"},
			{Name: "verify", Type: Text, Meaning: "Command that succeeds where the step did its work.", Example: "test -e /var/lib/app/v1.0.5"},
		}}
}

// releasesKey says of single releases of a file that holds many what front
// matter says of the one in a file of its own.
func releasesKey() Key {
	keys := ReleaseKeys()
	for i := range keys {
		keys[i].Required = keys[i].Name == "version"
	}
	return Key{Name: "releases", Type: Maps, Meaning: "In a file with many releases: what is to be said of single ones, each with its version.",
		Example: "[{version: v1.0.3, status: barrier}]", Keys: keys}
}

const idPattern = `^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*$`

const idHint = "write it in letters, digits, dots, hyphens and underscores, as in old-config or v1/old-config"

func conditionKeys() []Key {
	return []Key{
		{Name: "id", Type: Text, Required: true, Meaning: "Name of the condition.", Example: "tasks-stopped", Pattern: `^[a-z][a-z0-9-]*$`, Hint: "write it in small letters, digits and hyphens, as in tasks-stopped"},
		{Name: "text", Type: Text, Required: true, Meaning: "What a person has to see to.", Example: "Stop all tasks."},
		{Name: "list_versions", Type: Flag, Meaning: "The versions of the path are listed behind the text.", Example: "true"},
	}
}

func requireKeys() []Key {
	return []Key{
		{Name: "tool", Type: Text, Required: true, Meaning: "Name of the program, which names the check.", Example: "ansible", Pattern: idPattern, Hint: idHint},
		{Name: "versions", Type: Text, Required: true, Meaning: "The versions that will do.", Example: `">=2.5 <2.8"`},
		commandKey("What prints the version, \"TOOL --version\" unless stated."),
		patternKey(),
		{Name: "text", Type: Text, Meaning: "Why, in a sentence.", Example: "The playbooks use modules that 2.8 has dropped."},
	}
}

// CheckTypes are the types of checks that front matter can state.
func CheckTypes() []string {
	return []string{"ini-key-equals", "config-key-absent", "file-contains", "file-exists", "command-succeeds", "tool-version"}
}

// CheckKeys are those of a check, the same list for all who ask.
func CheckKeys() []Key { return singleCheckKeys() }

var singleCheckKeys = sync.OnceValue(func() []Key { return checkKeys(false) })

// checkKeys are those of a check; one of a list has a name and a time.
func checkKeys(listed bool) []Key {
	keys := []Key{
		{Name: "type", Type: Text, Required: true, Meaning: "What is asked.", Example: "config-key-absent", Values: CheckTypes()},
		{Name: "file", Type: Text, Meaning: "File that is looked at; the operator may say with --file where it is.", Example: "dm-worker.toml"},
		{Name: "format", Type: Text, Meaning: "How the file is written.", Example: "toml", Values: []string{"ini", "toml", "yaml", "text"}},
		{Name: "key", Type: Text, Meaning: "Key in the file: names joined by dots, [] behind a name for each element of a list.", Example: `"mysql-instances[].server-id"`},
		{Name: "value", Type: Text, Meaning: "The value that the key must have, or the text that the file must hold.", Example: "v1.0.5"},
		commandKey("Program with its arguments, without a shell; it runs once upgraph review has approved it."),
		patternKey(),
		{Name: "versions", Type: Text, Meaning: "The versions that will do.", Example: `">=2.5 <2.8"`},
	}
	if !listed {
		return keys
	}
	return append([]Key{
		{Name: "id", Type: Text, Required: true, Meaning: "Name of the check, to waive, confirm or supersede it by.", Example: "old-key", Pattern: idPattern, Hint: idHint},
		{Name: "text", Type: Text, Meaning: "What must hold, in a sentence.", Example: "The key meta-file is gone."},
		{Name: "when", Type: Text, Meaning: "When it is asked: plan is before anything, hop before the hop to this release, after at its end. It is plan unless stated.", Example: "hop", Values: []string{"plan", "hop", "after"}},
		{Name: "lasting", Type: Flag, Meaning: "The check holds for the upgrades to all later releases too.", Example: "true"},
	}, keys...)
}

func commandKey(meaning string) Key {
	return Key{Name: "command", Type: Text, Meaning: meaning, Example: "ansible --version"}
}

func patternKey() Key {
	return Key{Name: "pattern", Type: Text, Typed: true, Meaning: "Where the version stands in what the command prints: {version} between the words around it. Without one it is the first number with a dot.",
		Example: `"ansible {version}"`, Pattern: `^[^{}]*\{version\}[^{}]*$`, Hint: `write {version} once, as in "ansible {version}"`}
}

func riskKeys() []Key {
	return []Key{
		{Name: "id", Type: Text, Required: true, Meaning: "Name of the risk, to accept or supersede it by.", Example: "slow-relay", Pattern: idPattern, Hint: idHint},
		{Name: "text", Type: Text, Required: true, Meaning: "What can happen, and to whom.", Example: "Relay logs of more than 1 GB make the start slow."},
		{Name: "url", Type: Text, Meaning: "Where more is said.", Example: "https://example.com/issues/1", Pattern: `^https?://[^ ]+$`, Hint: "write a whole address, https://…"},
		{Name: "check", Type: Map, Meaning: "What tells that the risk does not apply. Without one, or where it cannot be answered, a person has to accept the risk.", Example: "{type: file-exists, file: relay.small}", Keys: checkKeys(false)},
	}
}

func gateKeys() []Key {
	return []Key{
		{Name: "text", Type: Text, Meaning: "What is waited for; alone it is a person who says that it is done.", Example: "The background migration is done."},
		{Name: "wait", Type: Text, Meaning: "The least time between the end of this hop and the next one.", Example: "30m", Pattern: `^[1-9][0-9]{0,5}(s|m|h|d)$`, Hint: "write a number with s, m, h or d, as in 30m"},
		{Name: "check", Type: Map, Meaning: "What must hold before the next hop.", Example: "{type: file-contains, file: status.txt, value: done}", Keys: checkKeys(false)},
		commandKey("What must succeed before the next hop: a check of type command-succeeds in short."),
	}
}
