package op

import (
	"context"
	"io"
	"mime"
	"os"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"belfry/internal/errs"
	"belfry/internal/issue"
)

// Attachment is a file that came with an event.
type Attachment struct {
	ID          int64  `json:"id"`
	Name        string `json:"name"`
	Type        string `json:"type" doc:"Such as “event.attachment” or “event.minidump”."`
	ContentType string `json:"content_type"`
	Bytes       int64  `json:"bytes"`
}

func attachmentOf(a issue.Attachment) Attachment {
	return Attachment{ID: a.ID, Name: a.Name, Type: a.Type, ContentType: a.ContentType, Bytes: a.Bytes}
}

func (o *Ops) getAttachment(ctx context.Context, c Caller, in *struct {
	EventPath
	Attachment int64 `path:"attachment_id"`
},
) (*huma.StreamResponse, error) {
	id, err := in.id(ctx, o, c)
	if err != nil {
		return nil, err
	}
	a, err := o.Issues.Attachment(ctx, in.Project, id, in.Attachment)
	if err != nil {
		return nil, err
	}
	f, err := o.Blobs.Get(ctx, a.Hash)
	if errs.Is(err, errs.NotFound) {
		return nil, errs.New(errs.NotFound, "This attachment is no longer kept.")
	}
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(h huma.Context) { o.send(h, a, f) }}, nil
}

// send writes a file so that no browser takes it for a page of ours: whoever
// can send an event decides what is in it.
func (o *Ops) send(h huma.Context, a issue.Attachment, f *os.File) {
	defer f.Close()
	h.SetHeader("Content-Type", safeType(a.ContentType))
	h.SetHeader("Content-Length", strconv.FormatInt(a.Bytes, 10))
	h.SetHeader("Content-Disposition", disposition(a.Name))
	h.SetHeader("Content-Security-Policy", "default-src 'none'; sandbox")
	h.SetHeader("X-Content-Type-Options", "nosniff")
	h.SetHeader("Cache-Control", "private, max-age=3600")
	if _, err := io.Copy(h.BodyWriter(), f); err != nil {
		o.Log.DebugContext(h.Context(), "attachment was not sent in full", "attachment", a.ID, "error", err)
	}
}

func safeType(declared string) string {
	if kind, _, err := mime.ParseMediaType(declared); err == nil && kind != "" {
		return kind
	}
	return "application/octet-stream"
}

func disposition(name string) string {
	if d := mime.FormatMediaType("attachment", map[string]string{"filename": name}); d != "" && name != "" {
		return d
	}
	return "attachment"
}
