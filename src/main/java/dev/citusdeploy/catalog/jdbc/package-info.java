/// The catalog by PostgreSQL JDBC through the SSH connection: the only room that knows JDBC.
@NullMarked
package dev.citusdeploy.catalog.jdbc;

import org.jspecify.annotations.NullMarked;
