// Package api serves HTTP: the operations of op under /api/v1, the web app, the
// health endpoints, and what intake packages mount beside them.
//
// It finds out who asks (a session's cookie or a personal access token), from
// where, and under which address the server is reached; refuses requests that
// other sites make a browser send; bounds, compresses and labels answers. A
// panic in a handler ends that request only.
//
// It knows no feature: what can be done is in op's table. It must not import
// ingest packages or app.
package api
