package group

import "strings"

// Names that the JVM and .NET make up: both keep the name of the method that a
// lambda, a proxy or a state machine was made from.

const lambdaSuffix = ".<lambda>"

// jvmFunction reads the names that javac, kotlinc and scalac give.
func jvmFunction(fn string) string {
	switch {
	case strings.HasPrefix(fn, "lambda$"):
		return enclosed(fn[len("lambda$"):])
	case strings.HasPrefix(fn, "$anonfun$"):
		return enclosed(fn[len("$anonfun$"):])
	}
	if i := strings.IndexByte(fn, '-'); i > 0 { // Kotlin: mangled for value classes
		fn = fn[:i]
	}
	for _, suffix := range []string{"$default", "$suspendImpl"} {
		fn = strings.TrimSuffix(fn, suffix)
	}
	return strings.TrimRight(dropDollarNumbers(fn), "$")
}

// enclosed turns "total$0", what follows "lambda$", into the name of a lambda
// inside total.
func enclosed(rest string) string {
	name, _, _ := strings.Cut(rest, "$")
	if isDigits(name) || name == "" {
		return "<lambda>"
	}
	return name + lambdaSuffix
}

// jvmClass returns a class name without proxies, lambdas and the numbers of
// anonymous classes.
func jvmClass(class string) string {
	if strings.IndexByte(class, '$') < 0 {
		return class
	}
	if i := strings.Index(class, "$$"); i > 0 { // $$Lambda$14/0x…, $$EnhancerBySpringCGLIB$$1234
		class = class[:i]
	}
	for _, mark := range []string{"$ByteBuddy$", "$MockitoMock$", "$HibernateProxy$", "_$"} {
		if i := strings.Index(class, mark); i > 0 {
			class = class[:i]
		}
	}
	if i := strings.Index(class, "$Proxy"); i >= 0 && isDigits(class[i+len("$Proxy"):]) {
		return class[:i+len("$Proxy")]
	}
	return dropDollarNumbers(class)
}

// dropDollarNumbers cuts the number out of "$12".
func dropDollarNumbers(s string) string {
	if strings.IndexByte(s, '$') < 0 || !hasDigit(s) {
		return s
	}
	parts := strings.Split(s, "$")
	for i := 1; i < len(parts); i++ {
		if isDigits(parts[i]) {
			parts[i] = ""
		}
	}
	return strings.Join(parts, "$")
}

// dotnetFunction reads the names that the C# compiler gives to lambdas and
// local functions, and drops arguments and type arguments.
func dotnetFunction(fn string) string {
	if before, ok := strings.CutSuffix(fn, "{ <lambda> }"); ok {
		return strings.TrimSpace(before) + lambdaSuffix
	}
	if i := strings.IndexByte(fn, '('); i > 0 {
		fn = strings.TrimSpace(fn[:i])
	}
	if i := strings.IndexAny(fn, "[`"); i > 0 {
		fn = fn[:i]
	}
	if strings.HasPrefix(fn, "lambda_method") {
		return "<lambda>"
	}
	open := strings.IndexByte(fn, '<')
	end := strings.LastIndexByte(fn, '>')
	if open < 0 || end < open {
		return fn
	}
	outer, kind := fn[open+1:end], fn[end+1:]
	switch {
	case strings.HasPrefix(kind, "b__"):
		return strings.TrimPrefix(outer+lambdaSuffix, ".")
	case strings.HasPrefix(kind, "g__"):
		local, _, _ := strings.Cut(kind[len("g__"):], "|")
		return outer + "." + local
	case strings.HasPrefix(kind, "d__"): // <Foo>d__12.MoveNext
		return outer
	}
	return fn
}

// dotnetClass returns a class name without closures, state machines and arity.
func dotnetClass(class string) string {
	for _, mark := range []string{"+<", "/<", ".<"} {
		if i := strings.Index(class, mark); i > 0 {
			class = class[:i]
		}
	}
	if i := strings.IndexAny(class, "[`"); i > 0 {
		tail := class[i:]
		class = class[:i]
		if j := strings.IndexByte(tail, '+'); j > 0 && tail[0] == '`' { // a class nested in a generic one
			class += dotnetClass(tail[j:])
		}
	}
	return class
}

// unfoldAsync names the method that an asynchronous state machine runs: its
// class is called after the method, and its method is always MoveNext.
func unfoldAsync(rawModule, rawFunction, module, fn string) (string, string) {
	if rawFunction != "MoveNext" {
		return module, fn
	}
	open := strings.LastIndexByte(rawModule, '<')
	end := strings.LastIndexByte(rawModule, '>')
	if open < 0 || end <= open+1 {
		return module, fn
	}
	outer := rawModule[open+1 : end]
	if strings.Contains(rawModule[end:], "b__") || strings.HasPrefix(rawModule[open:], "<<") {
		outer = strings.Trim(outer, "<>") + lambdaSuffix
	}
	return module, outer
}

// cleanModule returns a module or class name without what a build puts into it.
func cleanModule(fam family, module string) string {
	switch {
	case module == "" || module == "<unknown module>" || module == "unknown":
		return ""
	case fam == jvm:
		return jvmClass(module)
	case fam == dotnet:
		return dotnetClass(module)
	case fam == golang:
		if i := strings.LastIndex(module, "/vendor/"); i >= 0 {
			return module[i+len("/vendor/"):]
		}
	case fam.javascript() && hasDigit(module):
		return dropGenerated(module)
	}
	return module
}
