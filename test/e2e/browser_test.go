package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"
	"time"
)

var setupLink = regexp.MustCompile(`http://\S+/setup\?token=\S+`)

// TestBrowser runs the browser tests of web/e2e, each against a server that
// nobody has set up yet.
func TestBrowser(t *testing.T) {
	for _, file := range []string{"flow", "triage", "workbench", "passkey"} {
		t.Run(file, func(t *testing.T) { runBrowser(t, "e2e/"+file+".test.mjs") })
	}
}

func runBrowser(t *testing.T, file string) {
	t.Helper()
	if _, err := os.Stat("/usr/bin/chromium"); err != nil && os.Getenv("BELFRY_TEST_CHROMIUM") == "" {
		required(t, "needs Chromium: run ./install.sh")
	}
	s := &server{t: t, dir: t.TempDir(), port: freePort(t), env: os.Environ(), log: &syncBuffer{}}
	s.base = "http://localhost:" + strconv.Itoa(s.port) // passkeys need a name
	s.start()
	var link string
	s.eventually("the set-up link is printed", 5*time.Second, func() error {
		if link = setupLink.FindString(s.log.String()); link == "" {
			return fmt.Errorf("the output is %q", s.log.String())
		}
		return nil
	})
	cmd := exec.Command("node", "--test", "--test-concurrency=1", file)
	cmd.Dir = "../../web"
	cmd.Env = append(os.Environ(), "SETUP_URL="+link)
	out, err := cmd.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Errorf("the browser tests failed: %v (server on port %s)", err, strconv.Itoa(s.port))
	}
}
