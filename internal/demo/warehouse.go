package demo

import "strings"

// warehouse runs on the scanners' server.
func warehouse() *program {
	return &program{
		name: "Warehouse", group: "Fulfilment", icon: "box", color: "bronze", platform: "dotnet-aspnetcore", language: "csharp", sdk: "sentry.dotnet.aspnetcore", version: "6.1.0",
		host: "wms.tarnandpine.example", root: "C:\\src\\Warehouse\\", servers: []string{"WMS-01", "WMS-02"},
		releases: []release{{"warehouse@4.2.0", -40}, {"warehouse@4.3.0", -23}, {"warehouse@4.3.1", -21}, {"warehouse@4.4.0", -6}},
		contexts: map[string]map[string]any{"runtime": {"name": ".NET", "version": "10.0.1"}, "os": {"name": "Windows Server 2025", "version": "10.0.26100"}},
		outer: []string{
			"Microsoft.AspNetCore.Routing/EndpointMiddleware.cs:91 AwaitRequestTask",
			"Microsoft.AspNetCore.Mvc.Core/ControllerActionInvoker.cs:217 InvokeActionMethodAsync",
		},
		seen: []string{"http Request starting HTTP/2 POST", "ef SELECT TOP(1) [b].[Id], [b].[Sku] FROM [Bins] AS [b] WHERE [b].[Code] = @code"},
		kind: kind{
			module: func(file string) string {
				return "Warehouse." + strings.TrimSuffix(strings.ReplaceAll(file, "/", "."), ".cs")
			},
			inApp: func(file string) bool {
				return !strings.HasPrefix(file, "Microsoft.") && !strings.HasPrefix(file, "System.")
			},
		},
		faults: warehouseFaults,
	}
}

var warehouseFaults = []fault{
	{
		typ: "System.NullReferenceException", value: "Object reference not set to an instance of an object.", in: "POST /api/picks/{id}/confirm",
		at: []string{
			"Controllers/PickController.cs:57 Confirm |        var pick = await picks.Get(id);\n>        await picker.Confirm(pick, request.Scans);\n        return NoContent();",
			"Picking/Picker.cs:88 Confirm |        foreach (var scan in scans)\n        {\n            var line = pick.Lines.FirstOrDefault(l => l.Barcode == scan.Barcode);\n>            line.Picked += scan.Quantity;\n        }",
		},
		vars: map[string]string{"id": "{id}", "scan": "{ Barcode = {id}, Quantity = 1 }"}, shape: both(steady(1), since(-6, 13)), tags: map[string]string{"scanner": "zebra-{n}"},
	},
	{typ: "Microsoft.EntityFrameworkCore.DbUpdateConcurrencyException", value: "The database operation was expected to affect 1 row(s), but actually affected 0 row(s).", in: "PUT /api/bins/{id}", at: []string{"Stock/BinStore.cs:112 Move | await db.SaveChangesAsync(cancel);"}, shape: rising(-12, 12), acts: []act{merged(-1.8, aiko, "Transaction (Process ID 71)")}},
	{typ: "System.InvalidOperationException", value: "The request matched multiple endpoints. Matches: \n\nWarehouse.Controllers.BinController.Get (Warehouse)\nWarehouse.Controllers.BinController.Find (Warehouse)", in: "GET /api/bins/{id}", at: []string{"Microsoft.AspNetCore.Routing/DefaultEndpointSelector.cs:44 ReportAmbiguity"}, shape: between(-23, -21.2, 16), acts: []act{resolved(-21, aiko)}},
	{typ: "System.TimeoutException", value: "The print server at 10.30.1.9 did not answer within 00:00:05.", in: "POST /api/labels", at: []string{"Labels/Printer.cs:41 Print | await client.PostAsync(address, content, cancel);"}, shape: both(steady(2), burst(-4.4, 6, 25))},
	{typ: "System.FormatException", value: "The input string '{sku}' was not in a correct format.", in: "POST /api/scans", at: []string{"Scanning/Barcode.cs:23 Parse | var quantity = int.Parse(parts[2], CultureInfo.CurrentCulture);"}, shape: steady(3), acts: []act{ignored(-15, aiko)}},
	{typ: "Microsoft.Data.SqlClient.SqlException", value: "Transaction (Process ID 71) was deadlocked on lock resources with another process and has been chosen as the deadlock victim. Rerun the transaction.", in: "POST /api/waves/plan", at: []string{"Waves/Planner.cs:150 Plan | await db.Database.ExecuteSqlAsync(query, cancel);"}, shape: both(between(-26, -22, 5), since(-2.1, 7)), acts: []act{resolved(-21.5, aiko)}},
	{typ: "System.Threading.Tasks.TaskCanceledException", value: "A task was canceled.", in: "GET /api/stock/{sku}", level: "info", at: []string{"Stock/StockController.cs:33 Get | return await stock.Of(sku, cancel);"}, shape: steady(3.5), acts: []act{archived(-25, aiko)}},
	{typ: "System.ArgumentOutOfRangeException", value: "Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'index')", in: "POST /api/waves/plan", at: []string{"Waves/Route.cs:64 Next | return aisles[position + 1];"}, shape: fading(-20, 8), acts: []act{resolved(-10, aiko)}},
	{typ: "System.IO.IOException", value: "The process cannot access the file 'D:\\export\\stock.csv' because it is being used by another process.", in: "ExportService", at: []string{"Exports/StockExport.cs:29 Run | await using var file = File.Create(path);"}, shape: steady(1)},
	{typ: "System.Text.Json.JsonException", value: "The JSON value could not be converted to Warehouse.Picking.PickState. Path: $.state | LineNumber: 0", in: "PATCH /api/picks/{id}", at: []string{"System.Text.Json/ThrowHelper.cs:48 ReThrowWithPath"}, shape: since(-6, 2.5)},
	{typ: "System.OutOfMemoryException", value: "Exception of type 'System.OutOfMemoryException' was thrown.", in: "GET /api/reports/inventory", level: "fatal", at: []string{"Reports/Inventory.cs:77 Build | var rows = await query.ToListAsync(cancel);"}, shape: burst(-2.8, 3, 6)},
	{typ: "Warehouse.Stock.NegativeStockException", value: "Bin A-12-3 would hold -{n} of {sku}", in: "POST /api/scans", at: []string{"Stock/Bin.cs:51 Take | throw new NegativeStockException(this, sku, left);"}, shape: both(steady(1.5), burst(-0.5, 10, 18))},
	{typ: "System.UnauthorizedAccessException", value: "Badge {id} is not known.", in: "POST /api/login", level: "warning", at: []string{"Access/Badges.cs:19 Open | throw new UnauthorizedAccessException($\"Badge {badge} is not known.\");"}, shape: steady(2.4)},
	{typ: "System.Net.Http.HttpRequestException", value: "Connection refused (orders.internal.example:443)", in: "OrderPoller", at: []string{"Orders/Poller.cs:36 Poll | var page = await http.GetFromJsonAsync<Page>(next, cancel);"}, shape: both(burst(-14, 1, 12), burst(-4, 1, 9)), acts: []act{resolved(-13.5, jonas)}},
	{typ: "System.ObjectDisposedException", value: "Cannot access a disposed context instance.", in: "ReplenishService", at: []string{"Stock/Replenish.cs:45 Tick | var low = await db.Bins.Where(b => b.Quantity < b.Minimum).ToListAsync();"}, shape: since(-0.2, 34)},
	{value: "Scanner zebra-{n} lost its connection", level: "warning", in: "ScannerHub", logger: "Warehouse.Scanning.Hub", shape: steady(4)},
	{value: "Wave planned in {ms} ms", level: "info", in: "POST /api/waves/plan", logger: "Warehouse.Waves", shape: steady(1)},
}
