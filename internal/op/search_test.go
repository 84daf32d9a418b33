package op_test

import (
	"fmt"
	"strings"
	"testing"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/op/optest"
	"belfry/internal/telemetry"
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
		check("values?key=assigned&prefix=e", `{"items":[]}`)
		check("values?key=assigned&prefix=DI&project=2", `{"items":[{"value":"di@example.com","label":"Di"}]}`)
		b.Check(t, optest.Admin, "PATCH /members/5", `{"projects":[2]}`, 200, "")
		check("values?key=assigned&prefix=e", `{"items":[{"value":"ed@example.com","label":"Ed"}]}`)
		check("values?key=assigned&prefix=e&project=1", `{"items":[]}`)
		check("values?key=assigned&prefix=e&project=2", `{"items":[{"label":"Ed"}]}`)
		check("values?key=environment&project=2", `{"items":[]}`)
		b.Check(t, optest.Session, "GET /search/values?key=x&project=99", "", 404, ``)
		b.Check(t, optest.Session, "GET /search/values", "", 422, `{"errors":[{"location":"query.key"}]}`)
	})
}

func TestSearchEvents(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		b.add(t, b.event(1, 1, 0, "Fresh"), b.event(1, 2, 60, "Old"), b.event(2, 3, 5, "Other"), b.event(1, 4, 90, "Fresh"))
		check := func(path string, want ...string) {
			t.Helper()
			items := make([]string, len(want))
			for i, id := range want {
				items[i] = `{"id":"` + strings.Repeat("0", 31) + id + `"}`
			}
			b.Check(t, optest.Session, "GET "+path, "", 200, `{"items":[`+strings.Join(items, ",")+`]}`)
		}
		check("/events", "1", "3", "2", "4")
		check("/events?project=1", "1", "2", "4")
		check("/events?query=fresh", "1", "4")
		check("/events?query=project:blog", "3")
		check("/events?query=project:nothing")
		check("/events?query=!project:shop", "3")
		check("/events?query=browser:Fire*+time:-61m+level:>=error&limit=2", "1", "3")
		check("/events?query=browser:fire*")
		check("/events?query=user.email:*@b.c+!title:fresh", "3", "2")
		check("/events?query=id:"+strings.Repeat("0", 31)+"2", "2")
		check("/events?query=(fresh+OR+other)+!has:trace", "1", "3", "4")
		check("/events?to=2000-01-01T00:00:00Z")
		check("/issues/1/events?query=fresh", "1", "4")
		check("/issues/1/events?query=old")
		check("/issues/1/events?query=time:%2B1h", "4")
		b.Check(t, optest.Session, "GET /events?query=level:x", "", 422, `{"errors":[{"location":"query.query","value":{"from":6,"to":7}}]}`)
		page := b.Do(t, optest.Session, "GET /events?limit=3", "")
		next, _, _ := strings.Cut(strings.SplitN(page.Body.String(), `"next_cursor":"`, 2)[1], `"`)
		check("/events?limit=3&cursor="+next, "4")
	})
}

func TestExport(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		var events []telemetry.Event
		for n := range 205 {
			e := b.event(1, byte(n), n, fmt.Sprintf("Number %03d", n))
			events = append(events, e)
		}
		events = append(events, b.event(2, 250, 300, `=cmd|' "x", y`))
		b.add(t, events...)
		lines := strings.Split(strings.TrimSpace(b.Do(t, optest.Session, "GET /issues/export", "").Body.String()), "\n")
		if len(lines) != 207 || !strings.HasPrefix(lines[1], "SHOP-1,shop,error,Number 000,") || !strings.HasPrefix(lines[206], `BLOG-1,blog,error,"'=cmd|' ""x"", y",`) {
			t.Errorf("%d lines: %s … %s", len(lines), lines[1], lines[len(lines)-1])
		}
		lines = strings.Split(strings.TrimSpace(b.Do(t, optest.Session, "GET /issues/export?format=ndjson&query=cmd", "").Body.String()), "\n")
		if len(lines) != 1 || !strings.HasPrefix(lines[0], `{"id":206,"short_id":"BLOG-1"`) {
			t.Errorf("%d lines: %s", len(lines), lines[0])
		}
		b.Check(t, optest.Session, "GET /issues/export?query=is:x", "", 422, `{"errors":[{"location":"query.query"}]}`)
	})
}

func TestViews(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		b.Check(t, optest.Session, "POST /views", `{"name":"Mine","state":{"query":"is:new","sort":"trend"}}`, 201,
			`{"id":1,"name":"Mine","in":"issues","project_id":null,"shared":false,"mine":true,"state":{"query":"is:new","sort":"trend"}}`)
		b.Check(t, optest.Session, "POST /views", `{"name":"Shop","project_id":1,"shared":true,"in":"events","state":{}}`, 201, `{"id":2,"project_id":1,"shared":true,"in":"events"}`)
		b.Check(t, optest.Session, "POST /views", `{"name":"x","project_id":99,"state":{}}`, 404, ``)
		b.Check(t, optest.Session, "POST /views", `{"name":" ","state":{}}`, 422, `{"errors":[{"location":"body.name"}]}`)
		b.Check(t, optest.Session, "GET /views", "", 200, `{"items":[{"id":1}]}`)
		b.Check(t, optest.Session, "GET /views?in=events&project=1", "", 200, `{"items":[{"id":2}]}`)
		b.Check(t, optest.Session, "GET /views?in=events&project=2", "", 200, `{"items":[]}`)
		b.Check(t, optest.Session, "PATCH /views/2", `{"name":"All","state":{"a":"b"}}`, 200, `{"name":"All","project_id":null,"shared":false,"state":{"a":"b"}}`)
		b.Check(t, optest.Session, "DELETE /views/1", "", 204, ``)
		b.Check(t, optest.Session, "DELETE /views/1", "", 404, ``)
	})
}
