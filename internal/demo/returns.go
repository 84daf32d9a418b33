package demo

import "strings"

// returns is the portal through which customers send things back.
func returns() *program {
	return &program{
		name: "Returns portal", group: "Fulfilment", icon: "gift", color: "pink", platform: "php-laravel", language: "php", sdk: "sentry.php.laravel", version: "4.18.0",
		host: "returns.tarnandpine.example", root: "/var/www/returns/", servers: []string{"returns-1"},
		releases: []release{{"returns@2026.10.2", -40}, {"returns@2026.11.0", -17}, {"returns@2026.11.1", -5}},
		contexts: map[string]map[string]any{"runtime": {"name": "php", "version": "8.4.14"}, "os": {"name": "Linux", "version": "6.1.0"}},
		outer: []string{
			"vendor/laravel/framework/src/Illuminate/Foundation/Http/Kernel.php:143 Illuminate\\Foundation\\Http\\Kernel::handle | $response = $this->sendRequestThroughRouter($request);",
			"vendor/laravel/framework/src/Illuminate/Routing/Controller.php:54 Illuminate\\Routing\\Controller::callAction | return $this->{$method}(...array_values($parameters));",
		},
		seen: []string{"db.sql.query select * from `returns` where `token` = ? limit 1", "http GET https://orders.internal.example/orders/{order} 200"},
		kind: kind{inApp: func(file string) bool {
			return strings.HasPrefix(file, "app/") || strings.HasPrefix(file, "resources/")
		}},
		faults: returnsFaults,
	}
}

var returnsFaults = []fault{
	{
		typ: "ErrorException", value: "Undefined array key \"reason\"", in: "POST /returns/{uuid}",
		at: []string{
			"app/Http/Controllers/ReturnController.php:74 App\\Http\\Controllers\\ReturnController::store |        $lines = collect($request->input('lines'))\n            ->filter(fn ($line) => $line['quantity'] > 0)\n>            ->map(fn ($line) => new Line($line['sku'], $line['quantity'], $line['reason']));\n        $return->lines()->saveMany($lines);",
		},
		said: []string{"I cannot send back my jacket, the form only shows an error."}, shape: both(steady(0.8), since(-5, 15)), vars: map[string]string{"line": "[\"sku\" => \"{sku}\", \"quantity\" => 1]"},
	},
	{typ: "Illuminate\\Database\\QueryException", value: "SQLSTATE[HY000]: General error: 1205 Lock wait timeout exceeded; try restarting transaction", in: "POST /returns/{uuid}/label", at: []string{"app/Services/LabelService.php:38 App\\Services\\LabelService::create | DB::transaction(fn () => $this->reserve($return));"}, cause: "PDOException: SQLSTATE[HY000]: General error: 1205 Lock wait timeout exceeded", shape: both(steady(0.8), burst(-5.1, 3, 21))},
	{typ: "TypeError", value: "App\\Support\\Money::add(): Argument #1 ($other) must be of type App\\Support\\Money, null given", in: "GET /returns/{uuid}", at: []string{"app/Support/Money.php:29 App\\Support\\Money::add | public function add(Money $other): self"}, shape: between(-17, -15.2, 19), acts: []act{resolved(-15, sam)}},
	{typ: "GuzzleHttp\\Exception\\ConnectException", value: "cURL error 28: Operation timed out after 10001 milliseconds with 0 bytes received", in: "POST /returns/{uuid}/label", at: []string{"app/Carriers/Northmail.php:51 App\\Carriers\\Northmail::label | $response = $this->http->post('/labels', ['json' => $payload]);"}, tags: map[string]string{"carrier": "northmail"}, said: []string{"No label for two days now. Please help."}, shape: both(steady(1.6), burst(-0.6, 7, 26))},
	{typ: "Illuminate\\Session\\TokenMismatchException", value: "CSRF token mismatch.", in: "POST /returns", level: "warning", at: []string{"vendor/laravel/framework/src/Illuminate/Foundation/Http/Middleware/VerifyCsrfToken.php:88 Illuminate\\Foundation\\Http\\Middleware\\VerifyCsrfToken::handle"}, shape: steady(3), acts: []act{archived(-23, tomas)}},
	{typ: "Symfony\\Component\\HttpKernel\\Exception\\NotFoundHttpException", value: "No query results for model [App\\Models\\ReturnRequest] {uuid}", in: "GET /returns/{uuid}", level: "warning", at: []string{"app/Http/Controllers/ReturnController.php:31 App\\Http\\Controllers\\ReturnController::show | $return = ReturnRequest::whereToken($token)->firstOrFail();"}, shape: steady(3), acts: []act{ignored(-18, sam)}},
	{typ: "DivisionByZeroError", value: "Division by zero", in: "GET /returns/{uuid}/refund", at: []string{"app/Services/RefundService.php:62 App\\Services\\RefundService::share | return $line->total / $line->quantity;"}, shape: both(between(-24, -18, 3), since(-4.8, 4)), acts: []act{resolved(-17.5, sam)}},
	{typ: "League\\Flysystem\\UnableToWriteFile", value: "Unable to write file at location: photos/{hex}.jpg.", in: "POST /returns/{uuid}/photos", at: []string{"app/Http/Controllers/PhotoController.php:22 App\\Http\\Controllers\\PhotoController::store | $path = $request->file('photo')->store('photos');"}, shape: burst(-11.4, 4, 16), acts: []act{resolved(-11, jonas)}},
	{typ: "Illuminate\\Http\\Exceptions\\PostTooLargeException", value: "The POST data is too large.", in: "POST /returns/{uuid}/photos", level: "warning", at: []string{"vendor/laravel/framework/src/Illuminate/Http/Middleware/ValidatePostSize.php:26 Illuminate\\Http\\Middleware\\ValidatePostSize::handle"}, shape: steady(1.8)},
	{typ: "ParseError", value: "syntax error, unexpected token \";\", expecting \"]\"", in: "GET /", level: "fatal", at: []string{"resources/views/layouts/app.blade.php:18 include"}, shape: burst(-17, 0.5, 24), acts: []act{resolved(-16.9, sam)}},
	{typ: "Swift_TransportException", value: "Expected response code 250 but got code \"421\", with message \"421 too many connections\"", in: "App\\Jobs\\SendConfirmation", at: []string{"app/Jobs/SendConfirmation.php:33 App\\Jobs\\SendConfirmation::handle | Mail::to($this->return->email)->send(new Confirmation($this->return));"}, shape: both(steady(0.4), burst(-8.2, 3, 14))},
	{typ: "ValueError", value: "\"exchange\" is not a valid backing value for enum App\\Enums\\Outcome", in: "PATCH /returns/{uuid}", at: []string{"app/Models/ReturnRequest.php:48 App\\Models\\ReturnRequest::outcome | return Outcome::from($this->attributes['outcome']);"}, shape: since(-0.15, 40)},
	{typ: "RuntimeException", value: "Return window of order {order} ended {n} days ago", in: "POST /returns", level: "info", at: []string{"app/Services/WindowService.php:27 App\\Services\\WindowService::check | throw new RuntimeException($message);"}, shape: steady(2)},
	{typ: "Error", value: "Call to a member function format() on null", in: "GET /returns/{uuid}/pdf", at: []string{"resources/views/pdf/return.blade.php:41 include | {{ $return->received_at->format('d.m.Y') }}"}, shape: rising(-10, 7)},
	{typ: "Illuminate\\Queue\\MaxAttemptsExceededException", value: "App\\Jobs\\RefundPayment has been attempted too many times.", in: "App\\Jobs\\RefundPayment", at: []string{"vendor/laravel/framework/src/Illuminate/Queue/Worker.php:794 Illuminate\\Queue\\Worker::maxAttemptsExceededException"}, shape: steady(0.6)},
	{value: "Deprecated: optional parameter before required parameter", level: "info", in: "GET /", logger: "deprecations", shape: fading(-17, 6)},
	{value: "Carrier quoted {n} days for {country}", level: "warning", in: "POST /returns/{uuid}/label", logger: "carriers", shape: steady(1.5)},
}
