/// PostgreSQL's own rules: contexts of settings, and quoting for conf, HBA and SQL. Pure.
@NullMarked
package dev.citusdeploy.postgres;

import org.jspecify.annotations.NullMarked;
