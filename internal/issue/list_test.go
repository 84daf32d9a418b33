package issue_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"belfry/internal/db"
	"belfry/internal/db/dbtest"
	"belfry/internal/feed"
	"belfry/internal/issue"
	"belfry/internal/query"
	"belfry/internal/telemetry"
)

var scope = []issue.Scope{{Project: 1, Slug: "shop"}, {Project: 2, Slug: "shop-2"}, {Project: 3, Slug: "other"}}

// shelf fills a store with a few issues that differ in everything lists are
// about. They are named by their titles.
func shelf(t *testing.T, d *db.DB) (*issue.Store, map[string]issue.Issue) {
	t.Helper()
	s := issue.New(d, feed.New(d))
	n := byte(0)
	add := func(project int64, title, culprit string, level telemetry.Level, first, last, users int, release, environment string) {
		for i := range max(users, 2) {
			n++
			at := begin + telemetry.Time(first+(last-first)*min(i, 1))*second
			o := issue.Occurrence{
				Project: project, Event: telemetry.EventID{n}, Fingerprint: title, Time: at, Received: at, Level: level,
				Title: title, Culprit: culprit, Release: release, Environment: environment,
			}
			if i < users {
				o.UserKey = fmt.Sprint("id:", i)
			}
			applyAll(t, d, s, []issue.Occurrence{o})
		}
	}
	add(1, "TypeError: x is null", "checkout in total", telemetry.LevelError, 10, 100, 3, "1.0", "production")
	add(1, "100% CPU", "worker_a", telemetry.LevelWarning, 20, 50, 0, "1.1", "staging")
	add(1, "Ärger im Übergang", `C:\app`, telemetry.LevelFatal, 5, 60, 5, "1.1", "production")
	add(2, "TypeError: y is null", "", telemetry.LevelError, 30, 100, 1, "2.0", "production")
	add(3, "Timeout", "workerxa", telemetry.LevelInfo, 1, 2, 4, "", "")
	all := map[string]issue.Issue{}
	for _, i := range list(t, s, issue.Filter{Scope: scope}, issue.Listing{Limit: 100}) {
		all[i.Title] = i
	}
	if len(all) != 5 {
		t.Fatalf("%d issues on the shelf", len(all))
	}
	return s, all
}

func list(t testing.TB, s *issue.Store, f issue.Filter, l issue.Listing) []issue.Issue {
	t.Helper()
	page, err := s.List(t.Context(), f, l)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// where is a search.
func where(text string) query.Expr {
	e, err := query.Grammar{Fields: query.Issues, Now: begin}.Parse(text)
	if err != nil {
		panic(fmt.Sprintf("%s: %v", text, err))
	}
	return e
}

// initials names issues shortly: the first letter of the title and the project.
func initials(page []issue.Issue) string {
	var names []string
	for _, i := range page {
		names = append(names, fmt.Sprintf("%s%d", i.Title[:2], i.Project))
	}
	return strings.Join(names, " ")
}

func TestListFilters(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, all := shelf(t, d)
		move := func(title string, to issue.Status) {
			if _, err := s.SetStatus(t.Context(), 1, all[title].ID, to, begin+1000*second); err != nil {
				t.Fatal(err)
			}
		}
		move("Timeout", issue.Ignored)
		move("100% CPU", issue.Resolved)
		check := func(f issue.Filter, want string, total int64) {
			t.Helper()
			if f.Scope == nil {
				f.Scope = scope
			}
			got := initials(list(t, s, f, issue.Listing{Sort: issue.ByFirstSeen, Ascending: true, Limit: 10}))
			if got != want {
				t.Errorf("List(%+v) = %s, want %s", f, got, want)
			}
			counts, err := s.Counts(t.Context(), f)
			n := int64(0)
			for status, c := range counts {
				if f.Status == "" || f.Status == status {
					n += c
				}
			}
			if err != nil || n != total {
				t.Errorf("Counts(%+v) = %v, %v; want %d in all", f, counts, err, total)
			}
		}
		check(issue.Filter{}, "Ti3 Ä1 Ty1 101 Ty2", 5)
		check(issue.Filter{Scope: scope[:1]}, "Ä1 Ty1 101", 3)
		check(issue.Filter{Scope: []issue.Scope{}}, "", 0)
		check(issue.Filter{Status: issue.Open}, "Ä1 Ty1 Ty2", 3)
		check(issue.Filter{Status: issue.Ignored}, "Ti3", 1)
		check(issue.Filter{Status: issue.Archived}, "", 0)
		check(issue.Filter{Kind: "error"}, "Ti3 Ä1 Ty1 101 Ty2", 5)
		check(issue.Filter{Kind: "csp"}, "", 0)
		check(issue.Filter{Where: where("level:[fatal,info]")}, "Ti3 Ä1", 2)
		check(issue.Filter{Where: where("release:1.1")}, "Ä1 101", 2)
		check(issue.Filter{Where: where("environment:production"), Status: issue.Open}, "Ä1 Ty1 Ty2", 3)
		check(issue.Filter{Where: where("environment:production release:2.0")}, "Ty2", 1)
		// Text: part of title or culprit, in any case, wildcards taken literally.
		check(issue.Filter{Where: where("typeerror")}, "Ty1 Ty2", 2)
		check(issue.Filter{Where: where(" NULL ")}, "Ty1 Ty2", 2)
		check(issue.Filter{Where: where("ÄRGER IM ÜBER")}, "Ä1", 1)
		check(issue.Filter{Where: where("%")}, "101", 1)
		check(issue.Filter{Where: where("worker_a")}, "101", 1)
		check(issue.Filter{Where: where(`c:\a`)}, "Ä1", 1)
		check(issue.Filter{Where: where("in total")}, "Ty1", 1)
		check(issue.Filter{Where: where("nothing like it")}, "", 0)
		check(issue.Filter{Where: where("x\x00 is")}, "Ty1", 1)
		check(issue.Filter{Where: where("typeerror"), Status: issue.Open, Scope: scope[1:]}, "Ty2", 1)
		// Short ids.
		check(issue.Filter{Where: where("shop-2")}, "101", 1)
		check(issue.Filter{Where: where("SHOP-2-1")}, "Ty2", 1)
		check(issue.Filter{Where: where("other-1")}, "Ti3", 1)
		check(issue.Filter{Where: where("other-1"), Scope: scope[:2]}, "", 0)
		check(issue.Filter{Where: where("shop-99")}, "", 0)
	})
}

// Every order can be walked in both directions, page by page, and shows each
// issue once.
func TestListPagesInEveryOrder(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, _ := shelf(t, d)
		check := func(sort issue.Sort, want string) {
			t.Helper()
			for _, ascending := range []bool{false, true} {
				for limit := 1; limit <= 6; limit++ {
					l := issue.Listing{Sort: sort, Ascending: ascending, Limit: limit}
					if got := initials(walk(t, s, l)); got != want {
						t.Errorf("by %s in pages of %d (ascending %v): %s, want %s", sort, limit, ascending, got, want)
					}
				}
				words := strings.Fields(want)
				slices.Reverse(words)
				want = strings.Join(words, " ")
			}
		}
		check(issue.ByLastSeen, "Ty2 Ty1 Ä1 101 Ti3")
		check(issue.ByFirstSeen, "Ty2 101 Ty1 Ä1 Ti3")
		check(issue.ByEvents, "Ä1 Ti3 Ty1 Ty2 101")
		check(issue.ByUsers, "Ä1 Ti3 Ty1 Ty2 101")
		check(issue.ByLevel, "Ä1 Ty2 Ty1 101 Ti3")
		check(issue.ByTrend, "Ti3 Ty2 Ä1 101 Ty1")
		check(issue.ByPriority, "Ti3 Ty2 Ä1 101 Ty1")
		check("", "Ty2 Ty1 Ä1 101 Ti3")
	})
}

func walk(t *testing.T, s *issue.Store, l issue.Listing) (all []issue.Issue) {
	t.Helper()
	for range 10 {
		page := list(t, s, issue.Filter{Scope: scope}, l)
		if len(page) == 0 {
			return all
		}
		all = append(all, page...)
		after := page[len(page)-1].Position(l.Sort)
		l.After = &after
	}
	t.Fatal("the pages never end")
	return nil
}

func TestListOverManyProjects(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := issue.New(d, feed.New(d))
		const projects = 150
		var occ []issue.Occurrence
		var many []issue.Scope
		for p := range int64(projects) {
			many = append(many, issue.Scope{Project: p + 1, Slug: fmt.Sprint("p", p+1)})
			at := begin + telemetry.Time(p*37%projects)*second
			occ = append(occ, issue.Occurrence{Project: p + 1, Event: telemetry.EventID{byte(p)}, Fingerprint: "f", Time: at, Received: at, Title: "t"})
		}
		applyAll(t, d, s, occ)
		page := list(t, s, issue.Filter{Scope: many}, issue.Listing{Limit: projects + 1})
		if len(page) != projects || !slices.IsSortedFunc(page, func(x, y issue.Issue) int { return int(y.LastSeen - x.LastSeen) }) {
			t.Errorf("%d issues, or not in order", len(page))
		}
		counts, err := s.Counts(t.Context(), issue.Filter{Scope: many, Where: where("T")})
		if err != nil || counts[issue.Open] != projects {
			t.Errorf("Counts = %v, %v", counts, err)
		}
	})
}

func TestGetByIdOrShortId(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, all := shelf(t, d)
		check := func(scope []issue.Scope, ref, want string) {
			t.Helper()
			i, err := s.Get(t.Context(), scope, ref)
			got := i.Title
			if err != nil {
				got = errorKind(err)
			}
			if got != want {
				t.Errorf("Get(%q) = %s, want %s", ref, got, want)
			}
		}
		check(scope, fmt.Sprint(all["Timeout"].ID), "Timeout")
		check(scope, "SHOP-2", "100% CPU")
		check(scope, "shop-2-1", "TypeError: y is null")
		check(scope, issue.ShortID("other", 1), "Timeout")
		check(scope[:2], "OTHER-1", "not_found")
		check(scope[:2], fmt.Sprint(all["Timeout"].ID), "not_found")
		check(nil, fmt.Sprint(all["Timeout"].ID), "not_found")
		check(scope, "shop-99", "not_found")
		check(scope, "shop-", "not_found")
		check(scope, "", "not_found")
		check(scope, "999999", "not_found")
		check(scope, "99999999999999999999999", "not_found")
	})
}
