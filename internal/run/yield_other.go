//go:build !linux

package run

import "context"

// Yielding returns f; only on Linux can a thread have a priority of its own.
func Yielding(_ int, f func(ctx context.Context) error) func(ctx context.Context) error { return f }

func giveWay() {}
