/// Sockets for the PostgreSQL driver whose bytes go through the SSH connection, with TLS on top.
///
/// Must not know: SQL.
@NullMarked
package dev.citusdeploy.catalog.jdbc.tunnel;

import org.jspecify.annotations.NullMarked;
