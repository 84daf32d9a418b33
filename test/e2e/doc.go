// Package e2e tests the whole binary, bin/belfry, as a user meets it: real
// SDKs send to it, it is killed, its disk fills, its database restarts.
//
// It is a module of its own and knows the product only by its command line and
// its HTTP surface. install.sh installs what the clients need.
package e2e
