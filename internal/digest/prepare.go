package digest

import (
	"context"
	"fmt"

	"belfry/internal/errs"
	"belfry/internal/group"
	"belfry/internal/issue"
	"belfry/internal/lake"
	"belfry/internal/run"
	"belfry/internal/scrub"
	"belfry/internal/spool"
	"belfry/internal/telemetry"
)

// tries is how often a record may fail before it is set aside.
const tries = 3

// prepared is one record on its way.
type prepared struct {
	seq      uint64
	batch    telemetry.Batch
	payloads [][]byte // of batch.Events, encoded
	err      error    // why it cannot be digested
}

// work is one turn: its records and what becomes of them.
type work struct {
	records  []prepared
	last     uint64 // the highest sequence
	files    []issue.Attachment
	feedback []telemetry.Feedback
	discards []telemetry.Discard
	poison   []poisoned
}

// prepare decodes, scrubs and groups all records, without any store. A record that fails is kept
// apart, the others go on.
func (d *Digester) prepare(ctx context.Context, records []spool.Record) (*work, error) {
	w := &work{records: make([]prepared, len(records)), last: records[len(records)-1].Seq}
	err := run.Each(d.Workers, len(records), func(i int) {
		w.records[i] = d.prepareRecord(ctx, records[i])
	})
	if err != nil {
		return nil, err
	}
	for i, p := range w.records {
		if p.err != nil && errs.Is(p.err, errs.Unavailable) {
			return nil, p.err // not the record's fault
		}
		if p.err != nil {
			w.poison = append(w.poison, poisoned{records[i], p.err, tries})
			w.records[i].batch = telemetry.Batch{}
			continue
		}
		w.feedback = append(w.feedback, p.batch.Feedback...)
		w.discards = append(w.discards, p.batch.Discards...)
	}
	return w, nil
}

// prepareRecord tries a record a few times, in case its failure was a passing
// one, such as of memory.
func (d *Digester) prepareRecord(ctx context.Context, r spool.Record) (p prepared) {
	for range tries {
		p = prepared{seq: r.Seq}
		p.err = run.Contain(func() error { return d.prepareOnce(ctx, r.Data, &p) })
		if p.err == nil {
			break
		}
	}
	return p
}

func (d *Digester) prepareOnce(ctx context.Context, data []byte, p *prepared) error {
	batch, err := d.Decode(data)
	if err != nil {
		return fmt.Errorf("decode: %w", err)
	}
	p.batch = batch
	t, err := d.treatmentOf(ctx, &p.batch)
	if err != nil {
		return err
	}
	if t.scrub == nil {
		return nil
	}
	scrubBatch(t.scrub, &p.batch)
	return p.finishEvents(t.group)
}

// finishEvents says for each event which issue it belongs to, and encodes it.
func (p *prepared) finishEvents(g *group.Grouper) error {
	p.payloads = make([][]byte, len(p.batch.Events))
	for i := range p.batch.Events {
		g.Assign(&p.batch.Events[i])
		payload, err := lake.EncodePayload(&p.batch.Events[i])
		if err != nil {
			return fmt.Errorf("encode event %s: %w", p.batch.Events[i].ID, err)
		}
		p.payloads[i] = payload
	}
	return nil
}

// treatmentOf returns what is done to the events of the project that a record
// belongs to. For a project that is gone it empties the batch; then, and for an
// empty batch, there is none.
func (d *Digester) treatmentOf(ctx context.Context, b *telemetry.Batch) (treatment, error) {
	id, ok := projectOf(b)
	if !ok {
		return treatment{}, nil
	}
	t, err := d.treatments.of(ctx, d.Projects, id)
	if errs.Is(err, errs.NotFound) {
		*b = telemetry.Batch{}
		return treatment{}, nil
	}
	return t, err
}

// projectOf returns the project of a batch; a record is of one project.
func projectOf(b *telemetry.Batch) (int64, bool) {
	switch {
	case len(b.Events) > 0:
		return b.Events[0].Project, true
	case len(b.Logs) > 0:
		return b.Logs[0].Project, true
	case len(b.Spans) > 0:
		return b.Spans[0].Project, true
	case len(b.Samples) > 0:
		return b.Samples[0].Project, true
	case len(b.CheckIns) > 0:
		return b.CheckIns[0].Project, true
	case len(b.Sessions) > 0:
		return b.Sessions[0].Project, true
	case len(b.Attachments) > 0:
		return b.Attachments[0].Project, true
	case len(b.Feedback) > 0:
		return b.Feedback[0].Project, true
	case len(b.Discards) > 0:
		return b.Discards[0].Project, true
	}
	return 0, false
}

func scrubBatch(s *scrub.Scrubber, b *telemetry.Batch) {
	for i := range b.Events {
		s.Event(&b.Events[i])
	}
	for i := range b.Logs {
		s.Log(&b.Logs[i])
	}
	for i := range b.Spans {
		s.Span(&b.Spans[i])
	}
	for i := range b.Samples {
		s.Sample(&b.Samples[i])
	}
	for i := range b.CheckIns {
		s.CheckIn(&b.CheckIns[i])
	}
	for i := range b.Sessions {
		s.Session(&b.Sessions[i])
	}
	for i := range b.Feedback {
		s.Feedback(&b.Feedback[i])
	}
}
