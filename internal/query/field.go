package query

import "strings"

// Type says what the values of a field are, and so how they are written.
type Type uint8

// The types of fields.
const (
	Text     Type = iota // equal, or of a pattern with *
	Prose                // contains the text, in any case
	Number               // whole
	When                 // a time, an age or a day
	Severity             // a level
	Choice               // one of a few words
	Member               // a user: me, none, a name or an e-mail address
)

// String returns the name of t.
func (t Type) String() string {
	return [...]string{"text", "prose", "number", "time", "level", "choice", "person"}[t]
}

// Field is a key that a search may use and that is not a tag.
type Field struct {
	Name    string
	Type    Type
	Choices []string // of Choice
	About   string   // for people
}

// Issues are the fields of issues.
var Issues = Fields{
	{"is", Choice, []string{
		"open", "unresolved", "resolved", "ignored", "snoozed", "archived", "regressed", "new", "assigned", "unassigned",
	}, "The state of the issue"},
	{"assigned", Member, nil, "Who takes care of it: me, none, a name or an e-mail address"},
	{"followed", Member, nil, "Who follows it: me, a name or an e-mail address"},
	{"level", Severity, nil, "The highest level that was ever seen"},
	{"kind", Text, nil, "What sort of problem it is, such as error or csp"},
	{"platform", Text, nil, "The platform of the program"},
	{"priority", Number, nil, "0 to 100"},
	{"release", Text, nil, "Was seen in the release"},
	{"environment", Text, nil, "Was seen in the environment"},
	{"times_seen", Number, nil, "How many events there were"},
	{"users", Number, nil, "How many people met it"},
	{"first_seen", When, nil, "When it first happened"},
	{"last_seen", When, nil, "When it last happened"},
	{"project", Text, nil, "The project, by its slug"},
	{"id", Text, nil, "The issue itself, such as SHOP-12"},
	{"title", Prose, nil, "Text in the title or culprit"},
	{"user.id", Text, nil, "The id of somebody who met it"},
	{"user.email", Text, nil, "The e-mail address of somebody who met it"},
	{"user.username", Text, nil, "The name of somebody who met it"},
	{"user.ip", Text, nil, "The address of somebody who met it"},
	{"url", Text, nil, "The address of the request"},
	{"transaction", Text, nil, "The transaction it happened in"},
}

// Events are the fields of events.
var Events = Fields{
	{"level", Severity, nil, "The level"},
	{"platform", Text, nil, "The platform of the program"},
	{"release", Text, nil, "The release"},
	{"environment", Text, nil, "The environment"},
	{"time", When, nil, "When it happened"},
	{"project", Text, nil, "The project, by its slug"},
	{"id", Text, nil, "The event itself, by its 32 digits"},
	{"title", Prose, nil, "Text in the title"},
	{"culprit", Prose, nil, "Text in the culprit"},
	{"message", Prose, nil, "Text in the message"},
	{"logger", Text, nil, "The logger"},
	{"transaction", Text, nil, "The transaction it happened in"},
	{"url", Text, nil, "The address of the request"},
	{"server_name", Text, nil, "The machine"},
	{"sdk", Text, nil, "The SDK with its version, such as sentry.python/2.1"},
	{"trace", Text, nil, "The trace it belongs to"},
	{"span", Text, nil, "The span it happened in"},
	{"user.id", Text, nil, "The id of who met it"},
	{"user.email", Text, nil, "The e-mail address of who met it"},
	{"user.username", Text, nil, "The name of who met it"},
	{"user.ip", Text, nil, "The address of who met it"},
}

// Fields are those of what is searched.
type Fields []Field

// aliases are other names of fields, those that other products taught among
// them.
var aliases = map[string]string{
	"assignee": "assigned", "assigned_to": "assigned", "follower": "followed", "bookmarks": "followed",
	"env": "environment", "timesseen": "times_seen", "events": "times_seen", "users_seen": "users", "usersseen": "users",
	"firstseen": "first_seen", "age": "first_seen", "lastseen": "last_seen", "issue": "id", "short_id": "id", "event": "id", "event_id": "id",
	"message": "title", "trace_id": "trace", "span_id": "span", "timestamp": "time", "user.name": "user.username", "user": "user.id",
	"culprit": "title",
}

// Find returns the field with a name in any case, or one that the name stands
// for.
func (f Fields) Find(name string) (Field, bool) {
	name = strings.ToLower(name)
	for _, name := range []string{name, aliases[name]} {
		for _, field := range f {
			if field.Name == name {
				return field, true
			}
		}
	}
	return Field{}, false
}
