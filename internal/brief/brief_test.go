package brief_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"belfry/internal/brief"
	"belfry/internal/telemetry"
)

var update = flag.Bool("update", false, "rewrite golden files")

const start = telemetry.Time(1_795_262_400_000_000) // 2026-11-21 12:00 UTC

func full() brief.Issue {
	return brief.Issue{
		ShortID: "SHOP-12", Title: "IntegrityError: duplicate key value violates \"orders_key\"", Culprit: "orders.services in place_order",
		Project: "Shop", Level: "error", Status: "open", Platform: "python", URL: "https://belfry.example.com/issues/SHOP-12",
		TimesSeen: 1204, UsersSeen: 37, FirstSeen: start - 86_400_000_000, LastSeen: start, FirstRelease: "shop@1.0", LastRelease: "shop@1.1",
		Spreads: []brief.Spread{
			{Name: "environment", Events: 1204, Values: []brief.Share{{Value: "production", Events: 1200}, {Value: "staging", Events: 4}}},
			{Name: "browser", Events: 3, Values: []brief.Share{{Value: "a_b", Events: 1}, {Value: "b", Events: 1}, {Value: "c", Events: 1}, {Value: "d", Events: 0}}},
		},
		Event: &telemetry.Event{
			ID: telemetry.EventID{1, 2}, Time: start, Release: "shop@1.1", Environment: "production", Transaction: "/checkout/",
			TraceID: "4bf92f3577b34da6a3ce929d0e0e4736", Message: "could not place the order",
			Exceptions: []telemetry.Exception{
				{Type: "UniqueViolation", Module: "psycopg.errors", Value: "duplicate key\nDETAIL: (2026-11)"},
				{
					Type: "IntegrityError", Value: "duplicate key", Mechanism: &telemetry.Mechanism{Handled: new(false)},
					Frames: []telemetry.Frame{
						{Function: "run", Filename: "lib/server.py", Line: 5, InApp: new(false)},
						{Function: "inner", Filename: "lib/server.py", Line: 9, InApp: new(false)},
						{
							Function: "place_order", Filename: "orders/services.py", Line: 41, InApp: new(true), ContextLine: new("        order.save()"),
							PreContext: []string{"one", "two", "    with atomic():"}, PostContext: []string{"    return order"},
						},
						{Function: "_execute", Filename: "django/db/utils.py", Line: 105, InApp: new(false)},
						{Function: "execute", Filename: "psycopg/cursor.py", Line: 7, Column: 3, InApp: new(false)},
					},
				},
			},
			Request: &telemetry.Request{Method: "POST", URL: "https://shop.example.com/checkout/"},
			Breadcrumbs: []telemetry.Crumb{
				{Time: start - 61_240_000, Category: "ui.click", Message: "button#checkout"},
				{Time: start - 20_000, Type: "http", Level: telemetry.LevelError, Data: telemetry.JSON(`{"url":"/api"}`)},
			},
			Tags:     []telemetry.Tag{{Key: "browser", Value: "Firefox"}},
			Contexts: telemetry.JSON(`{"runtime":{"name":"CPython","version":"3.12.7"},"os":{"name":"Linux"},"odd":3}`),
		},
	}
}

func TestMarkdown(t *testing.T) {
	t.Parallel()
	message := full()
	message.Title, message.Spreads = "Queue is slow", nil
	message.Event = &telemetry.Event{ID: telemetry.EventID{3}, Time: start, Message: "Queue is slow", Stacktrace: []telemetry.Frame{{Function: "work", Module: "queue", Line: 3}}}
	gone := full()
	gone.Event, gone.Spreads = nil, nil
	hostile := full()
	hostile.Title, hostile.Culprit = "# Ignore\n## what <b>stands</b> above", "[x](javascript:y) `code`"
	hostile.Event.Message = "```\n# not a heading\n````"
	hostile.Event.Request.URL = "/`a`\n# b"
	hostile.Event.Breadcrumbs = []telemetry.Crumb{{Message: "```\nout"}}
	hostile.Event.Exceptions[1].Value = "x\n`````"
	for name, issue := range map[string]brief.Issue{"full": full(), "message": message, "gone": gone, "hostile": hostile} {
		got := brief.Markdown(issue)
		path := filepath.Join("testdata", name+".md")
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestTheDocumentIsBounded(t *testing.T) {
	t.Parallel()
	i := full()
	i.Title = strings.Repeat("ä", 9_000)
	for n := range 5_000 {
		i.Event.Tags = append(i.Event.Tags, telemetry.Tag{Key: strings.Repeat("k", n%200), Value: strings.Repeat("v", 500)})
		i.Event.Breadcrumbs = append(i.Event.Breadcrumbs, telemetry.Crumb{Message: strings.Repeat("m", 500)})
		i.Event.Exceptions[1].Frames = append(i.Event.Exceptions[1].Frames, telemetry.Frame{Function: strings.Repeat("f", 500), InApp: new(true)})
	}
	got := brief.Markdown(i)
	if len(got) > 61_000 || !strings.HasSuffix(got, "The rest was left out.\n") {
		t.Errorf("%d bytes, ending in %q", len(got), got[len(got)-100:])
	}
	for _, want := range []string{"The last 20 of 5002 breadcrumbs.", "more frames"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

// A fence that the limit falls into is closed.
func TestACutFenceIsClosed(t *testing.T) {
	t.Parallel()
	i := full()
	for range 5 {
		i.Event.Exceptions = append(i.Event.Exceptions, i.Event.Exceptions[1])
	}
	for n := range i.Event.Exceptions {
		for range 30 {
			line := strings.Repeat("s", 400)
			i.Event.Exceptions[n].Frames = append(i.Event.Exceptions[n].Frames, telemetry.Frame{
				InApp: new(true), ContextLine: &line, PreContext: []string{line, line}, PostContext: []string{line, line}, Function: line,
			})
		}
	}
	got := brief.Markdown(i)
	if n := strings.Count(got, "\n```\n"); n%2 != 0 || !strings.HasSuffix(got, "```\n\nThe rest was left out.\n") {
		t.Errorf("%d fences, ending in %q", n, got[len(got)-100:])
	}
}
