package group

// number deals with what begins with a digit.
func (m *masker) number() bool {
	start := m.i
	end := m.wordEnd(start)
	switch {
	case m.email(start):
		return true
	case m.isUUID(start):
		return m.put(start, start+uuidLen, "<uuid>")
	case m.afterTechnical(start):
		return m.keep(m.decimalEnd(end))
	case m.date(start), m.clock(start), m.ipv4(start), m.namedDate(start):
		return true
	}
	if m.byteAt(end) == ':' && m.address(start, end) {
		return true
	}
	if c := m.byteAt(end); c == '/' || c == '\\' {
		if !isDigits(m.s[start:end]) && m.relative(start, end) {
			return true
		}
	}
	if to := m.versionEnd(start); to > 0 {
		return m.put(start, to, "<version>")
	}
	return m.measured(start, end)
}

// measured masks a number, with its unit if one follows at once.
func (m *masker) measured(start, end int) bool {
	w := m.s[start:end]
	if len(w) > 2 && w[0] == '0' && (w[1] == 'x' || w[1] == 'X') && isHex(w[2:]) {
		return m.put(start, end, "<hex>")
	}
	if to := m.durationEnd(start); to > 0 {
		return m.put(start, to, "<duration>")
	}
	to := m.decimal(start)
	if m.ends(to) {
		if m.byteAt(to) == '%' {
			return m.put(start, to+1, "<size>")
		}
		return m.put(start, to, "<num>")
	}
	unit := m.wordEnd(to)
	if sizes[m.s[to:unit]] {
		return m.put(start, unit, "<size>")
	}
	return m.mixed(start, end)
}

// mixed deals with digits that letters follow: 3f2a1b9c, 01HZX…, 42S02, 2FA.
func (m *masker) mixed(start, end int) bool {
	w := m.s[start:end]
	switch {
	case isHexWord(w):
		return m.put(start, end, "<hex>")
	case isRandom(w):
		return m.put(start, end, "<id>")
	}
	n := m.span(start, end-start)
	if n >= 3 || m.s[start+n] == '_' {
		m.put(start, start+n, "<num>")
	} else {
		m.i = start + n
	}
	return m.glued(m.i, end)
}

// decimal returns where the number at i ends: thousands, fraction, exponent.
func (m *masker) decimal(i int) int {
	for i < len(m.s) && isDigit(m.s[i]) {
		i++
	}
	for m.byteAt(i) == ',' && m.span(i+1, 4) == 3 {
		i += 4
	}
	i = m.fraction(i)
	if c := m.byteAt(i); c == 'e' || c == 'E' {
		j := i + 1
		if s := m.byteAt(j); s == '+' || s == '-' {
			j++
		}
		if n := m.span(j, 5); n > 0 && n < 5 && m.ends(j+n) {
			return j + n
		}
	}
	return i
}

func (m *masker) fraction(i int) int {
	if m.byteAt(i) != '.' || !isDigit(m.byteAt(i+1)) {
		return i
	}
	i++
	for i < len(m.s) && isDigit(m.s[i]) {
		i++
	}
	return i
}

// decimalEnd returns where the dotted digits behind a word end: 1.1 of HTTP/1.1.
func (m *masker) decimalEnd(i int) int {
	for m.byteAt(i) == '.' && isDigit(m.byteAt(i+1)) {
		i = m.wordEnd(i + 1)
	}
	return i
}

// signed masks a number with its sign, where the sign is not a dash between
// words.
func (m *masker) signed() bool {
	start := m.i
	if !isDigit(m.byteAt(start+1)) || !m.free(start) {
		return false
	}
	to := m.decimal(start + 1)
	if !m.ends(to) || m.byteAt(to) == '-' || m.byteAt(to) == ':' {
		return false
	}
	if m.byteAt(to) == '%' {
		return m.put(start, to+1, "<size>")
	}
	return m.put(start, to, "<num>")
}

// versionEnd returns where the version at i ends, or 0: three or more numbers,
// and what a pre-release adds.
func (m *masker) versionEnd(i int) int {
	groups := 0
	for {
		n := m.span(i, 10)
		if n == 0 || n == 10 {
			return 0
		}
		groups++
		i += n
		if m.byteAt(i) != '.' || !isDigit(m.byteAt(i+1)) {
			break
		}
		i++
	}
	if groups < 3 {
		return 0
	}
	for (m.byteAt(i) == '-' || m.byteAt(i) == '+' || m.byteAt(i) == '.') && isWordByte(m.byteAt(i+1)) {
		i = m.wordEnd(i + 1)
	}
	return m.wordEnd(i)
}

// durationEnd returns where the duration at i ends, or 0: 12ms, 1.5s, 1h30m.
func (m *masker) durationEnd(i int) int {
	for range 8 {
		to := m.fraction(i + m.span(i, 20))
		unit := to
		for unit < len(m.s) && classes[m.s[unit]] != digitByte && isWordByte(m.s[unit]) && unit-to < 5 {
			unit++
		}
		if to == i || !times[m.s[to:unit]] {
			return 0
		}
		if m.ends(unit) {
			return unit
		}
		i = unit
	}
	return 0
}

// ipv4 masks an address, with its port or prefix length.
func (m *masker) ipv4(start int) bool {
	i := start
	for part := range 4 {
		n := m.span(i, 4)
		if n == 0 || n > 3 || n == 3 && m.s[i:i+3] > "255" {
			return false
		}
		i += n
		if part == 3 {
			break
		}
		if m.byteAt(i) != '.' {
			return false
		}
		i++
	}
	if !m.ends(i) || m.byteAt(i) == '.' && isDigit(m.byteAt(i+1)) {
		return false
	}
	if m.byteAt(i) == ':' {
		if n := m.span(i+1, 6); n > 0 && n < 6 && m.ends(i+1+n) {
			i += 1 + n
		}
	}
	return m.put(start, m.prefixLength(i), "<ip>")
}

var times = map[string]bool{
	"ns": true, "us": true, "µs": true, "μs": true, "ms": true, "s": true, "m": true, "h": true, "d": true, "w": true,
	"sec": true, "secs": true, "min": true, "mins": true, "hr": true, "hrs": true, "msec": true, "usec": true,
}

var sizes = map[string]bool{
	"B": true, "b": true, "kB": true, "KB": true, "MB": true, "GB": true, "TB": true, "KiB": true, "MiB": true, "GiB": true, "TiB": true,
	"kb": true, "mb": true, "gb": true, "k": true, "K": true, "M": true, "G": true, "T": true, "px": true, "em": true, "rem": true,
	"Hz": true, "kHz": true, "MHz": true, "GHz": true, "bytes": true, "x": true, "Ki": true, "Mi": true, "Gi": true,
}

// isDateName reports whether w names a month or a day of the week.
func isDateName(w string) bool { return isMonth(w) || isWeekday(w) }

func isMonth(w string) bool {
	switch w {
	case "Jan", "January", "Feb", "February", "Mar", "March", "Apr", "April", "May", "Jun", "June", "Jul", "July", "Aug", "August",
		"Sep", "Sept", "September", "Oct", "October", "Nov", "November", "Dec", "December":
		return true
	}
	return false
}

func isWeekday(w string) bool {
	switch w {
	case "Mon", "Monday", "Tue", "Tues", "Tuesday", "Wed", "Wednesday", "Thu", "Thur", "Thurs", "Thursday", "Fri", "Friday",
		"Sat", "Saturday", "Sun", "Sunday":
		return true
	}
	return false
}
