// Package comment keeps what people say to each other about issues: comments,
// who follows an issue, and the notices that tell them what happened.
//
// Comments are Markdown and stay so in the database; Render makes the HTML that
// pages show, in which nothing of the author's is taken as markup that Markdown
// does not know. Somebody is mentioned as @[Ada](user:3).
//
// Who is assigned to an issue, comments on it or is mentioned follows it. The
// notices are written in the transaction of the change that they speak of, which
// the package hears of from issue. Sending them anywhere is not its business.
//
// The package owns the tables comments, followers and notices.
package comment
