package telemetry

import "time"

// Time is an instant in microseconds since the Unix epoch, UTC. Zero means
// unknown.
type Time int64

// At converts t.
func At(t time.Time) Time { return Time(t.UnixMicro()) }

// Std converts back; the result is in UTC.
func (t Time) Std() time.Time { return time.UnixMicro(int64(t)).UTC() }

// Add returns t shifted by d.
func (t Time) Add(d time.Duration) Time { return t + Time(d.Microseconds()) }

// Sub returns the duration between u and t.
func (t Time) Sub(u Time) time.Duration { return time.Duration(t-u) * time.Microsecond }

// Hour returns the start of t's hour, UTC.
func (t Time) Hour() Time { return t - t%Time(time.Hour.Microseconds()) }

// Day returns the start of t's day, UTC.
func (t Time) Day() Time { return t - t%Time((24*time.Hour).Microseconds()) }
