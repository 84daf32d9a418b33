package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func newReader(b []byte) *bytes.Reader { return bytes.NewReader(b) }

func fdatasync(f *os.File) error { return syscall.Fdatasync(int(f.Fd())) }

func contains(list, name string) bool {
	return slices.Contains(strings.Split(list, ","), name)
}

func memory() string {
	text, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return "memory not known"
	}
	kb := field(string(text), "MemTotal:")
	return fmt.Sprintf("%.0f GiB of memory", float64(kb)/(1<<20))
}

func field(text, name string) int64 {
	_, rest, ok := strings.Cut(text, name)
	if !ok {
		return 0
	}
	n, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
	return n
}

// process is a server that is being measured.
type process struct {
	cmd     *exec.Cmd
	address string
}

// rss returns resident memory now and its peak, in MB.
func (p process) rss() (now, peak int64) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, 0
	}
	return field(string(text), "VmRSS:") / 1024, field(string(text), "VmHWM:") / 1024
}

// cpu returns the processor time used so far.
func (p process) cpu() time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond
}

func (p process) stop() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	_ = p.cmd.Wait()
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

func launch(address string, args ...string) (process, error) {
	p := process{cmd: exec.Command(args[0], args[1:]...), address: address}
	p.cmd.Stderr = os.Stderr
	return p, p.cmd.Start()
}

// waitFor polls a URL until it answers 200, and returns how long that took.
func waitFor(url string, within time.Duration) (time.Duration, error) {
	begin := time.Now()
	for time.Since(begin) < within {
		resp, err := http.Get(url)
		if err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return time.Since(begin), nil
			}
		}
		time.Sleep(5 * time.Millisecond)
	}
	return 0, fmt.Errorf("%s did not answer within %s", url, within)
}

// instance is a server under measurement with what belfry init gave.
type instance struct {
	process
	DSN     string `json:"dsn"`
	Token   string `json:"token"`
	Project int64  `json:"project_id"`
}

// initialise makes a data directory without starting the server on it.
func initialise(o options, dir, address string) (in instance, err error) {
	out, err := exec.Command(o.binary, "init", "--data-dir", dir, "--email", "bench@example.com",
		"--password", "correct horse battery", "--project", "Bench", "--base-url", "http://"+address, "--json").Output()
	if err != nil {
		return in, fmt.Errorf("belfry init: %w", err)
	}
	return in, json.Unmarshal(out, &in)
}

func (in *instance) serve(o options, dir, address string) (ready time.Duration, err error) {
	in.process, err = launch(address, o.binary, "serve", "--data-dir", dir, "--listen", address)
	if err != nil {
		return 0, err
	}
	return waitFor("http://"+address+"/readyz", 30*time.Second)
}

func (in *instance) target() target {
	key, _, _ := strings.Cut(strings.TrimPrefix(in.DSN, "http://"), "@")
	return target{in.address, fmt.Sprintf("/api/%d/envelope/?sentry_key=%s", in.Project, key)}
}

func (in *instance) get(path string, out any) error {
	req, err := http.NewRequest(http.MethodGet, "http://"+in.address+"/api/v1"+path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+in.Token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %d %s", path, resp.StatusCode, text)
	}
	return json.Unmarshal(text, out)
}

// lag returns how many records are acknowledged but not digested.
func (in *instance) lag() (int64, error) {
	var info struct {
		Spool struct {
			Last    int64 `json:"last"`
			Applied int64 `json:"applied"`
		} `json:"spool"`
	}
	err := in.get("/instance", &info)
	return info.Spool.Last - info.Spool.Applied, err
}

func (in *instance) drained(within time.Duration) (time.Duration, error) {
	begin := time.Now()
	for time.Since(begin) < within {
		lag, err := in.lag()
		if err != nil {
			return 0, err
		}
		if lag == 0 {
			return time.Since(begin), nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return 0, fmt.Errorf("not digested within %s", within)
}
