package app

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics answers /metrics in the Prometheus text format.
func (a *App) metrics() http.Handler {
	r := prometheus.NewRegistry()
	r.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		a.gauge("spool_bytes", "Size of the journal of what is not digested yet.", func() float64 { return float64(a.spool.Stats().Bytes) }),
		a.gauge("spool_lag_records", "Records that are acknowledged but not digested.", func() float64 { return float64(a.lag()) }),
		a.counter("spool_records_total", "Records ever acknowledged by this journal.", func() float64 { return float64(a.spool.Stats().Durable) }),
		a.counter("spool_syncs_total", "Groups of records made durable since the start.", func() float64 { return float64(a.spool.Stats().Syncs) }),
		a.gauge("digest_stalled", "1 while the digest waits for a store to recover.", func() float64 { return flag(a.digester.Status().Stalled != "") }),
		a.gauge("disk_free_bytes", "Free space where the data is.", func() float64 { return float64(a.disk.free.Load()) }),
		a.gauge("disk_floor_bytes", "Free space below which intake is refused.", func() float64 { return float64(a.disk.floor) }),
		a.gauge("start_time_seconds", "When the server was started.", func() float64 { return float64(a.started.Unix()) }),
	)
	return promhttp.HandlerFor(r, promhttp.HandlerOpts{})
}

// lag returns how many records wait to be digested.
func (a *App) lag() uint64 {
	applied, durable := a.digester.Status().Applied, a.spool.Stats().Durable
	if applied > durable {
		return 0
	}
	return durable - applied
}

func (a *App) gauge(name, help string, f func() float64) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: "belfry", Name: name, Help: help}, f)
}

func (a *App) counter(name, help string, f func() float64) prometheus.Collector {
	return prometheus.NewCounterFunc(prometheus.CounterOpts{Namespace: "belfry", Name: name, Help: help}, f)
}

func flag(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
