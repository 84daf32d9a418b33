package group

import (
	"strings"

	"belfry/internal/telemetry"
)

// A family is a set of platforms whose stacks are read alike.
type family uint8

const (
	other family = iota
	browser
	node
	python
	golang
	ruby
	php
	jvm
	dotnet
	native
)

func (f family) javascript() bool { return f == browser || f == node }

// familyOf returns the family of a frame: by its own platform, else by the
// event's, else by the extension of its file.
func familyOf(e *telemetry.Event, f *telemetry.Frame) family {
	if fam := platformFamily(f.Platform); fam != other {
		return fam
	}
	if fam := platformFamily(e.Platform); fam != other {
		return fam
	}
	return extensionFamily(fileOf(f))
}

func platformFamily(p string) family {
	if i := strings.IndexByte(p, '-'); i >= 0 { // "python-django"
		p = p[:i]
	}
	switch p {
	case "":
		return other
	case "javascript", "react", "vue", "angular", "electron":
		return browser
	case "node", "bun", "deno":
		return node
	case "python":
		return python
	case "go":
		return golang
	case "ruby":
		return ruby
	case "php":
		return php
	case "java", "kotlin", "scala", "groovy", "clojure", "android", "jvm":
		return jvm
	case "csharp", "dotnet", "fsharp", "vb":
		return dotnet
	case "native", "c", "cocoa", "objc", "swift", "rust", "apple", "cpp", "minidump":
		return native
	}
	return other
}

func extensionFamily(file string) family {
	if i := strings.IndexByte(file, '?'); i >= 0 {
		file = file[:i]
	}
	dot := strings.LastIndexByte(file, '.')
	if dot < 0 {
		return other
	}
	switch file[dot+1:] {
	case "js", "mjs", "cjs", "ts", "tsx", "jsx", "vue", "svelte":
		return browser
	case "py", "pyx":
		return python
	case "go":
		return golang
	case "rb", "erb", "rake", "haml":
		return ruby
	case "php":
		return php
	case "java", "kt", "scala", "groovy", "clj":
		return jvm
	case "cs", "fs", "vb", "cshtml", "razor":
		return dotnet
	case "c", "cc", "cpp", "cxx", "m", "mm", "swift", "rs", "h", "hpp":
		return native
	}
	return other
}
