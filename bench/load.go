package main

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"
)

// target is where load goes to.
type target struct {
	address string // host:port
	path    string
}

// result is what a load stage found out.
type result struct {
	sent    int
	failed  int
	took    time.Duration
	latency []time.Duration // sorted
}

func (r result) rate() float64 { return float64(r.sent) / r.took.Seconds() }

func (r result) quantile(q float64) time.Duration {
	if len(r.latency) == 0 {
		return 0
	}
	return r.latency[min(len(r.latency)-1, int(q*float64(len(r.latency))))]
}

// load sends events over n connections for d; with a rate above 0 that many a
// second in all, else as many as get through.
func load(t target, bodies [][]byte, n int, d time.Duration, rate float64) (result, error) {
	results, errs := make([]result, n), make([]error, n)
	begin := time.Now()
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { results[i], errs[i] = connection(t, bodies, begin, d, rate/float64(n)) })
	}
	wg.Wait()
	sum := result{took: time.Since(begin)}
	for i, r := range results {
		if errs[i] != nil {
			return sum, errs[i]
		}
		sum.sent, sum.failed = sum.sent+r.sent, sum.failed+r.failed
		sum.latency = append(sum.latency, r.latency...)
	}
	slices.Sort(sum.latency)
	return sum, nil
}

// connection is one connection's share of a load.
func connection(t target, bodies [][]byte, begin time.Time, d time.Duration, rate float64) (r result, err error) {
	c, err := net.Dial("tcp", t.address)
	if err != nil {
		return r, err
	}
	defer c.Close()
	in := bufio.NewReaderSize(c, 4<<10)
	var out bytes.Buffer
	for time.Since(begin) < d {
		if rate > 0 {
			due := begin.Add(time.Duration(float64(r.sent+r.failed) / rate * float64(time.Second)))
			time.Sleep(time.Until(due))
		}
		request(&out, t, newID(), bodies[mathrand.IntN(len(bodies))])
		sent := time.Now()
		status, err := exchange(c, in, out.Bytes())
		if err != nil {
			return r, err
		}
		if status != http.StatusOK {
			r.failed++
			continue
		}
		r.sent++
		r.latency = append(r.latency, time.Since(sent))
	}
	return r, nil
}

func exchange(c net.Conn, in *bufio.Reader, request []byte) (int, error) {
	if _, err := c.Write(request); err != nil {
		return 0, err
	}
	resp, err := http.ReadResponse(in, nil)
	if err != nil {
		return 0, err
	}
	_, err = io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	return resp.StatusCode, err
}

// request writes a request whose body is two gzip members: the envelope's
// header with an id of its own, and an item that was compressed beforehand.
func request(out *bytes.Buffer, t target, id string, item []byte) {
	header := gzipped(fmt.Sprintf("{\"event_id\":%q}\n", id), gzip.NoCompression)
	out.Reset()
	fmt.Fprintf(out, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-sentry-envelope\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n",
		t.path, t.address, len(header)+len(item))
	out.Write(header)
	out.Write(item)
}

var writers = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(io.Discard, gzip.NoCompression)
	return z
}}

func gzipped(text string, level int) []byte {
	var b bytes.Buffer
	if level == gzip.NoCompression {
		z := writers.Get().(*gzip.Writer)
		defer writers.Put(z)
		z.Reset(&b)
		_, _ = io.WriteString(z, text)
		_ = z.Close()
		return b.Bytes()
	}
	z, _ := gzip.NewWriterLevel(&b, level)
	_, _ = io.WriteString(z, text)
	_ = z.Close()
	return b.Bytes()
}

func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}
