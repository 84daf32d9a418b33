package group

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode/utf8"

	"belfry/internal/telemetry"
)

// The methods, as they are stored.
const (
	methodFingerprint = "fingerprint"
	methodSecurity    = "security"
	methodStack       = "stack"
	methodException   = "exception"
	methodMessage     = "message"
	methodFallback    = "fallback"
	methodRule        = "rule"
)

// Bounds on what is hashed and shown.
const (
	maxShown   = 50   // components kept with an event
	maxValue   = 200  // bytes of a name, and of a shown original
	maxMessage = 1024 // bytes of a masked message
	maxInput   = 8192 // bytes of a message that are looked at
)

// sum hashes the used parts. Every string is preceded by its length, so that
// no two lists of parts read the same.
func sum(method string, parts []telemetry.Component) string {
	buf := make([]byte, 0, 1024)
	buf = appendString(buf, "belfry group 1")
	buf = appendString(buf, method)
	for i := range parts {
		if parts[i].Used {
			buf = appendString(buf, parts[i].Name)
			buf = appendString(buf, parts[i].Value)
		}
	}
	digest := sha256.Sum256(buf)
	return hex.EncodeToString(digest[:16])
}

func appendString(buf []byte, s string) []byte {
	buf = binary.AppendUvarint(buf, uint64(len(s)))
	return append(buf, s...)
}

// bound makes the record of a decision small enough to be kept with every
// event: what was used comes before what was not when not all fits.
func bound(parts []telemetry.Component) []telemetry.Component {
	if len(parts) <= maxShown {
		return parts
	}
	used := 0
	for i := range parts {
		if parts[i].Used {
			used++
		}
	}
	room := maxShown - 1
	spare := max(room-used, 0)
	kept := make([]telemetry.Component, 0, maxShown)
	for i := range parts {
		switch {
		case len(kept) == room:
		case parts[i].Used:
			kept = append(kept, parts[i])
		case spare > 0:
			kept = append(kept, parts[i])
			spare--
		}
	}
	return append(kept, telemetry.Component{
		Name: "more", Value: countOf(len(parts)-len(kept), "component"),
		Used: used > room, Note: "not shown: too many",
	})
}

// clip cuts a name for showing and hashing.
func clip(s string) string { return cutBytes(s, maxValue) }

// cutBytes returns at most n bytes of s, valid UTF-8 and without a torn rune.
func cutBytes(s string, n int) string {
	if len(s) > n {
		for n > 0 && !utf8.RuneStart(s[n]) {
			n--
		}
		s = s[:n]
	}
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "�")
	}
	return s
}

// cutLines returns the first two lines of s that say something, trimmed: what
// follows is detail, such as the statement or the response that failed.
func cutLines(s string) string {
	s = cutBytes(strings.TrimSpace(s), maxInput)
	first, rest, more := strings.Cut(s, "\n")
	if !more {
		return s
	}
	second, _, _ := strings.Cut(strings.TrimLeft(rest, " \t\r\n"), "\n")
	return strings.TrimRight(first, " \t\r") + "\n" + strings.TrimRight(second, " \t\r")
}

func countOf(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
