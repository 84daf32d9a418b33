package sentry

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"belfry/internal/ingest"
	"belfry/internal/telemetry"
)

const maxKey = 128

// credentials are what a request says of who sent it.
type credentials struct {
	key    string // public key
	client string // such as "raven-ruby/3.1.2"
	sentAt telemetry.Time
}

// readCredentials looks in every place that SDKs have used, most explicit
// first. The key is empty when there is none.
func readCredentials(r *http.Request) credentials {
	var c credentials
	for _, h := range [...]string{r.Header.Get("X-Sentry-Auth"), r.Header.Get("Authorization")} {
		c.fromHeader(h)
	}
	if r.URL.RawQuery != "" {
		q := r.URL.Query()
		c.fill(q.Get("sentry_key"), q.Get("sentry_client"), q.Get("sentry_timestamp"))
	}
	if user := r.URL.User; user != nil {
		c.fill(user.Username(), "", "")
	}
	if c.client == "" {
		c.client = r.UserAgent()
	}
	return c
}

// fill takes what is not known yet. Keys may come with a secret: "key:secret".
func (c *credentials) fill(key, client, sentAt string) {
	if c.key == "" && len(key) <= 2*maxKey {
		key, _, _ = strings.Cut(strings.TrimSpace(key), ":")
		c.key = ingest.CleanString(key)
	}
	if c.client == "" {
		c.client, _ = ingest.CutText(ingest.CleanString(client), maxKey)
	}
	if c.sentAt == 0 {
		c.sentAt, _ = parseTimeText(sentAt)
	}
}

// fromHeader reads "Sentry sentry_key=…, sentry_client=…" with commas or
// spaces between the pairs and with or without the first word, "Basic …" as
// made of https://key:secret@host, and "DSN https://key@host/1".
func (c *credentials) fromHeader(h string) {
	if h == "" || len(h) > 4096 {
		return
	}
	scheme, rest, _ := strings.Cut(strings.TrimSpace(h), " ")
	switch strings.ToLower(scheme) {
	case "basic":
		pair, _ := base64.StdEncoding.DecodeString(strings.TrimSpace(rest))
		c.fill(string(pair), "", "")
	case "dsn":
		key, _ := parseDSN(rest)
		c.fill(key, "", "")
	case "bearer":
	default:
		c.fromPairs(h)
	}
}

func (c *credentials) fromPairs(h string) {
	var key, client, sentAt string
	for h != "" {
		var pair string
		if i := strings.IndexAny(h, ", \t"); i >= 0 {
			pair, h = h[:i], h[i+1:]
		} else {
			pair, h = h, ""
		}
		name, value, ok := strings.Cut(pair, "=")
		if !ok {
			continue
		}
		value = strings.Trim(value, `"`)
		switch strings.ToLower(name) {
		case "sentry_key":
			key = value
		case "sentry_client":
			client = value
		case "sentry_timestamp":
			sentAt = value
		}
	}
	c.fill(key, client, sentAt)
}

// parseDSN returns the public key and the project of a DSN; project is 0 when
// it cannot be told.
func parseDSN(dsn string) (key string, project int64) {
	u, err := url.Parse(strings.TrimSpace(dsn))
	if err != nil || u.User == nil || len(u.User.Username()) > maxKey {
		return "", 0
	}
	path := strings.TrimRight(u.Path, "/")
	project, _ = strconv.ParseInt(path[strings.LastIndexByte(path, '/')+1:], 10, 64)
	return u.User.Username(), project
}
