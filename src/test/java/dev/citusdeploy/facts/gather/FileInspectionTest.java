package dev.citusdeploy.facts.gather;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.FileContent;
import dev.citusdeploy.facts.FileDetails;
import dev.citusdeploy.inventory.Inventory.Paths;
import dev.citusdeploy.inventory.InventorySketch;
import dev.citusdeploy.model.Bytes;
import dev.citusdeploy.model.FanOut;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Sha256;
import dev.citusdeploy.remote.LocalShellHost;
import dev.citusdeploy.remote.RemoteHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Reads contents of files with the script itself, in every shell of this machine.
class FileInspectionTest {
  private static final NodeName NODE = new NodeName("pg-w1");
  private static final NodeName OTHER = new NodeName("pg-w1-2");
  private static final String SUM = "a".repeat(64);

  @TempDir Path folder;

  static Stream<List<String>> shells() {
    return LocalShellHost.shells().values().stream();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void reportsEveryByte(List<String> shell) throws Exception {
    byte[] every = new byte[512];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) i;
    }
    Files.createDirectories(folder.resolve("shop/pg-w1/conf/my gen"));
    Files.write(folder.resolve("shop/pg-w1/conf/my gen/a"), every);
    Files.write(folder.resolve("shop/pg-w1/empty"), new byte[0]);

    FileDetails details =
        inspected(
            shell,
            new FileRequest(
                NODE,
                List.of(
                    new FileRequest.Asked("conf/a", "conf/my gen/a"),
                    new FileRequest.Asked("empty", "empty"),
                    new FileRequest.Asked("gone", "gone"))));

    assertThat(details.there())
        .containsExactly(
            Map.entry("conf/my gen/a", new FileContent.Whole(Bytes.of(every))),
            Map.entry("empty", new FileContent.Whole(Bytes.EMPTY)));
    assertThat(details.applied()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void reportsTheFinishedRecordFirst(List<String> shell) throws Exception {
    record("pg-w1", "current 0123456789ab\n" + SUM + "  conf/a\n" + SUM + "  tls/node.key\n");
    record("pg-w1.next-20260101", "current ffffffffffff\n" + SUM + "  b c\n");
    record("pg-w1-2", "current eeeeeeeeeeee\n");
    Files.createDirectories(folder.resolve("shop/.state/applied/pg-w1/files/conf"));
    Files.writeString(folder.resolve("shop/.state/applied/pg-w1/files/conf/a"), "what was");

    FileDetails details =
        inspected(
            shell, new FileRequest(NODE, List.of(new FileRequest.Asked("conf/a", "conf/x/a"))));

    assertThat(details.applied()).hasSize(2);
    assertThat(details.applied().getFirst().generation()).isEqualTo("0123456789ab");
    assertThat(details.applied().getFirst().hashes())
        .containsExactly(
            Map.entry("conf/a", new Sha256(SUM)), Map.entry("tls/node.key", new Sha256(SUM)));
    assertThat(details.applied().getFirst().contents())
        .containsExactly(Map.entry("conf/a", new FileContent.Whole(Bytes.of("what was"))));
    assertThat(details.applied().getLast().generation()).isEqualTo("ffffffffffff");
    assertThat(details.applied().getLast().hashes()).containsOnlyKeys("b c");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aLargeFileIsNotFetched(List<String> shell) throws Exception {
    Files.createDirectories(folder.resolve("shop/pg-w1"));
    Files.write(folder.resolve("shop/pg-w1/compose.yml"), new byte[128 * 1024 + 1]);

    FileDetails details =
        inspected(
            shell,
            new FileRequest(NODE, List.of(new FileRequest.Asked("compose.yml", "compose.yml"))));

    assertThat(details.there().values()).containsExactly(new FileContent.TooLarge(128 * 1024 + 1));
  }

  @ParameterizedTest
  @MethodSource("shells")
  void whatIsLeftOfADamagedRecordIsTaken(List<String> shell) throws Exception {
    record("pg-w1", "\0\0\0\nnonsense\nend\nnode x\n" + SUM + "  a\n" + SUM.substring(5) + "  b");

    FileDetails details = inspected(shell, new FileRequest(NODE, List.of()));

    assertThat(details.applied())
        .singleElement()
        .satisfies(record -> {
          assertThat(record.generation()).isNull();
          assertThat(record.hashes()).containsOnlyKeys("a");
        });
  }

  @ParameterizedTest
  @MethodSource("shells")
  void reportsWhatTheServerWasStartedWith(List<String> shell) throws Exception {
    Path conf = Files.createDirectories(folder.resolve("shop/pg-w1/conf/x"));
    Files.writeString(conf.resolve("postgresql.conf"), "");
    Files.writeString(conf.resolve("pg_hba.conf"), "");
    Path started =
        Files.writeString(
            Files.createDirectories(folder.resolve("data/shop/pg-w1")).resolve("started"), "x");
    var question =
        new FileRequest(
            NODE,
            List.of(
                new FileRequest.Asked("conf/pg_hba.conf", "conf/x/pg_hba.conf"),
                new FileRequest.Asked("conf/postgresql.conf", "conf/x/postgresql.conf")));

    Files.setLastModifiedTime(started, FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(inspected(shell, question).taken()).containsExactly("conf/x/postgresql.conf");
    Files.setLastModifiedTime(started, FileTime.from(Instant.now().minusSeconds(60)));
    assertThat(inspected(shell, question).taken()).isEmpty();
  }

  @Test
  void severalNodesAreDistinguished() throws Exception {
    record("pg-w1-2", "current eeeeeeeeeeee\n");
    Files.createDirectories(folder.resolve("shop/pg-w1-2"));
    Files.writeString(folder.resolve("shop/pg-w1-2/a"), "second");
    var asked = List.of(new FileRequest.Asked("a", "a"));

    var details =
        facts(List.of("sh"), List.of(new FileRequest(NODE, asked), new FileRequest(OTHER, asked)))
            .files();

    assertThat(details).containsOnlyKeys(NODE, OTHER);
    assertThat(requireNonNull(details.get(NODE))).isEqualTo(FileDetails.NONE);
    assertThat(requireNonNull(details.get(OTHER)).there())
        .containsEntry("a", new FileContent.Whole(Bytes.of("second")));
  }

  @Test
  void aHostThatAnswersOddlyIsUnreachable() throws Exception {
    ClusterFacts facts =
        facts(List.of("sh", "-c", "echo Welcome"), List.of(new FileRequest(NODE, List.of())));

    assertThat(facts.unreachable())
        .singleElement()
        .satisfies(host -> assertThat(host.problem().code()).isEqualTo("facts-unreadable"));
  }

  @Test
  void namesThatCouldBreakALineAreNotAskedFor() {
    assertThatThrownBy(() -> new FileRequest.Asked("a", "conf/x\ny/a"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void record(String name, String sums) throws IOException {
    Path record = Files.createDirectories(folder.resolve("shop/.state/applied").resolve(name));
    Files.write(record.resolve("sums"), sums.getBytes(StandardCharsets.UTF_8));
  }

  private FileDetails inspected(List<String> shell, FileRequest question)
      throws InterruptedException {
    return requireNonNull(facts(shell, List.of(question)).files().get(NODE));
  }

  private ClusterFacts facts(List<String> shell, List<FileRequest> questions)
      throws InterruptedException {
    HostName host = new HostName("pg-w1");
    SequencedMap<HostName, RemoteHost> connections = new LinkedHashMap<>();
    connections.put(host, new LocalShellHost("pg-w1", shell));
    SequencedMap<HostName, List<FileRequest>> asked = new LinkedHashMap<>();
    asked.put(host, questions);
    return new FileInspection(new FanOut(1), Duration.ofSeconds(20))
        .with(
            new ClusterFacts(new LinkedHashMap<>(), new CatalogFacts.NotRunning()),
            asked,
            connections,
            InventorySketch.of(List.of())
                .withPaths(new Paths(folder.toString(), folder.resolve("data").toString()))
                .inventory());
  }
}
