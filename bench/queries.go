package main

import (
	"fmt"
	mathrand "math/rand/v2"
	"net/url"
	"path/filepath"
	"slices"
	"time"
)

// queries measures starting on, and reading from, a server that holds millions
// of records.
func queries(o options) error {
	dir := filepath.Join(o.dir, "queries")
	address, err := freeAddress()
	if err != nil {
		return err
	}
	in, err := initialise(o, dir, address)
	if err != nil {
		return err
	}
	begin := time.Now()
	if err := seed(o, dir, in.Project); err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	fmt.Printf("seeded %d events and %d other records in %d issues over 30 days, took %s\n",
		o.events, o.records-o.events, o.issues, time.Since(begin).Round(time.Second))
	ready, err := in.serve(o, dir, address)
	if err != nil {
		return err
	}
	defer in.stop()
	fmt.Printf("ready %s after its start\n", ready.Round(time.Millisecond))
	return measureQueries(&in)
}

func measureQueries(in *instance) error {
	var list struct {
		Items []struct {
			ID    int64  `json:"id"`
			Title string `json:"title"`
		} `json:"items"`
	}
	if err := in.get(fmt.Sprintf("/projects/%d/issues?limit=50", in.Project), &list); err != nil {
		return err
	}
	pick := func() int64 { return list.Items[mathrand.IntN(len(list.Items))].ID }
	inbox := fmt.Sprintf("/projects/%d/issues?limit=50", in.Project)
	for _, q := range []struct {
		name string
		path func() string
	}{
		{"inbox, newest", func() string { return inbox }},
		{"inbox, most events", func() string { return inbox + "&sort=events" }},
		{"inbox, most users, resolved", func() string { return inbox + "&sort=users&status=resolved" }},
		{"inbox, text", func() string {
			return inbox + "&query=" + url.QueryEscape(fmt.Sprintf("step %d ", mathrand.IntN(1000)))
		}},
		{"inbox, counts of the tabs", func() string { return "/issues/counts" }},
		{"projects", func() string { return "/projects" }},
		{"issue", func() string { return fmt.Sprintf("/issues/%d", pick()) }},
		{"issue, trend of 30 days", func() string { return fmt.Sprintf("/issues/%d/trend?period=30d", pick()) }},
		{"issue, latest event", func() string { return fmt.Sprintf("/issues/%d/events/latest", pick()) }},
		{"issue, oldest event", func() string { return fmt.Sprintf("/issues/%d/events/oldest", pick()) }},
		{"issue, 50 events", func() string { return fmt.Sprintf("/issues/%d/events?limit=50", pick()) }},
	} {
		if err := measureQuery(in, q.name, q.path); err != nil {
			return err
		}
	}
	now, peak := in.rss()
	fmt.Printf("RSS %d MB, peak %d MB\n\n", now, peak)
	return nil
}

func measureQuery(in *instance, name string, path func() string) error {
	const repeats = 100
	took := make([]time.Duration, repeats)
	for i := range took {
		begin := time.Now()
		var ignored any
		if err := in.get(path(), &ignored); err != nil {
			return err
		}
		took[i] = time.Since(begin)
	}
	first := took[0]
	slices.Sort(took)
	fmt.Printf("  %-28s p50 %9s  p95 %9s  first %9s\n", name, ms(took[repeats/2]), ms(took[repeats*95/100]), ms(first))
	return nil
}
