// Runs in the browser: fails as a shop's page would.
import * as Sentry from '@sentry/browser';

Sentry.init({ dsn: window.DSN, release: 'shop@1.2.3', environment: 'staging' });
Sentry.setUser({ id: '42', email: 'ada@example.com' });
Sentry.setTag('cart', 'big');

function chargeCard(amount) {
  throw new RangeError(`cannot charge ${amount} euros`);
}

function checkout() {
  chargeCard(17);
}

// Not caught: the SDK's global handler must take it.
setTimeout(checkout, 0);
window.flushed = new Promise((resolve) => setTimeout(() => Sentry.flush(5000).then(resolve), 200));
