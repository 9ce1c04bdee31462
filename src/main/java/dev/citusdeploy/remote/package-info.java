/// The port to a server: conversation, byte streams and processes.
///
/// Must not know: its adapters, which are in packages below and are named only in cli.
@NullMarked
package dev.citusdeploy.remote;

import org.jspecify.annotations.NullMarked;
