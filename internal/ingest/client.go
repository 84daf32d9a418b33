package ingest

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// ClientIP returns the address that a request came from. X-Forwarded-For is
// read only from trusted proxies, from its end, up to the first address that is
// not one of them; anything unreadable on the way stops the walk, since what
// stands before it could be written by anyone.
func ClientIP(r *http.Request, trusted []netip.Prefix) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	ip := peer.Addr().Unmap().WithZone("")
	chain := r.Header["X-Forwarded-For"]
	for _, c := range slices.Backward(chain) {
		for rest := c; rest != "" && isTrusted(ip, trusted); {
			cut := strings.LastIndexByte(rest, ',')
			hop, ok := parseHop(rest[cut+1:])
			if !ok {
				return ip
			}
			ip, rest = hop, rest[:max(cut, 0)]
		}
	}
	return ip
}

// parseHop reads an entry of X-Forwarded-For, which some proxies write with a
// port.
func parseHop(s string) (netip.Addr, bool) {
	s = strings.TrimSpace(s)
	if ap, err := netip.ParseAddrPort(s); err == nil {
		return ap.Addr().Unmap().WithZone(""), true
	}
	ip, err := netip.ParseAddr(strings.Trim(s, "[]"))
	return ip.Unmap().WithZone(""), err == nil
}

func isTrusted(ip netip.Addr, trusted []netip.Prefix) bool {
	for _, p := range trusted {
		if p.Contains(ip) {
			return true
		}
	}
	return false
}
