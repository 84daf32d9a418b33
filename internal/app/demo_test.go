package app

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"
)

var demoLink = regexp.MustCompile(`http://\S+/demo/sign-in\?token=\S+`)

// TestDemo runs the whole of it: the link works once, the overview is alive,
// and nothing remains.
func TestDemo(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	t.Setenv("BELFRY_DATABASE_URL", "postgres://real.example/belfry") // must not be touched
	ctx, stop := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := DemoCommand{Listen: "127.0.0.1:0"}.Run(Environment{Context: ctx, Version: "test", Environ: os.Environ(), Stdout: writer, Stderr: t.Output()})
		_ = writer.CloseWithError(io.EOF)
		done <- err
	}()
	link := demoLink.FindString(readUntil(t, reader, demoLink))
	if link == "" {
		t.Fatalf("no link was printed: %v", <-done)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	client := &http.Client{Jar: jar, Timeout: 20 * time.Second, CheckRedirect: stay}
	address, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	if status := get(t, client, link, nil); status != http.StatusSeeOther {
		t.Errorf("the link answers %d", status)
	}
	var overview struct {
		All       int
		Regressed struct{ Count int }
		Groups    []struct{ Name string }
	}
	status := get(t, client, "http://"+address.Host+"/api/v1/overview", &overview)
	if status != 200 || overview.All != 7 || overview.Regressed.Count < 3 || len(overview.Groups) != 2 {
		t.Errorf("the overview answers %d: %+v", status, overview)
	}
	again := &http.Client{Timeout: 20 * time.Second, CheckRedirect: stay}
	if get(t, again, link, nil); get(t, again, "http://"+address.Host+"/api/v1/session", nil) != http.StatusUnauthorized {
		t.Error("the link works twice")
	}
	stop()
	if err := <-done; err != nil {
		t.Errorf("the demo ended with %v", err)
	}
	if left, err := filepath.Glob(filepath.Join(temp, "belfry-demo-*")); err != nil || len(left) > 0 {
		t.Errorf("%v remains, %v", left, err)
	}
}

// readUntil reads text until it matches, or ends.
func readUntil(t *testing.T, r io.Reader, wanted *regexp.Regexp) string {
	t.Helper()
	var text []byte
	part := make([]byte, 4096)
	for !wanted.Match(text) {
		n, err := r.Read(part)
		text = append(text, part[:n]...)
		if err != nil {
			break
		}
	}
	go func() { _, _ = io.Copy(io.Discard, r) }()
	return string(text)
}

// get returns the status of an answer and reads its JSON into to, unless nil.
func get(t *testing.T, client *http.Client, address string, to any) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if to != nil {
		if err := json.NewDecoder(answer.Body).Decode(to); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	return answer.StatusCode
}
