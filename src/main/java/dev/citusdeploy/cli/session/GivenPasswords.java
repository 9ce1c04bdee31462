package dev.citusdeploy.cli.session;

import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.Secret;
import dev.citusdeploy.model.SecretSource;
import dev.citusdeploy.secrets.SecretSourceReader;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Passwords whose source the inventory names. They live for one run and are saved nowhere.
///
/// @param superuser null when none is given
/// @param roles by client role
public record GivenPasswords(@Nullable Secret superuser, SequencedMap<String, Secret> roles) {
  /// An inventory that gives none.
  static final GivenPasswords NONE = new GivenPasswords(null, new LinkedHashMap<>());

  private static final String SUPERUSER = "the superuser's password";

  /// Copies the map.
  public GivenPasswords {
    roles = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(roles));
  }

  /// Fetches them all.
  ///
  /// @throws ProblemException with each that cannot be had
  static GivenPasswords of(Inventory inventory, SecretSourceReader reader)
      throws InterruptedException {
    SequencedMap<String, SecretSource> sources = new LinkedHashMap<>();
    SecretSource superuser = inventory.superuserPassword();
    if (superuser != null) {
      sources.put(SUPERUSER, superuser);
    }
    for (Inventory.Client client : inventory.clients()) {
      if (client.password() != null) {
        sources.put(name(client.role()), client.password());
      }
    }
    SequencedMap<String, Secret> found = reader.read(sources);
    SequencedMap<String, Secret> roles = new LinkedHashMap<>();
    for (Inventory.Client client : inventory.clients()) {
      Secret password = found.get(name(client.role()));
      if (password != null) {
        roles.put(client.role(), password);
      }
    }
    return new GivenPasswords(found.get(SUPERUSER), roles);
  }

  private static String name(String role) {
    return "the password of role `" + role + "`";
  }
}
