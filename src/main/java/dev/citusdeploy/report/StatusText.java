package dev.citusdeploy.report;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.CatalogFacts.NodeVersions;
import dev.citusdeploy.catalog.NodeLoad;
import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.health.ClusterStatus;
import dev.citusdeploy.inventory.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A cluster's status for people: a table of hosts, a table of nodes, the health of all pairs.
public final class StatusText {
  private static final int MATRIX_NODES = 12;

  private final Palette palette;

  /// A renderer of status.
  public StatusText(Palette palette) {
    this.palette = palette;
  }

  /// The lines, without the problems.
  public List<String> lines(ClusterStatus status) {
    List<String> lines = new ArrayList<>();
    lines.add(
        palette.strong("cluster " + status.inventory().cluster())
            + "  image "
            + status.inventory().image()
            + "  database "
            + status.inventory().database());
    lines.add("");
    lines.addAll(hosts(status));
    lines.add("");
    if (status.facts().catalog() instanceof CatalogFacts.Known catalog) {
      lines.addAll(nodes(status, catalog));
      lines.add("");
      lines.addAll(matrix(status, catalog));
    }
    for (String note : status.notes()) {
      NoteText.lines(note).forEach(line -> lines.add(palette.warning(line)));
    }
    lines.add(verdict(status));
    return lines;
  }

  private static List<String> hosts(ClusterStatus status) {
    TextTable table = new TextTable("HOST", "SYSTEM", "DOCKER", "NODE", "CONTAINER");
    for (HostFacts host : status.facts().hosts().values()) {
      switch (host) {
        case HostFacts.Unreachable(var name, var problem) ->
            table.row(name.value(), "unreachable", "-", "-", problem.what());
        case HostFacts.Known known -> nodeRows(table, known);
      }
    }
    return table.lines();
  }

  private static void nodeRows(TextTable table, HostFacts.Known known) {
    String engine =
        known.engine().engineVersion().isEmpty() ? "none" : known.engine().engineVersion();
    if (known.nodes().isEmpty()) {
      table.row(known.host().value(), known.system().operatingSystem(), engine, "-", "-");
    }
    for (NodeFacts node : known.nodes().values()) {
      table.row(
          known.host().value(),
          known.system().operatingSystem(),
          engine,
          node.name().value(),
          container(node.container()));
    }
  }

  private static String container(@Nullable ContainerFacts container) {
    if (container == null) {
      return "none";
    }
    return container.health().isEmpty()
        ? container.state()
        : container.state() + ", " + container.health();
  }

  private static List<String> nodes(ClusterStatus status, CatalogFacts.Known catalog) {
    TextTable table =
        new TextTable(
            "ID",
            "NODE",
            "ADDRESS",
            "ROLE",
            "ACTIVE",
            "SYNCED",
            "SHARDS",
            "SIZE",
            "POSTGRESQL",
            "CITUS");
    for (CatalogNode row : catalog.nodes()) {
      Optional<NodeLoad> load =
          status.loads().stream().filter(found -> found.nodeId() == row.id()).findFirst();
      Optional<NodeVersions> versions = Optional.ofNullable(catalog.versions().get(row.id()));
      table.row(
          String.valueOf(row.id()),
          name(status, row),
          row.address().toString(),
          row.group() == 0 ? "coordinator" : "worker",
          yesNo(row.active()),
          yesNo(row.synced()),
          load.map(found -> String.valueOf(found.shards())).orElse("-"),
          load.map(StatusText::size).orElse("-"),
          versions.map(NodeVersions::postgres).orElse("no answer"),
          versions.map(NodeVersions::extension).orElse("no answer"));
    }
    return table.lines();
  }

  private static String size(NodeLoad load) {
    return load.bytes().isPresent() ? ByteSize.words(load.bytes().getAsLong()) : "not measured";
  }

  private static String name(ClusterStatus status, CatalogNode row) {
    return status.inventory().nodes().stream()
        .filter(node -> node.address().equals(row.address()))
        .map(Node::name)
        .map(Object::toString)
        .findFirst()
        .orElse("(not in inventory)");
  }

  /// Who reaches whom, by node id: worth its space only while it fits a screen.
  private static List<String> matrix(ClusterStatus status, CatalogFacts.Known catalog) {
    List<CatalogNode> rows = catalog.nodes();
    if (status.matrix().isEmpty() || rows.size() > MATRIX_NODES) {
      return List.of();
    }
    List<String> headings = new ArrayList<>(List.of("FROM \\ TO"));
    rows.forEach(row -> headings.add(String.valueOf(row.id())));
    TextTable table = new TextTable(headings.toArray(String[]::new));
    for (CatalogNode from : rows) {
      List<String> cells = new ArrayList<>(List.of(from.id() + " " + name(status, from)));
      rows.forEach(to -> cells.add(reaches(status, from, to)));
      table.row(cells.toArray(String[]::new));
    }
    List<String> lines = new ArrayList<>(table.lines());
    lines.add("");
    return lines;
  }

  private static String reaches(ClusterStatus status, CatalogNode from, CatalogNode to) {
    return status.matrix().stream()
        .filter(pair -> pair.from().equals(from.address()) && pair.to().equals(to.address()))
        .findFirst()
        .map(pair -> pair.result() == null ? "?" : pair.result() ? "ok" : "NO")
        .orElse("-");
  }

  private String verdict(ClusterStatus status) {
    long good = status.matrix().stream().filter(pair -> Boolean.TRUE.equals(pair.result())).count();
    String pairs =
        status.matrix().isEmpty()
            ? "not checked"
            : good + " of " + status.matrix().size() + " connections between nodes work";
    String version =
        status.facts().catalog() instanceof CatalogFacts.Known catalog
                && !catalog.versions().isEmpty()
            ? "; " + catalog.versions().firstEntry().getValue().citusName()
            : "";
    return status.isHealthy()
        ? palette.good("healthy: ") + pairs + version
        : palette.bad("not healthy: ") + pairs + version;
  }

  private static String yesNo(boolean value) {
    return value ? "yes" : "NO";
  }
}
