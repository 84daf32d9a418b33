package telemetry

// Log is one log record.
type Log struct {
	Project     int64
	Time        Time
	Received    Time
	Level       Level
	Body        string
	Service     string
	Logger      string
	Host        string
	Environment string
	Release     string
	TraceID     string
	SpanID      string
	Attributes  map[string]string
}

// Span is a timed operation; a transaction is a span with Segment set.
type Span struct {
	Project     int64
	Received    Time
	Start       Time
	Duration    int64 // microseconds
	TraceID     string
	SpanID      string
	ParentID    string
	Segment     bool
	SegmentID   string
	Name        string // transaction name or span description
	Op          string
	Status      string // "ok", or what went wrong
	Kind        string
	Service     string
	Environment string
	Release     string
	Platform    string
	UserKey     string
	Attributes  map[string]string
	Measures    map[string]float64
}

// Sample is one point of a metric.
type Sample struct {
	Project     int64
	Time        Time
	Received    Time
	Name        string
	Type        string // "counter", "gauge", "distribution", "set"
	Unit        string
	Value       float64
	Service     string
	Environment string
	Release     string
	TraceID     string
	Attributes  map[string]string
}

// CheckIn is one report of a job to its monitor.
type CheckIn struct {
	Project     int64
	Time        Time
	Received    Time
	ID          string // check_in_id; pairs the start of a run with its end
	Monitor     string // slug
	Status      string // "in_progress", "ok", "error"
	Duration    int64  // microseconds, -1 when not known
	Environment string
	Release     string
	Config      JSON // monitor_config, when sent
}

// Session is an update or an aggregate of release-health sessions.
type Session struct {
	Project     int64
	Started     Time
	Received    Time
	ID          string // empty for an aggregate
	UserKey     string
	Status      string // "ok", "exited", "crashed", "abnormal", "errored", "unhandled"
	Init        bool
	Sequence    int64
	Errors      int64
	Duration    int64 // microseconds, -1 when not known
	Count       int64 // sessions of this status: 1 unless an aggregate
	Release     string
	Environment string
}

// Attachment is a file that came with an event.
type Attachment struct {
	Project     int64
	Event       EventID
	Received    Time
	Name        string
	Type        string // attachment_type, such as "event.attachment", "event.minidump"
	ContentType string
	Data        []byte
}

// Feedback is what a user said about a problem, with or without an event.
type Feedback struct {
	Project     int64
	ID          EventID
	Event       EventID // the event it speaks of, if any
	Received    Time
	Name        string
	Email       string
	Message     string
	URL         string
	Source      string // "user_report" or "feedback"
	Environment string
	Release     string
	ReplayID    string
}

// Discard counts what was not kept: by the SDK (client reports) or by Belfry.
type Discard struct {
	Project  int64
	Time     Time
	Source   string // "client" or "server"
	Category string // "error", "transaction", "replay", …
	Reason   string // "ratelimit_backoff", "sample_rate", "not_kept", …
	Quantity int64
}

// Batch is what one or more intake records contain.
type Batch struct {
	Events      []Event
	Logs        []Log
	Spans       []Span
	Samples     []Sample
	CheckIns    []CheckIn
	Sessions    []Session
	Attachments []Attachment
	Feedback    []Feedback
	Discards    []Discard
}
