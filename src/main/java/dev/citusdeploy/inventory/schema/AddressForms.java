package dev.citusdeploy.inventory.schema;

import dev.citusdeploy.inventory.text.Form.Fault;
import dev.citusdeploy.inventory.text.NetworkAddress;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/// Rules for addresses that patterns cannot express.
public final class AddressForms {
  private static final Pattern WITH_PORT = Pattern.compile("[^:]+:[0-9]+");
  private static final String ALL = "all";

  private AddressForms() {}

  /// What is wrong with an address that other machines dial.
  static Optional<Fault> fault(String text) {
    return NetworkAddress.withoutBrackets(text).indexOf('%') >= 0
        ? fault(
            "the zone `%s` means something on one machine only"
                .formatted(text.substring(text.indexOf('%'))),
            "give an address that every node can dial, not a link-local one")
        : sshFault(text);
  }

  /// What is wrong with an address that only this machine dials.
  public static Optional<Fault> sshFault(String text) {
    String bare = NetworkAddress.withoutBrackets(text);
    Optional<InetAddress> literal = NetworkAddress.literal(NetworkAddress.withoutZone(bare));
    if (literal.isPresent() && literal.get().isAnyLocalAddress()) {
      return fault("it means every address of a machine, not one", "give the server's address");
    }
    boolean zoned = bare.indexOf('%') >= 0;
    boolean sixteenBytes = literal.filter(address -> address.getAddress().length == 16).isPresent();
    if (sixteenBytes
        || (bare.equals(text)
            && !zoned
            && (literal.isPresent() || NetworkAddress.isDnsName(text)))) {
      return Optional.empty();
    }
    if (!bare.equals(text) && (literal.isPresent() || NetworkAddress.isDnsName(bare))) {
      return noAddress(text, "brackets are for IPv6 addresses; leave them out");
    }
    if (text.contains("@")) {
      return noAddress(text, "the login name belongs under `ssh`, as `user`");
    }
    if (WITH_PORT.matcher(text).matches()) {
      return noAddress(text, "the port belongs under `port`, that of sshd under `ssh.port`");
    }
    return noAddress(text, text.indexOf('[') > 0 ? "a range is written `[1:12]`" : "");
  }

  /// What is wrong with an address to listen on.
  public static Optional<Fault> listenFault(String text) {
    if (text.equals(ALL)) {
      return Optional.empty();
    }
    if (text.equals("*") || text.equals("0.0.0.0") || text.equals("::")) {
      return fault("it means every address of the server", "write `all`");
    }
    return NetworkAddress.literal(NetworkAddress.withoutBrackets(text)).isPresent()
        ? fault(text)
        : fault("it must be " + Forms.LISTEN.what(), "");
  }

  /// What is wrong with a jump host.
  public static Optional<Fault> jumpFault(String text) {
    if (!Forms.JUMP.pattern().matcher(text).matches()) {
      return NetworkAddress.literal(text).isPresent()
          ? fault("it must be " + Forms.JUMP.what(), "did you mean `[" + text + "]`?")
          : Optional.empty();
    }
    JumpText jump = JumpText.parse(text);
    if (jump.port() != null && (jump.port() < 1 || jump.port() > 65535)) {
      return fault("its port must be a number from 1 to 65535", "correct the port");
    }
    return sshFault(jump.host());
  }

  private static Optional<Fault> noAddress(String text, String remedy) {
    String why =
        text.matches("[0-9.]+")
            ? "an IPv4 address has four numbers from 0 to 255"
            : "it must be " + Forms.ADDRESS.what();
    return fault(why, remedy);
  }

  private static Optional<Fault> fault(String why, String remedy) {
    return Optional.of(new Fault(why, remedy));
  }
}
