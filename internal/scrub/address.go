package scrub

import (
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxLocal    = 64
	maxHost     = 253
	maxUserInfo = 512

	minCard      = 13 // digits of a card number
	maxPlainCard = 16 // when they are not written in groups
	maxCard      = 19
)

// userInfo removes the password of scheme://user:password@host, where the part
// behind the slashes begins at start.
func (t *texter) userInfo(start int) {
	t.i = start
	limit := min(len(t.in), start+maxUserInfo)
	end, sep := -1, -1
	for i := start; i < limit; i++ {
		c := t.in[i]
		if c <= ' ' || c == '/' || c == '"' || c == '\'' || c == '<' || c == '>' || c == '`' {
			break
		}
		if c == '@' {
			end = i
		}
		if c == ':' && sep < 0 {
			sep = i
		}
	}
	if end < 0 || sep < 0 || sep > end {
		return
	}
	t.put(sep+1, end, filtered)
	t.i = end + 1
}

// botToken removes a number and 35 characters joined by a colon, which is how
// chat bots sign in.
func (t *texter) botToken(sep int) bool {
	if !isDigit(t.byteAt(sep - 1)) {
		return false
	}
	end := t.spanOf(sep+1, isTokenByte)
	if end-sep != 36 {
		return false
	}
	start := sep
	for start > t.done && isDigit(t.in[start-1]) && sep-start < 11 {
		start--
	}
	if n := sep - start; n < 8 || n > 10 {
		return false
	}
	t.put(start, end, filtered)
	return true
}

// address removes the e-mail address around the @ here.
func (t *texter) address() {
	mid := t.i
	start := t.localStart(mid)
	end := t.hostEnd(mid + 1)
	dot := strings.LastIndexByte(t.in[mid+1:end], '.')
	if start == mid || dot <= 0 || !isTopLevel(t.in[mid+1+dot+1:end]) {
		return
	}
	t.put(start, end, emailGone)
}

// localStart returns where the part before the @ begins, or the @ if there is
// none, or none that is short enough.
func (t *texter) localStart(at int) int {
	start := at
	for start > t.done {
		r, n := utf8.DecodeLastRuneInString(t.in[t.done:start])
		if !isMailRune(r) && !strings.ContainsRune("_%+", r) {
			break
		}
		if start -= n; at-start > maxLocal {
			return at
		}
	}
	for start < at && (t.in[start] == '.' || t.in[start] == '-') {
		start++
	}
	return start
}

// hostEnd returns where the host name at i ends.
func (t *texter) hostEnd(i int) int {
	start := i
	for i < len(t.in) && i-start < maxHost {
		r, n := utf8.DecodeRuneInString(t.in[i:])
		if !isMailRune(r) {
			break
		}
		i += n
	}
	for i > start && (t.in[i-1] == '.' || t.in[i-1] == '-') {
		i--
	}
	return i
}

// isMailRune reports whether r may stand on both sides of the @. Letters of
// other scripts than Latin are text around the address.
func isMailRune(r rune) bool {
	if r < utf8.RuneSelf {
		return isAlnum(byte(r)) || r == '.' || r == '-'
	}
	return unicode.Is(unicode.Latin, r)
}

// isTopLevel reports whether s may be the last part of a host name.
func isTopLevel(s string) bool {
	for i := range len(s) {
		if !isLower(s[i] | 0x20) {
			return false
		}
	}
	return len(s) >= 2 && len(s) <= 24
}

// number removes card numbers, and IPv4 addresses where they are wanted gone.
func (t *texter) number() {
	start := t.i
	end := t.spanOf(start, isDigit)
	t.i = t.spanOf(end, isWordByte) // nothing begins inside a word
	if isWordByte(t.before(start)) {
		return
	}
	if t.s.ip && end-start <= 3 && t.byteAt(end) == '.' && t.ipv4(start) {
		return
	}
	if to := t.cardEnd(start, end); to > 0 {
		t.put(start, to, filtered)
	}
}

// ipv4 removes the address at start. A number behind a name and a slash is a
// version: Chrome/140.0.0.0.
func (t *texter) ipv4(start int) bool {
	end := t.spanMax(start, func(c byte) bool { return isDigit(c) || c == '.' }, 17)
	for end > start && t.in[end-1] == '.' {
		end--
	}
	if end-start < 7 || end-start > 15 || isAlnum(t.byteAt(end)) || strings.Count(t.in[start:end], ".") != 3 {
		return false
	}
	prev, before := t.before(start), t.before(start-1)
	if prev == '.' || prev == '-' || prev == '/' && (isAlnum(before) || before == ')') {
		return false
	}
	if _, err := netip.ParseAddr(t.in[start:end]); err != nil {
		return false
	}
	t.put(start, end, ipGone)
	return true
}

// ipv6 removes the address that the first colon of it is at sep.
func (t *texter) ipv6(sep int) bool {
	if c := t.byteAt(sep + 1); !isHex(c) && c != ':' && c != '.' { // no second colon can follow
		return false
	}
	start := sep
	for start > t.done && sep-start < 5 && isHex(t.in[start-1]) {
		start--
	}
	if prev := t.before(start); sep-start > 4 || isTokenByte(prev) || prev == ':' || prev == '.' {
		return false
	}
	end := t.spanMax(sep, func(c byte) bool { return isHex(c) || c == ':' || c == '.' }, 47)
	if t.byteAt(end) == '[' {
		return false
	}
	for end > sep && t.in[end-1] == '.' || end > sep+2 && t.in[end-1] == ':' && t.in[end-2] != ':' {
		end--
	}
	text := t.in[start:end]
	if end-start > 45 || strings.Count(text, ":") < 2 || isTokenByte(t.byteAt(end)) || !isAddress(text) {
		return false
	}
	t.put(start, end, ipGone)
	return true
}

// isAddress reports whether text is an IPv6 address. Short ones without digits
// are names joined by two colons.
func isAddress(text string) bool {
	colons := strings.Count(text, ":")
	if text == "::" || colons < 4 && !hasDigit(text) || colons < 6 && !strings.Contains(text, "::") {
		return false
	}
	_, err := netip.ParseAddr(text)
	return err == nil
}

// cardEnd returns where the card number that begins with the digits between
// start and end ends, or 0 if there is none.
func (t *texter) cardEnd(start, end int) int {
	if n := end - start; n != 4 && (n < minCard || n > maxPlainCard) {
		return 0
	}
	if c := t.before(start); c == '.' || c == '-' || c == '+' || c == ',' {
		return 0
	}
	var digits [maxCard]byte
	n := copy(digits[:], t.in[start:end])
	grouped := false
	if end-start == 4 {
		groups := 1
		for groups < 5 && (t.byteAt(end) == ' ' || t.byteAt(end) == '-') && t.byteAt(end) == t.byteAt(start+4) {
			to := t.spanOf(end+1, isDigit)
			if to == end+1 || to-end > 7 || n+to-end-1 > len(digits) {
				break
			}
			n += copy(digits[n:], t.in[end+1:to])
			end = to
			groups++
		}
		if grouped = groups > 2; !grouped {
			return 0
		}
	}
	if next := t.byteAt(end); isTokenByte(next) || next == '.' && isDigit(t.byteAt(end+1)) || end-start > 24 || n != countDigits(t.in[start:end]) {
		return 0
	}
	if !isCard(digits[:n], grouped) {
		return 0
	}
	return end
}

func countDigits(s string) int {
	n := 0
	for i := range len(s) {
		if isDigit(s[i]) {
			n++
		}
	}
	return n
}

// isCard reports whether digits are a card number: of a length that the prefix
// allows and with the right check digit. Numbers of 17 digits and more count
// only when they are written in groups: plain ones are ids.
func isCard(digits []byte, grouped bool) bool {
	n := len(digits)
	if n < minCard || n > maxCard || n > maxPlainCard && !grouped || !cardPrefix(digits) {
		return false
	}
	sum := 0
	for i, d := range digits {
		v := int(d - '0')
		if (n-i)%2 == 0 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum%10 == 0
}

// cardPrefix knows the ranges of the big networks.
func cardPrefix(d []byte) bool {
	n := len(d)
	four := int(d[0]-'0')*1000 + int(d[1]-'0')*100 + int(d[2]-'0')*10 + int(d[3]-'0')
	two := four / 100
	switch {
	case d[0] == '4':
		return n == 13 || n == 16 || n == 19
	case two >= 51 && two <= 55, four >= 2221 && four <= 2720:
		return n == 16
	case two == 34 || two == 37:
		return n == 15
	case two == 36 || two == 38 || two == 39 || four >= 3000 && four <= 3059:
		return n == 14
	case four == 6011, four >= 6440 && four <= 6599, two == 62:
		return n >= 16
	case four >= 3528 && four <= 3589:
		return n == 16
	}
	return false
}
