package demo

import "strings"

// mobile is the shop's app for Android.
func mobile() *program {
	return &program{
		name: "Android app", group: "Shop", icon: "phone", color: "violet", platform: "android", language: "java", sdk: "sentry.java.android", version: "8.26.0",
		root:     "",
		releases: []release{{"com.tarnandpine.app@3.8.0+412", -40}, {"com.tarnandpine.app@3.9.0+418", -15}, {"com.tarnandpine.app@3.9.1+420", -11}, {"com.tarnandpine.app@3.10.0+425", -3}},
		contexts: map[string]map[string]any{
			"device": {"family": "Pixel", "model": "Pixel 9", "manufacturer": "Google", "battery_level": 61, "online": true, "memory_size": 12_000_000_000},
			"os":     {"name": "Android", "version": "16"}, "app": {"app_identifier": "com.tarnandpine.app", "in_foreground": true},
		},
		outer: []string{"ZygoteInit.java:936 com.android.internal.os.ZygoteInit.main", "Looper.java:313 android.os.Looper.loop"},
		seen:  []string{"navigation HomeActivity ProductActivity", "ui.click add_to_cart", "fetch POST https://api.tarnandpine.example/basket/lines 201"},
		kind: kind{inApp: func(file string) bool {
			return !strings.HasPrefix(file, "ZygoteInit") && !strings.HasPrefix(file, "Looper") && !strings.HasPrefix(file, "Ok")
		}},
		faults: mobileFaults,
	}
}

var mobileFaults = []fault{
	{
		typ: "NullPointerException", value: "Attempt to invoke virtual method 'java.lang.String com.tarnandpine.cart.Price.getAmount()' on a null object reference", in: "CartActivity", level: "fatal",
		at:    []string{"CartActivity.kt:88 onResume", "CartAdapter.kt:52 onBindViewHolder | holder.price.text = line.price.amount"},
		shape: both(steady(1), rising(-3, 24)), tags: map[string]string{"abi": "arm64-v8a"},
	},
	{typ: "IllegalStateException", value: "Fragment CheckoutFragment not attached to a context.", in: "CheckoutFragment", level: "fatal", at: []string{"CheckoutFragment.kt:131 onPaymentResult | requireContext().showReceipt(result)"}, shape: both(between(-15, -11.2, 9), since(-3, 6)), acts: []act{resolved(-11, aiko)}},
	{typ: "ApplicationNotResponding", value: "ANR for at least 5000 ms.", in: "SearchActivity", at: []string{"SearchIndex.kt:40 load | val products = json.decodeFromStream<List<Product>>(file)"}, shape: steady(2)},
	{typ: "SQLiteFullException", value: "database or disk is full (code 13 SQLITE_FULL)", in: "SyncWorker", level: "fatal", at: []string{"Drafts.kt:33 save | database.insertOrThrow(\"drafts\", null, values)"}, shape: steady(0.9), acts: []act{ignored(-14, aiko)}},
	{typ: "UnknownHostException", value: "Unable to resolve host \"api.tarnandpine.example\": No address associated with hostname", in: "SyncWorker", level: "warning", at: []string{"OkHttpClient.kt:174 intercept", "Api.kt:61 basket | client.newCall(request).execute()"}, shape: steady(5), acts: []act{archived(-26, aiko)}},
	{typ: "OutOfMemoryError", value: "Failed to allocate a 48000016 byte allocation with 3145728 free bytes", in: "GalleryActivity", level: "fatal", at: []string{"Gallery.kt:77 decode | BitmapFactory.decodeStream(stream)"}, shape: fading(-15, 7), acts: []act{resolved(-6, aiko)}},
	{typ: "SecurityException", value: "Permission Denial: reading com.android.providers.media requires READ_MEDIA_IMAGES", in: "ReturnPhotoActivity", at: []string{"PhotoPicker.kt:29 pick | contentResolver.query(uri, null, null, null, null)"}, shape: since(-3, 5)},
	{typ: "JsonDecodingException", value: "Unexpected JSON token at offset 0: Expected start of the object '{', but had '<' instead", in: "Api", at: []string{"Api.kt:70 decode | json.decodeFromString<Basket>(body)"}, shape: both(burst(-6.4, 2, 18), steady(0.4))},
	{typ: "ConcurrentModificationException", value: "", in: "WishlistActivity", at: []string{"Wishlist.kt:58 prune | items.forEach { if (it.gone) items.remove(it) }"}, shape: between(-28, -15.5, 2.5), acts: []act{resolved(-15.2, aiko)}},
	{typ: "ActivityNotFoundException", value: "No Activity found to handle Intent { act=android.intent.action.VIEW dat=geo:60.39,5.32 }", in: "StoreMapActivity", level: "fatal", at: []string{"StoreMap.kt:24 open | startActivity(Intent(Intent.ACTION_VIEW, uri))"}, shape: steady(1.2)},
	{typ: "SSLHandshakeException", value: "Chain validation failed", in: "Api", at: []string{"Api.kt:61 basket | client.newCall(request).execute()"}, shape: burst(-5.9, 20, 15)},
	{typ: "BadTokenException", value: "Unable to add window -- token null is not valid; is your activity running?", in: "LoginActivity", at: []string{"Dialogs.kt:18 show | dialog.show()"}, shape: steady(0.8)},
	{typ: "CancellationException", value: "Job was cancelled", in: "SearchActivity", level: "info", at: []string{"Search.kt:45 collect | flow.collect { show(it) }"}, shape: steady(2), acts: []act{archived(-20, aiko)}},
	{typ: "IndexOutOfBoundsException", value: "Inconsistency detected. Invalid item position {n}", in: "ProductListActivity", level: "fatal", at: []string{"ProductList.kt:93 submit | adapter.notifyItemRangeInserted(start, count)"}, shape: since(-0.3, 22)},
	{typ: "DeadObjectException", value: "", in: "PushService", level: "warning", at: []string{"PushService.kt:37 onMessage | notifications.notify(id, builder.build())"}, shape: steady(0.6)},
}
