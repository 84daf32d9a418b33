package api

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"
)

const (
	indexFile = "index.html"
	nonceMark = "__CSP_NONCE__"
	// hashedDir is where the build puts files whose names change with their
	// contents.
	hashedDir = "assets/"
	// minGzip is the size from which compressing pays.
	minGzip = 1024
)

// pages serves the web app: files as they are, and for every address that a
// person may open, the one page that draws them all.
type pages struct {
	index []byte // with nonceMark in it; nil when the app was not built
	files map[string]*page
}

// page is one file. It is compressed when it is first asked for.
type page struct {
	fs      fs.FS
	name    string
	kind    string
	etag    string
	size    int64
	zipped  func() []byte // nil: not worth it
	forever bool          // its name changes with its contents
}

func (s *server) makePages() (err error) {
	s.pages, err = newPages(s.Pages)
	return err
}

func newPages(files fs.FS) (*pages, error) {
	p := &pages{files: map[string]*page{}}
	if files == nil {
		return p, nil
	}
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		if name == indexFile {
			p.index = data
			return nil
		}
		p.files[name] = newPage(files, name, data)
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read the web app: %w", err)
	}
	return p, nil
}

func newPage(files fs.FS, name string, data []byte) *page {
	sum := sha256.Sum256(data)
	p := &page{
		fs: files, name: name, kind: mime.TypeByExtension(path.Ext(name)), size: int64(len(data)),
		etag:    base64.RawURLEncoding.EncodeToString(sum[:12]),
		forever: strings.HasPrefix(name, hashedDir),
	}
	if p.kind == "" {
		p.kind = "application/octet-stream"
	}
	if p.size >= minGzip && compressible(p.kind) {
		p.zipped = sync.OnceValue(p.compress)
	}
	return p
}

func compressible(kind string) bool {
	return strings.HasPrefix(kind, "text/") || strings.Contains(kind, "javascript") || strings.Contains(kind, "json") || strings.Contains(kind, "svg")
}

// compress returns the file compressed, or nil when it cannot be.
func (p *page) compress() []byte {
	data, err := fs.ReadFile(p.fs, p.name)
	if err != nil {
		return nil
	}
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil
	}
	if _, err := w.Write(data); err != nil || w.Close() != nil {
		return nil
	}
	return b.Bytes()
}

// ServeHTTP implements http.Handler.
func (p *pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		text(w, http.StatusMethodNotAllowed, "Only GET is possible here.")
		return
	}
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	if file := p.files[name]; file != nil {
		file.serve(w, r)
		return
	}
	switch {
	case name != "" && !navigates(r), strings.HasPrefix(name, hashedDir):
		text(w, http.StatusNotFound, "There is nothing here.")
	case p.index == nil:
		text(w, http.StatusServiceUnavailable, "Belfry is running, but this binary was built without its pages. Build it with “make build”.\nThe API is at /api/v1.")
	default:
		p.serveIndex(w)
	}
}

// navigates reports whether a person opens r in a browser, rather than a page
// or program fetching it.
func navigates(r *http.Request) bool {
	if mode := r.Header.Get("Sec-Fetch-Mode"); mode != "" {
		return mode == "navigate"
	}
	return strings.Contains(r.Header.Get("Accept"), "text/html")
}

// serveIndex serves the page with a nonce of its own, and allows only what
// carries it. It is never kept by the browser, since the nonce would be old.
func (p *pages) serveIndex(w http.ResponseWriter) {
	nonce := rand.Text()
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", fmt.Sprintf("default-src 'none'; script-src 'self' 'nonce-%[1]s'; style-src 'self' 'nonce-%[1]s'; "+
		"img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'", nonce))
	_, _ = w.Write(bytes.ReplaceAll(p.index, []byte(nonceMark), []byte(nonce)))
}

func (p *page) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", p.kind)
	h.Set("Cache-Control", "no-cache")
	if p.forever {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if p.zipped != nil {
		h.Set("Vary", "Accept-Encoding")
		if zipped := p.zipped(); zipped != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			h.Set("Etag", `"`+p.etag+`-gz"`)
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(zipped))
			return
		}
	}
	h.Set("Etag", `"`+p.etag+`"`)
	file, err := p.fs.Open(p.name)
	if err != nil {
		text(w, http.StatusInternalServerError, "The file cannot be read.")
		return
	}
	defer func() { _ = file.Close() }()
	if seeker, ok := file.(io.ReadSeeker); ok {
		http.ServeContent(w, r, "", time.Time{}, seeker)
		return
	}
	_, _ = io.Copy(w, file)
}
