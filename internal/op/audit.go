package op

import (
	"context"
	"encoding/csv"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"belfry/internal/account"
	"belfry/internal/telemetry"
)

// AuditEntry is a line of the audit log: who did what, from where and when.
type AuditEntry struct {
	ID      int64             `json:"id"`
	At      Time              `json:"at"`
	Actor   AuditActor        `json:"actor"`
	Address string            `json:"address"`
	Agent   string            `json:"agent"`
	Action  string            `json:"action" doc:"Such as “member.updated”."`
	Target  AuditTarget       `json:"target"`
	Detail  map[string]string `json:"detail" doc:"What changed, such as “role”: “member → admin”."`
}

// AuditActor is who did something. Without an id it was a token of a project,
// the command line, or somebody who was not let in.
type AuditActor struct {
	ID    OrNull[int64]  `json:"id"`
	Name  string         `json:"name"`
	Token OrNull[string] `json:"token" doc:"The name of the token that was used."`
}

// AuditTarget is what was acted on.
type AuditTarget struct {
	Type string `json:"type"`
	ID   int64  `json:"id" doc:"0 when it has none."`
	Name string `json:"name"`
}

func auditEntryOf(e account.AuditEntry) (AuditEntry, error) {
	detail, err := e.Detail()
	return AuditEntry{
		ID: e.ID, At: Time(e.At), Address: e.Address, Agent: e.Agent, Action: e.Action, Detail: detail,
		Actor:  AuditActor{ID: orNull(e.Actor), Name: e.ActorName, Token: orNull(e.TokenName)},
		Target: AuditTarget{Type: e.TargetType, ID: e.TargetID, Name: e.TargetName},
	}, err
}

func (o *Ops) auditOperations() []Operation {
	return []Operation{
		define(Operation{
			ID: "listAudit", Method: http.MethodGet, Path: "/audit", Tag: "audit", Permission: Admin, PeopleOnly: true,
			Summary:     "The audit log, newest first",
			Description: "Administration, access and sign-ins, refused ones included. Lines are kept for two years.",
		}, o.listAudit),
		define(Operation{
			ID: "exportAudit", Method: http.MethodGet, Path: "/audit/export", Tag: "audit", Permission: Admin, PeopleOnly: true, Streams: true,
			Summary: "The audit log as CSV, newest first",
		}, o.exportAudit),
	}
}

// AuditFilter is part of the input of operations on the audit log.
type AuditFilter struct {
	Actor  int64     `query:"actor" doc:"The id of a user."`
	Action string    `query:"action" maxLength:"100" doc:"Such as “member.updated”, or “member” for all of these."`
	From   time.Time `query:"from"`
	To     time.Time `query:"to" doc:"Not included."`
}

func (f AuditFilter) filter() account.AuditFilter {
	at := func(t time.Time) telemetry.Time {
		if t.IsZero() {
			return 0
		}
		return telemetry.At(t)
	}
	return account.AuditFilter{Actor: f.Actor, Action: f.Action, From: at(f.From), To: at(f.To)}
}

type auditOutput struct{ Body Page[AuditEntry] }

func (o *Ops) listAudit(ctx context.Context, c Caller, in *struct {
	AuditFilter
	Paging
},
) (*auditOutput, error) {
	f := in.filter()
	if err := in.after(&f.Before); err != nil {
		return nil, err
	}
	found, err := o.Accounts.Audit(ctx, c.Organization.ID, f, in.Limit+1)
	if err != nil {
		return nil, err
	}
	page, err := paged(found, in.Limit, func(e account.AuditEntry) any { return e.ID })
	if err != nil {
		return nil, err
	}
	out := &auditOutput{Page[AuditEntry]{Items: make([]AuditEntry, len(page.Items)), NextCursor: page.NextCursor}}
	for i, e := range page.Items {
		if out.Body.Items[i], err = auditEntryOf(e); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (o *Ops) exportAudit(ctx context.Context, c Caller, in *AuditFilter) (*huma.StreamResponse, error) {
	f := in.filter()
	first, err := o.Accounts.Audit(ctx, c.Organization.ID, f, auditChunk)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(h huma.Context) {
		h.SetHeader("Content-Type", "text/csv; charset=utf-8")
		h.SetHeader("Content-Disposition", `attachment; filename="audit.csv"`)
		if err := o.writeAudit(ctx, h.BodyWriter(), c.Organization.ID, f, first); err != nil {
			o.Log.WarnContext(ctx, "the audit log was not sent in full", "request", c.RequestID, "error", err)
		}
	}}, nil
}

const auditChunk = 500

// writeAudit writes CSV, chunk by chunk, of which the first is read already.
func (o *Ops) writeAudit(ctx context.Context, to io.Writer, organization int64, f account.AuditFilter, chunk []account.AuditEntry) (err error) {
	w := csv.NewWriter(to)
	if err := w.Write([]string{"at", "actor_id", "actor", "token", "address", "agent", "action", "target_type", "target_id", "target", "detail"}); err != nil {
		return err
	}
	for len(chunk) > 0 {
		for _, e := range chunk {
			row, err := auditRow(e)
			if err != nil {
				return err
			}
			if err := w.Write(row); err != nil {
				return err
			}
		}
		if f.Before = chunk[len(chunk)-1].ID; len(chunk) < auditChunk {
			break
		}
		if chunk, err = o.Accounts.Audit(ctx, organization, f, auditChunk); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

func auditRow(e account.AuditEntry) ([]string, error) {
	detail, err := e.Detail()
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(detail)) {
		parts = append(parts, name+": "+detail[name])
	}
	row := []string{
		e.At.Std().Format(timeLayout), number(e.Actor), e.ActorName, e.TokenName, e.Address, e.Agent, e.Action,
		e.TargetType, number(e.TargetID), e.TargetName, strings.Join(parts, "; "),
	}
	for i, cell := range row {
		row[i] = harmless(cell)
	}
	return row, err
}

// number is empty for what has no id.
func number(id int64) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(id, 10)
}

// harmless keeps spreadsheets from taking a text, which strangers may have
// chosen, for a formula.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
