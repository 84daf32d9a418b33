package app

import (
	"net"
)

// localURL returns how a server listening on listen is reached from the same
// machine.
func localURL(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return "http://localhost"
	}
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

func localAddress(a net.Addr) string { return localURL(a.String()) }
