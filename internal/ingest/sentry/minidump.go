package sentry

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"slices"
	"strconv"
	"strings"

	"belfry/internal/errs"
	"belfry/internal/ingest"
	"belfry/internal/telemetry"
)

const (
	dumpField = "upload_file_minidump"
	dumpMagic = "MDMP"
	// sentry and sentry__1, sentry__2, … hold the event, cut into pieces by
	// crash reporters whose fields are short.
	eventField = "sentry"
	maxFields  = 500
)

// form is what a crash reporter sent.
type form struct {
	fields []telemetry.Pair // texts, in order
	files  []formFile
}

type formFile struct {
	name, filename, contentType string
	size                        int64
	head                        []byte // first bytes
	data                        []byte // only when asked for
}

// checkMinidump reads the framing of a crash report: a form with a dump in it,
// or the bare dump.
func (h *Handler) checkMinidump(rec *ingest.Record, p *ingest.Plain) (finding, error) {
	f, err := readForm(rec.ContentType, p, h.door.Limits, false)
	if err != nil {
		return finding{}, err
	}
	dump := f.dump()
	if dump == nil {
		return finding{}, errs.New(errs.Invalid, "There is no %s in the form.", dumpField)
	}
	if string(dump.head) != dumpMagic {
		return finding{}, errs.New(errs.Invalid, "The file is not a minidump: it does not start with %s.", dumpMagic)
	}
	out := finding{events: true, key: f.field("sentry_key")}
	tree := h.tree()
	defer h.release(tree)
	if v, _, err := tree.Parse(f.event()); err == nil {
		out.id, _ = telemetry.ParseEventID(v.Get("event_id").Text())
	}
	return out, nil
}

// readForm reads a multipart form, or takes the whole body for the dump. The
// contents of files are kept only when the record is decoded.
func readForm(contentType string, p *ingest.Plain, limits ingest.Limits, keep bool) (*form, error) {
	kind, params, _ := mime.ParseMediaType(contentType)
	f := &form{}
	if !strings.HasPrefix(kind, "multipart/") {
		file := formFile{name: dumpField, filename: "minidump.dmp", contentType: kind}
		err := file.read(p, limits.Attachments, keep)
		f.files = append(f.files, file)
		return f, err
	}
	parts := multipart.NewReader(p, params["boundary"])
	left, texts := limits.Attachments, limits.Event
	for n := 0; ; n++ {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return f, nil
		}
		if n == maxFields {
			return f, errs.New(errs.TooLarge, "The form has more than %d fields, the limit of this server.", maxFields)
		}
		if err == nil {
			err = f.part(part, &left, &texts, keep)
		}
		if err != nil {
			return f, formError(err)
		}
	}
}

// formError gives an error of the form reader a kind; errors of the body have
// theirs.
func formError(err error) error {
	if _, ok := errors.AsType[*errs.Error](err); ok {
		return err
	}
	return errs.With(errs.Invalid, err, "The body is not a multipart form: %.100s.", err.Error())
}

func (f *form) part(part *multipart.Part, left, texts *int64, keep bool) error {
	name := ingest.CleanText([]byte(part.FormName()))
	if part.FileName() == "" && name != dumpField {
		text, err := io.ReadAll(io.LimitReader(part, *texts+1))
		if *texts -= int64(len(text)); *texts < 0 {
			return errs.New(errs.TooLarge, "The fields of the form are over the limit for one event.")
		}
		f.fields = append(f.fields, telemetry.Pair{Name: name, Value: ingest.CleanText(text)})
		return err
	}
	file := formFile{name: name, filename: ingest.CleanText([]byte(part.FileName())), contentType: ingest.CleanText([]byte(part.Header.Get("Content-Type")))}
	err := file.read(part, *left, keep)
	*left -= file.size
	f.files = append(f.files, file)
	return err
}

func (f *formFile) read(r io.Reader, limit int64, keep bool) error {
	var sink bytes.Buffer
	head := make([]byte, len(dumpMagic))
	n, err := io.ReadFull(r, head)
	f.head, f.size = head[:n], int64(n)
	if err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = nil
		}
		f.data = f.head
		return err
	}
	w := io.Discard
	if keep {
		sink.Write(head)
		w = &sink
	}
	rest, err := io.Copy(w, io.LimitReader(r, limit+1-f.size))
	f.size += rest
	f.data = sink.Bytes()
	if err == nil && f.size > limit {
		err = errs.New(errs.TooLarge, "The files are over the limit of %s for all attachments.", ingest.Size(limit))
	}
	return err
}

func (f *form) dump() *formFile {
	for i := range f.files {
		if f.files[i].name == dumpField {
			return &f.files[i]
		}
	}
	return nil
}

func (f *form) field(name string) string {
	for _, p := range f.fields {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// event returns the JSON of the event, put together from its pieces.
func (f *form) event() []byte {
	text := []byte(f.field(eventField))
	for i := 1; i < maxFields; i++ {
		piece := f.field(eventField + "__" + strconv.Itoa(i))
		if piece == "" {
			break
		}
		text = append(text, piece...)
	}
	return text
}

// minidumpForm decodes a crash report: an event with the dump and all other
// files as its attachments.
func (g *decoding) minidumpForm(p *ingest.Plain) error {
	limits := g.limits // the door has measured the parts
	limits.Event, limits.Attachments = limits.Inflated, limits.Inflated
	f, err := readForm(g.rec.ContentType, p, limits, true)
	if err != nil {
		return err
	}
	text := f.event()
	v, _, err := g.tree.Parse(text)
	if err != nil || v.Kind() != ingest.Object {
		v = ingest.Value{}
	}
	ev := g.event(v, text)
	if len(text) > 0 && !v.Exists() {
		ev.Notes = append(ev.Notes, telemetry.Note{Path: eventField, Problem: "dropped: not a JSON object"})
	}
	f.apply(&ev, &g.tree)
	g.out.Events = append(g.out.Events, ev)
	for _, file := range f.files {
		typ := ""
		if file.name == dumpField {
			typ = minidumpType
		}
		g.attach(file.filename, typ, file.contentType, file.data)
	}
	g.settleAttachments()
	return nil
}

// apply puts the other fields of the form into the event: sentry[release] and
// the like where they belong, the rest under extra.
func (f *form) apply(ev *telemetry.Event, tree *ingest.Tree) {
	rest := slices.Clone(f.fields)
	rest = slices.DeleteFunc(rest, func(p telemetry.Pair) bool {
		return p.Name == eventField || p.Name == "sentry_key" || strings.HasPrefix(p.Name, eventField+"__") || applyField(ev, p)
	})
	if len(rest) == 0 {
		return
	}
	extra := []byte{'{'}
	if len(ev.Extra) > 2 {
		extra = append(append(extra, ev.Extra[1:len(ev.Extra)-1]...), ',')
	}
	for i, p := range rest {
		if len(extra) > maxObject {
			ev.Notes = append(ev.Notes, telemetry.Note{Path: "extra", Problem: "cut: too many form fields"})
			break
		}
		if i > 0 {
			extra = append(extra, ',')
		}
		value, _ := ingest.CutText(p.Value, maxVars)
		extra = append(ingest.AppendQuoted(extra, p.Name), ':')
		extra = ingest.AppendQuoted(extra, value)
	}
	ev.Extra = append(extra, '}')
}

// applyField takes a field such as sentry[release] or sentry[tags][os].
func applyField(ev *telemetry.Event, p telemetry.Pair) bool {
	path, ok := strings.CutPrefix(p.Name, eventField+"[")
	if !ok || !strings.HasSuffix(path, "]") {
		return false
	}
	value, _ := ingest.CutText(oneLine(p.Value), maxName)
	keys := strings.Split(strings.TrimSuffix(path, "]"), "][")
	switch {
	case len(keys) == 2 && keys[0] == "tags" && len(ev.Tags) < maxTags:
		ev.Tags = uniqueTags(append(ev.Tags, telemetry.Tag{Key: keys[1], Value: value}))
	case len(keys) != 1:
		return false
	case keys[0] == "release":
		ev.Release = value
	case keys[0] == "environment":
		ev.Environment = value
	case keys[0] == "transaction":
		ev.Transaction = value
	case keys[0] == "server_name":
		ev.ServerName = value
	case keys[0] == "dist":
		ev.Dist = value
	default:
		return false
	}
	return true
}

// markMinidump says of an event that it came with a crash dump.
func markMinidump(ev *telemetry.Event) {
	ev.Kind = "minidump"
	if ev.Platform == "other" {
		ev.Platform = "native"
	}
	ev.Level = max(ev.Level, telemetry.LevelFatal)
}
