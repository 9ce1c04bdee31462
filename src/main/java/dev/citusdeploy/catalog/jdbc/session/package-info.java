/// SQL sessions with the server of any node by PostgreSQL JDBC, over TLS with the program's
/// certificate: logging in, limits, and what a failure means.
///
/// Must not know: which statements are run.
@NullMarked
package dev.citusdeploy.catalog.jdbc.session;

import org.jspecify.annotations.NullMarked;
