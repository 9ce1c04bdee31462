package dev.citusdeploy.inventory.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.citusdeploy.inventory.Readings;
import dev.citusdeploy.inventory.yaml.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/// To regenerate the schema: `mvn test -Dtest=InventoryJsonSchemaTest -Ddocs.write=true`.
final class InventoryJsonSchemaTest {
  private static final Path FILE = Path.of("schema/inventory.schema.json");
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
          .getSchema(InventoryJsonSchema.text(), InputFormat.JSON);

  static Stream<Path> examples() throws IOException {
    try (var files = Files.list(Path.of("inventory"))) {
      return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList().stream();
    }
  }

  @Test
  void theFileIsWhatTheProgramMakes() throws IOException {
    if (Boolean.getBoolean("docs.write")) {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, InventoryJsonSchema.text());
    }
    assertThat(FILE)
        .as("regenerate it with: mvn test -Dtest=InventoryJsonSchemaTest -Ddocs.write=true")
        .content()
        .isEqualTo(InventoryJsonSchema.text());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleIsGoodAndNamesTheSchema(Path example) throws IOException {
    String text = Files.readString(example);
    assertThat(errors(text)).isEmpty();
    assertThat(text.lines().findFirst())
        .hasValue("# yaml-language-server: $schema=../schema/inventory.schema.json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cluster: shop                 | cluster: Shop                  | /cluster
          cluster: shop                 | cluster: 7                     | /cluster
          cluster: shop                 | clusters: shop                 | clusters
          database: shop                | x-database: shop               | database
          image: citusdata/citus:14.1.0 | image: 'a b'                   | /image
          image: citusdata/citus:14.1.0 | image: { evn: X }              | /image
          ssh: { user: deploy }         | ssh: { port: 70000 }           | /ssh/port
          ssh: { user: deploy }         | ssh: { sudo: 'yes' }           | /ssh/sudo
          ssh: { user: deploy }         | ssh: { jump: 'a b' }           | /ssh/jump
          ssh: { user: deploy }         | ssh: [deploy]                  | /ssh
          ssh: { user: deploy }         | network: hots                  | /network
          ssh: { user: deploy }         | postgres: { password: secret } | /postgres/password
          ssh: { user: deploy }         | postgres: { password: { env: A, file: b } } | /postgres/password
          ssh: { user: deploy }         | postgres: { settings: { Work-Mem: 1 } } | /postgres/settings
          ssh: { user: deploy }         | clients: [{ from: x, database: shop, role: app }] | /clients/0/from
          ssh: { user: deploy }         | cluster_networks: [10.0.0.0]   | /cluster_networks
          role: worker                  | role: wroker                   | /hosts/pg-2/role
          role: worker                  | rack: A7, role: worker         | /hosts/pg-2
          pg-2                          | Pg-2                           | /hosts
          address: 10.0.0.11,           | adress: 10.0.0.11,             | address
          """)
  void refusesWhatTheCheckRefuses(String good, String bad, String place) {
    String text =
        Readings.HEAD
            + """
            ssh: { user: deploy }
            hosts:
              pg-1: { address: 10.0.0.10, role: coordinator }
              pg-2: { address: 10.0.0.11, role: worker }
            """;
    assertThat(errors(text)).isEmpty();
    assertThat(text).contains(good);
    String changed = text.replaceFirst("\\b" + good.replaceAll("([{}.])", "\\\\$1"), bad);
    assertThat(changed).isNotEqualTo(text);
    assertThat(errors(changed)).anySatisfy(error -> assertThat(error).contains(place));
    assertThat(Readings.mistakes(changed)).isNotEmpty();
  }

  @Test
  void takesRangesPlacesOfValuesAndOwnKeys() {
    assertThat(
            errors(
                """
                include: defaults.yml
                x-mine: { a: [1] }
                hosts:
                  w[01:12]: { address: 'w[01:12].x', role: worker, port: '[1:12]', x-rack: 1 }
                  c: { address: { env: C, default: x }, role: coordinator, port: { env: P } }
                """))
        .isEmpty();
    assertThat(errors("hosts: { w1: { address: x, role: worker, settings: { a: [1] } } }\n"))
        .isNotEmpty();
  }

  private static List<String> errors(String yaml) {
    Object plain = InventoryJsonSchema.plain(YamlText.parse(yaml, "test.yml"));
    String json = JsonMapper.shared().writeValueAsString(plain);
    List<Error> errors = SCHEMA.validate(json, InputFormat.JSON);
    return errors.stream().map(error -> error.getInstanceLocation() + " " + error).toList();
  }
}
