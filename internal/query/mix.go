package query

import (
	"time"

	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

// Mix asks how many records of a table there were per step of time. Those that
// have a level are told apart by it.
func Mix(table lake.Table, projects []int64, in Range, step time.Duration) lake.Plan {
	p := lake.Plan{
		Table: table, Projects: projects, From: in.From, To: in.To,
		GroupBy:    []lake.Key{{Column: lake.When, Bucket: step.Microseconds(), As: "step"}},
		Aggregates: []lake.Aggregate{{Func: lake.Count}},
		Order:      []lake.Order{{By: "step"}}, Limit: lake.MaxLimit,
	}
	if HasLevel(table) {
		p.GroupBy = append(p.GroupBy, lake.Key{Column: "level"})
		p.Order = append(p.Order, lake.Order{By: "level"})
	}
	return p
}

// HasLevel reports whether the records of a table have a level.
func HasLevel(table lake.Table) bool { return table == lake.Events || table == lake.Logs }

// Count is how many records there were in a step.
type Count struct {
	At    telemetry.Time
	Level telemetry.Level // LevelUnset where the table has none
	N     int64
}

// MixCount returns the reader of the rows of Mix.
func MixCount(table lake.Table) func(lake.Row) (Count, error) {
	return func(r lake.Row) (c Count, err error) {
		if HasLevel(table) {
			err = scan(r, 3, &c.At, &c.Level, &c.N)
			return c, err
		}
		err = scan(r, 2, &c.At, &c.N)
		return c, err
	}
}

// Releases asks when each release of each project was first and last seen, the
// newest first.
func Releases(projects []int64, in Range) lake.Plan {
	return lake.Plan{
		Table: lake.Events, Projects: projects, From: in.From, To: in.To,
		Where:   lake.Cmp{Column: "release", Op: lake.Exists},
		GroupBy: []lake.Key{{Column: lake.Project}, {Column: "release"}},
		Aggregates: []lake.Aggregate{
			{Func: lake.Min, Column: lake.When, As: "first"},
			{Func: lake.Max, Column: lake.When, As: "last"},
		},
		Order: []lake.Order{{By: "first", Desc: true}, {By: "last", Desc: true}, {By: "release"}}, Limit: lake.MaxLimit,
	}
}

// Release is a release of a project.
type Release struct {
	Project     int64
	Version     string
	First, Last telemetry.Time // events
}

// ReleaseRow reads a row of Releases.
func ReleaseRow(r lake.Row) (v Release, err error) {
	err = scan(r, 4, &v.Project, &v.Version, &v.First, &v.Last)
	return v, err
}
