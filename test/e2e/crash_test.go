package e2e

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// sender sends events of a few kinds to a server and remembers which were
// acknowledged.
type sender struct {
	s      *server
	client *http.Client

	mu     sync.Mutex
	acked  map[string]int // event id → kind
	unsure map[string]int // sent, but the answer never came
}

const kinds = 7

func newSender(s *server) *sender {
	transport := &http.Transport{MaxIdleConnsPerHost: 16}
	return &sender{s: s, client: &http.Client{Transport: transport, Timeout: 5 * time.Second}, acked: map[string]int{}, unsure: map[string]int{}}
}

// load sends from several connections until stop is closed.
func (d *sender) load(connections int, stop <-chan struct{}) *sync.WaitGroup {
	var wg sync.WaitGroup
	for range connections {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					d.send()
				}
			}
		})
	}
	return &wg
}

// send sends one event; now and then an old id again, as retrying SDKs do.
func (d *sender) send() {
	id, kind := d.pick()
	status, err := post(d.client, d.s, id, kind)
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case err != nil:
		d.unsure[id] = kind
	case status == http.StatusOK:
		d.acked[id] = kind
	}
}

func (d *sender) pick() (string, int) {
	if mathrand.IntN(20) == 0 {
		d.mu.Lock()
		defer d.mu.Unlock()
		for id, kind := range d.acked {
			return id, kind
		}
	}
	var b [16]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:]), mathrand.IntN(kinds)
}

func post(client *http.Client, s *server, id string, kind int) (int, error) {
	key, _, _ := strings.Cut(strings.TrimPrefix(s.DSN, "http://"), "@")
	event, _ := json.Marshal(map[string]any{
		"event_id": id, "platform": "python", "level": "error", "release": "shop@1.2.3",
		"user": map[string]any{"id": kind},
		"exception": map[string]any{"values": []any{map[string]any{
			"type": "Error" + strconv.Itoa(kind), "value": "it went wrong for " + id,
			"stacktrace": map[string]any{"frames": []any{map[string]any{"function": "pay", "module": "shop.checkout", "lineno": 12, "in_app": true}}},
		}}},
	})
	var body bytes.Buffer
	z := gzip.NewWriter(&body)
	fmt.Fprintf(z, "{\"event_id\":%q}\n{\"type\":\"event\",\"length\":%d}\n%s\n", id, len(event), event)
	_ = z.Close()
	req, err := http.NewRequest(http.MethodPost, fmt.Sprintf("%s/api/%d/envelope/?sentry_key=%s", s.address(), s.Project, url.QueryEscape(key)), &body)
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Encoding", "gzip")
	resp, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode, err
}

// verify checks that every acknowledged event is there exactly once: in the
// counters, in the list of its issue, and by its id.
func (d *sender) verify(t *testing.T) {
	t.Helper()
	d.s.eventually("everything is digested", 60*time.Second, func() error {
		var info struct {
			Spool struct{ Last, Applied uint64 }
		}
		if err := d.s.get("/instance", &info); err != nil {
			return err
		}
		if info.Spool.Applied < info.Spool.Last {
			return fmt.Errorf("digested %d of %d", info.Spool.Applied, info.Spool.Last)
		}
		return nil
	})
	stored := d.stored(t)
	missing := 0
	for id := range d.acked {
		if stored[id] != 1 {
			missing++
			if missing <= 5 {
				t.Errorf("acknowledged event %s is there %d times", id, stored[id])
			}
		}
	}
	for id, n := range stored {
		_, sent := d.acked[id]
		_, unsure := d.unsure[id]
		if n != 1 || (!sent && !unsure) {
			t.Errorf("event %s is there %d times; acknowledged: %v, unsure: %v", id, n, sent, unsure)
		}
	}
	t.Logf("%d acknowledged, %d unsure, %d stored, %d missing or doubled", len(d.acked), len(d.unsure), len(stored), missing)
}

// stored lists all events of all issues from the lake, and compares their
// number with the issue's counter.
func (d *sender) stored(t *testing.T) map[string]int {
	t.Helper()
	issues, err := d.s.issues()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, i := range issues {
		n := int64(0)
		cursor := ""
		for {
			var p page[eventView]
			if err := d.s.get(fmt.Sprintf("/issues/%d/events?limit=200&cursor=%s", i.ID, url.QueryEscape(cursor)), &p); err != nil {
				t.Fatal(err)
			}
			for _, e := range p.Items {
				out[e.ID]++
				n++
			}
			if p.NextCursor == nil {
				break
			}
			cursor = *p.NextCursor
		}
		if n != i.TimesSeen {
			t.Errorf("issue %s counts %d events, the lake holds %d", i.ShortID, i.TimesSeen, n)
		}
	}
	return out
}

func rounds(t *testing.T) int {
	t.Helper()
	if n, err := strconv.Atoi(os.Getenv("BELFRY_TEST_CRASH_ROUNDS")); err == nil && n > 0 {
		return n
	}
	return 20
}

func TestCrashLosesAndDoublesNothing(t *testing.T) {
	s := newServer(t, t.TempDir())
	d := newSender(s)
	for round := range rounds(t) {
		s.start()
		stop := make(chan struct{})
		wg := d.load(8, stop)
		time.Sleep(time.Duration(50+mathrand.IntN(700)) * time.Millisecond)
		s.kill()
		close(stop)
		wg.Wait()
		if t.Failed() {
			t.Fatalf("round %d", round)
		}
	}
	s.start()
	if len(d.acked) < rounds(t)*10 {
		t.Errorf("only %d events were acknowledged: the load is broken", len(d.acked))
	}
	d.verify(t)
}

func TestStopDrainsWithinFiveSeconds(t *testing.T) {
	s := running(t)
	d := newSender(s)
	stop := make(chan struct{})
	wg := d.load(8, stop)
	time.Sleep(time.Second)
	if took := s.stop(); took > 5*time.Second {
		t.Errorf("stopping under load took %s", took)
	}
	close(stop)
	wg.Wait()
	s.start()
	d.verify(t)
}
