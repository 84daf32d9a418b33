// Package job runs work that must survive a restart, from a table in our own
// database, and work that is due again and again.
//
// A job is inserted in the transaction of the change that asks for it, so
// neither exists without the other. A worker takes it under a lease that it
// renews while it works; when the process dies the lease runs out and the job
// is taken again, so a handler may see the same job twice and must be able to
// continue. What fails is tried again, later each time, and the error kept.
//
// It owns the tables jobs and schedules, imports errs, db, run and the standard
// library, and knows no product word.
package job
