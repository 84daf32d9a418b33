package group

import (
	"strings"
)

// cleanFunction returns the name of a function without what a compiler, a
// runtime or a minifier adds to it; "" for one without a name.
func cleanFunction(fam family, fn string) string {
	fn = strings.TrimSpace(fn)
	if fn == "" || fn == "?" || fn == "<unknown>" || fn == "<anonymous>" || strings.HasPrefix(fn, "0x") {
		return ""
	}
	if len(fn) > 1024 {
		fn = cutBytes(fn, 1024)
	}
	switch fam {
	case browser:
		fn = scriptFunction(fn)
		fn = fn[strings.LastIndexByte(fn, '.')+1:] // browsers disagree on what comes before
	case node:
		fn = scriptFunction(fn)
	case python:
		if strings.IndexByte(fn, '<') >= 0 {
			fn = strings.ReplaceAll(fn, ".<locals>", "")
		}
	case golang:
		fn = goFunction(fn)
	case ruby:
		fn = rubyFunction(fn)
	case php:
		fn = phpFunction(fn)
	case jvm:
		fn = jvmFunction(fn)
	case dotnet:
		fn = dotnetFunction(fn)
	case native:
		fn = nativeFunction(fn)
	}
	return dropCounters(fn)
}

// dropCounters cuts numbers out of names that only a generator gives: after
// "lambda", or of four digits and more.
func dropCounters(fn string) string {
	if !hasDigit(fn) {
		return fn
	}
	lambda := strings.Index(fn, "lambda")
	out := make([]byte, 0, len(fn))
	for i := 0; i < len(fn); {
		j := i
		for j < len(fn) && fn[j] >= '0' && fn[j] <= '9' {
			j++
		}
		switch {
		case j == i:
			out = append(out, fn[i])
			i++
		case j-i >= 4 || lambda >= 0 && i > lambda:
			i = j
		default:
			out = append(out, fn[i:j]...)
			i = j
		}
	}
	return strings.TrimRight(string(out), "_")
}

// scriptFunction reads the forms of V8, SpiderMonkey and JavaScriptCore.
func scriptFunction(fn string) string {
	if i := strings.Index(fn, " [as "); i >= 0 {
		fn = fn[:i]
	}
	for {
		rest, ok := cutAnyPrefix(fn, "async ", "async*", "new ", "get ", "set ", "bound ", "static ")
		if !ok {
			break
		}
		fn = rest
	}
	if i := strings.Index(fn, "/<"); i >= 0 { // Firefox: a function inside fn
		fn = fn[:i]
	}
	fn = strings.TrimRight(fn, "<*/")
	if strings.HasSuffix(fn, "<anonymous>") || strings.HasSuffix(fn, "<anonymous") || strings.HasSuffix(fn, "(anonymous)") {
		return ""
	}
	fn, _ = cutAnyPrefix(fn, "Object.", "Module.", "exports.", "module.exports.", "window.", "Window.", "global.", "globalThis.", "self.", "Function.")
	switch {
	case fn == "anonymous", fn == "(anonymous function)", fn == "global code", fn == "module code":
		return ""
	case fn == "eval", strings.HasPrefix(fn, "eval at "), strings.HasPrefix(fn, "eval code"):
		return ""
	case strings.HasPrefix(fn, "./"), strings.HasPrefix(fn, "../"), strings.HasPrefix(fn, "/"): // a module's own code, named by its file
		return ""
	}
	if i := strings.LastIndexByte(fn, '$'); i > 0 && isDigits(fn[i+1:]) { // rollup: a name that was taken
		fn = fn[:i]
	}
	return fn
}

// goFunction folds closures, instantiations and wrappers into their function.
func goFunction(fn string) string {
	if i := strings.IndexByte(fn, '['); i > 0 { // type arguments
		if j := strings.LastIndexByte(fn, ']'); j > i {
			fn = fn[:i] + fn[j+1:]
		}
	}
	fn = strings.TrimSuffix(fn, "-fm")
	if i := strings.LastIndex(fn, "-range"); i > 0 && isDigits(fn[i+len("-range"):]) {
		fn = fn[:i]
	}
	parts := strings.Split(fn, ".")
	for i, p := range parts {
		if isGenerator(p, "func") || isGenerator(p, "gowrap") || isGenerator(p, "deferwrap") {
			return strings.Trim(strings.Join(parts[:i], "."), ".") + ".func"
		}
	}
	if len(parts) == 2 && parts[0] == "init" && isDigits(parts[1]) {
		return "init"
	}
	return fn
}

// isGenerator reports whether s is name followed by a number.
func isGenerator(s, name string) bool {
	rest, ok := strings.CutPrefix(s, name)
	return ok && isDigits(rest)
}

// rubyFunction names the method that a block is in.
func rubyFunction(fn string) string {
	for {
		if i := strings.Index(fn, " in "); i > 0 && isRubyBlock(fn[:i]) {
			fn = fn[i+len(" in "):]
			continue
		}
		break
	}
	if fn == "<top (required)>" {
		return "<main>"
	}
	if i := strings.Index(fn, "___"); i > 0 && hasDigit(fn[i:]) { // a compiled template
		fn = fn[:i]
	}
	return fn
}

func isRubyBlock(s string) bool {
	s, _, _ = strings.Cut(s, " (")
	return s == "block" || s == "rescue" || s == "ensure"
}

// phpFunction cuts files and lines out of the names of closures and anonymous
// classes.
func phpFunction(fn string) string {
	fn = strings.TrimPrefix(fn, `Proxies\__CG__\`)
	if i := strings.Index(fn, "@anonymous"); i >= 0 {
		end := i + len("@anonymous")
		method := ""
		if j := strings.LastIndex(fn[end:], "::"); j >= 0 {
			method = fn[end+j:]
		}
		fn = fn[:end] + method
	}
	i := strings.Index(fn, "{closure")
	if i < 0 {
		return fn
	}
	inside := strings.TrimPrefix(fn[i+len("{closure"):], ":")
	if j := strings.Index(inside, "()"); j > 0 { // PHP 8.4 names the function around it
		return inside[:j] + "{closure}"
	}
	return fn[:i] + "{closure}"
}

// nativeFunction drops arguments, hashes and clones of demangled symbols.
func nativeFunction(fn string) string {
	if i := strings.Index(fn, " [clone"); i > 0 {
		fn = fn[:i]
	}
	if n := len(fn) - 19; n > 0 && strings.HasPrefix(fn[n:], "::h") && isHex(fn[n+3:]) { // Rust
		fn = fn[:n]
	}
	if i := strings.LastIndexByte(fn, '('); i > 0 && strings.HasSuffix(fn, ")") && !strings.HasSuffix(fn, "operator()") {
		if open := openOf(fn); open > 0 {
			fn = fn[:open]
		}
	}
	for _, cut := range []string{".cold", ".part.", ".isra.", ".constprop.", ".llvm."} {
		if i := strings.Index(fn, cut); i > 0 {
			fn = fn[:i]
		}
	}
	return fn
}

// openOf returns the index of the parenthesis that the last one closes, or -1.
func openOf(fn string) int {
	depth := 0
	for i := len(fn) - 1; i >= 0; i-- {
		switch fn[i] {
		case ')':
			depth++
		case '(':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// cutAnyPrefix cuts the first of the prefixes that s has, and reports whether
// there was one.
func cutAnyPrefix(s string, prefixes ...string) (string, bool) {
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(s, p); ok && rest != "" {
			return rest, true
		}
	}
	return s, false
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func isHex(s string) bool {
	_, _, hexes := count(s)
	return hexes == len(s) && s != ""
}
