package op

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"belfry/internal/issue"
)

// The size of an export.
const (
	maxExported = 100_000 // issues
	exportPage  = 200
)

func (o *Ops) exportOperations() []Operation {
	return []Operation{
		define(Operation{
			ID: "exportIssues", Method: http.MethodGet, Path: "/issues/export", Tag: "search", Permission: Read, Streams: true,
			Summary:     "Issues as a file",
			Description: "At most 100,000 of them, in the order of the list, as CSV or as one JSON object per line.",
			Errors:      []int{http.StatusNotFound},
		}, o.exportIssues),
	}
}

// exporter writes issues, page by page.
type exporter struct {
	o     *Ops
	c     Caller
	f     issue.Filter
	l     issue.Listing
	first []issue.Issue
}

func (o *Ops) exportIssues(ctx context.Context, c Caller, in *struct {
	IssueFilter
	ProjectsFilter
	Status string `query:"status" enum:"open,resolved,ignored,archived,all" default:"open"`
	Sort   string `query:"sort" enum:"last_seen,first_seen,events,users,level,trend,priority" default:"last_seen"`
	Order  string `query:"order" enum:"asc,desc" default:"desc"`
	Format string `query:"format" enum:"csv,ndjson" default:"csv"`
},
) (*huma.StreamResponse, error) {
	scope, err := o.scope(ctx, c, in.Projects...)
	if err != nil {
		return nil, err
	}
	e := exporter{o: o, c: c, l: issue.Listing{Sort: issue.Sort(in.Sort), Ascending: in.Order == "asc", Limit: exportPage}}
	if e.f, err = o.filter(ctx, c, in.IssueFilter, in.Status, scope); err != nil {
		return nil, err
	}
	// Whatever fails at once is still answered as a problem.
	if e.first, err = o.Issues.List(ctx, e.f, e.l); err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(h huma.Context) { e.send(h, in.Format) }}, nil
}

func (e *exporter) send(h huma.Context, format string) {
	kind, write := "text/csv; charset=utf-8", e.csv
	if format == "ndjson" {
		kind, write = "application/x-ndjson", e.ndjson
	}
	h.SetHeader("Content-Type", kind)
	h.SetHeader("Content-Disposition", disposition("issues."+format))
	h.SetHeader("X-Content-Type-Options", "nosniff")
	h.SetHeader("Cache-Control", "no-store")
	if err := write(h.Context(), h.BodyWriter()); err != nil {
		e.o.Log.WarnContext(h.Context(), "export was not sent in full", "error", err)
	}
}

// each yields every issue in order.
func (e *exporter) each(ctx context.Context, yield func(Issue) error) error {
	page := e.first
	for sent := 0; len(page) > 0; {
		described, err := e.o.describeIssues(ctx, e.c, page...)
		if err != nil {
			return err
		}
		for _, i := range described {
			if err := yield(i); err != nil {
				return err
			}
		}
		if sent += len(page); len(page) < exportPage || sent >= maxExported {
			return nil
		}
		last := page[len(page)-1].Position(e.l.Sort)
		e.l.After = &last
		if page, err = e.o.Issues.List(ctx, e.f, e.l); err != nil {
			return err
		}
	}
	return nil
}

func (e *exporter) ndjson(ctx context.Context, w io.Writer) error {
	lines := json.NewEncoder(w)
	lines.SetEscapeHTML(false)
	return e.each(ctx, func(i Issue) error { return lines.Encode(i) })
}

func (e *exporter) csv(ctx context.Context, w io.Writer) error {
	lines := csv.NewWriter(w)
	err := lines.Write([]string{
		"id", "project", "kind", "title", "culprit", "level", "status", "priority", "platform", "events", "users",
		"first_seen", "last_seen", "first_release", "last_release",
	})
	if err != nil {
		return err
	}
	err = e.each(ctx, func(i Issue) error {
		return lines.Write([]string{
			i.ShortID, i.Project.Slug, cell(i.Kind), cell(i.Title), cell(i.Culprit), i.Level, i.Status, strconv.Itoa(i.Priority), cell(i.Platform),
			strconv.FormatInt(i.TimesSeen, 10), strconv.FormatInt(i.UsersSeen, 10), i.FirstSeen.text(), i.LastSeen.text(),
			cell(textOr(i.FirstRelease)), cell(textOr(i.LastRelease)),
		})
	})
	lines.Flush()
	if err == nil {
		err = lines.Error()
	}
	return err
}

// cell keeps spreadsheets from taking what a stranger sent for a formula.
func cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func textOr(v OrNull[string]) string {
	if v.Value == nil {
		return ""
	}
	return *v.Value
}
