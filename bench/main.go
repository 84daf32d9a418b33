package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"time"
)

type options struct {
	binary      string
	dir         string
	connections int
	duration    time.Duration
	events      int
	records     int
	issues      int
	stages      string
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "bare" {
		serveBare(os.Args[2], os.Args[3])
		return
	}
	var o options
	flag.StringVar(&o.binary, "binary", "bin/belfry", "the program to measure")
	flag.StringVar(&o.dir, "dir", "", "where to keep data while measuring; empty: a temporary directory")
	flag.IntVar(&o.connections, "connections", 16, "connections of the load generator")
	flag.DurationVar(&o.duration, "duration", 15*time.Second, "length of each load stage")
	flag.IntVar(&o.events, "events", 1_000_000, "events of the query stage")
	flag.IntVar(&o.records, "records", 5_000_000, "records of the query stage, events included")
	flag.IntVar(&o.issues, "issues", 20_000, "issues of the query stage")
	flag.StringVar(&o.stages, "stages", "ingest,queries", "stages to run")
	flag.Parse()
	if err := measure(o); err != nil {
		log.Fatal(err)
	}
}

func measure(o options) error {
	if o.dir == "" {
		dir, err := os.MkdirTemp("", "belfry-bench")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		o.dir = dir
	}
	binary, err := filepath.Abs(o.binary)
	if err != nil {
		return err
	}
	o.binary = binary
	fmt.Printf("%d cores, %s\n\n", runtime.NumCPU(), memory())
	for _, stage := range []struct {
		name string
		run  func(options) error
	}{{"ingest", ingest}, {"queries", queries}} {
		if !contains(o.stages, stage.name) {
			continue
		}
		if err := stage.run(o); err != nil {
			return fmt.Errorf("%s: %w", stage.name, err)
		}
	}
	return nil
}
