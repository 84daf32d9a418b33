package sentry

// class says how an item's payload is treated.
type class uint8

const (
	classDropped    class = iota // not kept, only counted
	classEvent                   // one JSON object, of the size of an event
	classContainer               // many records in one payload
	classAttachment              // a file
)

// itemKind is what is known of a type of item.
type itemKind struct {
	class    class
	category string // under which it is counted when it is not kept
	json     bool   // the payload must be JSON
	decode   func(*decoding, item, []byte)
}

// kindOf returns what is known of the items of a type.
func kindOf(typ string) itemKind {
	if k, ok := itemKinds[typ]; ok {
		return k
	}
	return itemKind{classDropped, "unknown", false, nil}
}

// itemKinds lists the items that SDKs send. Categories are Sentry's, so that
// counts of SDKs and of the server can be laid side by side.
var itemKinds = map[string]itemKind{
	"event":          {classEvent, "error", true, (*decoding).eventItem},
	"transaction":    {classContainer, "transaction", true, (*decoding).transactionItem},
	"feedback":       {classEvent, "feedback", true, (*decoding).feedbackItem},
	"user_report":    {classEvent, "feedback", true, (*decoding).userReportItem},
	"attachment":     {classAttachment, "attachment", false, (*decoding).attachmentItem},
	"client_report":  {classEvent, "internal", true, (*decoding).clientReportItem},
	"session":        {classEvent, "session", true, (*decoding).sessionItem},
	"sessions":       {classContainer, "session", true, (*decoding).sessionsItem},
	"check_in":       {classEvent, "monitor", true, (*decoding).checkInItem},
	"span":           {classContainer, "span", true, (*decoding).spanItem},
	"otel_span":      {classContainer, "span", true, (*decoding).spanItem},
	"log":            {classContainer, "log_item", true, (*decoding).logItem},
	"otel_log":       {classContainer, "log_item", true, (*decoding).logItem},
	"trace_metric":   {classContainer, "trace_metric", true, (*decoding).metricItem},
	"statsd":         {classContainer, "metric_bucket", false, (*decoding).statsdItem},
	"metric_buckets": {classContainer, "metric_bucket", true, (*decoding).bucketsItem},
	"raw_security":   {classEvent, "security", true, (*decoding).securityItem},
	"security":       {classEvent, "security", true, (*decoding).securityItem},
	"nel":            {classEvent, "security", true, (*decoding).securityItem},

	"metric_meta":      {classDropped, "metric_bucket", false, nil},
	"profile":          {classDropped, "profile", false, nil},
	"profile_chunk":    {classDropped, "profile_chunk", false, nil},
	"replay_event":     {classDropped, "replay", false, nil},
	"replay_recording": {classDropped, "replay", false, nil},
	"replay_video":     {classDropped, "replay", false, nil},
	"unreal_report":    {classDropped, "unreal_report", false, nil},
	"form_data":        {classDropped, "form_data", false, nil},
}
