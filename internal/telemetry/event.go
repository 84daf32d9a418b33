package telemetry

import "encoding/json"

// Event is one occurrence of an error or message. Its JSON form is the payload
// that is stored and shown: the Sentry event schema in its canonical shape,
// whatever variant the SDK sent.
type Event struct {
	ID       EventID `json:"event_id"`
	Project  int64   `json:"project"`
	Time     Time    `json:"time"`     // when it happened, corrected for skew
	Received Time    `json:"received"` // when Belfry took it

	Kind        string `json:"kind,omitempty"` // "error" (default), "minidump", or what a browser reported: "csp", "nel", "expect_ct", "expect_staple", "hpkp"
	Platform    string `json:"platform,omitempty"`
	Level       Level  `json:"level"`
	Logger      string `json:"logger,omitempty"`
	Transaction string `json:"transaction,omitempty"`
	ServerName  string `json:"server_name,omitempty"`
	Release     string `json:"release,omitempty"`
	Dist        string `json:"dist,omitempty"`
	Environment string `json:"environment,omitempty"`

	Message     string      `json:"message,omitempty"`          // formatted
	Template    string      `json:"message_template,omitempty"` // logentry.message, where it differs
	Params      JSON        `json:"message_params,omitempty"`
	Exceptions  []Exception `json:"exceptions,omitempty"` // causes first, the one raised last
	Threads     []Thread    `json:"threads,omitempty"`
	Stacktrace  []Frame     `json:"stacktrace,omitempty"` // of a message event
	Breadcrumbs []Crumb     `json:"breadcrumbs,omitempty"`
	Request     *Request    `json:"request,omitempty"`
	User        *User       `json:"user,omitempty"`
	Tags        []Tag       `json:"tags,omitempty"`     // unique keys, sorted
	Contexts    JSON        `json:"contexts,omitempty"` // an object of objects
	Extra       JSON        `json:"extra,omitempty"`    // an object
	Modules     JSON        `json:"modules,omitempty"`  // an object of strings
	SDK         *SDK        `json:"sdk,omitempty"`
	DebugMeta   JSON        `json:"debug_meta,omitempty"`
	Fingerprint []string    `json:"fingerprint,omitempty"` // as the SDK sent it

	TraceID string `json:"trace_id,omitempty"` // 32 hex digits
	SpanID  string `json:"span_id,omitempty"`  // 16 hex digits

	Notes []Note `json:"notes,omitempty"` // what was dropped, cut or corrected, and why

	// Set by the pipeline.
	Title    string    `json:"title,omitempty"`
	Culprit  string    `json:"culprit,omitempty"`
	Grouping *Grouping `json:"grouping,omitempty"`
}

// JSON is a piece of JSON text, or nil.
type JSON = json.RawMessage

// Exception is one link of a chain or group of exceptions.
type Exception struct {
	Type       string     `json:"type,omitempty"`
	Value      string     `json:"value,omitempty"`
	Module     string     `json:"module,omitempty"`
	ThreadID   string     `json:"thread_id,omitempty"`
	Mechanism  *Mechanism `json:"mechanism,omitempty"`
	Frames     []Frame    `json:"frames,omitempty"`     // oldest call first
	RawFrames  []Frame    `json:"raw_frames,omitempty"` // before symbolication
	Registers  JSON       `json:"registers,omitempty"`
	FrameCount int        `json:"frame_count,omitempty"` // before cutting, where frames were cut
}

// Mechanism says how an exception was caught and how it relates to others.
type Mechanism struct {
	Type             string `json:"type,omitempty"`
	Handled          *bool  `json:"handled,omitempty"`
	Synthetic        bool   `json:"synthetic,omitempty"`
	Source           string `json:"source,omitempty"`
	ExceptionID      *int   `json:"exception_id,omitempty"`
	ParentID         *int   `json:"parent_id,omitempty"`
	IsExceptionGroup bool   `json:"is_exception_group,omitempty"`
	Description      string `json:"description,omitempty"`
	HelpLink         string `json:"help_link,omitempty"`
	Data             JSON   `json:"data,omitempty"`
	Meta             JSON   `json:"meta,omitempty"`
}

// Frame is one call in a stack.
type Frame struct {
	Function    string   `json:"function,omitempty"`
	RawFunction string   `json:"raw_function,omitempty"`
	Module      string   `json:"module,omitempty"`
	Package     string   `json:"package,omitempty"`
	Filename    string   `json:"filename,omitempty"`
	AbsPath     string   `json:"abs_path,omitempty"`
	Line        int      `json:"lineno,omitempty"`
	Column      int      `json:"colno,omitempty"`
	InApp       *bool    `json:"in_app,omitempty"` // nil: the SDK did not say
	Platform    string   `json:"platform,omitempty"`
	PreContext  []string `json:"pre_context,omitempty"`
	ContextLine *string  `json:"context_line,omitempty"`
	PostContext []string `json:"post_context,omitempty"`
	Vars        JSON     `json:"vars,omitempty"` // an object
	Instruction string   `json:"instruction_addr,omitempty"`
	SymbolAddr  string   `json:"symbol_addr,omitempty"`
	ImageAddr   string   `json:"image_addr,omitempty"`
	StackStart  bool     `json:"stack_start,omitempty"`
}

// Thread is a thread of the process with its stack, if it was sent.
type Thread struct {
	ID      string  `json:"id,omitempty"`
	Name    string  `json:"name,omitempty"`
	State   string  `json:"state,omitempty"`
	Crashed bool    `json:"crashed,omitempty"`
	Current bool    `json:"current,omitempty"`
	Main    bool    `json:"main,omitempty"`
	Frames  []Frame `json:"frames,omitempty"`
}

// Crumb is a breadcrumb: something that happened before.
type Crumb struct {
	Time     Time   `json:"time,omitempty"`
	Type     string `json:"type,omitempty"`
	Category string `json:"category,omitempty"`
	Level    Level  `json:"level,omitempty"`
	Message  string `json:"message,omitempty"`
	Data     JSON   `json:"data,omitempty"`
}

// Request is the HTTP request that was being served.
type Request struct {
	Method  string `json:"method,omitempty"`
	URL     string `json:"url,omitempty"`
	Query   []Pair `json:"query,omitempty"`
	Headers []Pair `json:"headers,omitempty"`
	Cookies []Pair `json:"cookies,omitempty"`
	Data    JSON   `json:"data,omitempty"` // the body: a JSON string for text
	Env     JSON   `json:"env,omitempty"`
}

// Pair is a name with a value, in the order it was sent; names may repeat.
type Pair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// User is the person who met the error.
type User struct {
	ID       string `json:"id,omitempty"`
	Email    string `json:"email,omitempty"`
	Username string `json:"username,omitempty"`
	Name     string `json:"name,omitempty"`
	IP       string `json:"ip_address,omitempty"`
	Segment  string `json:"segment,omitempty"`
	Geo      JSON   `json:"geo,omitempty"`
	Data     JSON   `json:"data,omitempty"`
}

// Key returns what tells this user from others: the first of id, e-mail, name
// and address, marked with which it is; "" when nothing is known.
func (u *User) Key() string {
	switch {
	case u == nil:
		return ""
	case u.ID != "":
		return "id:" + u.ID
	case u.Email != "":
		return "email:" + u.Email
	case u.Username != "":
		return "username:" + u.Username
	case u.IP != "":
		return "ip:" + u.IP
	}
	return ""
}

// Tag is an indexed key with its value.
type Tag struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// SDK is the library that sent the event.
type SDK struct {
	Name         string   `json:"name,omitempty"`
	Version      string   `json:"version,omitempty"`
	Integrations []string `json:"integrations,omitempty"`
	Packages     []Pair   `json:"packages,omitempty"`
}

// Note records what the decoder could not take as it was.
type Note struct {
	Path    string `json:"path"`    // such as "exception.values.0.stacktrace"
	Problem string `json:"problem"` // such as "dropped: expected an object, got a number"
}

// Grouping says which issue an event belongs to, and why.
type Grouping struct {
	Version    int         `json:"version"`
	Method     string      `json:"method"` // "fingerprint", "stack", "exception", "message", "security", "fallback"
	Hash       string      `json:"hash"`   // 32 hex digits
	Components []Component `json:"components"`
}

// Component is one part of what was hashed, in order.
type Component struct {
	Name  string `json:"name"`           // such as "type", "frame", "message"
	Value string `json:"value"`          // what was hashed
	From  string `json:"from,omitempty"` // what it was before it was normalised, where that differs
	Used  bool   `json:"used"`           // false: looked at, but left out of the hash
	Note  string `json:"note,omitempty"` // why it was left out or changed
}
