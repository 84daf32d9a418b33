package op

// SessionCookie is the name of the cookie of a session in the browser.
const SessionCookie = "belfry_session"
