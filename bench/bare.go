package main

import (
	"io"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// bare is the limit: it inflates, appends and shares an fsync, and does nothing
// else.
type bare struct {
	file    *os.File
	readers sync.Pool

	mu      sync.Mutex
	pending []byte
	waiters []chan error
	wake    chan struct{}
}

func serveBare(address, dir string) {
	f, err := os.Create(filepath.Join(dir, "journal"))
	if err != nil {
		log.Fatal(err)
	}
	b := &bare{file: f, wake: make(chan struct{}, 1)}
	go b.sync()
	log.Fatal(http.ListenAndServe(address, b))
}

func (b *bare) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	wire, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if err := b.inflate(wire); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	done := make(chan error, 1)
	b.mu.Lock()
	b.pending = append(b.pending, wire...)
	b.waiters = append(b.waiters, done)
	b.mu.Unlock()
	select {
	case b.wake <- struct{}{}:
	default:
	}
	if err := <-done; err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	_, _ = io.WriteString(w, `{"id":""}`)
}

func (b *bare) inflate(wire []byte) error {
	z, _ := b.readers.Get().(*gzip.Reader)
	if z == nil {
		z = new(gzip.Reader)
	}
	defer b.readers.Put(z)
	if err := z.Reset(newReader(wire)); err != nil {
		return err
	}
	_, err := io.Copy(io.Discard, z)
	return err
}

func (b *bare) sync() {
	for range b.wake {
		b.mu.Lock()
		data, waiters := b.pending, b.waiters
		b.pending, b.waiters = nil, nil
		b.mu.Unlock()
		_, err := b.file.Write(data)
		if err == nil {
			err = fdatasync(b.file)
		}
		for _, w := range waiters {
			w <- err
		}
	}
}
