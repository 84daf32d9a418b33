package lake

import (
	"context"

	"belfry/internal/telemetry"
)

// Engine stores and finds telemetry. All methods are safe for concurrent use;
// there is one appender at a time.
type Engine interface {
	// Append stores a batch durably. What the store already holds, by
	// sequence, is skipped, so a batch may be repeated after a crash, alone or
	// as part of a larger or smaller one. An error of kind errs.Unavailable
	// means that the store cannot write now; any other, that it cannot write this.
	Append(ctx context.Context, b Batch) error

	// Run calls yield for each row of the plan's result, in its order. It stops
	// early when yield returns false.
	Run(ctx context.Context, p Plan, yield func(Row) bool) error

	// Delete removes all rows of a project. It may take long.
	Delete(ctx context.Context, project int64) error

	// Evict drops the partitions whose newest row was received before the
	// given time of their class.
	Evict(ctx context.Context, before map[Class]telemetry.Time) (Evicted, error)

	// Stats tells what is stored, for the instance page and the disk budget.
	Stats(ctx context.Context) (Stats, error)
}

// Class groups tables that are kept equally long.
type Class string

// The retention classes.
const (
	ClassError  Class = "error"  // events, and logs from warning up
	ClassNoise  Class = "noise"  // logs below warning
	ClassSpan   Class = "span"   // spans
	ClassSample Class = "sample" // samples, check-ins, sessions
)

// Batch is what one digest turn appends. Rows carry the spool sequence they
// came from, which starts at 1 and never goes back: not within a slice, and not
// from batch to batch, except to repeat. All rows of a sequence are in one batch.
type Batch struct {
	Events   []Event
	Logs     []Item[telemetry.Log]
	Spans    []Item[telemetry.Span]
	Samples  []Item[telemetry.Sample]
	CheckIns []Item[telemetry.CheckIn]
	Sessions []Item[telemetry.Session]
}

// Item is a record with the spool sequence it came from.
type Item[T any] struct {
	Seq   uint64
	Value T
}

// Event is the row of an event: the columns that are searched, and the whole
// payload, compressed, which is only read for single events.
type Event struct {
	Seq         uint64
	Project     int64
	ID          telemetry.EventID
	Time        telemetry.Time
	Received    telemetry.Time
	Fingerprint string // 32 hex digits; issues are sets of fingerprints
	Level       telemetry.Level
	Platform    string
	Title       string
	Culprit     string
	Message     string
	Logger      string
	Transaction string
	ServerName  string
	Release     string
	Environment string
	UserKey     string
	UserID      string
	UserEmail   string
	UserName    string
	UserIP      string
	URL         string
	TraceID     string
	SpanID      string
	SDK         string
	Tags        map[string]string
	Payload     []byte // zstd-compressed JSON of telemetry.Event
}

// Stats describes what a store holds.
type Stats struct {
	Bytes      int64
	Tables     map[Table]int64 // rows
	Sequence   uint64          // the highest that was appended: a journal must go on above it
	Partitions []Partition     // by day and class
}

// Partition is a unit of retention.
type Partition struct {
	Day    telemetry.Time // of receipt
	Class  Class
	Bytes  int64
	Rows   int64
	Oldest telemetry.Time // by time of the record, not of receipt
	Newest telemetry.Time
	Broken string // why it could not be read and is left out of all results
}

// Evicted tells what an eviction freed.
type Evicted struct {
	Partitions int
	Bytes      int64
	Rows       int64
}
