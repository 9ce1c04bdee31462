package dev.citusdeploy.desired;

import dev.citusdeploy.inventory.Node;

/// A database node as it should be on its server.
///
/// @param node what the inventory states
/// @param service its container and files
public record DesiredNode(Node node, DesiredService service) {}
