package e2e

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// client is a way to send an error, and what Belfry must make of it.
type client struct {
	name     string
	dir      string // below sdk
	command  []string
	title    string
	function string // of the innermost frame that is the shop's
	platform string
	user     bool // sends a user and a tag
}

var clients = []client{
	{"node 11", "node", []string{"node", "send.js"}, "TypeError: cannot charge 17 euros", "chargeCard", "node", true},
	{"node 7", "node7", []string{"node", "send.js"}, "TypeError: cannot charge 17 euros", "chargeCard", "node", true},
	{"browser 11", "browser", []string{"node", "run.mjs"}, "RangeError: cannot charge 17 euros", "chargeCard", "javascript", true},
	{"go", "go", []string{"./send"}, "cannot charge 17 euros: declined by the bank", "checkout", "go", true},
	{"python", "python", []string{"/usr/bin/python3", "send.py"}, "ValueError: cannot charge 17 euros", "charge_card", "python", true},
	{"ruby raven", "ruby", []string{"/usr/bin/ruby", "send.rb"}, "ArgumentError: cannot charge 17 euros", "charge_card", "ruby", true},
}

func TestSDKs(t *testing.T) {
	s := running(t)
	defer func() { s.t = t }()
	for _, c := range clients {
		t.Run(c.name, func(t *testing.T) {
			s.t = t
			c.send(t, s)
			c.check(t, s)
		})
	}
}

func (c client) send(t *testing.T, s *server) {
	t.Helper()
	dir, err := filepath.Abs(filepath.Join("sdk", c.dir))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath(filepath.Join(dir, c.command[0])); err != nil {
		if _, err := exec.LookPath(c.command[0]); err != nil {
			required(t, "%s is not installed; run ./install.sh", c.command[0])
		}
	}
	cmd := exec.Command(c.command[0], c.command[1:]...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "DSN="+c.dsn(s))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", c.name, err, out)
	}
}

// dsn is the plain one, or with a secret for SDKs of the time when DSNs had one.
func (c client) dsn(s *server) string {
	if c.dir == "ruby" {
		return strings.Replace(s.DSN, "@", ":0123456789abcdef0123456789abcdef@", 1)
	}
	return s.DSN
}

func (c client) check(t *testing.T, s *server) {
	t.Helper()
	var found issueView
	sent := time.Now()
	s.eventually("the issue is in the inbox", 10*time.Second, func() error {
		var p page[issueView]
		if err := s.get(fmt.Sprintf("/projects/%d/issues", s.Project), &p); err != nil {
			return err
		}
		for _, i := range p.Items {
			if strings.Contains(i.Title, c.title) && i.Platform == c.platform {
				found = i
				return nil
			}
		}
		return fmt.Errorf("no %s issue %q among %+v", c.platform, c.title, p.Items)
	})
	if took := time.Since(sent); took > time.Second {
		t.Errorf("it took %s to be seen", took)
	}
	var e eventView
	if err := s.get(fmt.Sprintf("/issues/%d/events/latest", found.ID), &e); err != nil {
		t.Fatal(err)
	}
	c.compare(t, found, e)
}

func (c client) compare(t *testing.T, i issueView, e eventView) {
	t.Helper()
	expect := func(what, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s = %q, want %q", what, got, want)
		}
	}
	expect("level", i.Level, "error")
	expect("status", i.Status, "open")
	expect("release", e.Release, "shop@1.2.3")
	expect("last release", i.LastRelease, "shop@1.2.3")
	expect("environment", e.Environment, "staging")
	expect("tag cart", e.Tags["cart"], "big")
	if i.Culprit == "" || !strings.Contains(i.Culprit, c.function) {
		t.Errorf("culprit %q does not name %s", i.Culprit, c.function)
	}
	if i.UsersSeen != 1 {
		t.Errorf("%d users, want 1", i.UsersSeen)
	}
	if !c.hasFrame(e) {
		t.Errorf("no frame of %s in %+v", c.function, e.Payload.Exceptions)
	}
}

func (c client) hasFrame(e eventView) bool {
	for _, x := range e.Payload.Exceptions {
		for _, f := range x.Frames {
			if strings.Contains(f.Function, c.function) && f.Line > 0 {
				return true
			}
		}
	}
	return false
}

func TestCurl(t *testing.T) {
	s := running(t)
	check := func(path, contentType, body, title string) {
		t.Helper()
		key, _, _ := strings.Cut(strings.TrimPrefix(s.DSN, "http://"), "@")
		resp, err := http.Post(fmt.Sprintf("%s/api/%d/%s?sentry_key=%s", s.address(), s.Project, path, key), contentType, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d", path, resp.StatusCode)
		}
		s.eventually(title, 5*time.Second, func() error {
			all, err := s.issues()
			if err != nil {
				return err
			}
			for _, i := range all {
				if i.Title == title {
					return nil
				}
			}
			return fmt.Errorf("not among %+v", all)
		})
	}
	check("store/", "application/json", `{"message": "the cellar is flooded"}`, "the cellar is flooded")
	check("store", "application/x-www-form-urlencoded", `{"message": "the roof leaks", "tags": [["a", 1]]}`, "the roof leaks")
	check("envelope/", "application/x-sentry-envelope", "{}\n{\"type\":\"event\"}\n{\"message\": \"the door is stuck\"}", "the door is stuck")
	check("security/", "application/csp-report",
		`{"csp-report": {"document-uri": "https://shop.example.com/", "violated-directive": "script-src 'self'", "effective-directive": "script-src", "blocked-uri": "https://evil.example.com/x.js"}}`,
		"Blocked 'script-src' from 'evil.example.com'")
}
