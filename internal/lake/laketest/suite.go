package laketest

import (
	"testing"

	"belfry/internal/lake"
)

// Run holds the engines that open returns to everything that package lake
// promises. Each call of open must give an empty engine; closing it is the
// caller's business.
func Run(t *testing.T, open func(t *testing.T) lake.Engine) {
	for _, c := range []struct {
		name string
		test func(*testing.T, lake.Engine)
	}{
		{"ReadBack", testReadBack},
		{"Replay", testReplay},
		{"CrashBetweenPartitions", testCrashBetweenPartitions},
		{"OutOfOrder", testOutOfOrder},
		{"Order", testOrder},
		{"Paging", testPaging},
		{"Operators", testOperators},
		{"Functions", testFunctions},
		{"FilteredAggregates", testFilteredAggregates},
		{"Buckets", testBuckets},
		{"TimeRange", testTimeRange},
		{"Isolation", testIsolation},
		{"MapKeys", testMapKeys},
		{"OddText", testOddText},
		{"OddNumbers", testOddNumbers},
		{"Nothing", testNothing},
		{"BadPlans", testBadPlans},
		{"Limits", testLimits},
		{"Delete", testDelete},
		{"Evict", testEvict},
		{"Stats", testStats},
		{"Stopping", testStopping},
		{"Concurrency", testConcurrency},
		{"RandomPlans", testRandomPlans},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.test(t, open(t))
		})
	}
}
