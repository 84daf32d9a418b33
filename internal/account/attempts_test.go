package account

import (
	"fmt"
	"net/netip"
	"testing"

	"belfry/internal/telemetry"
)

func TestAttemptsAreBounded(t *testing.T) {
	t.Parallel()
	a := newAttempts(maxAttempts, attemptsWindow)
	for i := range maxTracked + 5000 {
		if err := a.take(attempt{email: fmt.Sprint(i)}, telemetry.Time(i)); err != nil {
			t.Fatal(err)
		}
	}
	if len(a.tries) > maxTracked {
		t.Errorf("%d entries, want at most %d", len(a.tries), maxTracked)
	}
}

func TestNetwork(t *testing.T) {
	t.Parallel()
	check := func(addr, want string) {
		t.Helper()
		if got := network(netip.MustParseAddr(addr)).String(); got != want {
			t.Errorf("network(%s) = %s, want %s", addr, got, want)
		}
	}
	check("192.0.2.7", "192.0.2.7/32")
	check("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")
	if got := network(netip.Addr{}); got != (netip.Prefix{}) {
		t.Errorf("network of none = %v", got)
	}
}
