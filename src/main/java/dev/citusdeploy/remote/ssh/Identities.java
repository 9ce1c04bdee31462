package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/// The private keys to log in with, each file read once for all hosts. Thread-safe.
public final class Identities {
  private static final List<String> USUAL = List.of("id_ed25519", "id_ecdsa", "id_rsa");

  private final Path home;
  private final Map<Path, Loaded> files = new ConcurrentHashMap<>();

  /// @param home the folder with `.ssh`
  public Identities(Path home) {
    this.home = home;
  }

  /// A key file and its key.
  record Identity(Path file, KeyPair key) {}

  private record Loaded(List<KeyPair> keys, boolean encrypted, String why) {}

  /// The keys for a host: the one that the inventory names, or those of the usual ones that exist.
  ///
  /// @throws ProblemException when there is none that can be used
  List<Identity> of(Host host) {
    Path named = host.ssh().identity();
    List<Path> candidates =
        named == null
            ? USUAL.stream().map(name -> home.resolve(".ssh").resolve(name)).toList()
            : List.of(named);
    List<Identity> found = new ArrayList<>();
    Problem unusable = null;
    for (Path file : candidates.stream().filter(Files::exists).toList()) {
      Loaded loaded = files.computeIfAbsent(file, Identities::load);
      loaded.keys().forEach(key -> found.add(new Identity(file, key)));
      if (loaded.keys().isEmpty() && unusable == null) {
        unusable = problem(host, file, loaded);
      }
    }
    if (found.isEmpty()) {
      throw new ProblemException(
          unusable == null ? SshProblems.identityMissing(host, candidates) : unusable);
    }
    return found;
  }

  private static @Nullable Problem problem(Host host, Path file, Loaded loaded) {
    return loaded.encrypted()
        ? SshProblems.identityEncrypted(host, file)
        : SshProblems.identityUnreadable(host, file, loaded.why());
  }

  private static Loaded load(Path file) {
    var asked = new boolean[1];
    FilePasswordProvider noPassphrase =
        (_, _, _) -> {
          asked[0] = true;
          return null;
        };
    List<KeyPair> keys = new ArrayList<>();
    try (InputStream stream = Files.newInputStream(file)) {
      Iterable<KeyPair> read =
          SecurityUtils.loadKeyPairIdentities(
              null, NamedResource.ofName(file.toString()), stream, noPassphrase);
      if (read != null) {
        read.forEach(keys::add);
      }
      return new Loaded(List.copyOf(keys), false, "it holds no private key");
    } catch (AccessDeniedException e) {
      return new Loaded(List.of(), false, "reading it is not permitted");
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      return new Loaded(List.of(), asked[0], String.valueOf(e.getMessage()));
    }
  }
}
