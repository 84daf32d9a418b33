package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Time limits of connections. There is none on writing, since streams are
// written for as long as a page is open; on reading, a slow client may take as
// long as the largest body needs on a bad line.
const (
	headerTimeout = 10 * time.Second
	bodyTimeout   = 5 * time.Minute
	idleTimeout   = 2 * time.Minute
	drainTimeout  = 3 * time.Second
)

// webServer is the HTTP server: as a service it holds the address, as a loop it
// serves.
type webServer struct {
	http     *http.Server
	listen   string
	listener net.Listener
	endPages context.CancelFunc // ends what never ends by itself: streams
}

func newWebServer(listen string, log *slog.Logger, handler http.Handler, endPages context.CancelFunc) *webServer {
	return &webServer{
		listen:   listen,
		endPages: endPages,
		http: &http.Server{
			Handler:           handler,
			ReadHeaderTimeout: headerTimeout,
			ReadTimeout:       bodyTimeout,
			IdleTimeout:       idleTimeout,
			MaxHeaderBytes:    64 << 10,
			ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
		},
	}
}

// Start binds the address, so that a taken port is an error of the start.
func (s *webServer) Start(ctx context.Context) (err error) {
	var config net.ListenConfig
	if s.listener, err = config.Listen(ctx, "tcp", s.listen); err != nil {
		return fmt.Errorf("listen on %s: %w", s.listen, err)
	}
	return nil
}

// Stop releases the address; serving has ended before.
func (s *webServer) Stop(context.Context) error {
	if s.listener == nil {
		return nil
	}
	if err := s.listener.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("close %s: %w", s.listen, err)
	}
	return nil
}

// Run serves until ctx ends, and then lets requests in flight finish for a
// while.
func (s *webServer) Run(ctx context.Context) error {
	drained := make(chan error, 1)
	context.AfterFunc(ctx, func() { drained <- s.drain() })
	if err := s.http.Serve(s.listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-drained
}

func (s *webServer) drain() error {
	s.endPages()
	ctx, cancel := context.WithTimeout(context.Background(), drainTimeout)
	defer cancel()
	err := s.http.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		return s.http.Close()
	}
	return err
}
