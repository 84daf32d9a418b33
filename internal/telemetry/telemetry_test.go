package telemetry_test

import (
	"testing"
	"time"

	"belfry/internal/telemetry"
)

func TestParseEventID(t *testing.T) {
	t.Parallel()
	check := func(in, want string) {
		t.Helper()
		id, err := telemetry.ParseEventID(in)
		got := id.String()
		if err != nil {
			got = "error"
		}
		if got != want {
			t.Errorf("ParseEventID(%q) = %s, want %s", in, got, want)
		}
	}
	check("fc6d8c0c43fc4630ad850ee518f1b9d0", "fc6d8c0c43fc4630ad850ee518f1b9d0")
	check("FC6D8C0C-43FC-4630-AD85-0EE518F1B9D0", "fc6d8c0c43fc4630ad850ee518f1b9d0")
	check("", "error")
	check("fc6d", "error")
	check("zz6d8c0c43fc4630ad850ee518f1b9d0", "error")
	check("fc6d8c0c43fc4630ad850ee518f1b9d0ff", "error")
}

func TestParseLevel(t *testing.T) {
	t.Parallel()
	check := func(in string, want telemetry.Level) {
		t.Helper()
		if got := telemetry.ParseLevel(in); got != want {
			t.Errorf("ParseLevel(%q) = %v, want %v", in, got, want)
		}
	}
	check("error", telemetry.LevelError)
	check(" WARN ", telemetry.LevelWarning)
	check("critical", telemetry.LevelFatal)
	check("log", telemetry.LevelInfo)
	check("", telemetry.LevelUnset)
	check("loud", telemetry.LevelUnset)
	if telemetry.LevelFatal <= telemetry.LevelError {
		t.Error("levels are not ordered")
	}
}

func TestTimeRoundsDown(t *testing.T) {
	t.Parallel()
	at := telemetry.At(time.Date(2026, 3, 4, 5, 6, 7, 8000, time.UTC))
	if got := at.Hour().Std(); got != time.Date(2026, 3, 4, 5, 0, 0, 0, time.UTC) {
		t.Errorf("Hour = %v", got)
	}
	if got := at.Day().Std(); got != time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC) {
		t.Errorf("Day = %v", got)
	}
	if got := at.Add(time.Minute).Sub(at); got != time.Minute {
		t.Errorf("Sub = %v", got)
	}
}

func TestUserKeyPrefersTheMostStable(t *testing.T) {
	t.Parallel()
	check := func(u *telemetry.User, want string) {
		t.Helper()
		if got := u.Key(); got != want {
			t.Errorf("Key(%+v) = %q, want %q", u, got, want)
		}
	}
	check(nil, "")
	check(&telemetry.User{}, "")
	check(&telemetry.User{ID: "7", Email: "a@b.c"}, "id:7")
	check(&telemetry.User{Email: "a@b.c", IP: "::1"}, "email:a@b.c")
	check(&telemetry.User{IP: "::1"}, "ip:::1")
}
