package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// TestUntilWaitsForTheText asks for a page that changes after a while.
func TestUntilWaitsForTheText(t *testing.T) {
	start := time.Now()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, "old", time.Since(start) > 50*time.Millisecond)
	}))
	t.Cleanup(server.Close)
	if took := until(server.URL, "old true", time.Minute); took < 40*time.Millisecond || took >= time.Minute {
		t.Errorf("the text came after 50 ms, got %v", took)
	}
	if took := until(server.URL, "never", 20*time.Millisecond); took != 20*time.Millisecond {
		t.Errorf("what does not come counts as all the time there was, got %v", took)
	}
}

func TestFreePort(t *testing.T) {
	if port, err := freePort(); err != nil || port == "0" {
		t.Errorf("got port %q, %v", port, err)
	}
}
