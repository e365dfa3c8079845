package plan

import (
	"sync"

	"upgraph/internal/compat"
)

// Digest is the SHA-256 over what the plan does and asks: its canonical JSON
// without the members "source" and "sources", wherever they stand, and without
// "digest" and "catalog_digest" of the plan itself. So it does not change when
// lines or files of the guide move or other releases come. Anybody can take it
// again:
//
//	jq -c 'del(.digest, .catalog_digest) | walk(if type == "object" then del(.source, .sources) else . end)' | sha256sum
func Digest(p *Plan) (string, error) {
	digest, _, err := p.digest(nil)
	return digest, err
}

// digest is the digest, and a buffer to take the next one with.
func (p *Plan) digest(buffer []byte) (string, []byte, error) {
	data, err := digested().Append(buffer[:0], p)
	if err != nil {
		return "", data, err
	}
	return compat.Digest(data), data, nil
}

// digested writes what the digest is taken of.
var digested = sync.OnceValue(func() *compat.Encoder[Plan] {
	return compat.NewEncoder[Plan](func(member string, own bool) bool {
		switch member {
		case "source", "sources":
			return true
		case "digest", "catalog_digest":
			return own
		}
		return false
	})
})
