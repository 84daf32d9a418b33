package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"

	"belfry/internal/errs"
)

const (
	maxLayers  = 2       // encodings on top of each other
	zstdWindow = 8 << 20 // what every zstd decoder must accept, and no more
)

// Inflater undoes content encodings. It keeps decompressors for reuse; one is
// enough for a program.
type Inflater struct {
	gzip, zlib, flate, zstd, brotli sync.Pool
	readers                         sync.Pool // *bytes.Reader
}

// codec is one encoding.
type codec uint8

const (
	codecGzip codec = iota + 1
	codecZlib
	codecFlate
	codecZstd
	codecBrotli
)

// Plain reads a body without its encodings, up to a limit.
type Plain struct {
	in     *Inflater
	src    *bytes.Reader
	layers [maxLayers]struct {
		codec codec
		r     io.Reader
	}
	n    int
	top  io.Reader
	name string
	left int64
	max  int64
}

// Open returns a reader of what body holds under the given Content-Encoding.
// Reading more than limit bytes fails with errs.TooLarge, and what does not
// match its encoding with errs.Invalid. A body that carries gzip, zlib or zstd
// without saying so is undone too, and one that says so but is not is taken as
// it is, since proxies do both.
func (in *Inflater) Open(encoding string, body []byte, limit int64) (*Plain, error) {
	codecs, err := parseEncoding(encoding)
	if err != nil {
		return nil, err
	}
	codecs = adjust(codecs, body)
	src, _ := in.readers.Get().(*bytes.Reader)
	if src == nil {
		src = new(bytes.Reader)
	}
	src.Reset(body)
	p := &Plain{in: in, src: src, top: src, name: encoding, left: limit, max: limit}
	for _, c := range codecs {
		if c == 0 {
			continue
		}
		if p.n > 0 {
			p.top = &bounded{r: p.top, left: limit, p: p}
		}
		if p.n > 0 && c == codecZlib {
			c = p.peekDeflate()
		}
		r, err := in.reader(c, p.top)
		if err != nil {
			p.Close()
			return nil, p.wrap(err)
		}
		p.layers[p.n].codec, p.layers[p.n].r = c, r
		p.n++
		p.top = r
	}
	return p, nil
}

// peekDeflate tells, by its first bytes, which of its two forms deflate has below
// another encoding.
func (p *Plain) peekDeflate() codec {
	r := bufio.NewReader(p.top)
	p.top = r
	if head, _ := r.Peek(4); sniff(head) == codecZlib {
		return codecZlib
	}
	return codecFlate
}

// stack are the codecs to undo, in order; 0 is none.
type stack [maxLayers]codec

func parseEncoding(encoding string) (stack, error) {
	var codecs stack
	n := 0
	for rest := encoding; rest != ""; {
		var name string
		cut := strings.LastIndexByte(rest, ',') // the one applied last stands last
		name, rest = strings.TrimSpace(rest[cut+1:]), rest[:max(cut, 0)]
		c, ok := codecOf(name)
		switch {
		case !ok:
			return codecs, errs.New(errs.Invalid, "Content-Encoding %.40q is not supported: use gzip, deflate, br, zstd or none.", name)
		case c == 0:
			continue
		case n == maxLayers:
			return codecs, errs.New(errs.Invalid, "More than %d content encodings on top of each other.", maxLayers)
		}
		codecs[n] = c
		n++
	}
	return codecs, nil
}

func codecOf(name string) (codec, bool) {
	switch strings.ToLower(name) {
	case "", "identity", "none", "utf-8":
		return 0, true
	case "gzip", "x-gzip":
		return codecGzip, true
	case "deflate":
		return codecZlib, true
	case "zstd":
		return codecZstd, true
	case "br":
		return codecBrotli, true
	}
	return 0, false
}

// adjust corrects the outermost codec by what the body looks like.
func adjust(codecs stack, body []byte) stack {
	seen := sniff(body)
	switch {
	case codecs[0] == codecBrotli:
	case codecs[0] == 0 || seen != 0:
		codecs[0] = seen
	case looksPlain(body):
		codecs = stack{codecs[1]}
	case codecs[0] == codecZlib:
		codecs[0] = codecFlate
	}
	return codecs
}

func sniff(b []byte) codec {
	switch {
	case len(b) < 4:
		return 0
	case b[0] == 0x1f && b[1] == 0x8b:
		return codecGzip
	case b[0] == 0x28 && b[1] == 0xb5 && b[2] == 0x2f && b[3] == 0xfd:
		return codecZstd
	case b[0] == 0x78 && (uint(b[0])<<8|uint(b[1]))%31 == 0:
		return codecZlib
	}
	return 0
}

// looksPlain reports whether a body is text that no codec produces: JSON, or
// the start of a form.
func looksPlain(b []byte) bool {
	b = bytes.TrimLeft(b[:min(len(b), 64)], " \r\n\t")
	return len(b) > 0 && (b[0] == '{' || b[0] == '[') || bytes.HasPrefix(b, []byte("--"))
}

func (in *Inflater) reader(c codec, src io.Reader) (io.Reader, error) {
	pool := in.pool(c)
	if r, _ := pool.Get().(io.Reader); r != nil {
		if err := reset(r, src); err != nil {
			pool.Put(r)
			return nil, err
		}
		return r, nil
	}
	switch c {
	case codecGzip:
		return gzip.NewReader(src)
	case codecZlib:
		return zlib.NewReader(src)
	case codecFlate:
		return flate.NewReader(src), nil
	case codecZstd:
		return zstd.NewReader(src, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(zstdWindow), zstd.WithDecoderLowmem(true))
	default:
		return brotli.NewReader(src), nil
	}
}

func reset(r io.Reader, src io.Reader) error {
	switch r := r.(type) {
	case *gzip.Reader:
		return r.Reset(src)
	case *zstd.Decoder:
		return r.Reset(src)
	case *brotli.Reader:
		return r.Reset(src)
	case flate.Resetter: // also zlib's
		return r.Reset(src, nil)
	}
	return fmt.Errorf("cannot reset a %T", r)
}

func (in *Inflater) pool(c codec) *sync.Pool {
	return [...]*sync.Pool{&in.gzip, &in.zlib, &in.flate, &in.zstd, &in.brotli}[c-codecGzip]
}

// Read implements io.Reader.
func (p *Plain) Read(b []byte) (int, error) {
	if p.left < 0 {
		return 0, p.tooLarge()
	}
	if int64(len(b)) > p.left+1 {
		b = b[:p.left+1]
	}
	n, err := p.top.Read(b)
	if p.left -= int64(n); p.left < 0 {
		return n - 1, p.tooLarge()
	}
	if err != nil && !errors.Is(err, io.EOF) && !errs.Is(err, errs.TooLarge) {
		err = p.wrap(err)
	}
	return n, err
}

// bounded limits what comes out of the outer of two layers, which may be much
// even when the inner one makes nothing of it.
type bounded struct {
	r    io.Reader
	left int64
	p    *Plain
}

func (b *bounded) Read(buf []byte) (int, error) {
	n, err := b.r.Read(buf)
	if b.left -= int64(n); b.left < 0 {
		return 0, b.p.tooLarge()
	}
	return n, err
}

func (p *Plain) tooLarge() error {
	return errs.New(errs.TooLarge, "The body is larger than %s without compression, the limit of this server.", Size(p.max))
}

func (p *Plain) wrap(err error) error {
	if errors.Is(err, zstd.ErrWindowSizeExceeded) || errors.Is(err, zstd.ErrDecoderSizeExceeded) {
		return errs.With(errs.TooLarge, err, "The zstd window is larger than %s, the limit of this server.", Size(zstdWindow))
	}
	return errs.With(errs.Invalid, err, "The body cannot be decompressed as %.40q.", p.name)
}

// Close puts the decompressors back. It may be called once.
func (p *Plain) Close() {
	for i := p.n - 1; i >= 0; i-- {
		l := &p.layers[i]
		p.in.pool(l.codec).Put(l.r)
		l.r = nil
	}
	p.src.Reset(nil)
	p.in.readers.Put(p.src)
	p.top = nil
}

// ReadAll appends what is left of p to dst.
func (p *Plain) ReadAll(dst []byte) ([]byte, error) {
	for {
		if len(dst) == cap(dst) {
			dst = append(dst, make([]byte, max(4096, len(dst)/2))...)[:len(dst)]
		}
		n, err := p.Read(dst[len(dst):cap(dst)])
		dst = dst[:len(dst)+n]
		if errors.Is(err, io.EOF) {
			return dst, nil
		}
		if err != nil {
			return dst, err
		}
	}
}

// Size writes a number of bytes for people.
func Size(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 1<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", n>>10)
	default:
		return fmt.Sprintf("%d bytes", n)
	}
}
