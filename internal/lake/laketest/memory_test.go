package laketest_test

import (
	"testing"

	"belfry/internal/lake"
	"belfry/internal/lake/laketest"
)

// Held to itself, the reference proves only that the suite is consistent; what
// it should answer is written out in TestMemoryAnswers.
func TestMemory(t *testing.T) {
	t.Parallel()
	laketest.Run(t, func(*testing.T) lake.Engine { return laketest.NewMemory() })
}
