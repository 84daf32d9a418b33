"""Fails as a shop would, and waits until the SDK has sent it."""

import os

import sentry_sdk

sentry_sdk.init(dsn=os.environ["DSN"], release="shop@1.2.3", environment="staging")
sentry_sdk.set_user({"id": 42, "email": "ada@example.com"})
sentry_sdk.set_tag("cart", "big")


def charge_card(amount):
    raise ValueError(f"cannot charge {amount} euros")


def checkout():
    try:
        charge_card(17)
    except ValueError as error:
        sentry_sdk.capture_exception(error)


checkout()
sentry_sdk.Hub.current.client.close(timeout=5)
