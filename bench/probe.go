package main

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/klauspost/compress/gzip"
)

// probe sends an event of a new problem and returns how long after its
// acknowledgement the inbox lists it.
func probe(in *instance, name string) (time.Duration, error) {
	c, err := net.Dial("tcp", in.address)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	event := fmt.Sprintf(`{"platform":"other","level":"error","exception":{"values":[{"type":%q,"value":"probe"}]}}`, name)
	item := gzipped(fmt.Sprintf("{\"type\":\"event\",\"length\":%d}\n%s\n", len(event), event), gzip.BestSpeed)
	var out bytes.Buffer
	request(&out, in.target(), newID(), item)
	status, err := exchange(c, bufio.NewReader(c), out.Bytes())
	if err != nil || status != http.StatusOK {
		return 0, fmt.Errorf("probe: status %d: %w", status, err)
	}
	acknowledged := time.Now()
	for time.Since(acknowledged) < 30*time.Second {
		var list struct {
			Items []struct{ Title string } `json:"items"`
		}
		if err := in.get(fmt.Sprintf("/projects/%d/issues?sort=first_seen&limit=10", in.Project), &list); err != nil {
			return 0, err
		}
		for _, i := range list.Items {
			if i.Title == name+": probe" {
				return time.Since(acknowledged), nil
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
	return 0, fmt.Errorf("probe %s is not in the inbox after 30 s", name)
}
