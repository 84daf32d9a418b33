// Package demo makes a month of believable data: a shop for outdoor gear, its
// programs, the people who look after them and what went wrong.
//
// The faults are tables (storefront.go, checkout.go, …). From them come
// requests in the format of Sentry's SDKs, which take the same way as those of
// any program: nothing is written into tables behind the back of the pipeline,
// so that every page that works with real data works with these. The same
// month comes out for the same end of it.
//
// It owns no table, opens no connection and never runs unless it is asked to,
// by "belfry demo" or by loading the sample project.
package demo
