# Fails as a shop would; raven sends at once and in this thread.
require 'raven'

Raven.configure do |config|
  config.dsn = ENV.fetch('DSN')
  config.release = 'shop@1.2.3'
  config.current_environment = 'staging'
  config.environments = ['staging']
  config.silence_ready = true
end

Raven.user_context(id: 42, email: 'ada@example.com')
Raven.tags_context(cart: 'big')

def charge_card(amount)
  raise ArgumentError, "cannot charge #{amount} euros"
end

def checkout
  charge_card(17)
rescue ArgumentError => e
  Raven.capture_exception(e) or abort 'raven did not send'
end

checkout
