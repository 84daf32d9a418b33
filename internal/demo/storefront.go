package demo

import "strings"

// storefront is what customers see in their browsers.
func storefront() *program {
	return &program{
		name: "Storefront", group: "Shop", icon: "cart", color: "blue", platform: "javascript-react", language: "javascript", sdk: "sentry.javascript.react", version: "10.25.0",
		host: "www.tarnandpine.example", root: "https://www.tarnandpine.example/",
		releases: []release{{"storefront@5.12.0", -40}, {"storefront@5.13.0", -22}, {"storefront@5.13.1", -19}, {"storefront@5.14.0", -9}, {"storefront@5.15.0", -2}},
		outer: []string{
			"node_modules/react-dom/cjs/react-dom-client.production.js:12474 performWorkOnRoot",
			"node_modules/react-dom/cjs/react-dom-client.production.js:5529 renderWithHooks",
		},
		seen:   []string{"navigation / /products", "ui.click a.product-card[href=\"/products/{product}\"]", "navigation /products /products/{product}", "fetch GET /api/products/{product} 200"},
		kind:   kind{inApp: func(file string) bool { return !strings.HasPrefix(file, "node_modules/") }},
		faults: storefrontFaults,
	}
}

var storefrontFaults = []fault{
	{
		typ: "TypeError", value: "Cannot read properties of undefined (reading 'amount')", in: "/cart",
		at: []string{
			"src/cart/CartPage.tsx:41 CartPage | {lines.map((line) => <CartLine key={line.sku} line={line} />)}",
			"src/cart/CartLine.tsx:18 CartLine | export function CartLine({ line }: { line: Line }) {\n  const { quantity, product } = line;\n>  const total = product.price.amount * quantity;\n  return (\n    <li className={styles.line}>",
		},
		crumbs: []string{"ui.click button#add-to-cart", "fetch POST /api/cart/lines 201", "navigation /products/{product} /cart", "error Warning: line {sku} has no price in the answer"},
		tags:   map[string]string{"feature": "cart"}, said: []string{"The cart is empty after I added the tent, only a grey box is left.", "Cannot check out. I tried three times and on my phone, too.", "Your cart page breaks when there is a {product} in it."}, shape: both(steady(1), rising(-9, 26)),
	},
	{
		typ: "ChunkLoadError", value: "Loading chunk {n} failed. (error: https://www.tarnandpine.example/assets/checkout-{hex}.js)", in: "/checkout",
		at:     []string{"src/routes.tsx:22 lazyCheckout | const Checkout = lazy(() => import('./checkout/CheckoutPage'));", "webpack/runtime/jsonp:27 __webpack_require__.f.j"},
		crumbs: []string{"navigation /cart /checkout", "fetch GET /assets/checkout-{hex}.js 404"},
		shape:  both(burst(-22, 5, 22), burst(-19, 4, 9), burst(-9, 6, 19), burst(-2, 5, 24)), acts: []act{resolved(-18.5, tomas)},
	},
	{
		typ: "TypeError", value: "Failed to fetch", in: "/search", level: "warning",
		at:     []string{"src/search/useSuggestions.ts:33 fetchSuggestions | const answer = await fetch(`/api/search/suggest?q=${encodeURIComponent(term)}`, { signal });"},
		crumbs: []string{"ui.input input[name=\"q\"]", "fetch GET /api/search/suggest?q=ten 0"}, tags: map[string]string{"feature": "search"}, shape: steady(5),
		acts: []act{ignored(-16, tomas)},
	},
	{
		typ: "RangeError", value: "Invalid time value", in: "/orders/{order}",
		at:     []string{"src/orders/OrderPage.tsx:57 DeliveryDate | return <time>{format.format(new Date(order.deliveryDate))}</time>;"},
		crumbs: []string{"fetch GET /api/orders/{order} 200"}, shape: between(-21, -12, 7), acts: []act{resolved(-11.8, aiko)},
	},
	{
		typ: "TypeError", value: "undefined is not an object (evaluating 'window.ApplePaySession.canMakePayments')", in: "/checkout",
		at:   []string{"src/checkout/payment/ApplePay.ts:12 isAvailable | return window.ApplePaySession.canMakePayments();", "src/checkout/payment/Methods.tsx:30 Methods | const methods = ALL.filter((m) => m.isAvailable());"},
		tags: map[string]string{"feature": "payment"}, said: []string{"Paying with my watch used to work, now the page stays white."}, shape: both(between(-22, -15, 6), since(-2.2, 9)), acts: []act{resolved(-14.5, tomas)},
	},
	{
		typ: "QuotaExceededError", value: "Failed to execute 'setItem' on 'Storage': Setting the value of 'recently-viewed' exceeded the quota.", in: "/products/{product}",
		at:    []string{"src/products/recent.ts:19 remember | localStorage.setItem('recently-viewed', JSON.stringify(list));"},
		shape: steady(1.2), acts: []act{ignored(-20, aiko)},
	},
	{
		typ: "Error", value: "Minified React error #418; visit https://react.dev/errors/418 for the full message", in: "/",
		at:    []string{"src/entry.client.tsx:9 hydrate | hydrateRoot(document, <App />, { onRecoverableError });"},
		shape: since(-9, 4),
	},
	{
		typ: "AbortError", value: "The user aborted a request.", in: "/products", level: "info",
		at:    []string{"src/products/useProducts.ts:44 load | const answer = await fetch(url, { signal });"},
		shape: steady(3), acts: []act{archived(-25, tomas)},
	},
	{
		typ: "ReferenceError", value: "gtag is not defined", in: "/checkout/thanks",
		at:    []string{"src/checkout/ThanksPage.tsx:26 ThanksPage | useEffect(() => gtag('event', 'purchase', { value: order.total }), [order]);"},
		shape: since(-2, 11),
	},
	{
		typ: "SyntaxError", value: "Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON", in: "/account",
		at:     []string{"src/api/client.ts:61 request | const body = (await answer.json()) as T;"},
		crumbs: []string{"fetch GET /api/account 502"}, shape: both(burst(-6.4, 2, 30), steady(0.4)),
	},
	{
		typ: "NotFoundError", value: "Failed to execute 'removeChild' on 'Node': The node to be removed is not a child of this node.", in: "/products/{product}",
		at:   []string{"src/products/Gallery.tsx:73 Gallery | <Zoom key={picture.id} picture={picture} />"},
		tags: map[string]string{"translated": "yes"}, shape: steady(1.6), acts: []act{merged(-2.5, tomas, "Minified React error #418")},
	},
	{
		value: "Price in the cart differs from the price on the product page", level: "warning", in: "/cart", logger: "cart",
		crumbs: []string{"fetch GET /api/cart 200"}, shape: since(-13, 2.2), tags: map[string]string{"feature": "cart"},
	},
	{
		typ: "InvalidStateError", value: "The connection was closed.", in: "/checkout",
		at:    []string{"src/checkout/draft.ts:28 saveDraft | await db.put('drafts', draft);"},
		shape: steady(0.5),
	},
	{
		typ: "TypeError", value: "Cannot read properties of null (reading 'focus')", in: "/checkout",
		at:    []string{"src/checkout/AddressForm.tsx:102 onInvalid | first.current.focus();"},
		shape: fading(-19, 6), acts: []act{resolved(-4, tomas)},
	},
	{
		typ: "Error", value: "Coupon {coupon} was applied twice", in: "/cart",
		at:   []string{"src/cart/coupon.ts:38 apply | throw new Error(`Coupon ${code} was applied twice`);"},
		said: []string{"It says my coupon {coupon} was used, but the price did not change!"}, shape: burst(-0.35, 8, 17),
	},
	{
		typ: "TypeError", value: "l.toSorted is not a function", in: "/products",
		at:    []string{"src/products/sort.ts:11 byPrice | return list.toSorted((a, b) => a.price.amount - b.price.amount);"},
		shape: between(-9, -3.5, 4), acts: []act{resolved(-3.2, aiko)},
	},
}
