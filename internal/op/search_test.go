package op_test

import (
	"strings"
	"testing"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/op/optest"
)

// What is wrong with a search is said at its place in the text.
func TestSearchProblemsNameThePlace(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		for _, path := range []string{"/issues", "/projects/1/issues", "/issues/counts"} {
			b.Check(t, optest.Session, "GET "+path+"?query=level:huge", "", 422,
				`{"errors":[{"location":"query.query","message":"There is no such level. Use fatal, error, warning, info, debug or trace.","value":{"from":6,"to":10}}]}`)
			b.Check(t, optest.Session, "GET "+path+"?tz=Mars", "", 422, `{"errors":[{"location":"query.tz"}]}`)
			b.Check(t, optest.Session, "GET "+path+"?from=soon", "", 422, `{"errors":[{"location":"query.from"}]}`)
		}
	})
}

func TestSearchIssues(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		b.add(t, b.event(1, 1, 0, "Fresh"), b.event(1, 2, 60*24*3, "Old"))
		b.Check(t, optest.Session, "PATCH /issues/2", `{"status":"resolved"}`, 200, ``)
		check := func(query, want string) {
			t.Helper()
			b.Check(t, optest.Session, "GET /issues?"+query, "", 200, want)
		}
		fresh, old, none := `{"items":[{"id":1}]}`, `{"items":[{"id":2}]}`, `{"items":[]}`
		check("query=", fresh)
		check("query=is:resolved", old)
		check("query=is:new", fresh)
		check("query=is:new&status=resolved", none)
		check("query=is:resolved&status=open", old)
		check("query=first_seen:today", fresh)
		check("query=first_seen:-1h&tz=Europe/Berlin", fresh)
		check("query=first_seen:%2B2d&status=all", old)
		check("query=assigned:me", none)
		check("query=assigned:none", fresh)
		check("query=assigned:nobody-of-this-name", none)
		check("query=environment:production+release:1*", fresh)
		check("query=project:blog", none)
		check("query=id:shop-2&status=all", old)
		check("status=all&to=2000-01-01T00:00:00Z", none)
		check("status=all&from=2000-01-01T00:00:00Z&sort=first_seen&order=asc&limit=1", old)
		check("sort=trend", fresh)
		check("sort=priority&trend=14d", `{"items":[{"trend":[0,0,0,0,0,0,0,0,0,0,0,0,0,1]}]}`)
		check("level=warning", none)
		b.Check(t, optest.Session, "GET /issues/counts?query=first_seen:%2B2d", "", 200, `{"open":0,"resolved":1,"all":1}`)
		b.Check(t, optest.Session, "GET /issues/counts?from=2100-01-01T00:00:00Z", "", 200, `{"all":0}`)
	})
}

func TestCompletion(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		b.add(t, b.event(1, 1, 0, "Fresh"), b.event(1, 2, 5, "Old"))
		check := func(query, want string) {
			t.Helper()
			b.Check(t, optest.Session, "GET /search/"+query, "", 200, want)
		}
		for in, want := range map[string][]string{
			"issues": {`{"key":"is","type":"choice",`, `{"key":"users","type":"number",`, `"about":"What sort of problem it is, such as error or csp"`},
			"events": {`{"key":"trace","type":"text",`, `{"key":"level","type":"level","about":"The level","values":["fatal","error","warning","info","debug","trace"]}`},
		} {
			body := b.Do(t, optest.Session, "GET /search/keys?in="+in, "").Body.String()
			for _, part := range want {
				if strings.Count(body, part) != 1 {
					t.Errorf("the keys of %s lack %s:\n%s", in, part, body)
				}
			}
		}
		check("values?key=is&prefix=Re", `{"items":[{"value":"resolved"},{"value":"regressed"}]}`)
		check("values?key=environment", `{"items":[{"value":"production","count":2}]}`)
		check("values?key=env&prefix=x", `{"items":[]}`)
		check("values?key=project", `{"items":[{"value":"blog"},{"value":"shop"}]}`)
		check("values?key=assigned&prefix=me", `{"items":[{"value":"me"}]}`)
		check("values?key=environment&project=2", `{"items":[]}`)
		b.Check(t, optest.Session, "GET /search/values?key=x&project=99", "", 404, ``)
		b.Check(t, optest.Session, "GET /search/values", "", 422, `{"errors":[{"location":"query.key"}]}`)
	})
}
