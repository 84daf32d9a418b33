package demo

import "math"

// A fault is something that goes wrong in one of the programs. Its events
// belong to one issue.
//
// Texts may hold words in braces, such as {order}, which differ from event to
// event; see filled.
type fault struct {
	typ   string // of the exception; empty: a message without one
	value string
	level string // empty: error
	in    string // transaction or route, such as "POST /checkout/"

	// at lists the frames, the innermost last, as "file:line function | code".
	// With several lines of code, the one that failed begins with ">".
	at []string

	cause  string            // "Type: text" of the exception that led to this one
	tags   map[string]string // beside those of its program
	vars   map[string]string // local variables of the innermost frame
	crumbs []string          // the last breadcrumbs, as "category message"
	logger string

	said []string // what customers wrote about it

	shape shape
	acts  []act // what people did about it, in order of time
}

// A shape is how many events a day a fault causes, at a time given in days from
// the end of the month: -30 is its beginning, 0 the end.
type shape func(day float64) float64

// steady is n events a day, all the time.
func steady(n float64) shape { return func(float64) float64 { return n } }

// since begins on a day and goes on.
func since(day, n float64) shape { return between(day, 1, n) }

// between begins on a day and ends on another.
func between(from, to, n float64) shape {
	return func(day float64) float64 {
		if day < from || day >= to {
			return 0
		}
		return n
	}
}

// burst is a few hours of trouble that begin on a day.
func burst(day, hours, events float64) shape {
	return between(day, day+hours/24, events/(hours/24))
}

// rising grows from nothing on a day to n a day at the end.
func rising(from, n float64) shape {
	return func(day float64) float64 {
		if day < from {
			return 0
		}
		part := (day - from) / -from
		return n * part * part
	}
}

// fading begins on a day with n a day and loses half of it every three days.
func fading(from, n float64) shape {
	return func(day float64) float64 {
		if day < from {
			return 0
		}
		return n * math.Exp2(-math.Floor((day-from)/3))
	}
}

// both adds shapes up.
func both(all ...shape) shape {
	return func(day float64) float64 {
		sum := 0.0
		for _, s := range all {
			sum += s(day)
		}
		return sum
	}
}

// An act is what somebody does about the issue of a fault.
type act struct {
	day float64
	who int // index into people
	do  deed
}
