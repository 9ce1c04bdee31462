/// Plans, events and results as text or JSON for people and programs. Decides nothing.
@NullMarked
package dev.citusdeploy.report;

import org.jspecify.annotations.NullMarked;
