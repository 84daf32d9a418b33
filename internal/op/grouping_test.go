package op_test

import (
	"testing"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/group"
	"belfry/internal/op/optest"
	"belfry/internal/telemetry"
)

// grouped is an event as the digest would have grouped it.
func (b *plant) grouped(id byte, message, transaction string) telemetry.Event {
	e := b.event(1, id, int(id), "")
	e.Message, e.Transaction, e.Grouping = message, transaction, nil
	group.Assign(&e)
	return e
}

func TestGroupingOfAProject(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		check := func(request, body string, status int, want string) {
			t.Helper()
			b.Check(t, optest.Writer, request, body, status, want)
		}
		check("GET /projects/1/grouping", "", 200, `{"version":1,"versions":[{"number":1,"summary":"*"}],"rules":[]}`)
		check("GET /projects/9/grouping", "", 404, "")
		rule := `{"if":[{"field":"message","pattern":"*timeout*"}],"fingerprint":["timeouts"]}`
		check("PATCH /projects/1/grouping", `{"rules":[`+rule+`]}`, 200, `{"version":1,"rules":[`+rule+`]}`)
		check("PATCH /projects/1/grouping", `{"version":1}`, 200, `{"rules":[`+rule+`]}`)
		check("PATCH /projects/1/grouping", `{"version":7}`, 422, `{"errors":[{"location":"body.version"}]}`)
		check("PATCH /projects/1/grouping", `{"rules":[`+rule+`,{"if":[{"field":"colour","pattern":"x"}],"fingerprint":["x"]}]}`, 422,
			`{"errors":[{"location":"body.rules"}]}`)
		check("GET /projects/2/grouping", "", 200, `{"rules":[]}`)
		p, err := b.Projects.Settings(t.Context(), 1)
		if err != nil || len(p.Grouping.Rules) != 1 {
			t.Errorf("what the digest sees: %+v, %v", p.Grouping, err)
		}
	})
}

func TestDryRun(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newPlant(t, d)
		try := func(body, want string) {
			t.Helper()
			b.Check(t, optest.Writer, "POST /projects/1/fingerprint-rules/dry-run", body, 200, want)
		}
		try(`{}`, `{"events":0,"changed":0,"rules":[],"groups":[],"more":0}`)
		b.add(t, b.grouped(1, "read timeout", "/a"), b.grouped(2, "read timeout", "/b"), b.grouped(3, "read timeout", "/b"),
			b.grouped(4, "write timeout", "/a"), b.grouped(5, "no space", "/a"))
		// What is stored is grouped as it was.
		try(`{}`, `{"events":5,"changed":0,"groups":[]}`)
		timeouts := `{"if":[{"field":"message","pattern":"*timeout"}],"fingerprint":["timeouts"]}`
		try(`{"rules":[`+timeouts+`]}`, `{"events":5,"changed":4,"rules":[4],"groups":[{"effect":"join","to":null,"rule":0,"events":4}]}`)
		try(`{"rules":[{"if":[{"field":"message","pattern":"read*"}],"fingerprint":["{{ default }}","{{ transaction }}"]}]}`,
			`{"changed":3,"rules":[3],"groups":[{"effect":"split","events":2,"from":[{"title":"read timeout","events":2}]},{"effect":"split","events":1}]}`)
		try(`{"rules":[{"if":[{"field":"message","pattern":"no*"}],"fingerprint":["full"]}]}`,
			`{"changed":1,"groups":[{"effect":"move","title":"no space","events":1,"to":null}]}`)
		try(`{"events":1,"rules":[`+timeouts+`]}`, `{"events":1,"changed":1}`)
		b.Check(t, optest.Writer, "POST /projects/1/fingerprint-rules/dry-run", `{"rules":[{"if":[],"fingerprint":["x"]}]}`, 422, "")
		b.Check(t, optest.Writer, "POST /projects/9/fingerprint-rules/dry-run", `{}`, 404, "")
		// Merged issues are one: what the rule joins is joined already.
		b.Check(t, optest.Writer, "POST /issues/1/merge", `{"issues":[2]}`, 200, "")
		// A version to come, that does not look at messages.
		released := group.Versions()
		b.GroupVersions = append(released, released[0].Like(2, "Messages do not count.", func(e *telemetry.Event) { e.Message = "" }))
		b.Check(t, optest.Writer, "GET /projects/1/grouping", "", 200, `{"version":1,"versions":[{"number":1},{"number":2}]}`)
		try(`{"version":2}`, `{"events":5,"changed":5,"groups":[{"effect":"join","to":null,"rule":null,"events":5}]}`)
	})
}
