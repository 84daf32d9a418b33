package e2e

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const binary = "../../bin/belfry"

// server is one bin/belfry with a data directory and what belfry init gave.
type server struct {
	t    testing.TB
	dir  string
	port int
	env  []string

	DSN     string `json:"dsn"`
	Token   string `json:"token"`
	Project int64  `json:"project_id"`
	BaseURL string `json:"base_url"`

	cmd  *exec.Cmd
	log  *syncBuffer
	base string // the public address, address() by default
}

// syncBuffer collects output of a process while it is read.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// newServer initialises a data directory; start runs the server on it.
func newServer(t testing.TB, dir string, env ...string) *server {
	t.Helper()
	s := &server{t: t, dir: dir, port: freePort(t), env: append(os.Environ(), env...), log: &syncBuffer{}}
	out, err := s.command("init", "--data-dir", dir, "--email", "ada@example.com", "--password", "correct horse battery",
		"--project", "Shop", "--platform", "node", "--base-url", s.address(), "--json").Output()
	if err != nil {
		t.Fatalf("belfry init: %v\n%s", err, stderrOf(err))
	}
	if err := json.Unmarshal(out, s); err != nil {
		t.Fatalf("belfry init printed %q: %v", out, err)
	}
	return s
}

// running returns a server that is ready.
func running(t testing.TB, env ...string) *server {
	t.Helper()
	s := newServer(t, t.TempDir(), env...)
	s.start()
	return s
}

func (s *server) address() string { return "http://127.0.0.1:" + strconv.Itoa(s.port) }

func (s *server) command(args ...string) *exec.Cmd {
	path, err := filepath.Abs(binary)
	if err != nil {
		s.t.Fatal(err)
	}
	cmd := exec.Command(path, args...)
	cmd.Env = s.env
	return cmd
}

func (s *server) launch() {
	s.t.Helper()
	s.cmd = s.command("serve", "--data-dir", s.dir, "--listen", "127.0.0.1:"+strconv.Itoa(s.port), "--base-url", cmp.Or(s.base, s.address()))
	s.cmd.Stdout, s.cmd.Stderr = s.log, s.log
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	cmd := s.cmd
	s.t.Cleanup(func() { s.end(cmd) })
}

// start launches the server and waits until it is ready.
func (s *server) start() {
	s.t.Helper()
	s.launch()
	s.eventually("the server is ready", 20*time.Second, func() error {
		resp, err := http.Get(s.address() + "/readyz")
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			body, _ := io.ReadAll(resp.Body)
			return fmt.Errorf("readyz: %d %s", resp.StatusCode, body)
		}
		return nil
	})
}

func (s *server) end(cmd *exec.Cmd) {
	if cmd.ProcessState == nil {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}
	if s.t.Failed() {
		s.t.Logf("server log (end):\n%s", tail(s.log.String(), 6000))
	}
}

// kill ends the server as a power cut would.
func (s *server) kill() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

// stop asks the server to end and returns how long that took.
func (s *server) stop() time.Duration {
	s.t.Helper()
	begin := time.Now()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	if err := s.cmd.Wait(); err != nil {
		s.t.Errorf("the server ended with %v", err)
	}
	return time.Since(begin)
}

// eventually repeats f until it returns nil.
func (s *server) eventually(what string, within time.Duration, f func() error) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	err := f()
	for err != nil {
		select {
		case <-ctx.Done():
			s.t.Fatalf("not within %s: %s: %v\n%s", within, what, err, tail(s.log.String(), 4000))
		case <-tick.C:
			err = f()
		}
	}
}

// get reads a resource of the management API into out.
func (s *server) get(path string, out any) error { return s.call(http.MethodGet, path, nil, out) }

func (s *server) call(method, path string, body, out any) error {
	var payload io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return err
		}
		payload = bytes.NewReader(text)
	}
	req, err := http.NewRequest(method, s.address()+"/api/v1"+path, payload)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+s.Token)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %d %s", method, path, resp.StatusCode, text)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(text, out)
}

type page[T any] struct {
	Items      []T     `json:"items"`
	NextCursor *string `json:"next_cursor"`
}

type issueView struct {
	ID          int64  `json:"id"`
	ShortID     string `json:"short_id"`
	Title       string `json:"title"`
	Culprit     string `json:"culprit"`
	Level       string `json:"level"`
	Status      string `json:"status"`
	TimesSeen   int64  `json:"times_seen"`
	UsersSeen   int64  `json:"users_seen"`
	LastRelease string `json:"last_release"`
	Platform    string `json:"platform"`
}

type eventView struct {
	ID          string            `json:"id"`
	IssueID     int64             `json:"issue_id"`
	Title       string            `json:"title"`
	Level       string            `json:"level"`
	Release     string            `json:"release"`
	Environment string            `json:"environment"`
	Tags        map[string]string `json:"tags"`
	Payload     struct {
		Exceptions []struct {
			Type   string `json:"type"`
			Value  string `json:"value"`
			Frames []struct {
				Function string `json:"function"`
				Filename string `json:"filename"`
				Line     int    `json:"lineno"`
			} `json:"frames"`
		} `json:"exceptions"`
	} `json:"payload"`
}

// issues returns all issues of the project, whatever their status.
func (s *server) issues() ([]issueView, error) {
	var all []issueView
	cursor := ""
	for {
		var p page[issueView]
		err := s.get(fmt.Sprintf("/projects/%d/issues?status=all&limit=200&cursor=%s", s.Project, url.QueryEscape(cursor)), &p)
		if err != nil {
			return nil, err
		}
		all = append(all, p.Items...)
		if p.NextCursor == nil {
			return all, nil
		}
		cursor = *p.NextCursor
	}
}

func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func tail(s string, n int) string {
	if len(s) > n {
		return "…" + s[len(s)-n:]
	}
	return s
}

func stderrOf(err error) string {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return string(exit.Stderr)
	}
	return ""
}

// required skips the test for want of something, or fails it where the caller
// promised that everything is there.
func required(t testing.TB, format string, args ...any) {
	t.Helper()
	if os.Getenv("BELFRY_REQUIRE_SERVICES") != "" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

func lines(s string) []string { return strings.Split(strings.TrimSpace(s), "\n") }
