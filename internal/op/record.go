package op

import (
	"context"
	"reflect"
	"strconv"
	"strings"
	"unicode"

	"belfry/internal/account"
)

// Recording says what the audit log hears of an operation that succeeds.
type Recording int

// The ways to record.
const (
	RecordAdministration Recording = iota // a line when it changes something that only administrators may
	RecordAlways                          // a line, though members may do it
	RecordElsewhere                       // package account writes the line, in the transaction of the change
)

// recorded reports whether a line is written for op when it has succeeded.
func (op Operation) recorded() bool {
	switch op.Recording {
	case RecordAlways:
		return true
	case RecordElsewhere:
		return false
	default:
		return op.writes() && (op.Permission == Admin || op.Permission == Owner)
	}
}

// record writes the line of an operation that has succeeded. The change is made
// by then, so that a failure goes into the server's log only.
func (o *Ops) record(ctx context.Context, op Operation, c Caller, in any) {
	action, noun := op.action()
	target := account.Target{Type: noun}
	detail := account.Detail{}
	describeInput(reflect.ValueOf(in).Elem(), &target, detail)
	if id, err := strconv.ParseInt(detail["project_id"], 10, 64); err == nil && target.Name == "" {
		if p, err := o.Projects.Get(ctx, c.Organization.ID, id); err == nil { // it may just have been deleted
			target.Name = p.Name
		}
	}
	if err := o.Accounts.Record(ctx, c.actor(), action, target, detail, o.now()); err != nil {
		o.Log.ErrorContext(ctx, "the audit log misses a line", "operation", op.ID, "request", c.RequestID, "error", err)
	}
}

// action turns “rotateKey” into “key.rotated” and “key”.
func (op Operation) action() (action, noun string) {
	at := strings.IndexFunc(op.ID, unicode.IsUpper)
	if at < 0 {
		return op.ID, ""
	}
	verb := op.ID[:at]
	noun = strings.ToLower(op.ID[at:at+1]) + op.ID[at+1:]
	switch {
	case verb == "retry":
		verb = "retried"
	case strings.HasSuffix(verb, "e"):
		verb += "d"
	default:
		verb += "ed"
	}
	return noun + "." + verb, noun
}

// describeInput finds the ids in the path and the name in the body of an
// operation's input.
func describeInput(v reflect.Value, target *account.Target, detail account.Detail) {
	if v.Kind() != reflect.Struct {
		return
	}
	for i := range v.NumField() {
		f, value := v.Type().Field(i), v.Field(i)
		name, inPath := f.Tag.Lookup("path")
		switch {
		case inPath && value.Kind() == reflect.Int64:
			detail[name] = strconv.FormatInt(value.Int(), 10)
			target.ID = value.Int()
		case inPath && value.Kind() == reflect.String:
			detail[name] = value.String()
		case f.Anonymous || f.Name == "Body":
			describeInput(value, target, detail)
		case f.Name == "Name" && value.Kind() == reflect.String:
			target.Name = value.String()
		case f.Name == "Name" && value.Kind() == reflect.Pointer && !value.IsNil() && value.Elem().Kind() == reflect.String:
			target.Name = value.Elem().String()
		}
	}
}
