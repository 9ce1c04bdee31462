/// The command line: picocli commands, exit codes and the wiring of all objects. The one package
/// that sees every other.
@NullMarked
package dev.citusdeploy.cli;

import org.jspecify.annotations.NullMarked;
