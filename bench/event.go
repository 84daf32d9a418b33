package main

import (
	"encoding/json"
	"fmt"
	mathrand "math/rand/v2"

	"github.com/klauspost/compress/gzip"
)

// bodies returns compressed event items of about 12 KB each, of the given number
// of different problems.
func bodies(n, problems int) [][]byte {
	out := make([][]byte, n)
	for i := range out {
		event := sampleEvent(i % problems)
		out[i] = gzipped(fmt.Sprintf("{\"type\":\"event\",\"length\":%d}\n%s\n", len(event), event), gzip.DefaultCompression)
	}
	return out
}

// eventSize returns the mean size of an uncompressed item.
func eventSize() int { return len(sampleEvent(1)) }

func sampleEvent(problem int) []byte {
	frames := make([]any, 18)
	for i := range frames {
		frames[i] = sampleFrame(problem, i)
	}
	crumbs := make([]any, 16)
	for i := range crumbs {
		crumbs[i] = map[string]any{
			"timestamp": 1.7e9 + float64(i), "category": "http", "type": "http", "level": "info",
			"data": map[string]any{"url": fmt.Sprintf("https://shop.example.com/api/cart/%d", mathrand.IntN(1e6)), "method": "GET", "status_code": 200},
		}
	}
	text, err := json.Marshal(map[string]any{
		"platform": "python", "level": "error", "release": "shop@2.4.1", "environment": "production", "server_name": "web-3",
		"transaction": "/checkout", "user": map[string]any{"id": mathrand.IntN(5000), "email": "someone@example.com"},
		"tags":    map[string]any{"browser": "Firefox 143", "os": "Linux", "region": "eu-west-1"},
		"request": map[string]any{"method": "POST", "url": "https://shop.example.com/checkout?cart=17", "headers": map[string]any{"Host": "shop.example.com", "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "Cookie": "session=abcdef"}},
		"contexts": map[string]any{
			"runtime": map[string]any{"name": "CPython", "version": "3.12.3"},
			"trace":   map[string]any{"trace_id": newID(), "span_id": newID()[:16]},
		},
		"breadcrumbs": map[string]any{"values": crumbs},
		"sdk":         map[string]any{"name": "sentry.python", "version": "2.30.0"},
		"exception": map[string]any{"values": []any{map[string]any{
			"type": "PaymentError", "value": fmt.Sprintf("payment %d was declined by the bank after %d ms", mathrand.IntN(1e9), mathrand.IntN(5000)),
			"module": "shop.payment", "stacktrace": map[string]any{"frames": frames},
		}}},
	})
	if err != nil {
		panic(err)
	}
	return text
}

func sampleFrame(problem, i int) map[string]any {
	return map[string]any{
		"function": fmt.Sprintf("handle_step_%d_%d", problem, i), "module": fmt.Sprintf("shop.flows.step%d", i),
		"filename": fmt.Sprintf("shop/flows/step%d.py", i), "abs_path": fmt.Sprintf("/srv/shop/shop/flows/step%d.py", i),
		"lineno": 40 + i, "in_app": i%3 != 0,
		"pre_context":  []string{codeLine(), codeLine()},
		"context_line": codeLine(),
		"post_context": []string{codeLine(), codeLine()},
		"vars":         map[string]any{"order_id": mathrand.IntN(1e6), "attempt": i, "self": "<shop.flows.Flow object at 0x" + newID()[:12] + ">"},
	}
}

var words = []string{"order", "cart", "self", "price", "total", "customer", "payment", "get", "update", "for", "in", "if", "return", "not", "None", "items", "append", "discount", "tax", "round", "currency", "save", "commit", "session", "retry"}

// codeLine returns a line that compresses about as well as code does.
func codeLine() string {
	pick := func() string { return words[mathrand.IntN(len(words))] }
	return fmt.Sprintf("    %s.%s = %s(%s, %s_%s)", pick(), pick(), pick(), pick(), pick(), pick())
}
