package colour

import (
	"strings"

	"github.com/alecthomas/chroma/v2"
)

var sqlWords = setOf(`ADD ALL ALTER ANALYZE AND AS ASC BEGIN BETWEEN BY CASCADE CASE CHANGE COLUMN COMMIT CONSTRAINT CREATE CROSS DATABASE DATABASES
	DEFAULT DELETE DESC DESCRIBE DISTINCT DROP ELSE END EXECUTE EXISTS EXPLAIN FLUSH FOREIGN FROM FULL FUNCTION GLOBAL GRANT GROUP HAVING
	IDENTIFIED IF IN INDEX INNER INSERT INTERVAL INTO IS JOIN KEY LEFT LIKE LIMIT LOCK MODIFY NOT NULL OFFSET ON OR ORDER OUTER PRIMARY
	PRIVILEGES PROCEDURE REFERENCES RENAME REPLACE REVOKE RIGHT ROLLBACK SCHEMA SELECT SESSION SET SHOW TABLE TABLES THEN TO TRANSACTION
	TRIGGER TRUNCATE UNION UNIQUE UNLOCK UPDATE USE USER USING VALUES VARIABLES VIEW WHEN WHERE WITH FALSE TRUE`)

// sql reads SQL as databases of guides speak it.
func sql(s *scan) (chroma.TokenType, int) {
	rest := s.rest()
	if n := sqlComment(s); n > 0 {
		return comment, n
	}
	if n := max(s.quoted(rest, '\'', escapes|lines|doubled), s.quoted(rest, '"', escapes|lines)); n > 0 {
		return str, n
	}
	if n := s.quoted(rest, '`', 0); n > 0 {
		return plain, n
	}
	word := span(rest, inWord)
	begins := !s.splitsWord()
	if begins && word > 0 && sqlWords[strings.ToUpper(rest[:word])] && strings.TrimRight(s.before(), ".@$") == s.before() {
		return keyword, word
	}
	if name, ok := strings.CutPrefix(rest, "@"); ok {
		name = strings.TrimPrefix(name, "@")
		if n := span(name, func(r rune) bool { return r == '.' || inWord(r) }); n > 0 {
			return variable, len(rest) - len(name) + n
		}
	}
	if begins {
		if n := decimal(rest, "", false, endsWord); n > 0 {
			return number, n
		}
	}
	return plain, word
}

// sqlComment is a comment of any database.
func sqlComment(s *scan) int {
	rest := s.rest()
	if behind, ok := strings.CutPrefix(rest, "--"); ok && ends(behind, "") {
		return line(rest)
	}
	if n := after(rest, "#"); n > 0 && s.behind("") {
		return n
	}
	return between(rest, "/*", "*/")
}
