package e2e

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// tmpfs mounts a small file system of its own.
func tmpfs(t *testing.T, size string) string {
	t.Helper()
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size="+size, "tmpfs", dir).CombinedOutput(); err != nil {
		required(t, "mounting a tmpfs needs root: %v %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", "-l", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %v %s", err, out)
		}
	})
	return dir
}

// fill writes a file until the disk is full but for the given number of bytes.
func fill(t *testing.T, dir string) string {
	t.Helper()
	path := filepath.Join(dir, "filler")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for chunk := 1 << 20; chunk > 0; chunk /= 2 {
		block := make([]byte, chunk)
		for {
			if _, err := f.Write(block); err != nil {
				break
			}
		}
	}
	return path
}

func TestFullDiskRefusesAndRecovers(t *testing.T) {
	small := []string{"BELFRY_SPOOL_SEGMENT_BYTES=4MiB", "BELFRY_SPOOL_MAX_BYTES=32MiB"}
	check := func(name, floor string) {
		t.Run(name, func(t *testing.T) {
			dir := tmpfs(t, "160m")
			s := newServer(t, filepath.Join(dir, "data"), append(small, "BELFRY_DISK_FLOOR="+floor)...)
			s.start()
			d := newSender(s)
			for range 200 {
				d.send()
			}
			filler := fill(t, dir)
			s.eventually("a full disk is refused with 429 or 503", 15*time.Second, func() error {
				status, err := post(d.client, s, strings.Repeat("ab", 16), 0)
				if err == nil && status == http.StatusOK {
					d.acked[strings.Repeat("ab", 16)] = 0
				}
				if err != nil || (status != http.StatusTooManyRequests && status != http.StatusServiceUnavailable) {
					return fmt.Errorf("status %d, error %v", status, err)
				}
				return nil
			})
			if err := os.Remove(filler); err != nil {
				t.Fatal(err)
			}
			s.eventually("intake works again", 30*time.Second, func() error {
				id, kind := d.pick()
				status, err := post(d.client, s, id, kind)
				if err != nil || status != http.StatusOK {
					return fmt.Errorf("status %d, error %v", status, err)
				}
				d.acked[id] = kind
				return nil
			})
			d.verify(t)
		})
	}
	check("with a floor", "8MiB")
	check("without a floor", "0")
}

func TestReadOnlyDataDirectoryIsRefusedAtStart(t *testing.T) {
	dir := tmpfs(t, "160m")
	s := newServer(t, filepath.Join(dir, "data"))
	if out, err := exec.Command("mount", "-o", "remount,ro", dir).CombinedOutput(); err != nil {
		required(t, "remounting needs root: %v %s", err, out)
	}
	var log bytes.Buffer
	cmd := s.command("serve", "--data-dir", s.dir, "--listen", s.address()[len("http://"):])
	cmd.Stdout, cmd.Stderr = &log, &log
	err := cmd.Run()
	if err == nil {
		t.Fatal("the server started on a read-only directory")
	}
	if !strings.Contains(log.String(), "data") || !strings.Contains(log.String(), "read-only") {
		t.Errorf("the message does not say what is wrong:\n%s", log.String())
	}
}

// cluster is a PostgreSQL of the test's own, so that it may be restarted.
type cluster struct {
	t    *testing.T
	dir  string
	bin  string
	port int
}

func newCluster(t *testing.T) *cluster {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		required(t, "needs PostgreSQL's server programs")
	}
	dir, err := os.MkdirTemp("", "belfry-pg")
	if err != nil {
		t.Fatal(err)
	}
	c := &cluster{t: t, dir: dir, bin: filepath.Dir(found[len(found)-1]), port: freePort(t)}
	t.Cleanup(func() {
		_ = c.run("pg_ctl", "-D", c.dir+"/db", "-m", "immediate", "stop")
		_ = os.RemoveAll(dir)
	})
	if os.Geteuid() == 0 {
		if out, err := exec.Command("chown", "postgres", dir).CombinedOutput(); err != nil {
			required(t, "needs the user postgres: %v %s", err, out)
		}
	}
	for _, args := range [][]string{{"initdb", "-D", dir + "/db", "-U", "postgres", "-A", "trust"}, c.startArgs()} {
		if err := c.run(args...); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

func (c *cluster) startArgs() []string {
	options := fmt.Sprintf("-p %d -c listen_addresses=127.0.0.1 -k %s", c.port, c.dir)
	return []string{"pg_ctl", "-D", c.dir + "/db", "-w", "-o", options, "-l", c.dir + "/log", "start"}
}

// run runs a server program; PostgreSQL refuses to run as root.
func (c *cluster) run(args ...string) error {
	args[0] = filepath.Join(c.bin, args[0])
	if os.Geteuid() == 0 {
		args = append([]string{"setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"}, args...)
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = c.dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return nil
}

func (c *cluster) url() string {
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable", c.port)
}

func TestPostgresRestartLosesNothing(t *testing.T) {
	c := newCluster(t)
	s := running(t, "BELFRY_DATABASE_URL="+c.url())
	d := newSender(s)
	stop := make(chan struct{})
	wg := d.load(4, stop)
	for range 3 {
		time.Sleep(700 * time.Millisecond)
		if err := c.run("pg_ctl", "-D", c.dir+"/db", "-m", "immediate", "-w", "stop"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(700 * time.Millisecond)
		if err := c.run(c.startArgs()...); err != nil {
			t.Fatal(err)
		}
	}
	time.Sleep(500 * time.Millisecond)
	close(stop)
	wg.Wait()
	if len(d.acked) < 100 {
		t.Errorf("only %d events were acknowledged: intake must go on while the database is away", len(d.acked))
	}
	d.verify(t)
}
