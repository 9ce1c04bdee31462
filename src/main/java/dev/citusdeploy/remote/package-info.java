/// The port to a server: conversation, byte streams, and fan-out over hosts. Adapters live in
/// packages below and are named only in cli.
@NullMarked
package dev.citusdeploy.remote;

import org.jspecify.annotations.NullMarked;
