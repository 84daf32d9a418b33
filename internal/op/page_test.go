package op

import (
	"encoding/json"
	"testing"

	"belfry/internal/errs"
	"belfry/internal/telemetry"
)

type place struct {
	At telemetry.Time
	ID int64
}

func TestPagesLeadToEachOther(t *testing.T) {
	t.Parallel()
	items := []int64{1, 2, 3}
	key := func(id int64) any { return place{telemetry.Time(100 * id), id} }
	check := func(limit int, wantItems int, wantNext place) {
		t.Helper()
		page, err := paged(items, limit, key)
		if err != nil || len(page.Items) != wantItems {
			t.Fatalf("%d items, %v, want %d", len(page.Items), err, wantItems)
		}
		var next place
		if page.NextCursor.Value != nil {
			if err := (Paging{Cursor: *page.NextCursor.Value}).after(&next); err != nil {
				t.Fatal(err)
			}
		}
		if next != wantNext {
			t.Errorf("limit %d leads to %+v, want %+v", limit, next, wantNext)
		}
	}
	check(1, 1, place{100, 1})
	check(2, 2, place{200, 2})
	check(3, 3, place{})
	check(4, 3, place{})
}

func TestForeignCursorsAreRefused(t *testing.T) {
	t.Parallel()
	for _, cursor := range []string{"!", "AAAA", "W10", "eyJBdCI6IngifQ"} {
		var at place
		if err := (Paging{Cursor: cursor}).after(&at); !errs.Is(err, errs.Invalid) {
			t.Errorf("after(%q) = %+v, %v", cursor, at, err)
		}
	}
}

func FuzzCursor(f *testing.F) {
	f.Add("eyJBdCI6MTAwLCJJRCI6MX0")
	f.Fuzz(func(t *testing.T, cursor string) {
		var at place
		if err := (Paging{Cursor: cursor}).after(&at); err != nil && !errs.Is(err, errs.Invalid) {
			t.Errorf("%v", err)
		}
	})
}

func TestValuesAsJSON(t *testing.T) {
	t.Parallel()
	check := func(v any, want string) {
		t.Helper()
		got, err := json.Marshal(v)
		if err != nil || string(got) != want {
			t.Errorf("%#v = %s, %v, want %s", v, got, err, want)
		}
	}
	check(Time(1_772_600_767_000_008), `"2026-03-04T05:06:07.000008Z"`)
	check(timeOrNull(0), `null`)
	check(timeOrNull(1_772_600_767_000_000), `"2026-03-04T05:06:07.000000Z"`)
	check(orNull(""), `null`)
	check(Some(""), `""`)
	check(list[int](nil), `{"items":[],"next_cursor":null}`)
	var back OrNull[Time]
	if err := json.Unmarshal([]byte(`"2026-03-04T06:06:07.000008+01:00"`), &back); err != nil || *back.Value != 1_772_600_767_000_008 {
		t.Errorf("%+v, %v", back, err)
	}
}
