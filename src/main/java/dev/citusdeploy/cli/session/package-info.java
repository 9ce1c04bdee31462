/// One run's work with one cluster: connections, secrets, facts, the plan. Here the packages are
/// wired together.
///
/// Must not know: commands and their options' names.
@NullMarked
package dev.citusdeploy.cli.session;

import org.jspecify.annotations.NullMarked;
