package preview

import (
	"bytes"
	"fmt"
	"html"
	"net/http"
	"strconv"
	"strings"
)

// Broken is the error of a page that cannot be made: the page says why, and
// reloads when that changes.
type Broken struct{ Fault Fault }

func (b *Broken) Error() string { return b.place() + ": " + b.Fault.Message }

// place is where the fault is, as far as it is known.
func (b *Broken) place() string {
	place := []string{b.Fault.File}
	for _, n := range []int{b.Fault.Line, b.Fault.Column} {
		if n > 0 {
			place = append(place, strconv.Itoa(n))
		}
	}
	return strings.Join(place, ":")
}

func (b *Broken) digest() string { return digest(fmt.Append(nil, b.Fault)) }

// page shows the fault, to readers without scripts too.
func (b *Broken) page() []byte {
	var w bytes.Buffer
	w.WriteString(`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>This page cannot be made</title></head>`)
	fmt.Fprintf(&w, `<body id="upgraph-broken"><main><h1>This page cannot be made</h1><p><b>%s</b> %s %s</p><p>%s</p>`,
		html.EscapeString(b.place()), html.EscapeString(b.Fault.Severity), html.EscapeString(b.Fault.Code), html.EscapeString(b.Fault.Message))
	if b.Fault.Source != "" {
		fmt.Fprintf(&w, "<pre>%s</pre>", html.EscapeString(b.Fault.Source))
	}
	if b.Fault.Hint != "" {
		fmt.Fprintf(&w, `<p class="hint">%s</p>`, html.EscapeString(b.Fault.Hint))
	}
	w.WriteString("<p>It comes back by itself when this is mended.</p></main></body></html>\n")
	return withScriptOf(w.Bytes(), b.digest())
}

func (b *Broken) serve(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusInternalServerError)
	_, _ = w.Write(b.page()) // the reader has gone away
}
