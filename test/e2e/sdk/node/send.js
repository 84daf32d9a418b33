// Fails as a shop would, and waits until the SDK has sent it.
const Sentry = require('@sentry/node');

Sentry.init({ dsn: process.env.DSN, release: 'shop@1.2.3', environment: 'staging' });
Sentry.setUser({ id: '42', email: 'ada@example.com' });
Sentry.setTag('cart', 'big');

function chargeCard(amount) {
  throw new TypeError(`cannot charge ${amount} euros`);
}

function checkout() {
  try {
    chargeCard(17);
  } catch (error) {
    Sentry.captureException(error);
  }
}

checkout();
Sentry.flush(5000).then((sent) => process.exit(sent ? 0 : 1));
