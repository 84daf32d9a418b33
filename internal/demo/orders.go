package demo

import "strings"

// orders moves orders from the shop to the warehouse.
func orders() *program {
	return &program{
		name: "Order service", group: "Fulfilment", icon: "truck", color: "orange", platform: "go", language: "go", sdk: "sentry.go", version: "0.37.0",
		host: "orders.internal.example", root: "/build/", servers: []string{"orders-7f9c-2xkqp", "orders-7f9c-m4tzw"}, alone: true,
		releases: []release{{"orders@1.18.3", -40}, {"orders@1.19.0", -14}, {"orders@1.19.1", -13}, {"orders@1.20.0", -4}},
		contexts: map[string]map[string]any{"runtime": {"name": "go", "version": "go1.26.3"}, "os": {"name": "linux"}, "device": {"arch": "arm64", "num_cpu": 4}},
		outer: []string{
			"net/http/server.go:2294 (*conn).serve | serverHandler{c.server}.ServeHTTP(w, w.req)",
			"github.com/go-chi/chi/v5/mux.go:90 (*Mux).ServeHTTP | mx.handler.ServeHTTP(w, r)",
		},
		seen: []string{"nats orders.placed {order}", "query SELECT state, version FROM orders WHERE reference = $1"},
		kind: kind{
			module: func(file string) string {
				folder := file[:strings.LastIndexByte(file, '/')]
				if ofOrders(file) {
					return "tarnandpine/orders/" + folder
				}
				return folder
			},
			inApp: ofOrders,
		},
		faults: ordersFaults,
	}
}

func ofOrders(file string) bool { return strings.HasPrefix(file, "internal/") }

var ordersFaults = []fault{
	{
		typ: "*errors.joinError", value: "reserve {order}: version conflict: have 7, want 6", in: "POST /orders/{order}/reserve",
		at: []string{
			"internal/order/handler.go:61 (*Handler).Reserve | if err := h.store.Reserve(r.Context(), ref, lines); err != nil {",
			"internal/order/store.go:118 (*Store).Reserve |\tres, err := tx.ExecContext(ctx, reserveQuery, ref, version)\n\tif err != nil {\n\t\treturn fmt.Errorf(\"reserve %s: %w\", ref, err)\n\t}\n>\tif n, _ := res.RowsAffected(); n == 0 {\n\t\treturn fmt.Errorf(\"reserve %s: %w\", ref, errConflict)\n\t}",
		},
		vars: map[string]string{"ref": "\"{order}\"", "version": "6", "lines": "[]order.Line len: 3"}, shape: both(steady(2), rising(-5, 30)),
	},
	{typ: "runtime.boundsError", value: "index out of range [0] with length 0", in: "GET /orders/{order}/parcels", level: "fatal", at: []string{"internal/parcel/split.go:44 first | return parcels[0]"}, shape: both(between(-14, -13, 40), since(-0.3, 30)), acts: []act{resolved(-12.9, jonas)}},
	{typ: "*net.OpError", value: "dial tcp 10.20.3.11:4222: connect: connection refused", in: "orders.placed", at: []string{"internal/bus/publish.go:29 (*Bus).Publish | return b.conn.Publish(subject, data)"}, shape: burst(-9.5, 3, 38)},
	{typ: "context.deadlineExceededError", value: "context deadline exceeded", in: "POST /orders", at: []string{"internal/stock/client.go:73 (*Client).Hold | resp, err := c.http.Do(req)"}, tags: map[string]string{"peer": "warehouse"}, shape: both(steady(3), burst(-17.3, 3, 40)), acts: []act{ignored(-8, jonas)}},
	{typ: "*pq.Error", value: "deadlock detected", in: "POST /orders/{order}/ship", at: []string{"internal/order/store.go:201 (*Store).Ship | if err := tx.Commit(); err != nil {"}, shape: between(-20, -13.2, 5), acts: []act{resolved(-13, priya)}},
	{typ: "*json.SyntaxError", value: "invalid character '<' looking for beginning of value", in: "carrier.poll", at: []string{"internal/carrier/track.go:52 (*Client).Track | if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {"}, tags: map[string]string{"carrier": "northmail"}, shape: steady(4)},
	{typ: "*order.stateError", value: "order {order} cannot go from cancelled to shipped", in: "POST /orders/{order}/ship", at: []string{"internal/order/state.go:37 (*Order).move | return &stateError{o.Reference, o.State, to}"}, shape: since(-4, 6)},
	{typ: "", value: "order {order} has waited {n} hours for stock", level: "warning", in: "orders.sweep", logger: "sweep", shape: steady(5)},
	{typ: "*strconv.NumError", value: "strconv.ParseInt: parsing \"\": invalid syntax", in: "GET /orders", at: []string{"internal/order/query.go:22 page | n, err := strconv.ParseInt(q.Get(\"page\"), 10, 64)"}, shape: steady(1), level: "warning"},
	{typ: "*fs.PathError", value: "open /var/lib/orders/labels/{hex}.pdf: no space left on device", in: "POST /orders/{order}/label", level: "fatal", at: []string{"internal/label/file.go:18 write | f, err := os.Create(path)"}, shape: burst(-11.4, 2, 17), acts: []act{resolved(-11.1, jonas)}},
	{typ: "x509.UnknownAuthorityError", value: "x509: certificate signed by unknown authority", in: "carrier.poll", at: []string{"internal/carrier/track.go:47 (*Client).Track | resp, err := c.http.Do(req)"}, tags: map[string]string{"carrier": "fjordpost"}, shape: between(-6.5, -5.2, 18), acts: []act{resolved(-5, jonas)}},
	{typ: "*order.duplicateError", value: "event {uuid} was handled before", in: "orders.placed", level: "info", at: []string{"internal/bus/once.go:40 (*Once).Do | return &duplicateError{event}"}, shape: steady(4), acts: []act{archived(-26, jonas)}},
	{typ: "runtime.plainError", value: "concurrent map writes", in: "GET /metrics", level: "fatal", at: []string{"internal/metric/labels.go:31 (*Labels).Set | l.values[name] = value"}, shape: since(-4, 1.5)},
	{typ: "*url.Error", value: "Get \"https://rates.example/v1/nok\": EOF", in: "rates.refresh", at: []string{"internal/rate/fetch.go:26 Fetch | resp, err := client.Get(address)"}, shape: steady(0.6)},
	{typ: "*order.taxError", value: "no tax zone for {country}", in: "POST /orders", at: []string{"internal/tax/zone.go:19 Of | return Zone{}, &taxError{country}"}, shape: both(between(-19, -15, 4), since(-1.6, 8)), acts: []act{resolved(-14.4, maya)}},
	{typ: "sql.ErrNoRows", value: "sql: no rows in result set", in: "GET /orders/{order}", level: "warning", at: []string{"internal/order/store.go:64 (*Store).Get | err := s.db.QueryRowContext(ctx, getQuery, ref).Scan(&o.ID, &o.State)"}, shape: steady(2), acts: []act{ignored(-19, jonas)}},
	{typ: "*errors.errorString", value: "parcel weight is zero", in: "POST /orders/{order}/label", at: []string{"internal/label/weight.go:12 check | return errors.New(\"parcel weight is zero\")"}, shape: since(-0.25, 28)},
	{typ: "*slog.droppedError", value: "log line of {n} kB dropped", in: "log", level: "info", at: []string{"internal/log/sink.go:55 (*Sink).Write | return 0, &droppedError{len(p)}"}, shape: fading(-24, 5)},
	{typ: "", value: "replayed {n} messages after restart", level: "info", in: "bus.start", logger: "bus", shape: both(burst(-14, 1, 4), burst(-13, 1, 4), burst(-4, 1, 4))},
}
