package demo

import "strings"

// checkout is the API that the storefront pays with.
func checkout() *program {
	return &program{
		name: "Checkout", group: "Shop", icon: "wallet", color: "teal", platform: "python-django", language: "python", sdk: "sentry.python.django", version: "2.44.0",
		host: "api.tarnandpine.example", root: "/srv/checkout/", servers: []string{"checkout-1", "checkout-2", "checkout-3"},
		releases: []release{{"checkout@2.30.0", -40}, {"checkout@2.31.0", -20}, {"checkout@2.31.2", -16}, {"checkout@2.32.0", -7}, {"checkout@2.33.0", -1.1}},
		contexts: map[string]map[string]any{"runtime": {"name": "CPython", "version": "3.13.9"}, "os": {"name": "Debian GNU/Linux", "version": "13"}},
		outer: []string{
			"django/core/handlers/exception.py:55 inner | response = get_response(request)",
			"django/core/handlers/base.py:197 _get_response | response = wrapped_callback(request, *callback_args, **callback_kwargs)",
		},
		seen:   []string{"query SELECT id, user_id, currency FROM basket WHERE id = %s", "redis GET session:{hex}"},
		kind:   kind{module: pythonModule, inApp: func(file string) bool { return strings.HasPrefix(file, "shop/") }},
		faults: checkoutFaults,
	}
}

// pythonModule is the module of a file.
func pythonModule(file string) string {
	return strings.ReplaceAll(strings.TrimSuffix(file, ".py"), "/", ".")
}

var checkoutFaults = []fault{
	{
		typ: "IntegrityError", value: "duplicate key value violates unique constraint \"orders_reference_key\"\nDETAIL:  Key (reference)=({order}) already exists.", in: "POST /checkout/",
		at: []string{
			"shop/checkout/views.py:88 checkout | order = place_order(basket, form.cleaned_data, request.user)",
			"shop/checkout/services.py:41 place_order |     with transaction.atomic():\n        reference = next_reference(basket)\n        order = Order(reference=reference, user=user)\n>        order.save(force_insert=True)\n        for line in basket.lines:\n            OrderLine.objects.create(order=order, **line.as_dict())",
		},
		cause: "UniqueViolation: duplicate key value violates unique constraint \"orders_reference_key\"",
		vars:  map[string]string{"reference": "'{order}'", "basket": "<Basket: 3 lines, 148.20 EUR>", "user": "<User: {user}>", "attempts": "3", "card_token": "tok_live_4242"},
		crumbs: []string{
			"query SELECT COALESCE(MAX(sequence), 0) + 1 FROM orders WHERE year = %s", "query BEGIN", "httplib POST https://payments.example/v1/intents 200",
		},
		tags: map[string]string{"payment.provider": "stripe"}, said: []string{"I was charged but got no order number.", "Error 500 after paying. Did my order {order} go through?"}, shape: rising(-7, 19),
	},
	{
		typ: "ReadTimeout", value: "HTTPSConnectionPool(host='payments.example', port=443): Read timed out. (read timeout=10)", in: "POST /checkout/",
		at:     []string{"shop/checkout/views.py:71 checkout | intent = payments.create_intent(basket)", "shop/payments/client.py:58 create_intent | return self._post('/v1/intents', amount=basket.total_minor, currency=basket.currency)", "requests/adapters.py:713 send | raise ReadTimeout(e, request=request)"},
		crumbs: []string{"httplib POST https://payments.example/v1/intents 504"}, tags: map[string]string{"payment.provider": "stripe"},
		shape: both(steady(0.7), burst(-17.3, 3, 60), burst(-5.1, 2, 34)),
	},
	{
		typ: "Basket.DoesNotExist", value: "Basket matching query does not exist.", in: "GET /basket/",
		at:    []string{"shop/basket/views.py:23 basket | basket = Basket.objects.get(pk=request.session['basket'])"},
		shape: steady(3.5), acts: []act{ignored(-13, priya)},
	},
	{
		typ: "KeyError", value: "'vat_rate'", in: "POST /checkout/quote/",
		at:   []string{"shop/tax/quote.py:64 quote | rate = RATES[country]['vat_rate']"},
		vars: map[string]string{"country": "'{country}'", "RATES": "{'NO': {...}, 'GB': {...}}"}, shape: between(-20, -15.8, 12), acts: []act{resolved(-15.7, priya)},
	},
	{
		typ: "OperationalError", value: "connection to server at \"10.20.0.14\", port 5432 failed: FATAL: remaining connection slots are reserved for roles with the SUPERUSER attribute", in: "POST /checkout/", level: "fatal",
		at:    []string{"django/db/backends/base/base.py:256 connect | self.connection = self.get_new_connection(conn_params)"},
		shape: both(burst(-12.2, 1, 48), burst(-0.7, 0.6, 21)), acts: []act{resolved(-11.9, priya)},
	},
	{
		typ: "ValidationError", value: "['“{coupon}” is not valid for this basket.']", in: "POST /basket/coupon/", level: "warning",
		at:    []string{"shop/basket/coupons.py:37 redeem | raise ValidationError(_('“%s” is not valid for this basket.') % code)"},
		shape: steady(4), acts: []act{archived(-22, priya)},
	},
	{
		typ: "Decimal.InvalidOperation", value: "[<class 'decimal.ConversionSyntax'>]", in: "POST /checkout/quote/",
		at:   []string{"shop/money.py:17 parse | return Decimal(text).quantize(CENT)"},
		vars: map[string]string{"text": "'12,90'"}, shape: since(-7, 2.4),
	},
	{
		typ: "AttributeError", value: "'NoneType' object has no attribute 'country'", in: "POST /checkout/shipping/",
		at:    []string{"shop/shipping/views.py:45 options | zone = Zone.for_country(basket.address.country)"},
		shape: both(between(-28, -21, 5), since(-1, 16)), acts: []act{resolved(-20.6, jonas)},
	},
	{
		typ: "Retry", value: "Retry in 30s: ConnectionError('queue.internal:5672: connection refused')", in: "shop.tasks.send_receipt", logger: "celery.worker",
		at:    []string{"shop/tasks.py:31 send_receipt | raise self.retry(exc=exc, countdown=30)"},
		shape: burst(-9.5, 3, 26),
	},
	{
		value: "Slow query: orders took {ms} ms", level: "warning", in: "GET /orders/", logger: "shop.db",
		crumbs: []string{"query SELECT * FROM orders LEFT JOIN order_lines ON order_lines.order_id = orders.id WHERE orders.user_id = %s"},
		shape:  rising(-18, 5),
	},
	{
		typ: "SignatureVerificationError", value: "No signatures found matching the expected signature for payload", in: "POST /webhooks/payments/",
		at:    []string{"shop/payments/webhooks.py:19 receive | event = Webhook.construct_event(request.body, signature, settings.PAYMENTS_SECRET)"},
		shape: burst(-3.8, 20, 13), acts: []act{resolved(-2.6, jonas)},
	},
	{
		typ: "SoftTimeLimitExceeded", value: "SoftTimeLimitExceeded()", in: "shop.tasks.export_orders",
		at:    []string{"shop/exports/orders.py:52 rows | yield [order.reference, order.total, *order.address_columns()]"},
		shape: steady(0.8),
	},
	{
		typ: "UnicodeDecodeError", value: "'utf-8' codec can't decode byte 0xe6 in position 11: invalid continuation byte", in: "POST /addresses/import/",
		at:    []string{"shop/addresses/importer.py:28 read | text = upload.read().decode()"},
		shape: steady(0.3),
	},
	{
		typ: "DisallowedHost", value: "Invalid HTTP_HOST header: '{hex}.example'. You may need to add it to ALLOWED_HOSTS.", in: "GET /", logger: "django.security.DisallowedHost",
		at:    []string{"django/http/request.py:151 get_host | raise DisallowedHost(msg)"},
		shape: steady(2.5), acts: []act{archived(-27, jonas)},
	},
	{
		typ: "StockError", value: "Only 0 of {sku} left, {n} wanted", in: "POST /checkout/",
		at:   []string{"shop/stock/reserve.py:33 reserve | raise StockError(sku, left, wanted)"},
		said: []string{"The site said in stock, then failed at the last step."}, shape: both(steady(1), burst(-0.4, 9, 22)), tags: map[string]string{"warehouse": "innsbruck"},
	},
}
