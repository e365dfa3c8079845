package doc

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"upgraph/internal/diag"
)

// byteOrderMark is U+FEFF in UTF-8.
const byteOrderMark = "\ufeff"

// checkEncoding says what keeps source from being read as text. Errors make
// any further reading pointless; a byte order mark and lone carriage returns
// are warnings.
func checkEncoding(path string, source []byte, firstLine int) []diag.Diagnostic {
	if len(source) > maxSource {
		return []diag.Diagnostic{problem("UG206", position(path, source, maxSource, firstLine),
			fmt.Sprintf("the file has %d bytes, at most %d are read", len(source), maxSource),
			"split it into one file for each release")}
	}
	at := func(offset int) diag.Pos { return position(path, source, offset, firstLine) }
	if n := bytes.Count(source, []byte{'\n'}); n > maxLines {
		return []diag.Diagnostic{problem("UG206", diag.Pos{File: path, Line: firstLine + maxLines, Column: 1},
			fmt.Sprintf("the file has %d lines, at most %d are read", n, maxLines),
			"split it into one file for each release")}
	}
	if i := invalidUTF8(source); i >= 0 {
		return []diag.Diagnostic{problem("UG201", at(i),
			fmt.Sprintf("byte 0x%02x is no UTF-8", source[i]),
			"save the file as UTF-8")}
	}
	if i := bytes.IndexByte(source, 0); i >= 0 {
		return []diag.Diagnostic{problem("UG202", at(i),
			"NUL character", "remove it; the file may not be text at all")}
	}
	var ds []diag.Diagnostic
	if bytes.HasPrefix(source, []byte(byteOrderMark)) {
		ds = append(ds, warning("UG203", diag.Pos{File: path, Line: firstLine, Column: 1},
			"the file begins with a byte order mark, which other tools take for text",
			"save it as UTF-8 without a byte order mark"))
	}
	if i := loneReturn(source); i >= 0 {
		ds = append(ds, warning("UG204", at(i),
			"carriage return that ends no line", "end lines with a line feed, or with both"))
	}
	return ds
}

func problem(code string, pos diag.Pos, message, hint string) diag.Diagnostic {
	return diag.Diagnostic{Code: code, Severity: diag.Error, Pos: pos, Message: message, Hint: hint}
}

func warning(code string, pos diag.Pos, message, hint string) diag.Diagnostic {
	return diag.Diagnostic{Code: code, Severity: diag.Warning, Pos: pos, Message: message, Hint: hint}
}

// invalidUTF8 is the offset of the first byte that is not UTF-8, or -1.
func invalidUTF8(source []byte) int {
	if utf8.Valid(source) {
		return -1
	}
	for i := 0; i < len(source); {
		r, size := utf8.DecodeRune(source[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// loneReturn is the offset of the first carriage return without a line feed
// behind it, or -1.
func loneReturn(source []byte) int {
	for i := 0; ; i++ {
		j := bytes.IndexByte(source[i:], '\r')
		if j < 0 {
			return -1
		}
		i += j
		if i+1 == len(source) || source[i+1] != '\n' {
			return i
		}
	}
}

// position turns an offset into a line and a column in characters. Bytes that
// are no UTF-8 count one each; a byte order mark counts nothing.
func position(path string, source []byte, offset, firstLine int) diag.Pos {
	head := source[:offset]
	start := bytes.LastIndexByte(head, '\n') + 1
	line := bytes.TrimPrefix(head[start:], []byte(byteOrderMark))
	if start > 0 {
		line = head[start:]
	}
	return diag.Pos{
		File:   path,
		Line:   firstLine + bytes.Count(head, []byte{'\n'}),
		Column: utf8.RuneCount(line) + 1,
	}
}

// normalize is source as the parsers get it: no byte order mark, lines ended
// by a line feed alone, the last one too. Lines and columns stay what they are.
func normalize(source []byte) string {
	s := strings.TrimPrefix(string(source), byteOrderMark)
	if strings.Contains(s, "\r\n") {
		s = strings.ReplaceAll(s, "\r\n", "\n")
	}
	if s != "" && !strings.HasSuffix(s, "\n") {
		s += "\n"
	}
	return s
}
