package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// ingest measures taking events in: the limit, then Belfry at full speed, then
// Belfry at half of that with somebody watching the inbox, then idle.
func ingest(o options) error {
	items := bodies(2000, 200)
	wire := 0
	for _, b := range items {
		wire += len(b)
	}
	fmt.Printf("events of %.1f KB, %.1f KB on the wire, %d connections, %s per stage\n\n",
		float64(eventSize())/1e3, float64(wire/len(items))/1e3, o.connections, o.duration)

	limit, err := measureBare(o, items)
	if err != nil {
		return err
	}
	report("bare handler (the limit)", limit, 0)
	dir := filepath.Join(o.dir, "ingest")
	address, err := freeAddress()
	if err != nil {
		return err
	}
	in, err := initialise(o, dir, address)
	if err != nil {
		return err
	}
	ready, err := in.serve(o, dir, address)
	if err != nil {
		return err
	}
	defer in.stop()
	fmt.Printf("belfry ready after %s\n", ready.Round(time.Millisecond))
	full, err := measureFull(o, &in, items, limit)
	if err != nil {
		return err
	}
	if err := measureVisible(o, &in, items, full.rate()/2); err != nil {
		return err
	}
	return measureIdle(&in)
}

func measureBare(o options, items [][]byte) (result, error) {
	address, err := freeAddress()
	if err != nil {
		return result{}, err
	}
	self, err := os.Executable()
	if err != nil {
		return result{}, err
	}
	p, err := launch(address, self, "bare", address, o.dir)
	if err != nil {
		return result{}, err
	}
	defer p.stop()
	t := target{address, "/"}
	for range 100 { // until it listens
		if _, err = load(t, items, o.connections, time.Second, 0); err == nil {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if err != nil {
		return result{}, err
	}
	return load(t, items, o.connections, o.duration, 0)
}

func measureFull(o options, in *instance, items [][]byte, limit result) (result, error) {
	if _, err := load(in.target(), items, o.connections, 2*time.Second, 0); err != nil {
		return result{}, err
	}
	full, err := load(in.target(), items, o.connections, o.duration, 0)
	if err != nil {
		return full, err
	}
	lag, err := in.lag()
	if err != nil {
		return full, err
	}
	now, peak := in.rss()
	report("belfry, full speed", full, limit.rate())
	took, err := in.drained(10 * time.Minute)
	fmt.Printf("  RSS %d MB, peak %d MB; %d records behind at the end, digested %s later (%.0f/s)\n",
		now, peak, lag, took.Round(time.Millisecond), float64(lag)/max(took.Seconds(), 0.001))
	return full, err
}

// measureVisible loads at a fixed rate and meanwhile sends probes, each a new
// problem, and asks the inbox for them until they are there.
func measureVisible(o options, in *instance, items [][]byte, rate float64) error {
	var (
		wg     sync.WaitGroup
		steady result
		err    error
	)
	wg.Go(func() { steady, err = load(in.target(), items, o.connections, o.duration, rate) })
	var seen []time.Duration
	probing := time.Now()
	for n := 0; time.Since(probing) < o.duration-2*time.Second; n++ {
		d, errProbe := probe(in, fmt.Sprintf("Probe%s", newID()))
		if errProbe != nil {
			return errProbe
		}
		seen = append(seen, d)
		time.Sleep(100 * time.Millisecond)
	}
	wg.Wait()
	if err != nil {
		return err
	}
	slices.Sort(seen)
	visible := result{latency: seen}
	report("belfry, half of that", steady, 0)
	now, peak := in.rss()
	fmt.Printf("  acknowledged to visible in the inbox: p50 %s, p99 %s, worst %s (%d probes); RSS %d MB, peak %d MB\n",
		ms(visible.quantile(0.5)), ms(visible.quantile(0.99)), ms(seen[len(seen)-1]), len(seen), now, peak)
	_, err = in.drained(time.Minute)
	return err
}

func measureIdle(in *instance) error {
	time.Sleep(20 * time.Second)
	const watch = 10 * time.Second
	before := in.cpu()
	time.Sleep(watch)
	used := in.cpu() - before
	now, _ := in.rss()
	fmt.Printf("idle after the load: RSS %d MB, CPU %.2f %%\n\n", now, 100*used.Seconds()/watch.Seconds())
	return nil
}

func report(what string, r result, limit float64) {
	ratio := ""
	if limit > 0 {
		ratio = fmt.Sprintf(" (%.0f %% of the limit)", 100*r.rate()/limit)
	}
	fmt.Printf("%s: %.0f/s%s, p50 %s, p99 %s, %d refused\n", what, r.rate(), ratio, ms(r.quantile(0.5)), ms(r.quantile(0.99)), r.failed)
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1e3) }
