/// PostgreSQL's own rules: settings with their values and contexts, and quoting for conf, HBA and
/// SQL. Pure.
@NullMarked
package dev.citusdeploy.postgres;

import org.jspecify.annotations.NullMarked;
