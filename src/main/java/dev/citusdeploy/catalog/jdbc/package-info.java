/// The catalog's port over SQL: an adapter for each part of it, and the statements with how their
/// answers are read.
///
/// Must not know: how a session with a server is opened.
@NullMarked
package dev.citusdeploy.catalog.jdbc;

import org.jspecify.annotations.NullMarked;
