// Package web holds the built web app, so that the binary serves it without
// any file beside it. It owns nothing else and imports no package of ours.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// FS returns the built app: index.html, assets with hashed names, and a few
// files with fixed names. It is empty when the app was not built.
func FS() fs.FS {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // unreachable: the folder is embedded
	}
	return files
}
