/// Executes a plan and nothing else: order, rolling, the steps' scripts; tells what happens as
/// events and never prints.
@NullMarked
package dev.citusdeploy.execution;

import org.jspecify.annotations.NullMarked;
