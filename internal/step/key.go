package step

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// Each is the element of a key path that stands for every element of a
// sequence.
const Each = "[]"

// ParseKey splits a key path: names joined by ".", with "[]" behind a name
// whose value is a sequence. "mysql-instances[].server-id" is the three
// elements mysql-instances, [] and server-id.
func ParseKey(key string) ([]string, error) {
	if key == "" {
		return nil, errors.New("key is missing")
	}
	var path []string
	for part := range strings.SplitSeq(key, ".") {
		name, each := strings.CutSuffix(part, Each)
		if name == "" {
			return nil, fmt.Errorf("key %q has an empty name", key)
		}
		if i := strings.IndexFunc(name, notInName); i >= 0 {
			return nil, fmt.Errorf("key %q: %q cannot be part of a name", key, string([]rune(name[i:])[0]))
		}
		path = append(path, name)
		if each {
			path = append(path, Each)
		}
	}
	if path[len(path)-1] == Each {
		return nil, fmt.Errorf("key %q ends in %s and names no key", key, Each)
	}
	return path, nil
}

func notInName(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '-'
}

// inWords says a key path in English, the key itself first.
func inWords(path []string) string {
	name := path[len(path)-1]
	var parents []string
	for _, p := range path[:len(path)-1] {
		if p != Each {
			parents = append(parents, p)
		}
	}
	if len(parents) == 0 {
		return name
	}
	return name + " in " + strings.Join(parents, ".")
}
