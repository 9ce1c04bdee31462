package dev.citusdeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The list of programs that tests run is what they run, and `bin/verify` installs just that.
final class LocalProgramsTest {
  /// Every way of Java to start a program.
  private static final Pattern STARTS =
      Pattern.compile("new ProcessBuilder\\(|Runtime\\.getRuntime\\(\\)\\.exec|startPipeline\\(");

  @Test
  void noTestStartsAProgramPastTheList() throws IOException {
    List<String> starts = new ArrayList<>();
    try (Stream<Path> sources = Files.walk(Path.of("src/test/java"))) {
      for (Path source : sources.filter(path -> path.toString().endsWith(".java")).toList()) {
        String text = Files.readString(source);
        if (STARTS.matcher(text).find()) {
          starts.add(String.valueOf(source.getFileName()));
        }
      }
    }
    assertThat(starts).containsExactly("LocalPrograms.java");
  }

  @Test
  void aProgramThatIsNotListedIsRefused() {
    for (String program : List.of("nmap", "/usr/bin/nmap", "/usr/sbin/sshd")) {
      assertThatThrownBy(() -> LocalPrograms.process(program))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is not in bin/lib/tools.txt: add it there");
    }
  }

  @Test
  void scriptsFindListedProgramsOnly() throws Exception {
    List<String> listed = List.copyOf(LocalPrograms.listed().keySet());
    String found = run(LocalPrograms.path(), "command -v " + String.join(" ", listed)).strip();
    assertThat(found.lines()).hasSameSizeAs(listed);

    assertThat(run(LocalPrograms.path(), "command -v apt-get perl git python3 make; echo end"))
        .isEqualTo("end\n");
  }

  @Test
  void everyProgramHasItsPackages() {
    LocalPrograms.listed()
        .forEach((program, packages) -> assertThat(packages).as(program).hasSize(3));
    assertThat(LocalPrograms.listed()).containsKeys("busybox", "dash", "docker");
  }

  /// With nothing on PATH but a package manager, every program is missing; Docker is found or
  /// installed by another script.
  @Test
  void whatTheScriptInstallsIsTheList(@TempDir Path folder) throws Exception {
    Map<String, Integer> columns = Map.of("apt-get", 0, "dnf", 1, "apk", 2);
    for (Map.Entry<String, Integer> manager : columns.entrySet()) {
      Path bin = Files.createDirectory(folder.resolve(manager.getKey()));
      Path program = Files.writeString(bin.resolve(manager.getKey()), "");
      assertThat(program.toFile().setExecutable(true)).isTrue();

      List<String> programs = new ArrayList<>();
      List<String> packages = new ArrayList<>();
      LocalPrograms.listed()
          .forEach((name, names) -> {
            if (!names.getFirst().equals("-")) {
              programs.add(name);
              packages.add(names.get(manager.getValue()));
            }
          });
      assertThat(
              run(
                  bin.toString(),
                  "missing_tools; echo ${missing_programs[@]}; echo" + " ${missing_packages[@]}"))
          .isEqualTo(
              String.join(" ", programs)
                  + "\n"
                  + String.join(" ", packages.stream().distinct().toList())
                  + "\n");
    }
  }

  /// Whoever may not install reads everything that is missing at once, with one command for it.
  @Test
  void whoMayNotInstallSeesEverythingAtOnce(@TempDir Path folder) throws Exception {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    for (String program : LocalPrograms.listed().keySet()) {
      if (!program.equals("busybox") && !program.equals("flock")) {
        Files.createSymbolicLink(bin.resolve(program), LocalPrograms.locate(program));
      }
    }
    assertThat(Files.writeString(bin.resolve("apt-get"), "").toFile().setExecutable(true)).isTrue();

    assertThat(run(bin.toString(), "is_root() { false; }; use_tools"))
        .contains("error: the tests run programs that are not on this machine: busybox flock\n")
        .contains("apt-get install busybox util-linux\n");
  }

  /// Debian 12 is such a system.
  @Test
  void whereNoPackageHasAJdkTheErrorStatesWhereToPutOne() throws Exception {
    String unknown =
        "is_root() { :; }; apt-get() { :; }; apt-cache() { return 100; }; JAVA_HOME=;"
            + " jdk_on_path() { return 1; }; jdk_in_usual_place() { return 1; };";
    assertThat(run(LocalPrograms.path(), ". bin/lib/jdk.sh; " + unknown + "use_jdk"))
        .containsPattern("error: no JDK 25 or newer was found, and .+ has no package of one\n")
        .contains("mkdir -p /opt/jdk-25 && tar -xzf", "--strip-components=1")
        .contains("sdk install java 25-tem", "export JAVA_HOME=");

    assertThat(
            run(
                LocalPrograms.path(),
                ". bin/lib/jdk.sh; "
                    + unknown
                    + "is_root() { false; }; apt-cache() { :; }; use_jdk"))
        .contains("error: no JDK 25 or newer was found\n")
        .contains("as root: apt-get install openjdk-25-jdk-headless\n");
  }

  private static String run(String path, String line) throws IOException, InterruptedException {
    ProcessBuilder builder =
        LocalPrograms.process(
            "bash",
            "-c",
            "PATH=$0:$PATH; for part in say tools; do . bin/lib/$part.sh; done; PATH=$0; " + line,
            path);
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return said;
  }
}
