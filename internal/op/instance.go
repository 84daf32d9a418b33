package op

import (
	"context"
	"net/http"
	"time"

	"belfry/internal/telemetry"
)

// Instance is the state of this installation.
type Instance struct {
	Version     string      `json:"version"`
	StartedAt   Time        `json:"started_at"`
	Database    string      `json:"database" enum:"sqlite,postgres"`
	Spool       Spool       `json:"spool"`
	Storage     Storage     `json:"storage"`
	Partitions  []Partition `json:"partitions"`
	Discards    Discards    `json:"discards"`
	PoisonCount int64       `json:"poison_count"`
}

// Spool is the journal of what was taken and not yet digested.
type Spool struct {
	First    uint64 `json:"first"`
	Last     uint64 `json:"last"`
	Applied  uint64 `json:"applied"`
	Lag      uint64 `json:"lag" doc:"Records that wait."`
	Bytes    int64  `json:"bytes"`
	MaxBytes int64  `json:"max_bytes"`
	Stalled  string `json:"stalled,omitempty" doc:"Why nothing is digested at the moment."`
}

// Storage says what takes how much space.
type Storage struct {
	DatabaseBytes int64            `json:"database_bytes"`
	LakeBytes     int64            `json:"lake_bytes"`
	LakeRows      map[string]int64 `json:"lake_rows"`
	Blobs         Blobs            `json:"blobs"`
	DiskFree      int64            `json:"disk_free"`
	DiskTotal     int64            `json:"disk_total"`
	DiskFloor     int64            `json:"disk_floor" doc:"With less than this free nothing is taken."`
}

// Blobs are the files of attachments.
type Blobs struct {
	Files int64 `json:"files"`
	Bytes int64 `json:"bytes"`
}

// Partition is what is kept and dropped as one.
type Partition struct {
	Day   string `json:"day" format:"date" doc:"In UTC."`
	Class string `json:"class" enum:"error,noise,span,sample"`
	Bytes int64  `json:"bytes"`
	Rows  int64  `json:"rows"`
}

// Discards are the numbers of what was not kept.
type Discards struct {
	Day   []Discard `json:"day" doc:"Of the last 24 hours."`
	Month []Discard `json:"month" doc:"Of the last 30 days."`
}

// Discard is a number of things that were not kept for the same reason.
type Discard struct {
	ProjectID int64  `json:"project_id" doc:"0 when it is not known."`
	Hour      Time   `json:"hour" doc:"The last one in which it happened."`
	Source    string `json:"source" enum:"client,server,other" doc:"Who left it out: the SDK or Belfry."`
	Category  string `json:"category"`
	Reason    string `json:"reason"`
	Quantity  int64  `json:"quantity"`
}

// Poison is a record that could not be digested and was set aside.
type Poison struct {
	ID        int64  `json:"id"`
	Seq       int64  `json:"seq"`
	At        Time   `json:"at"`
	ProjectID int64  `json:"project_id" doc:"0 when it is not readable."`
	Protocol  string `json:"protocol"`
	Error     string `json:"error"`
	Tries     int    `json:"tries"`
	Bytes     int64  `json:"bytes"`
}

// PoisonBox is where records lie that were set aside.
type PoisonBox struct {
	List   func(ctx context.Context, limit int) ([]Poison, error) // newest first
	Retry  func(ctx context.Context, id int64) error
	Delete func(ctx context.Context, id int64) error
}

func (o *Ops) instanceOperations() []Operation {
	notFound := []int{http.StatusNotFound}
	return []Operation{
		define(Operation{
			ID: "getInstance", Method: http.MethodGet, Path: "/instance", Tag: "instance", Permission: Admin, Home: true,
			Summary: "Storage, lag and what was not kept",
		}, o.getInstance),
		define(Operation{
			ID: "listPoison", Method: http.MethodGet, Path: "/instance/poison", Tag: "instance", Permission: Admin, Home: true,
			Summary: "Records that could not be digested, newest first, at most 200",
		}, o.listPoison),
		define(Operation{
			ID: "retryPoison", Method: http.MethodPost, Path: "/instance/poison/{poison_id}/retry", Tag: "instance", Permission: Admin, Home: true,
			Summary: "Try a record again", Errors: append(notFound, http.StatusServiceUnavailable),
		}, o.retryPoison),
		define(Operation{
			ID: "deletePoison", Method: http.MethodDelete, Path: "/instance/poison/{poison_id}", Tag: "instance", Permission: Admin, Home: true,
			Summary: "Throw a record away", Errors: notFound,
		}, o.deletePoison),
	}
}

type instanceOutput struct{ Body Instance }

func (o *Ops) getInstance(ctx context.Context, _ Caller, _ *struct{}) (*instanceOutput, error) {
	info, err := o.InstanceInfo(ctx)
	if err != nil {
		return nil, err
	}
	info.Version, info.Partitions = o.Version, orEmpty(info.Partitions)
	if info.Storage.LakeRows == nil {
		info.Storage.LakeRows = map[string]int64{}
	}
	if info.Discards.Day, err = o.discards(ctx, 24*time.Hour); err != nil {
		return nil, err
	}
	info.Discards.Month, err = o.discards(ctx, 30*24*time.Hour)
	return &instanceOutput{info}, err
}

func (o *Ops) discards(ctx context.Context, last time.Duration) ([]Discard, error) {
	found, err := o.Projects.Discards(ctx, o.now().Add(-last))
	return each(found, func(d telemetry.Discard) Discard {
		return Discard{d.Project, Time(d.Time), d.Source, d.Category, d.Reason, d.Quantity}
	}), err
}

const maxPoison = 200

type poisonOutput struct{ Body Page[Poison] }

func (o *Ops) listPoison(ctx context.Context, _ Caller, _ *struct{}) (*poisonOutput, error) {
	found, err := o.Poison.List(ctx, maxPoison)
	return &poisonOutput{list(found)}, err
}

// PoisonPath is part of the input of operations on a record that was set aside.
type PoisonPath struct {
	Poison int64 `path:"poison_id"`
}

func (o *Ops) retryPoison(ctx context.Context, _ Caller, in *PoisonPath) (*struct{}, error) {
	return nil, o.Poison.Retry(ctx, in.Poison)
}

func (o *Ops) deletePoison(ctx context.Context, _ Caller, in *PoisonPath) (*struct{}, error) {
	return nil, o.Poison.Delete(ctx, in.Poison)
}
