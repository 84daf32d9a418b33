package op

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"belfry/internal/account"
	"belfry/internal/blob"
	"belfry/internal/comment"
	"belfry/internal/dash"
	"belfry/internal/feed"
	"belfry/internal/group"
	"belfry/internal/issue"
	"belfry/internal/lake"
	"belfry/internal/project"
	"belfry/internal/telemetry"
)

// Ops holds what the operations work with. All fields are set by app before the
// first request.
type Ops struct {
	Accounts *account.Store
	Projects *project.Store
	Issues   *issue.Store
	Comments *comment.Store
	Views    *dash.Store
	Feed     *feed.Feed
	Lake     lake.Engine
	Blobs    *blob.Dir

	// GroupVersions are the versions of the grouping rules; nil means those that
	// were released.
	GroupVersions []group.Version

	Log     *slog.Logger
	Now     func() time.Time
	Version string

	// SetupToken returns the secret of the set-up link that was printed at
	// start, or "" when set-up is closed.
	SetupToken func() string

	// SendTest sends an event through the intake of a project, as an SDK with
	// the given key would.
	SendTest func(ctx context.Context, p project.Project, k project.Key, now telemetry.Time) (telemetry.EventID, error)

	// LoadSample makes the project with sample data, which fills from then on;
	// what people do in it is done by user.
	LoadSample func(ctx context.Context, organization, user int64, now telemetry.Time) (project.Project, error)

	// Streams ends when the server is about to stop, and with it what never ends
	// by itself; nil never does.
	Streams     context.Context //nolint:containedctx // not of a call
	openStreams atomic.Int64

	// InstanceInfo returns what the parts of the program know of their state:
	// all of Instance but the version and the discards.
	InstanceInfo func(ctx context.Context) (Instance, error)
	Poison       PoisonBox
}

// Operation is one line of the table.
type Operation struct {
	ID          string // such as "listIssues": the name in every client
	Method      string
	Path        string // below /api/v1
	Tag         string
	Summary     string
	Description string
	Permission  Permission
	PeopleOnly  bool // not for tokens of projects, whatever the permission
	Home        bool // of the installation: for the organization that runs it
	Recording   Recording
	Status      int         // of success; 0 means 200, or 204 without a body
	Errors      []int       // statuses beyond those every operation has
	MaxBody     int64       // bytes; 0 means 1 MiB
	Answers     map[int]any // bodies by status, where success has several; the output's Body is any
	Streams     bool        // the response is a file or a stream: neither buffered nor compressed

	register func(api huma.API, o *Ops)
}

// define joins an operation and its function. The input follows huma's
// conventions (path, query and header tags, Body); the output has Body, Status
// and headers, or is a huma.StreamResponse.
func define[I, O any](op Operation, f func(context.Context, Caller, *I) (*O, error)) Operation {
	op.register = func(api huma.API, o *Ops) {
		huma.Register(api, op.answers(api, op.describe()), func(ctx context.Context, in *I) (*O, error) {
			return invoke(ctx, o, op, f, in)
		})
	}
	return op
}

// Table returns all operations in the order of the documentation.
func (o *Ops) Table() []Operation {
	var all []Operation
	for _, part := range [][]Operation{
		o.setupOperations(),
		o.sessionOperations(),
		o.signInOperations(),
		o.profileOperations(),
		o.organizationOperations(),
		o.memberOperations(),
		o.invitationOperations(),
		o.auditOperations(),
		o.securityOperations(),
		o.passkeyOperations(),
		o.overviewOperations(),
		o.projectOperations(),
		o.groupOperations(),
		o.sampleOperations(),
		o.keyOperations(),
		o.projectTokenOperations(),
		o.issueOperations(),
		o.triageOperations(),
		o.commentOperations(),
		o.noticeOperations(),
		o.mergeOperations(),
		o.groupingOperations(),
		o.eventOperations(),
		o.searchOperations(),
		o.exportOperations(),
		o.viewOperations(),
		o.analysisOperations(),
		o.streamOperations(),
		o.instanceOperations(),
	} {
		all = append(all, part...)
	}
	return all
}

// Register adds every operation to api, whose configuration is Config's.
func (o *Ops) Register(api huma.API) {
	for _, op := range o.Table() {
		op.register(api, o)
	}
	tidy(api.OpenAPI())
}

// now returns the time of this request.
func (o *Ops) now() telemetry.Time { return telemetry.At(o.Now()) }
