package app_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"

	"belfry/internal/app"
)

// BenchmarkIntakeAndDigest takes events through the whole program in one
// process, for profiles: -cpuprofile shows what an event costs from the door to
// the stores. bench/ measures rates.
func BenchmarkIntakeAndDigest(b *testing.B) {
	cfg := app.Defaults()
	cfg.DataDir, cfg.Disk.Floor, cfg.Listen, cfg.BaseURL = b.TempDir(), 0, "127.0.0.1:0", "http://127.0.0.1"
	a, err := app.New(b.Context(), cfg, "test", slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	var out bytes.Buffer
	command := app.InitCommand{DataDir: cfg.DataDir, Email: "ada@example.com", Password: "correct horse battery", Project: "Shop", Platform: "python", BaseURL: cfg.BaseURL}
	if err := command.Run(app.Environment{Context: b.Context(), Stdout: &out, Stderr: io.Discard, File: "/dev/null"}); err != nil {
		b.Fatal(err)
	}
	_, key, _ := strings.Cut(out.String(), "http://")
	key, _, _ = strings.Cut(key, "@")
	ctx, cancel := context.WithCancel(b.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx, io.Discard) }()
	frames := strings.Repeat(`{"function":"handle","module":"shop.flows","filename":"shop/flows.py","lineno":40,"in_app":true,"pre_context":["a = b.get(c)"],"context_line":"raise x(a)","vars":{"order":"17","self":"<shop.Flow object>"}},`, 40)
	b.ResetTimer()
	b.SetParallelism(8)
	var n int
	next := make(chan int, 64)
	go func() {
		defer close(next)
		for n = range b.N {
			next <- n
		}
	}()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			n := <-next
			var body bytes.Buffer
			z := gzip.NewWriter(&body)
			fmt.Fprintf(z, "{\"event_id\":\"%032x\"}\n{\"type\":\"event\"}\n{\"platform\":\"python\",\"release\":\"1.0\",\"user\":{\"id\":%d},\"exception\":{\"values\":[{\"type\":\"E%d\",\"value\":\"failed %d\",\"stacktrace\":{\"frames\":[%s{\"function\":\"pay\",\"module\":\"shop.pay%d\",\"in_app\":true}]}}]}}\n", n+1, n%500, n%100, n, frames, n%100)
			_ = z.Close()
			r := httptest.NewRequest(http.MethodPost, "/api/1/envelope/?sentry_key="+key, &body)
			r.Header.Set("Content-Encoding", "gzip")
			w := httptest.NewRecorder()
			a.Handler().ServeHTTP(w, r)
			if w.Code != http.StatusOK {
				b.Errorf("%d %s", w.Code, w.Body)
			}
		}
	})
	b.StopTimer()
	cancel()
	if err := <-ended; err != nil {
		b.Fatal(err)
	}
}
