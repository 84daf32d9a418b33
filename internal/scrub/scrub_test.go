package scrub_test

import (
	"encoding/json"
	"strings"
	"testing"

	"belfry/internal/scrub"
)

var (
	plain = scrub.New(scrub.Settings{})
	full  = scrub.New(scrub.Settings{ScrubIP: true, ScrubEmail: true})
)

func TestKeys(t *testing.T) {
	t.Parallel()
	check := func(secret bool, keys ...string) {
		t.Helper()
		for _, k := range keys {
			in := `{"` + k + `":17}`
			want := in
			if secret {
				want = `{"` + k + `":"[Filtered]"}`
			}
			if got := string(plain.JSON([]byte(in))); got != want {
				t.Errorf("%s became %s", in, got)
			}
		}
	}
	check(true, "password", "Password", "PASSWORD", "user_password", "userPassword", "password2", "new-password", "passwd", "pwd", "PGPASSWORD",
		"MYSQL_PWD", "passphrase", "db_pass", "DB_PASS", "secret", "client_secret", "clientSecret", "SECRET_KEY_BASE", "secrets",
		"token", "access_token", "accessToken", "accesstoken", "refresh-token", "authToken", "csrf_token", "X-CSRF-Token", "xsrf", "x-xsrf-token",
		"apikey", "api_key", "API-KEY", "apiKey", "x-api-key", "X-Api-Key", "auth", "basic_auth", "auth_key", "authorization", "Authorization",
		"proxy-authorization", "HTTP_AUTHORIZATION", "cookie", "set-cookie", "Set-Cookie", "HTTP_COOKIE", "cookies", "session", "session_id",
		"sessionId", "SESSIONID", "PHPSESSID", "JSESSIONID", "connect.sid", "sid", "credentials", "aws_credentials", "private_key", "privateKey",
		"aws_access_key_id", "AWS_SECRET_ACCESS_KEY", "aws_session_token", "x-amz-security-token", "X-Amz-Signature", "credit_card",
		"creditCardNumber", "card_number", "cardnumber", "cvv", "cvc", "cvv2", "ssn", "social_security_number", "dsn", "DATABASE_DSN",
		"connection_string", "ConnectionString", "otp", "jwt", "bearer", "encryption_key", "master_key", "RAILS_MASTER_KEY", "ssh_key",
		"user[password]", "user%5Bpassword%5D", "token_value", "password_hash", "stripe_token", "pass\\u0077ord")
	check(false, "author", "authors", "authenticated", "authority", "author_id", "tokenizer", "token_count", "tokenCount", "tokens", "max_tokens",
		"token_type", "token_expires_at", "expires", "session_count", "sessions", "session_duration", "session_started", "is_password",
		"has_password", "password_length", "password_required", "passwordless_enabled", "pass", "passed", "passenger", "compass", "bypass",
		"secretary", "key", "keys", "keyboard", "monkey", "public_key", "cookie_consent", "cookies_enabled", "cooking", "basic", "card", "cart",
		"discard", "user", "id", "order_id", "trace_id", "span_id", "side", "inside", "consider", "description", "created_at", "connection",
		"string", "auth_type", "auth_method", "auth_provider", "pin", "code", "path", "PATH", "sequence", "section", "second", "lesson", "")
}

func TestOwnKeys(t *testing.T) {
	t.Parallel()
	s := scrub.New(scrub.Settings{ExtraKeys: []string{"tax_id", "Kundennummer", ""}, SafeKeys: []string{"session_id", "X-Public-Token"}})
	check := func(in, want string) {
		t.Helper()
		if got := string(s.JSON([]byte(in))); got != want {
			t.Errorf("%s became %s, want %s", in, got, want)
		}
	}
	check(`{"taxId":1,"user_tax_id":2,"TAX-ID":3,"taxid":4,"tax":5,"taxidermy":6}`, `{"taxId":"[Filtered]","user_tax_id":"[Filtered]","TAX-ID":"[Filtered]","taxid":"[Filtered]","tax":5,"taxidermy":6}`)
	check(`{"kundennummer":1}`, `{"kundennummer":"[Filtered]"}`)
	check(`{"session_id":"abc","sessionId":"abc","xPublicToken":"x","token":"y"}`, `{"session_id":"abc","sessionId":"abc","xPublicToken":"x","token":"[Filtered]"}`)
}

func TestText(t *testing.T) {
	t.Parallel()
	check := func(in, want string) {
		t.Helper()
		if got := plain.Text(in); got != want {
			t.Errorf("Text(%q)\n got %q\nwant %q", in, got, want)
		}
		if again := plain.Text(want); again != want {
			t.Errorf("Text(%q) again = %q", want, again)
		}
	}
	const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxNyJ9.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	// tokens by their shape
	check("Bearer abc123def456 sent", "Bearer [Filtered] sent")
	check("bearer "+jwt, "bearer [Filtered]")
	check("Basic dXNlcjpwYXNzd29yZA== x", "Basic [Filtered] x")
	check("got "+jwt+".", "got [Filtered].")
	check("key -----BEGIN RSA PRIVATE KEY-----\nMIIE\nAAA=\n-----END RSA PRIVATE KEY----- end", "key [Filtered] end")
	check("-----BEGIN PRIVATE KEY-----\nMIIE cut", "[Filtered]")
	for _, token := range []string{
		"ghp_" + letters(36), "gho_" + letters(36), "github_pat_" + letters(40), "glpat-" + letters(20), "xoxb-1234567890-abcdef", "xoxp-12-34-56-abc",
		"sk_live_" + letters(24), "rk_live_" + letters(24), "sk-" + letters(20) + "T3B" + letters(20), "sk-proj-a1" + letters(40), "AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE",
		"AIza" + letters(35), "ya29." + letters(30), "bfy_" + letters(32), "SG." + letters(22) + "." + letters(43), "npm_" + letters(36), "whsec_" + letters(24),
		"pypi-" + letters(60), "hf_" + letters(34), "dop_v1_" + letters(64), "shpat_" + letters(32), "glsa_" + letters(30), "hvs." + letters(30),
		"110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1",
	} {
		check("x "+token+" y", "x [Filtered] y")
		check(`url=https://h/?q=`+token+`&r=1`, `url=https://h/?q=[Filtered]&r=1`)
	}
	check("https://hooks.slack.com/services/T000/B000/abcdefabcdefabcdef12", "https://hooks.slack.com/services/[Filtered]")
	// card numbers
	for _, card := range []string{"4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "5555555555554444", "378282246310005", "3782 822463 10005", "6011111111111117", "30569309025904", "3530111333300000", "2223003122003222"} {
		check("card "+card+".", "card [Filtered].")
	}
	// URLs
	check("postgres://app:s3cret@db:5432/shop", "postgres://app:[Filtered]@db:5432/shop")
	check("redis://:p@ss@h:1", "redis://:[Filtered]@h:1")
	check("GET /x?token=abc&a=1&api_key=k#f", "GET /x?token=[Filtered]&a=1&api_key=[Filtered]")
	check("a=1&password=x&b=2", "a=1&password=[Filtered]&b=2")
	check("user%5Bpassword%5D=hunter2&x=1", "user%5Bpassword%5D=[Filtered]&x=1")
	check("user[password]=hunter2", "user[password]=[Filtered]")
	// assignments
	check("password=hunter2", "password=[Filtered]")
	check("password = hunter2, user = bob", "password = [Filtered], user = bob")
	check("api_key: k-123456", "api_key: [Filtered]")
	check("Server=db;User Id=app;Password=s3cret;Database=x", "Server=db;User Id=app;Password=[Filtered];Database=x")
	check(`{'password': 'hunter2', 'user': 'bob'}`, `{'password': '[Filtered]', 'user': 'bob'}`)
	check(`{"password": "hun\"ter2", "n": 1}`, `{"password": "[Filtered]", "n": 1}`)
	check(`{\"password\":\"hunter2\",\"n\":1}`, `{\"password\":\"[Filtered]\",\"n\":1}`)
	check(`{:password=>"hunter2", "token"=>"x"}`, `{:password=>"[Filtered]", "token"=>"[Filtered]"}`)
	check(`password: b'hunter2'`, `password: b'[Filtered]'`)
	check(`credentials={'a': 'b', 'c': {'d': 1}} next`, `credentials=[Filtered] next`)
	check("run --password hunter2 --user bob", "run --password [Filtered] --user bob")
	check("run --api-key=abc", "run --api-key=[Filtered]")
	check("Authorization: Digest username=x, response=y\nHost: h", "Authorization: [Filtered]\nHost: h")
	check("Cookie: a=b; c=d\r\nHost: h", "Cookie: [Filtered]\r\nHost: h")
	check("token: a1b2c3d4e5f6", "token: [Filtered]")
	check("<a><password>hunter2</password><n>1</n></a>", "<a><password>[Filtered]</password><n>1</n></a>")
	check("<wsse:Password>x</wsse:Password>", "<wsse:Password>[Filtered]</wsse:Password>")
	check("--B\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nhunter2\r\n--B", "--B\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n[Filtered]\r\n--B")
	check("<token><![CDATA[a<b]]></token>", "<token>[Filtered]</token>")
	check("ALTER ROLE app PASSWORD 's3cret'; CREATE USER x IDENTIFIED BY \"y\"", "ALTER ROLE app PASSWORD '[Filtered]'; CREATE USER x IDENTIFIED BY \"[Filtered]\"")
	check("[\"password\"]=>\n  string(7) \"hunter2\"", "[\"password\"]=>\n  string(7) \"[Filtered]\"")
	check("    [password] => hunter2\n", "    [password] => [Filtered]\n")
	check("/x?authorization=abc&x=1", "/x?authorization=[Filtered]&x=1")
	check("Authorization=Bearer abc", "Authorization=[Filtered]")
	check("User(name=x, password=hunter2)", "User(name=x, password=[Filtered])")
	check("password='cut off", "password='[Filtered]")
	// what must stay
	keep := func(in string) { t.Helper(); check(in, in) }
	keep("basic authentication failed for the bearer of this message")
	keep("Bearer authentication is required")
	keep("Unexpected token < in JSON at position 0")
	keep("SyntaxError: Unexpected token: punc (;)")
	keep("Unexpected token: '}'")
	keep("password: must be at least 8 characters")
	keep("Password is required")
	keep("token: expired")
	keep("session: started")
	keep("if (token == null || password != other)")
	keep("password=null token=None")
	keep("author=ann tokenizer=bpe token_count=17")
	keep("skeleton sk-loading-indicator-with-long-name")
	keep("ghp_short eyJx AKIA AIza npm_modules SG.x")
	keep("task-1234 disk-4 risk")
	keep("1772600767 1772600767000 1772600767000000 1772600767000000000")
	keep("4111111111111112 and 4111111111111 and 1234567812345678")
	keep("id 4bf92f3577b34da6a3ce929d0e0e4736 span 00f067aa0ba902b7")
	keep("0.4111111111111111 x4111111111111111 4111111111111111x")
	keep("2026-03-04 05:06:07 12:30:45.123")
	keep("http://localhost:8000/a?b=c")
	keep("std::vector Foo::Bar a ? b : c")
	keep("ann@example.com from 10.0.0.1 and fe80::1")
	keep("-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----")
	keep("")
	keep("=:@->")
}

func letters(n int) string { return strings.Repeat("aBcDeFgH", n/8+1)[:n] }

func TestAddresses(t *testing.T) {
	t.Parallel()
	check := func(in, want string) {
		t.Helper()
		if got := full.Text(in); got != want {
			t.Errorf("Text(%q)\n got %q\nwant %q", in, got, want)
		}
		if again := full.Text(want); again != want {
			t.Errorf("Text(%q) again = %q", want, again)
		}
	}
	check("mail ann.lee+x@example.co.uk!", "mail [email]!")
	check("<ann@example.com>", "<[email]>")
	check("jürgen@example.de", "[email]")
	check("请联系ann@example.com谢谢", "请联系[email]谢谢")
	check("from 10.0.0.1:5432 and 203.0.113.77,", "from [ip]:5432 and [ip],")
	check("http://10.0.0.1/x", "http://[ip]/x")
	check("127.0.0.1", "[ip]")
	check("at 2001:db8::ff00:42:8329 and [::1]:80", "at [ip] and [[ip]]:80")
	check("peer ::ffff:10.0.0.1", "peer [ip]")
	keep := func(in string) { t.Helper(); check(in, in) }
	keep("Chrome/140.0.0.0 Safari/537.36")
	keep("version 1.2.3 of @scope/name")
	keep("999.1.1.1 and 1.2.3.4.5")
	keep("12:30:45 a::b Foo::Bar 10:20")
	keep("user@localhost")
}

func TestJSON(t *testing.T) {
	t.Parallel()
	check := func(in, want string) {
		t.Helper()
		got := string(plain.JSON([]byte(in)))
		if got != want {
			t.Errorf("JSON(%s)\n got %s\nwant %s", in, got, want)
		}
		if json.Valid([]byte(in)) && !json.Valid([]byte(got)) {
			t.Errorf("JSON(%s) = %s is not valid", in, got)
		}
	}
	// whatever the value is
	check(`{"a":1,"password":"x","b":2}`, `{"a":1,"password":"[Filtered]","b":2}`)
	check(`{"password":null}`, `{"password":"[Filtered]"}`)
	check(`{ "token" : [1, {"a": "]"}] , "n":1.50}`, `{ "token" : "[Filtered]" , "n":1.50}`)
	check(`{"a":{"b":[{"secret":true}]}}`, `{"a":{"b":[{"secret":"[Filtered]"}]}}`)
	check(`{"\u0070assword":"x"}`, `{"\u0070assword":"[Filtered]"}`)
	// order, spelling and spaces stay
	check(` {"z":1e5,"a":-0.0,"big":12345678901234567890,"s":"\u00e9\/"} `, ` {"z":1e5,"a":-0.0,"big":12345678901234567890,"s":"\u00e9\/"} `)
	// text inside
	check(`{"m":"login with password=hunter2 failed"}`, `{"m":"login with password=[Filtered] failed"}`)
	check(`{"m":"a\npassword=hunter2\t\"x\""}`, `{"m":"a\npassword=[Filtered]\t\"x\""}`)
	check(`{"u":"https:\/\/u:p@h\/x"}`, `{"u":"https://u:[Filtered]@h/x"}`)
	check(`{"body":"a=1&password=x"}`, `{"body":"a=1&password=[Filtered]"}`)
	check(`"a=1&password=x"`, `"a=1&password=[Filtered]"`)
	check(`{"card":4111111111111111,"id":4111111111111112}`, `{"card":"[Filtered]","id":4111111111111112}`)
	// JSON inside a string
	check(`{"body":"{\"password\":\"x\",\"n\":[1,2]}"}`, `{"body":"{\"password\":\"[Filtered]\",\"n\":[1,2]}"}`)
	check(`{"body":"{\"a\":\"{\\\"token\\\":\\\"y\\\"}\"}"}`, `{"body":"{\"a\":\"{\\\"token\\\":\\\"[Filtered]\\\"}\"}"}`)
	check(`{"body":"{\"password\":\"x\",\"cut"}`, `{"body":"{\"password\":\"[Filtered]\",\"cut"}`)
	check(`{"b":"[sk-abcdefghijklmnop12345]"}`, `{"b":"[[Filtered]]"}`)
	check(`{"b":"\t[4111-1111-1111-1111]"}`, `{"b":"\t[[Filtered]]"}`)
	// cookies keep their names
	check(`{"cookies":{"a":"b","n":{"c":[1]}}}`, `{"cookies":{"a":"[Filtered]","n":{"c":["[Filtered]"]}}}`)
	check(`{"Cookie":"a=b; c=d"}`, `{"Cookie":"a=[Filtered]; c=[Filtered]"}`)
	check(`{"set-cookie":"sid=x; Path=/; HttpOnly; Max-Age=3"}`, `{"set-cookie":"sid=[Filtered]; Path=/; HttpOnly; Max-Age=3"}`)
	// pairs
	check(`{"headers":[["Authorization","x y"],["Host","h"],["Cookie","a=b"]]}`, `{"headers":[["Authorization","[Filtered]"],["Host","h"],["Cookie","[Filtered]"]]}`)
	check(`{"name":"password","value":"x"}`, `{"name":"password","value":"[Filtered]"}`)
	check(`{"required":["password","email"]}`, `{"required":["password","email"]}`)
	check(`{"argv":["run","--password","x","--user","y"]}`, `{"argv":["run","--password","[Filtered]","--user","y"]}`)
	// not JSON
	check(`{"password":"x","cut`, `{"password":"[Filtered]","cut`)
	check(`password=x`, `password=[Filtered]`)
	check(`[tru`, `[tru`)
	check(``, ``)
	// deep
	deep := strings.Repeat("[", 5000) + `"x"` + strings.Repeat("]", 5000)
	if got := plain.JSON([]byte(deep)); !json.Valid(got) || len(got) > 1000 {
		t.Errorf("deep JSON became %d bytes, valid %v", len(got), json.Valid(got))
	}
}
