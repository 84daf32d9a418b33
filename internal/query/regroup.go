package query

import (
	"belfry/internal/lake"
	"belfry/internal/telemetry"
)

// Stored is an event with its payload, to be looked at again.
type Stored struct {
	ID          telemetry.EventID
	Fingerprint string // as it was grouped
	Payload     []byte // for lake.PayloadJSON
}

// Latest asks for the newest events of a project with their payloads.
func Latest(project int64, limit int) lake.Plan {
	return lake.Plan{
		Table: lake.Events, Projects: []int64{project}, Columns: []string{"id", "fingerprint", "payload"},
		Order: order(false), Limit: limit,
	}
}

// StoredEvent reads a row of Latest.
func StoredEvent(r lake.Row) (e Stored, err error) {
	err = scan(r, 3, &e.ID, &e.Fingerprint, &e.Payload)
	return e, err
}
