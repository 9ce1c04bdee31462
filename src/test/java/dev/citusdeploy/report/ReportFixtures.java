package dev.citusdeploy.report;

import dev.citusdeploy.desired.DesiredFile;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.desired.DesiredService;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.InventorySketch;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.Bytes;
import dev.citusdeploy.model.FileMode;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Role;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;

/// A cluster of one coordinator and one worker, for tests of texts.
final class ReportFixtures {
  private ReportFixtures() {}

  static Inventory inventory() {
    return InventorySketch.of(
            List.of(
                host("pg-c1", "10.0.0.10", Role.COORDINATOR),
                host("pg-w1", "10.0.0.11", Role.WORKER)))
        .withFile("shop.yml")
        .withImage("citusdata/citus:14.0.1", false)
        .withClients(InventorySketch.client("10.0.0.0/8", "shop", "app"))
        .inventory();
  }

  private static Host host(String name, String address, Role role) {
    Node node =
        new Node(
            new NodeName(name),
            new HostName(name),
            role,
            new NodeAddress(address, 5432),
            new LinkedHashMap<>());
    return InventorySketch.host(
        new HostName(name),
        address,
        InventorySketch.login("deploy", 22, null, Path.of("known_hosts"), true),
        List.of(node),
        "shop.yml:9:3");
  }

  static DesiredNode desired(Node node) {
    return new DesiredNode(
        node,
        new DesiredService(
            node.name(),
            "/opt/citus-deploy/shop/" + node.name(),
            "/var/lib/citus-deploy/shop/" + node.name(),
            List.of(file("compose.yml", false)),
            "0123456789ab",
            "start",
            "load",
            "container",
            "shop-" + node.name()));
  }

  static DesiredFile file(String path, boolean secret) {
    return new DesiredFile(path, FileMode.PUBLIC, Bytes.of("content"), secret);
  }
}
