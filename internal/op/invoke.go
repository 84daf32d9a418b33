package op

import (
	"context"
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"belfry/internal/errs"
	"belfry/internal/query"
	"belfry/internal/run"
)

// invoke is what stands between the edge and an operation's function.
func invoke[I, O any](ctx context.Context, o *Ops, op Operation, f func(context.Context, Caller, *I) (*O, error), in *I) (*O, error) {
	c := CallerOf(ctx)
	var out *O
	err := op.allow(c)
	if err == nil {
		err = run.Contain(func() (err error) {
			out, err = f(ctx, c, in)
			return err
		})
	}
	if err == nil {
		if op.recorded() {
			o.record(ctx, op, c, in)
		}
		return out, nil
	}
	if errs.KindOf(err) == errs.Internal && ctx.Err() == nil {
		o.Log.ErrorContext(ctx, "operation failed", "operation", op.ID, "request", c.RequestID, "error", err)
	}
	return nil, problem(err)
}

// status is the kind's own, but for what is well-formed and still not valid:
// that is 422, as of requests that the schema refuses.
func status(k errs.Kind) int {
	if k == errs.Invalid {
		return http.StatusUnprocessableEntity
	}
	return k.Status()
}

// problem turns err into the body that the caller sees.
func problem(err error) error {
	kind := errs.KindOf(err)
	if errors.Is(err, context.DeadlineExceeded) && kind == errs.Internal {
		err = errs.With(errs.Unavailable, err, "This took too long. Try a smaller range, or try again.")
		kind = errs.Unavailable
	}
	p := &huma.ErrorModel{Title: http.StatusText(status(kind)), Status: status(kind), Detail: errs.PublicOf(err)}
	if field := errs.FieldOf(err); field != "" {
		if !strings.HasPrefix(field, "query.") {
			field = "body." + field
		}
		detail := &huma.ErrorDetail{Message: p.Detail, Location: field}
		if wrong, ok := errors.AsType[*query.SyntaxError](err); ok {
			detail.Value = Span{wrong.From, wrong.To}
		}
		p.Errors = []*huma.ErrorDetail{detail}
	}
	after := errs.RetryAfterOf(err)
	switch {
	case after > 0:
		return huma.ErrorWithHeaders(p, http.Header{"Retry-After": {seconds(after)}})
	case kind == errs.Unauthenticated:
		return huma.ErrorWithHeaders(p, http.Header{"WWW-Authenticate": {"Bearer"}})
	}
	return p
}

func seconds(d time.Duration) string {
	return strconv.Itoa(int(math.Ceil(d.Seconds())))
}
