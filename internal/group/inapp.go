package group

import (
	"strings"

	"belfry/internal/telemetry"
)

// isApp reports whether f is the application's own code: as its SDK says, or,
// when the SDK says nothing, by where the code lives. told says that the SDK
// marks the application's frames, so that an unmarked one is not.
func isApp(fam family, f *telemetry.Frame, file string, told bool) bool {
	switch {
	case f.InApp != nil && !*f.InApp:
		return false
	case f.InApp != nil && fam.javascript():
		return !isScriptLibrary(file) // browser SDKs mark every frame
	case f.InApp != nil:
		return true
	case told:
		return false
	}
	return !isLibrary(fam, f, file)
}

func isLibrary(fam family, f *telemetry.Frame, file string) bool {
	path := f.AbsPath
	if path == "" {
		path = file
	}
	switch fam {
	case browser, node:
		return isScriptLibrary(path) || fam == node && path != "" && !strings.ContainsAny(path, `/\`)
	case python:
		return containsAny(path, pythonPaths) || pythonModules.has(f.Module)
	case golang:
		return isGoLibrary(f.Module, path)
	case ruby:
		return containsAny(path, rubyPaths)
	case php:
		return path == "" || containsAny(path, phpPaths)
	case jvm:
		return jvmPackages.has(f.Module)
	case dotnet:
		return dotnetNamespaces.has(f.Module)
	case native:
		return containsAny(f.Package, nativePaths)
	}
	return containsAny(path, anyPaths)
}

var (
	pythonPaths = []string{"/site-packages/", "/dist-packages/", "/lib/python", "/lib64/python", `\site-packages\`, `\lib\`, `\Lib\`, "<frozen "}
	rubyPaths   = []string{"/gems/", "/rubygems/", "/lib/ruby/", "/vendor/bundle/", "<internal:", "/.rbenv/", "/.rvm/"}
	phpPaths    = []string{"/vendor/", `\vendor\`, "[internal]", "/wp-includes/", "phar://"}
	nativePaths = []string{"/usr/lib", "/lib/", "/lib64/", "/System/Library/", "/usr/libexec/", `:\Windows\`, `:\WINDOWS\`, "/apex/", "/system/"}
	goPaths     = []string{"/go/src/", "/go/pkg/mod/", "/pkg/mod/", "/libexec/src/", "/vendor/", `\pkg\mod\`, `\Go\src\`}
	anyPaths    = []string{"/vendor/", "/node_modules/", "/site-packages/", "/gems/", "/usr/lib/"}
	scriptPaths = []struct { // by what they have in common: a path without it is soon done with
		common string
		paths  []string
	}{
		{"node_modules", []string{"node_modules/", `node_modules\`}},
		{"native", []string{"<native>", "native code"}},
		{"webpack", []string{"webpack/bootstrap", "webpack/runtime", "(webpack)"}},
		{"/cdn-cgi/", []string{"/cdn-cgi/"}},
		{"internal/", []string{"internal/process/", "internal/modules/"}},
	}
	scriptSchemes = []string{"node:", "internal/", "chrome-extension:", "moz-extension:", "safari-extension:", "safari-web-extension:", "chrome:", "resource:", "native", "<anonymous>"}
)

func isScriptLibrary(file string) bool {
	for _, p := range scriptSchemes {
		if strings.HasPrefix(file, p) {
			return true
		}
	}
	for i := range scriptPaths {
		if p := &scriptPaths[i]; strings.Contains(file, p.common) && containsAny(file, p.paths) {
			return true
		}
	}
	return false
}

func containsAny(s string, parts []string) bool {
	if s == "" {
		return false
	}
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}

// packages are the names of packages by their first byte.
type packages [256][]string

func packagesOf(names ...string) *packages {
	p := new(packages)
	for _, n := range names {
		p[n[0]] = append(p[n[0]], n)
	}
	return p
}

// has reports whether name is one of the packages or inside one.
func (p *packages) has(name string) bool {
	if name == "" {
		return false
	}
	for _, known := range p[name[0]] {
		if strings.HasPrefix(name, known) && (len(name) == len(known) || name[len(known)] == '.') {
			return true
		}
	}
	return false
}

var pythonModules = packagesOf(
	"asyncio", "concurrent", "threading", "multiprocessing", "importlib", "runpy", "json", "logging", "unittest", "contextlib",
	"functools", "socket", "ssl", "http", "urllib", "wsgiref", "django", "flask", "werkzeug", "celery", "kombu", "billiard",
	"sqlalchemy", "psycopg2", "psycopg", "asyncpg", "redis", "requests", "urllib3", "httpx", "httpcore", "aiohttp", "starlette",
	"fastapi", "uvicorn", "gunicorn", "tornado", "pydantic", "jinja2", "boto3", "botocore", "grpc", "rest_framework", "sentry_sdk")

var jvmPackages = packagesOf(
	"java", "javax", "jakarta", "sun", "jdk", "com.sun", "kotlin", "kotlinx", "scala", "groovy", "clojure", "android", "androidx",
	"com.android", "dalvik", "libcore", "org.codehaus.groovy", "org.springframework", "org.apache", "org.hibernate", "org.eclipse",
	"org.jboss", "org.junit", "org.slf4j", "org.postgresql", "org.aspectj", "io.netty", "io.undertow", "io.reactivex", "io.vertx",
	"io.micronaut", "io.quarkus", "io.grpc", "io.sentry", "io.ktor", "reactor", "rx", "com.fasterxml", "com.google.common",
	"com.google.gson", "com.mysql", "com.zaxxer", "com.netflix", "ch.qos.logback", "net.bytebuddy", "net.sf.cglib", "oracle.jdbc",
	"okhttp3", "okio", "retrofit2", "akka", "play")

var dotnetNamespaces = packagesOf(
	"System", "Microsoft", "Mono", "Internal", "Interop", "MS", "Newtonsoft", "Sentry", "Npgsql", "Serilog", "NUnit", "Xunit",
	"Dapper", "StackExchange", "MySql", "MySqlConnector", "MediatR", "AutoMapper", "Polly", "Grpc", "RabbitMQ", "MassTransit",
	"Hangfire", "Quartz", "Castle", "Autofac", "FluentValidation", "Azure", "Amazon")

// goStandard are the first elements of the standard library's import paths; an
// import path without a dot in it may as well be the application's.
var goStandard = map[string]bool{
	"archive": true, "bufio": true, "bytes": true, "cmp": true, "compress": true, "container": true, "context": true, "crypto": true,
	"database": true, "debug": true, "embed": true, "encoding": true, "errors": true, "expvar": true, "flag": true, "fmt": true,
	"go": true, "hash": true, "html": true, "image": true, "io": true, "iter": true, "log": true, "maps": true, "math": true,
	"mime": true, "net": true, "os": true, "path": true, "plugin": true, "reflect": true, "regexp": true, "runtime": true,
	"slices": true, "sort": true, "strconv": true, "strings": true, "sync": true, "syscall": true, "testing": true, "text": true,
	"time": true, "unicode": true, "unsafe": true, "golang.org": true, "vendor": true,
}

func isGoLibrary(module, path string) bool {
	first, _, _ := strings.Cut(module, "/")
	return goStandard[first] || containsAny(path, goPaths)
}

// isGlue reports whether a frame belongs to the machinery between functions:
// event loops, reflection, panics, compiler-made accessors. Such frames come
// and go with versions of the runtime.
func isGlue(fam family, f *telemetry.Frame, fn string) bool {
	switch fam {
	case browser, node:
		return scriptGlue[fn] || strings.HasPrefix(f.Function, "async Promise.") || f.Function == "new Promise" || isSDK(f, "@sentry")
	case python:
		return pythonGlue[f.Function] || strings.HasPrefix(f.Function, "sentry_patched_") || pythonGlueModules.has(f.Module)
	case golang:
		return f.Module == "runtime" && (strings.HasPrefix(fn, "gopanic") || strings.HasPrefix(fn, "goexit") || goGlue[fn])
	case jvm:
		return isJVMGlue(f.Module, f.Function)
	case dotnet:
		return isDotnetGlue(f.Module, f.Function)
	case php:
		return fn == "[internal]" || strings.HasPrefix(fn, `Sentry\Laravel\`) || strings.HasPrefix(fn, `Sentry\State\`)
	}
	return false
}

func isSDK(f *telemetry.Frame, name string) bool {
	return strings.Contains(f.Filename, "/"+name+"/") || strings.Contains(f.AbsPath, "/"+name+"/")
}

var scriptGlue = map[string]bool{
	"processTicksAndRejections": true, "runMicrotasks": true, "process.processTicksAndRejections": true,
	"asyncGeneratorStep": true, "_asyncToGenerator": true, "_next": true, "_throw": true, "__awaiter": true, "__generator": true,
	"fulfilled": true, "rejected": true, "tryCatch": true, "Generator.next": true, "Generator.invoke": true,
	"__webpack_require__": true, "webpackJsonpCallback": true, "checkDeferredModules": true,
	"sentryWrapped": true, "promiseReactionJob": true, "callTimer": true,
}

var pythonGlue = map[string]bool{
	"<listcomp>": true, "<dictcomp>": true, "<setcomp>": true, // no frames of their own since Python 3.12
	"_sentry_wrapper": true, "sentry_wrapped_callback": true,
}

var pythonGlueModules = packagesOf("importlib._bootstrap", "importlib._bootstrap_external", "runpy", "concurrent.futures.thread")

var goGlue = map[string]bool{
	"panicmem": true, "sigpanic": true, "main": true, "panicIndex": true, "goPanicIndex": true, "panicdivide": true,
	"panicSlice": true, "goPanicSliceAcap": true, "goPanicSliceB": true, "panicshift": true, "panicdottypeE": true,
	"panicdottypeI": true, "panicnildottype": true, "call32": true, "call64": true, "call128": true,
}

func isJVMGlue(class, fn string) bool {
	switch {
	case strings.HasPrefix(fn, "access$"):
		return true
	case strings.HasPrefix(class, "java.lang.reflect."), strings.HasPrefix(class, "java.lang.invoke."):
		return true
	case strings.HasPrefix(class, "sun.reflect."), strings.HasPrefix(class, "jdk.internal.reflect."):
		return true
	case strings.HasPrefix(class, "kotlin.coroutines."), strings.HasPrefix(class, "kotlinx.coroutines."):
		return true
	}
	if strings.IndexByte(class, '$') >= 0 && (strings.Contains(class, "$$FastClass") || strings.Contains(class, "$$Lambda")) {
		return true
	}
	return strings.Contains(class, "Generated") && (strings.Contains(class, "GeneratedMethodAccessor") || strings.Contains(class, "GeneratedConstructorAccessor"))
}

func isDotnetGlue(class, fn string) bool {
	switch {
	case strings.HasPrefix(class, "System.Runtime.CompilerServices."), strings.HasPrefix(class, "System.Runtime.ExceptionServices."):
		return true
	case strings.HasPrefix(class, "System.Threading.ExecutionContext"), strings.HasPrefix(class, "System.Threading.Tasks.Task"):
		return true
	case strings.HasPrefix(class, "System.Threading.ThreadPool"), strings.HasPrefix(class, "System.RuntimeMethodHandle"):
		return true
	}
	return class == "" && strings.HasPrefix(fn, "---")
}
