package query

import (
	"time"

	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

// Steps asks how many events an issue has in each step of a range of time.
func Steps(i Issue, in Range, step time.Duration) lake.Plan {
	p := i.plan(in)
	p.GroupBy = []lake.Key{{Column: lake.When, Bucket: step.Microseconds(), As: "step"}}
	p.Aggregates = []lake.Aggregate{{Func: lake.Count}}
	p.Order, p.Limit = []lake.Order{{By: "step"}}, lake.MaxLimit
	return p
}

// StepCount reads a row of Steps.
func StepCount(r lake.Row) (c Count, err error) {
	err = scan(r, 2, &c.At, &c.N)
	return c, err
}

// People asks who met an issue, those who met it most often first.
func People(i Issue, limit int) lake.Plan {
	p := i.plan(Range{})
	p.Where = lake.And{p.Where, lake.Cmp{Column: "user_key", Op: lake.Exists}}
	p.GroupBy = []lake.Key{{Column: "user_key"}}
	p.Aggregates = []lake.Aggregate{
		{Func: lake.Count},
		{Func: lake.Min, Column: lake.When, As: "first"},
		{Func: lake.Max, Column: lake.When, As: "last"},
		{Func: lake.Max, Column: "user_email", As: "email"},
		{Func: lake.Max, Column: "user_name", As: "name"},
	}
	p.Order, p.Limit = []lake.Order{{By: string(lake.Count), Desc: true}, {By: "user_key"}}, limit
	return p
}

// Person is somebody who met an issue.
type Person struct {
	Key         string // telemetry.User.Key
	Events      int64
	First, Last telemetry.Time
	Email, Name string
}

// PersonOf reads a row of People.
func PersonOf(r lake.Row) (p Person, err error) {
	err = scan(r, 6, &p.Key, &p.Events, &p.First, &p.Last, &p.Email, &p.Name)
	return p, err
}
