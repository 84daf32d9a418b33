package demo

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"

	"belfry/internal/telemetry"
)

// feedback returns the request of the form that customers write into.
func (m *moment) feedback(at time.Time) ([]byte, error) {
	var id telemetry.EventID
	r := rand.New(rand.NewPCG(m.rand.Uint64(), 2)) //nolint:gosec // data, not secrets
	for i := range id {
		id[i] = byte(r.UintN(256))
	}
	c := m.customer
	payload, err := json.Marshal(object{
		"event_id": id.String(), "timestamp": at.Format(time.RFC3339Nano), "platform": m.program.language,
		"environment": m.environment(), "release": m.program.at(m.day), "user": object{"id": c.id, "email": c.email},
		"contexts": object{"feedback": object{
			"name": c.name, "contact_email": c.email, "message": m.filled(m.says), "associated_event_id": m.id.String(),
			"url": "https://" + m.program.host + m.filled(pathOf(m.fault.in)),
		}},
	})
	if err != nil {
		return nil, fmt.Errorf("write feedback of %s: %w", m.program.name, err)
	}
	return framed(id, at, "feedback", payload)
}
