package demo

import "strings"

// backoffice is where the shop's staff work.
func backoffice() *program {
	return &program{
		name: "Back office", group: "", icon: "home", color: "olive", platform: "ruby-rails", language: "ruby", sdk: "sentry.ruby.rails", version: "6.1.0",
		host: "office.tarnandpine.example", root: "/srv/office/", servers: []string{"office-web-1", "office-worker-1"},
		releases: []release{{"office@88", -40}, {"office@89", -25}, {"office@90", -18}, {"office@91", -8}, {"office@92", -1.4}},
		contexts: map[string]map[string]any{"runtime": {"name": "ruby", "version": "ruby 3.4.7"}, "os": {"name": "Linux", "version": "6.12"}},
		outer: []string{
			"actionpack-8.1.1/lib/action_controller/metal/basic_implicit_render.rb:7 send_action | ret = super",
			"actionpack-8.1.1/lib/abstract_controller/callbacks.rb:261 block in process_action | super",
		},
		seen:   []string{"sql.active_record SELECT \"users\".* FROM \"users\" WHERE \"users\".\"id\" = $1 LIMIT $2", "start_processing.action_controller OrdersController#index"},
		kind:   kind{inApp: func(file string) bool { return strings.HasPrefix(file, "app/") || strings.HasPrefix(file, "lib/") }},
		faults: backofficeFaults,
	}
}

var backofficeFaults = []fault{
	{
		typ: "NoMethodError", value: "undefined method 'strftime' for nil", in: "GET /orders/{id}",
		at: []string{
			"app/controllers/orders_controller.rb:23 show |  def show\n>    @order = OrderPresenter.new(Order.find(params[:id]))\n  end",
			"app/presenters/order_presenter.rb:41 shipped_on |  def shipped_on\n>    order.shipped_at.strftime('%-d %B %Y')\n  end",
		},
		vars: map[string]string{"order": "#<Order id: {id}, state: \"packed\", shipped_at: nil>"}, shape: both(steady(1), since(-1.4, 24)), tags: map[string]string{"controller": "orders"},
	},
	{typ: "ActiveRecord::RecordNotFound", value: "Couldn't find Order with 'id'={id}", in: "GET /orders/{id}", level: "warning", at: []string{"app/controllers/orders_controller.rb:23 show | @order = Order.find(params[:id])"}, shape: steady(4), acts: []act{ignored(-21, sam)}},
	{typ: "ActionView::Template::Error", value: "undefined local variable or method 'refund_total' for an instance of #<Class:0x{hex}>", in: "GET /refunds", at: []string{"app/views/refunds/_row.html.erb:14 _app_views_refunds__row | <td><%= number_to_currency refund_total %></td>"}, cause: "NameError: undefined local variable or method 'refund_total'", shape: between(-18, -16.5, 22), acts: []act{resolved(-16.4, sam)}},
	{typ: "PG::UniqueViolation", value: "ERROR:  duplicate key value violates unique constraint \"index_suppliers_on_vat_number\"", in: "POST /suppliers", at: []string{"app/models/supplier.rb:57 import! | upsert_all(rows, unique_by: :id)"}, shape: steady(1.1)},
	{typ: "Net::ReadTimeout", value: "Net::ReadTimeout with #<TCPSocket:(closed)>", in: "Sidekiq/AccountingExportJob", at: []string{"app/jobs/accounting_export_job.rb:19 perform | Ledger.push(batch)", "lib/ledger/client.rb:48 push | http.request(post)"}, tags: map[string]string{"queue": "accounting"}, shape: both(steady(1.4), burst(-3.3, 5, 28))},
	{typ: "Redis::CannotConnectError", value: "Connection refused - connect(2) for 10.20.0.31:6379", in: "Sidekiq/SyncStockJob", level: "fatal", at: []string{"app/jobs/sync_stock_job.rb:11 perform | Stock.lock(sku) { Stock.sync(sku) }"}, shape: burst(-9.5, 2, 31), acts: []act{resolved(-9.2, jonas)}},
	{typ: "ArgumentError", value: "invalid date", in: "GET /reports/sales", at: []string{"app/services/sales_report.rb:28 range | Date.parse(params[:from])..Date.parse(params[:to])"}, shape: steady(1)},
	{typ: "ActionController::InvalidAuthenticityToken", value: "Can't verify CSRF token authenticity.", in: "POST /session", level: "warning", at: []string{"app/controllers/application_controller.rb:8 protect | protect_from_forgery with: :exception"}, shape: steady(3), acts: []act{archived(-24, sam)}},
	{typ: "ZeroDivisionError", value: "divided by 0", in: "GET /reports/margins", at: []string{"app/services/margin.rb:17 ratio | (revenue - cost) / revenue"}, shape: both(between(-27, -19, 3), since(-1.2, 7)), acts: []act{resolved(-18.5, maya)}},
	{typ: "Encoding::UndefinedConversionError", value: "\"\\xC3\" from ASCII-8BIT to UTF-8", in: "POST /imports", at: []string{"app/services/csv_import.rb:33 each_row | CSV.parse(io.read, headers: true)"}, shape: steady(0.7)},
	{typ: "Faraday::TooManyRequestsError", value: "the server responded with status 429", in: "Sidekiq/TranslateProductJob", at: []string{"lib/translator.rb:22 translate | connection.post('/v2/translate', body)"}, shape: both(burst(-15, 10, 24), burst(-1.9, 14, 27))},
	{typ: "ActiveRecord::StaleObjectError", value: "Attempted to update a stale object: Product.", in: "PATCH /products/{id}", level: "warning", at: []string{"app/controllers/products_controller.rb:40 update | @product.update!(product_params)"}, shape: steady(1.3)},
	{typ: "Pundit::NotAuthorizedError", value: "not allowed to RefundPolicy#create? this Order", in: "POST /orders/{id}/refund", level: "warning", at: []string{"app/controllers/refunds_controller.rb:12 create | authorize @order, policy_class: RefundPolicy"}, shape: since(-8, 2)},
	{typ: "SystemStackError", value: "stack level too deep", in: "GET /categories", level: "fatal", at: []string{"app/models/category.rb:31 ancestors | parent ? [parent] + parent.ancestors : []"}, shape: between(-8, -7.2, 14), acts: []act{resolved(-7, sam)}},
	{typ: "Mail::AddressList::ParseError", value: "Unable to parse '{user}@' as an address", in: "ActionMailer/InvoiceMailer", at: []string{"app/mailers/invoice_mailer.rb:9 invoice | mail to: @order.billing_email"}, shape: steady(0.5)},
	{typ: "Timeout::Error", value: "execution expired", in: "Sidekiq/NightlyReportJob", at: []string{"app/jobs/nightly_report_job.rb:14 perform | Timeout.timeout(600) { Report.build(day) }"}, shape: rising(-16, 4)},
	{value: "Stock of {sku} went below zero", level: "warning", in: "Sidekiq/SyncStockJob", logger: "stock", shape: rising(-6, 9)},
	{value: "N+1 query on orders#index: {n} queries", level: "info", in: "GET /orders", logger: "bullet", shape: steady(2)},
}
