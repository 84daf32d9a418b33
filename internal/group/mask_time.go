package group

// date masks a date in digits, with the time behind it: 2026-03-04,
// 2026/03/04T05:06:07Z, 04.03.2026 05:06.
func (m *masker) date(start int) bool {
	i := m.digitDate(start)
	if i == 0 {
		return false
	}
	if c := m.byteAt(i); c == 'T' || c == 't' || c == ' ' || c == '_' || c == ',' {
		j := i + 1
		if c == ',' && m.byteAt(j) == ' ' {
			j++
		}
		if to := m.clockEnd(j, true); to > 0 {
			i = to
		}
	}
	if !m.ends(i) {
		return false
	}
	return m.put(start, i, "<date>")
}

// digitDate returns where a date in digits ends, or 0.
func (m *masker) digitDate(i int) int {
	n := m.span(i, 5)
	sep := m.byteAt(i + n)
	if sep != '-' && sep != '/' && sep != '.' {
		return 0
	}
	second := i + n + 1
	k := m.span(second, 3)
	if k < 1 || k > 2 || m.byteAt(second+k) != sep {
		return 0
	}
	third := second + k + 1
	last := m.span(third, 5)
	switch {
	case n == 4 && sep != '.' && last >= 1 && last <= 2 && k == 2:
	case n >= 1 && n <= 2 && last == 4:
	default:
		return 0
	}
	if c := m.byteAt(third + last); c == sep && isDigit(m.byteAt(third+last+1)) {
		return 0
	}
	return third + last
}

// clock masks a time of the day. Without seconds it must stand alone: 3:15
// behind a file is a line and a column.
func (m *masker) clock(start int) bool {
	if prev := m.byteAt(start - 1); prev == ':' {
		return false
	}
	to := m.clockEnd(start, m.free(start))
	if to == 0 || !m.ends(to) || m.byteAt(to) == ':' {
		return false
	}
	return m.put(start, to, "<time>")
}

// clockEnd returns where the time at i ends, or 0: 05:06, 05:06:07.89,
// 5:06 PM, with a zone. short allows it to have no seconds.
func (m *masker) clockEnd(i int, short bool) int {
	n := m.span(i, 3)
	if n < 1 || n > 2 || n == 2 && m.s[i:i+2] > "24" {
		return 0
	}
	i += n
	seconds := false
	for range 2 {
		if m.byteAt(i) != ':' || m.span(i+1, 3) != 2 || m.s[i+1] > '5' {
			break
		}
		if seconds {
			i = m.secondsEnd(i + 3)
			return m.zoneEnd(i)
		}
		i += 3
		seconds = true
	}
	if !seconds || !short {
		return 0
	}
	return m.zoneEnd(i)
}

// secondsEnd returns where the fraction of a second at i ends.
func (m *masker) secondsEnd(i int) int {
	if c := m.byteAt(i); (c == '.' || c == ',') && isDigit(m.byteAt(i+1)) {
		return i + 1 + m.span(i+1, 12)
	}
	return i
}

// zoneEnd returns where what may follow a time ends: Z, +01:00, PM, UTC.
func (m *masker) zoneEnd(i int) int {
	j := i
	if m.byteAt(j) == ' ' {
		j++
	}
	switch c := m.byteAt(j); {
	case (c == 'Z' || c == 'z') && j == i && m.ends(j+1):
		return j + 1
	case c == '+' || c == '-':
		if n := m.span(j+1, 5); n == 4 && m.ends(j+5) {
			return j + 5
		} else if n == 2 && m.byteAt(j+3) == ':' && m.span(j+4, 3) == 2 {
			return j + 6
		}
	case m.ends(j+2) && (c == 'A' || c == 'a' || c == 'P' || c == 'p') && (m.byteAt(j+1)|0x20) == 'm':
		return j + 2
	case m.ends(j+3) && j+3 <= len(m.s) && (m.s[j:j+3] == "UTC" || m.s[j:j+3] == "GMT"):
		if to := m.zoneEnd(j + 3); to > j+3 && m.byteAt(j+3) != ' ' {
			return to
		}
		return j + 3
	}
	return i
}

// namedDate masks a date with the name of its month: Mon, 04 Mar 2026 05:06:07
// GMT; Mar 4 05:06:07; 4 March 2026.
func (m *masker) namedDate(start int) bool {
	i, end := start, start
	months, numbers := 0, 0
	for range 6 {
		to := m.wordEnd(i)
		w := m.s[i:to]
		if at := m.clockEnd(i, true); at > 0 && m.ends(at) {
			to = at
		} else if len(w) <= 4 && isDigits(trimOrdinal(w)) {
			numbers++
		} else if isMonth(w) && months == 0 {
			months++
		} else if !isWeekday(w) {
			break
		}
		end = to
		i = m.skipBetween(to)
		if i == to {
			break
		}
	}
	if months == 0 || numbers == 0 || !m.ends(end) {
		return false
	}
	return m.put(start, end, "<date>")
}

// skipBetween returns where the next part of a named date begins.
func (m *masker) skipBetween(i int) int {
	if m.byteAt(i) == ',' || m.byteAt(i) == '-' {
		i++
	}
	for n := 0; n < 2 && m.byteAt(i) == ' '; n++ {
		i++
	}
	return i
}

// trimOrdinal cuts st, nd, rd and th from a day of the month.
func trimOrdinal(w string) string {
	if len(w) < 3 || !isDigit(w[0]) {
		return w
	}
	switch w[len(w)-2:] {
	case "st", "nd", "rd", "th":
		return w[:len(w)-2]
	}
	return w
}
