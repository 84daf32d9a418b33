package sentry

import (
	"math"
	"strconv"
	"strings"
	"time"

	"belfry/internal/ingest"
	"belfry/internal/telemetry"
)

const (
	minDrift = time.Minute         // smaller differences of clocks are left alone
	future   = time.Minute         // how far ahead of receipt a time may be
	past     = 30 * 24 * time.Hour // how far behind
)

// clock corrects the times of a client whose clock is off.
type clock struct {
	received telemetry.Time
	drift    time.Duration // to be added
}

// newClock compares the client's clock when it sent with ours when we
// received.
func newClock(received, sentAt telemetry.Time) clock {
	c := clock{received: received}
	if d := received.Sub(sentAt); sentAt > 0 && d.Abs() >= minDrift {
		c.drift = d
	}
	return c
}

// fix corrects t, and replaces it by the time of receipt if it still cannot be
// right; problem says so.
func (c clock) fix(t telemetry.Time) (fixed telemetry.Time, problem string) {
	if t == 0 {
		return c.received, ""
	}
	t = t.Add(c.drift)
	switch d := t.Sub(c.received); {
	case d > future:
		return c.received, "in the future: replaced by the time of receipt"
	case d < -past:
		return c.received, "more than 30 days old: replaced by the time of receipt"
	}
	return t, ""
}

// fixed is fix for records that keep no notes.
func (c clock) fixed(t telemetry.Time) telemetry.Time {
	t, _ = c.fix(t)
	return t
}

// parseTime reads RFC 3339 in its many dialects and seconds since the epoch,
// as number or text.
func parseTime(v ingest.Value) (telemetry.Time, bool) {
	if v.Kind() == ingest.Number {
		f, ok := v.Float()
		t := epoch(f)
		return t, ok && t > 0
	}
	return parseTimeText(v.Text())
}

var timeLayouts = [...]string{
	time.RFC3339Nano,
	"2006-01-02T15:04:05.999999999",
	"2006-01-02 15:04:05.999999999Z07:00",
	"2006-01-02 15:04:05.999999999",
	"2006-01-02T15:04:05.999999999Z0700",
	"2006-01-02 15:04:05.999999999 Z0700",
	"2006-01-02 15:04:05.999999999 Z0700 MST",
	"2006-01-02 15:04:05.999999999 MST",
	"2006-01-02T15:04Z07:00",
	"2006-01-02",
	time.RFC1123Z,
	time.RFC1123,
}

func parseTimeText(s string) (telemetry.Time, bool) {
	if s = strings.TrimSpace(s); s == "" || len(s) > 64 {
		return 0, false
	}
	if !isDate(s) {
		if f, err := strconv.ParseFloat(s, 64); err == nil {
			t := epoch(f)
			return t, t > 0
		}
	}
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= 1970 && t.Year() < 2200 {
			return telemetry.At(t), t.UnixMicro() > 0
		}
	}
	return 0, false
}

// isDate reports whether s begins with a year and a dash, as no number does.
func isDate(s string) bool {
	if len(s) < 5 || s[4] != '-' {
		return false
	}
	for i := range 4 {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// epoch takes seconds, and also milli-, micro- and nanoseconds, which cannot be
// mistaken for seconds of these centuries.
func epoch(f float64) telemetry.Time {
	const year2200 = 7258118400
	for range 4 {
		if f <= 0 || math.IsNaN(f) {
			return 0
		}
		if f < year2200 {
			return telemetry.Time(math.Round(f * 1e6))
		}
		f /= 1000
	}
	return 0
}

// micros turns a duration in seconds into microseconds; -1 when it is not one.
func micros(v ingest.Value) int64 {
	f, ok := v.Float()
	if !ok || f < 0 || f > 1e9 {
		return -1
	}
	return int64(math.Round(f * 1e6))
}
