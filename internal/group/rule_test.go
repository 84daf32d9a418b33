package group_test

import (
	"strings"
	"testing"

	"belfry/internal/group"
	"belfry/internal/telemetry"
)

func thrown(kind, value, function string) telemetry.Event {
	yes := true
	return telemetry.Event{
		Level: telemetry.LevelError, Platform: "python", Environment: "production", Transaction: "/checkout",
		Tags: []telemetry.Tag{{Key: "customer", Value: "ACME"}},
		Exceptions: []telemetry.Exception{{Type: kind, Value: value, Module: "shop", Frames: []telemetry.Frame{
			{Function: "main", Module: "shop.main", Filename: "main.py", AbsPath: "/srv/shop/main.py", InApp: &yes},
			{Function: function, Module: "shop.db", Filename: "db.py", InApp: &yes},
		}}},
	}
}

func rulesOf(rules ...group.Rule) *group.Grouper {
	return group.New(group.Settings{Rules: rules}, group.Versions())
}

func when(conditions ...string) group.Rule {
	r := group.Rule{Fingerprint: []string{"x"}}
	for _, c := range conditions {
		not := strings.HasPrefix(c, "!")
		field, pattern, _ := strings.Cut(strings.TrimPrefix(c, "!"), ":")
		r.If = append(r.If, group.Condition{Field: field, Not: not, Pattern: pattern})
	}
	return r
}

func TestConditions(t *testing.T) {
	t.Parallel()
	e := thrown("DatabaseError", "timeout after 30 s", "connect")
	check := func(want bool, conditions ...string) {
		t.Helper()
		if got := rulesOf(when(conditions...)).Match(&e) == 0; got != want {
			t.Errorf("%v: %v, want %v", conditions, got, want)
		}
	}
	check(true, "type:DatabaseError")
	check(true, "type:databaseerror")
	check(true, "type:*error")
	check(true, "type:*")
	check(true, "type:d*b*e*r")
	check(false, "type:Database")
	check(false, "type:Error*")
	check(true, "message:timeout*")
	check(true, "message:*after*s")
	check(false, "message:*afters")
	check(true, "function:connect")
	check(true, "function:main")
	check(true, "module:shop.d*")
	check(true, "file:*/srv/*.py")
	check(true, "file:db.py")
	check(false, "package:?")
	check(true, "package:*")
	check(true, "level:error", "environment:prod*", "platform:python", "transaction:/checkout", "tags.customer:acme")
	check(false, "level:error", "environment:staging")
	check(true, "!environment:staging")
	check(false, "!function:main")
	check(true, "release:*") // empty
	check(false, "tags.other:a*")
}

func TestRulesDecide(t *testing.T) {
	t.Parallel()
	a, b := thrown("TimeoutError", "a", "connect"), thrown("OtherError", "b", "query")
	c := thrown("OtherError", "b", "query")
	c.Fingerprint = []string{"of the SDK"}
	hash := func(e telemetry.Event, rules ...group.Rule) string {
		rulesOf(rules...).Assign(&e)
		return e.Grouping.Hash
	}
	module := group.Rule{If: when("module:shop.db").If, Fingerprint: []string{"database", "{{ tags.customer }}"}}
	if hash(a) == hash(b) || hash(b) == hash(c) {
		t.Fatal("without rules they are different")
	}
	if hash(a, module) != hash(b, module) || hash(b, module) != hash(c, module) {
		t.Error("the rule does not join them")
	}
	if hash(a, when("type:none"), module) != hash(a, module) {
		t.Error("a rule that does not match decides")
	}
	if hash(a, when("type:*"), module) == hash(a, module) {
		t.Error("not the first rule decides")
	}
	parted := group.Rule{If: when("type:*").If, Fingerprint: []string{"{{ default }}", "{{ transaction }}"}}
	elsewhere := thrown("TimeoutError", "a", "connect")
	elsewhere.Transaction = "/cart"
	if hash(a) != hash(elsewhere) || hash(a, parted) == hash(elsewhere, parted) || hash(a, parted) == hash(b, parted) {
		t.Error("{{ default }} with a variable does not split")
	}
	sdk := thrown("TimeoutError", "a", "connect")
	sdk.Fingerprint = []string{"database", "ACME"}
	if hash(sdk) != hash(a, module) {
		t.Error("the same fingerprint from an SDK and from a rule is not the same")
	}
	rulesOf(when("type:none"), module).Assign(&a)
	if g := a.Grouping; g.Method != "rule" || g.Components[0].Name != "rule" || g.Components[0].Note != "rule 2 of the project" || g.Components[0].Used {
		t.Errorf("%+v", g)
	}
}

func TestCheckRule(t *testing.T) {
	t.Parallel()
	check := func(want string, r group.Rule) {
		t.Helper()
		got := ""
		if err := r.Check(); err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, want) || (want == "") != (got == "") {
			t.Errorf("%+v: %q, want %q", r, got, want)
		}
	}
	with := func(parts ...string) group.Rule { return group.Rule{If: when("type:x").If, Fingerprint: parts} }
	check("", when("type:x", "!tags.a b:*"))
	check("", with("{{ default }}", "{{tags.x}}", "{{ function }}", "text"))
	check("conditions", group.Rule{Fingerprint: []string{"x"}})
	check("nothing to look at", when("color:red"))
	check("nothing to look at", when("tags.:red"))
	check("pattern", when("type:"))
	check("pattern", when("type:"+strings.Repeat("x", 201)))
	check("parts", with())
	check("part of a fingerprint", with(" "))
	check("no variable {{ colour }}", with("{{ colour }}"))
}

// A second version that ignores messages leaves alone what the two agree on.
func TestVersions(t *testing.T) {
	t.Parallel()
	versions := group.Versions()
	versions = append(versions, versions[0].Like(2, "Messages do not count.", func(e *telemetry.Event) { e.Message = "" }))
	assign := func(version int, e telemetry.Event) telemetry.Grouping {
		group.New(group.Settings{Version: version}, versions).Assign(&e)
		return *e.Grouping
	}
	a, b := telemetry.Event{Message: "one"}, thrown("E", "v", "f")
	if x, y := assign(1, a), assign(2, a); x.Hash == y.Hash || x.Version != 1 || y.Version != 2 {
		t.Errorf("%+v %+v", x, y)
	}
	if assign(1, b).Hash != assign(2, b).Hash || assign(0, b).Version != 1 || assign(3, b).Version != 2 {
		t.Error("what both versions group alike is not alike")
	}
}
