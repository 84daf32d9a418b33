package group

import (
	"strings"

	"belfry/internal/telemetry"
)

// Culprit returns where it happened, in one line. The first of these that is
// known:
//
//   - the transaction, unless it is a placeholder of an SDK; ids in a path are
//     masked;
//   - the innermost frame of the application, as its language writes it:
//     "shop.cart in total" (Python), "total(cart.js)" (JavaScript),
//     "cart.(*Cart).Total" (Go), "Cart.total" (Java, Kotlin, C#),
//     "cart.rb in total" (Ruby), "App\Cart::total" (PHP), "total" (native);
//   - the request, "GET /carts/<num>", or the page that a policy report is of;
//   - the innermost frame of a library.
//
// It is "" when nothing is known.
func Culprit(e *telemetry.Event) string {
	if t := transactionOf(e); t != "" {
		return t
	}
	f, ok := culpritFrame(e)
	if ok && isOwn(e, f) {
		if c := frameCulprit(familyOf(e, f), f); c != "" {
			return c
		}
	}
	if c := requestCulprit(e); c != "" || !ok {
		return c
	}
	return frameCulprit(familyOf(e, f), f)
}

// placeholders are what SDKs send when they know no transaction.
var placeholders = map[string]bool{
	"<unknown>": true, "<unlabeled transaction>": true, "unknown": true, "unknown route": true, "unknown_route": true, "*": true, "/*": true,
	"generic wsgi request": true, "generic asgi request": true, "generic websocket request": true, "get": true, "post": true, "other": true,
	"generic unlabeled transaction": true, "undefined": true, "null": true, "none": true, "default": true,
}

func transactionOf(e *telemetry.Event) string {
	t := oneLine(e.Transaction)
	if t == "" || placeholders[strings.ToLower(t)] {
		return ""
	}
	method, path, ok := strings.Cut(t, " ")
	switch {
	case isPath(t):
		return cutRunes(maskPath(t), maxTitle)
	case ok && isPath(path):
		return cutRunes(method+" "+maskPath(path), maxTitle)
	}
	return t
}

func isPath(s string) bool {
	return strings.HasPrefix(s, "/") || strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

func requestCulprit(e *telemetry.Event) string {
	method, url := "", ""
	switch {
	case e.Kind == "csp":
		r := reportOf(e)
		url = r.get("documenturi", "documenturl")
	case e.Request != nil:
		method, url = e.Request.Method, e.Request.URL
	}
	path := maskPath(oneLine(url))
	if path == "" {
		return ""
	}
	return cutRunes(strings.TrimSpace(strings.ToUpper(clip(method))+" "+path), maxTitle)
}

// maskPath returns the path of a URL without query, with its ids masked.
func maskPath(url string) string {
	if i := indexEither(url, '?', '#'); i >= 0 {
		url = url[:i]
	}
	if i := schemeEnd(url); i >= 0 {
		_, path, _ := strings.Cut(url[i+3:], "/")
		url = "/" + path
	}
	if !hasDigit(url) && len(url) < maxTitle {
		return url
	}
	segments := strings.Split(url, "/")
	for i, s := range segments {
		if hasDigit(s) && !isVersionSegment(s) {
			segments[i] = Mask(s)
		}
	}
	return strings.Join(segments, "/")
}

// isVersionSegment reports whether s is "v" and a number, as in "/api/v2/".
func isVersionSegment(s string) bool {
	return len(s) > 1 && len(s) <= 4 && s[0] == 'v' && isDigits(s[1:])
}

// culpritFrame returns the frame that is to blame: the innermost usable one of
// the application, else the innermost usable one.
func culpritFrame(e *telemetry.Event) (*telemetry.Frame, bool) {
	frames := mainException(e).Frames
	for i := len(e.Exceptions) - 1; i >= 0 && len(frames) == 0; i-- {
		frames = e.Exceptions[i].Frames
	}
	if len(frames) == 0 {
		frames = attachedStack(e)
	}
	frames = frames[max(len(frames)-maxFrames, 0):]
	told := marked(frames)
	var spare *telemetry.Frame
	for i := len(frames) - 1; i >= 0; i-- {
		f := &frames[i]
		fam := familyOf(e, f)
		fn := cleanFunction(fam, f.Function)
		if isGlue(fam, f, fn) || fn == "" && fileOf(f) == "" && f.Module == "" {
			continue
		}
		if isApp(fam, f, fileOf(f), told) {
			return f, true
		}
		if spare == nil {
			spare = f
		}
	}
	return spare, spare != nil
}

// isOwn reports whether f, found by culpritFrame, is the application's.
func isOwn(e *telemetry.Event, f *telemetry.Frame) bool {
	return isApp(familyOf(e, f), f, fileOf(f), false)
}

// marked reports whether an SDK said of any frame that it is the application's.
func marked(frames []telemetry.Frame) bool {
	for i := range frames {
		if frames[i].InApp != nil && *frames[i].InApp {
			return true
		}
	}
	return false
}

// frameCulprit writes a frame the way its language does.
func frameCulprit(fam family, f *telemetry.Frame) string {
	l := readParts(fam, f)
	where, fn := clip(l.where), clip(l.fn)
	switch {
	case where == "" || fam == native && fn != "":
		return oneLine(fn)
	case fam.javascript():
		if fn == "" || minified(f, l.fn, l.regular) {
			return oneLine(where)
		}
		return oneLine(fn + "(" + where + ")")
	case fn == "":
		return oneLine(where)
	case fam == golang:
		return oneLine(goPackage(where) + "." + strings.TrimPrefix(fn, "."))
	case fam == jvm || fam == dotnet:
		return oneLine(where[strings.LastIndexByte(where, '.')+1:] + "." + fn)
	case fam == php && strings.Contains(fn, "::"):
		return oneLine(fn)
	}
	return oneLine(where + " in " + fn)
}

// goPackage returns the name that an import path is most likely used by.
func goPackage(path string) string {
	last := lastSegment(path)
	if isVersionSegment(last) && len(path) > len(last) {
		return lastSegment(path[:len(path)-len(last)-1])
	}
	return last
}
