package query

import (
	"strconv"
	"strings"
	"time"

	"belfry/internal/telemetry"
)

// The longest age that a search may name.
const maxAge = 20 * 366 * 24 * time.Hour

// period turns a time with a comparison into the period that is meant. An age
// alone is all that is younger (-24h) or older (+7d); a day or a moment is
// itself.
func (p *parser) period(op Op, text string) (Range, bool) {
	text = strings.ToLower(text)
	if text != "" && (text[0] == '-' || text[0] == '+') {
		age, ok := duration(text[1:])
		at := p.Now - telemetry.Time(age/time.Microsecond)
		if op == Equal && text[0] == '-' {
			op = MoreEq
		} else if op == Equal {
			op = Less
		}
		return compared(op, at, at), ok
	}
	from, to, ok := p.moment(text)
	return compared(op, from, to), ok
}

// compared returns what is before, in, or after the period from ≤ t < to.
func compared(op Op, from, to telemetry.Time) Range {
	switch op {
	case Less:
		return Range{To: from}
	case LessEq:
		return Range{To: max(to, from+1)}
	case More:
		return Range{From: max(to, from+1)}
	case MoreEq:
		return Range{From: from}
	}
	return Range{From: from, To: to}
}

// duration reads a number with a unit: s, m, h, d or w.
func duration(s string) (time.Duration, bool) {
	if s == "" {
		return 0, false
	}
	units := map[byte]time.Duration{'s': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour}
	unit := units[s[len(s)-1]]
	n, err := strconv.ParseUint(s[:len(s)-1], 10, 32)
	if err != nil || unit == 0 || n > uint64(maxAge/unit) {
		return 0, false
	}
	return time.Duration(n) * unit, true
}

// moment reads a day or a time in the zone of the reader, and returns how long
// it lasts: as long as what was written does not tell apart.
func (p *parser) moment(s string) (from, to telemetry.Time, ok bool) {
	y, m, d := p.Now.Std().In(p.Zone).Date()
	switch s {
	case "today":
		return p.day(y, m, d, 1)
	case "yesterday":
		return p.day(y, m, d-1, 1)
	}
	if t, err := time.ParseInLocation("2006-01-02", s, p.Zone); err == nil {
		y, m, d := t.Date()
		return p.day(y, m, d, 1)
	}
	if t, err := time.ParseInLocation("2006-01", s, p.Zone); err == nil {
		y, m, _ := t.Date()
		return p.day(y, m, 1, 31)
	}
	for _, layout := range []struct {
		text  string
		lasts time.Duration
	}{{"2006-01-02t15:04", time.Minute}, {"2006-01-02t15:04:05", time.Second}, {"2006-01-02t15:04:05z07:00", time.Second}, {"2006-01-02t15:04z07:00", time.Minute}} {
		if t, err := time.ParseInLocation(strings.ToUpper(layout.text), strings.ToUpper(s), p.Zone); err == nil {
			return telemetry.At(t), telemetry.At(t.Add(layout.lasts)), true
		}
	}
	return 0, 0, false
}

// day returns when some days begin and end; 31 days are a month.
func (p *parser) day(y int, m time.Month, d, days int) (from, to telemetry.Time, ok bool) {
	end := time.Date(y, m, d+days, 0, 0, 0, 0, p.Zone)
	if days > 1 {
		end = time.Date(y, m+1, d, 0, 0, 0, 0, p.Zone)
	}
	return telemetry.At(time.Date(y, m, d, 0, 0, 0, 0, p.Zone)), telemetry.At(end), true
}
