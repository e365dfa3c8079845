package sign

import (
	"fmt"
	"time"
)

// WrongKeyError says that a signature was made with another key than the one
// it was held against. Both are ids as minisign prints them.
type WrongKeyError struct{ Want, Got string }

func (e *WrongKeyError) Error() string {
	return fmt.Sprintf("the signature is of key %s, where key %s is trusted", e.Got, e.Want)
}

// BadSignatureError says that a signature does not belong to the file, or is
// none.
type BadSignatureError struct{ Reason string }

func (e *BadSignatureError) Error() string { return "the signature is not good: " + e.Reason }

// BadCommentError says that the trusted comment was changed or makes no sense.
type BadCommentError struct{ Reason string }

func (e *BadCommentError) Error() string {
	return "the trusted comment of the signature is not good: " + e.Reason
}

// OtherFileError says that a true signature is of another file.
type OtherFileError struct{ Want, Got string }

func (e *OtherFileError) Error() string {
	return fmt.Sprintf("the signature is of %s, where %s is expected", clip(e.Got), e.Want)
}

// ExpiredError says that a signature was good until a time that has gone by.
type ExpiredError struct{ Expires time.Time }

func (e *ExpiredError) Error() string {
	return "the signature expired at " + e.Expires.UTC().Format(time.RFC3339)
}

// OlderError says that something newer was seen before. Sequence is 0 where
// the signature has none.
type OlderError struct{ Sequence, Seen int64 }

func (e *OlderError) Error() string {
	if e.Sequence == 0 {
		return fmt.Sprintf("the signature has no sequence, one with sequence %d was seen before", e.Seen)
	}
	return fmt.Sprintf("the signature has sequence %d, one with sequence %d was seen before", e.Sequence, e.Seen)
}
