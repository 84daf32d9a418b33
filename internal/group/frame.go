package group

import (
	"strings"

	"belfry/internal/telemetry"
)

const (
	separator = " | " // between the parts of a frame; never inside one
	anonymous = "<anonymous>"

	farColumn   = 500 // only a bundle on one line reaches this column
	longContext = 200 // a source line longer than this is a bundle's
	shortName   = 2   // names up to this length come from a minifier
	maxContext  = 120 // bytes of a source line that stand for a name
)

// parts are the normalised halves of a frame.
type frameParts struct {
	file      string // as it was sent
	where, fn string
	regular   bool // the file has no build hash in its name
}

func readParts(fam family, f *telemetry.Frame) frameParts {
	p := frameParts{file: fileOf(f)}
	base, regular := cleanFile(fam, p.file)
	module := cleanModule(fam, f.Module)
	p.fn = cleanFunction(fam, f.Function)
	if fam == dotnet {
		module, p.fn = unfoldAsync(f.Module, f.Function, module, p.fn)
	}
	if fam == browser && len(p.fn) <= shortName && contextOf(f) != "" {
		p.fn = "" // mapped, but the name is still the minifier's
	}
	p.where, p.regular = whereOf(fam, module, base), regular
	if p.where == "" && fam == native {
		p.where = lastSegment(f.Package)
	}
	return p
}

// readFrame turns f into what is hashed of it: where it is and what it is
// called. told says that its SDK marks the application's frames.
func readFrame(fam family, f *telemetry.Frame, told bool) line {
	p := readParts(fam, f)
	return line{
		value: joinFrame(p.where, p.fn, f),
		from:  original(fam, f, p),
		why:   unusable(fam, f, p),
		inApp: isApp(fam, f, p.file, told),
	}
}

// whereOf picks the name of the place that survives a rebuild best: the module
// where the language has one, else the file.
func whereOf(fam family, module, base string) string {
	fileFirst := fam.javascript() || fam == ruby || fam == php || module == "__main__"
	switch {
	case base == "" || module != "" && !fileFirst:
		return module
	default:
		return base
	}
}

func joinFrame(where, fn string, f *telemetry.Frame) string {
	if fn != "" {
		return plain(where) + separator + plain(fn)
	}
	v := plain(where) + separator + anonymous
	if c := contextOf(f); c != "" {
		v += separator + c
	}
	return v
}

// contextOf returns the source line of a frame without a name: the line's text
// tells it from others in the file, and stays when it moves.
func contextOf(f *telemetry.Frame) string {
	if f.ContextLine == nil || len(*f.ContextLine) > longContext {
		return ""
	}
	return plain(cutBytes(strings.Join(strings.Fields(*f.ContextLine), " "), maxContext))
}

// plain makes s a part of a frame: bounded, and without the separator.
func plain(s string) string {
	if strings.IndexByte(s, '|') >= 0 {
		s = strings.ReplaceAll(s, "|", "¦")
	}
	return clip(s)
}

// unusable says why a frame cannot be hashed, or "".
func unusable(fam family, f *telemetry.Frame, p frameParts) string {
	switch {
	case isGlue(fam, f, p.fn):
		return "left out: glue of the runtime"
	case fam == native && p.fn == "" && p.file == "":
		return "left out: no symbol"
	case p.fn == "" && p.where == "":
		return "left out: neither function nor file is known"
	case fam.javascript() && minified(f, p.fn, p.regular):
		return notMinified
	}
	return ""
}

// minified reports whether a JavaScript frame is of a bundle. regular says
// that its file has no build hash in its name.
func minified(f *telemetry.Frame, fn string, regular bool) bool {
	short := len(fn) <= shortName
	if f.ContextLine != nil && *f.ContextLine != "" {
		return len(*f.ContextLine) > longContext
	}
	switch {
	case f.Column >= farColumn:
		return true
	case strings.Contains(fileOf(f), ".min."):
		return true
	case short && !regular:
		return true
	case fn != "" && short:
		return true
	}
	return fn == "" && f.Line <= 1
}

// original is the raw form of a frame, where normalising changed more than
// directories.
func original(fam family, f *telemetry.Frame, p frameParts) string {
	base := lastSegment(p.file)
	raw := f.Module
	if raw == "" || fam.javascript() && base != "" {
		raw = base
	}
	dir, below := strings.CutSuffix(p.where, base)
	sameWhere := p.where == raw || p.where == base || below && strings.HasSuffix(dir, "/")
	if sameWhere && p.fn == f.Function || f.Function == "" && raw == "" {
		return ""
	}
	return clip(f.Function + " in " + raw)
}

// fileOf returns the file of f as it was sent.
func fileOf(f *telemetry.Frame) string {
	if f.Filename != "" {
		return f.Filename
	}
	return f.AbsPath
}
