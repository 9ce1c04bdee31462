package dev.citusdeploy.inventory.schema;

import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.text.Form;
import dev.citusdeploy.inventory.text.Form.Fault;
import dev.citusdeploy.inventory.text.NetworkAddress;
import dev.citusdeploy.model.HostName;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The forms of texts in an inventory.
public final class Forms {
  private static final List<String> RESERVED_DATABASES =
      List.of("all", "replication", "samegroup", "samerole", "sameuser", "template0", "template1");

  /// The last ones are schemas of PostgreSQL and Citus: a role works in the schema of its name.
  private static final List<String> RESERVED_ROLES =
      List.of(
          "all",
          "none",
          "public",
          "citus",
          "citus_internal",
          "columnar",
          "columnar_internal",
          "information_schema");

  private static final Pattern NOT_A_RANGE = Pattern.compile("[\\[\\]{}]");
  private static final Pattern PREFIX_LENGTH = Pattern.compile("[0-9]{1,3}");

  /// Name of a cluster, host or node.
  static final Form NAME =
      new Form(
          "a name: 1 to 40 characters of `a-z`, `0-9` and hyphens, no hyphen at the ends",
          Pattern.compile("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?"),
          Forms::nameFault);

  /// Database image.
  static final Form IMAGE =
      new Form(
          "an image, `repository:tag` or `repository@sha256:…`",
          "([A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]+)?/)?"
              + "([a-z0-9]+([._-]+[a-z0-9]+)*/)*[a-z0-9]+([._-]+[a-z0-9]+)*"
              + "(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?");

  /// Name of a database.
  static final Form DATABASE =
      new Form(
          "a database's name: 1 to 63 characters of `a-z`, `0-9`, `_` and hyphens, no digit or"
              + " hyphen first",
          Pattern.compile("[a-z_][a-z0-9_-]{0,62}"),
          text -> reserved(text, RESERVED_DATABASES.contains(text)));

  /// Name of a database role.
  static final Form ROLE =
      new Form(
          "a role's name: 1 to 63 characters of `a-z`, `0-9`, `_` and hyphens, no digit or hyphen"
              + " first, not `pg_…`",
          Pattern.compile("[a-z_][a-z0-9_-]{0,62}"),
          text -> reserved(text, RESERVED_ROLES.contains(text) || text.startsWith("pg_")));

  /// Address of a server.
  public static final Form ADDRESS =
      new Form(
          "an IPv4 address, an IPv6 address, or a DNS name",
          Pattern.compile("\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9.:-]+"),
          AddressForms::fault);

  /// Address that only this machine dials, where the zone of an IPv6 address makes sense.
  static final Form SSH_ADDRESS =
      new Form(
          "an IPv4 address, an IPv6 address, also with a zone, or a DNS name",
          Pattern.compile(
              "\\[[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?\\]|[A-Za-z0-9.:-]+|[0-9A-Fa-f:.]+%[A-Za-z0-9._-]+"),
          AddressForms::sshFault);

  /// Address that PostgreSQL listens on.
  public static final Form LISTEN =
      new Form(
          "an IPv4 address, an IPv6 address, or `all`",
          Pattern.compile("\\[[0-9A-Fa-f:.]+\\]|[0-9A-Fa-f.:]+|all"),
          AddressForms::listenFault);

  /// A jump host.
  public static final Form JUMP =
      new Form(
          "`[user@]host[:port]`, an IPv6 address in brackets",
          Pattern.compile(
              "([A-Za-z0-9_][A-Za-z0-9_.-]*[$]?@)?(\\[[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?\\]|[A-Za-z0-9.-]+)(:[0-9]{1,5})?"),
          AddressForms::jumpFault);

  /// Name of a variable of the environment.
  public static final Form VARIABLE =
      new Form("a variable's name of letters, digits and `_`", "[A-Za-z_][A-Za-z0-9_]*");

  /// Network of clients.
  static final Form NETWORK =
      new Form(
          "a network in CIDR form, such as `10.0.0.0/8` or `fd00::/8`",
          Pattern.compile("[0-9A-Fa-f.:]+/[0-9]{1,3}"),
          Forms::networkFault);

  /// Where clients come from.
  static final Form CLIENT_NETWORK =
      new Form(
          "a network in CIDR form, such as `10.0.0.0/8` or `fd00::/8`, or `local` for the nodes' own"
              + " servers",
          Pattern.compile("local|[0-9A-Fa-f.:]+/[0-9]{1,3}"),
          text -> text.equals(Inventory.Client.LOCAL) ? Optional.empty() : networkFault(text));

  /// File on this machine.
  public static final Form LOCAL_FILE =
      new Form(
          "a file on this machine: absolute, below `~/`, or beside the file that names it",
          Pattern.compile("[^\\x00-\\x1f\\x7f]+"),
          Forms::localFileFault);

  /// Folder on a server.
  static final Form SERVER_FOLDER =
      new Form(
          "an absolute path on the servers of letters, digits, `.`, `_`, hyphens and slashes,"
              + " without a slash at its end",
          Pattern.compile("(/[A-Za-z0-9._-]+)+"),
          Forms::serverFolderFault);

  /// Login name.
  static final Form LOGIN = new Form("a login name", "[A-Za-z0-9_][A-Za-z0-9_.@-]*[$]?");

  /// Name of a PostgreSQL setting.
  static final Form SETTING_NAME =
      new Form(
          "a setting's name in lower case, such as `work_mem` or `citus.shard_count`",
          Pattern.compile("[a-z_][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)?"),
          Forms::settingNameFault);

  /// Value of a PostgreSQL setting.
  static final Form SETTING_VALUE = new Form("a value on one line", "[^\\x00-\\x1f\\x7f]*");

  private Forms() {}

  private static Optional<Fault> nameFault(String text) {
    if (!text.isEmpty() && NOT_A_RANGE.matcher(text).find()) {
      return fault("it must be " + NAME.what(), "a range is written `[01:12]`");
    }
    String plain = text.toLowerCase(Locale.ROOT).replaceAll("[_. ]", "-");
    if (!plain.equals(text) && HostName.isValid(plain)) {
      return Optional.of(new Fault("it must be " + NAME.what(), "did you mean `" + plain + "`?"));
    }
    return Optional.empty();
  }

  private static Optional<Fault> reserved(String text, boolean isReserved) {
    return isReserved
        ? Optional.of(
            new Fault("`" + text + "` means something else to PostgreSQL", "choose another name"))
        : Optional.empty();
  }

  private static Optional<Fault> networkFault(String text) {
    int slash = text.indexOf('/');
    Optional<InetAddress> address =
        NetworkAddress.literal(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty()) {
      return Optional.of(new Fault("it must be " + NETWORK.what(), ""));
    }
    int width = address.get().getAddress().length * 8;
    if (slash < 0) {
      return fault(
          "the length of its prefix is missing",
          "for this one address: `" + text + "/" + width + "`");
    }
    String prefix = text.substring(slash + 1);
    if (!PREFIX_LENGTH.matcher(prefix).matches() || Integer.parseInt(prefix) > width) {
      return fault("its prefix must be a number from 0 to " + width, "");
    }
    String network = NetworkAddress.network(address.get(), Integer.parseInt(prefix));
    boolean same =
        NetworkAddress.literal(network.substring(0, network.indexOf('/'))).equals(address);
    return same
        ? Optional.empty()
        : fault("it has bits set behind its prefix", "did you mean `" + network + "`?");
  }

  private static Optional<Fault> localFileFault(String text) {
    return text.startsWith("~") && !text.startsWith("~/")
        ? fault("only one's own home can be written as `~/`", "write the path in full")
        : Optional.empty();
  }

  private static Optional<Fault> serverFolderFault(String text) {
    if (text.length() > 1 && text.endsWith("/")) {
      return fault(
          "it must be " + SERVER_FOLDER.what(),
          "did you mean `" + text.substring(0, text.length() - 1) + "`?");
    }
    return List.of(text.split("/", -1)).stream()
            .anyMatch(part -> part.equals(".") || part.equals(".."))
        ? fault("`.` and `..` are not allowed in it", "write the path in full")
        : Optional.empty();
  }

  private static Optional<Fault> settingNameFault(String text) {
    String plain = text.toLowerCase(Locale.ROOT);
    return plain.equals(text) || !SETTING_NAME.pattern().matcher(plain).matches()
        ? Optional.empty()
        : fault("it must be " + SETTING_NAME.what(), "did you mean `" + plain + "`?");
  }

  private static Optional<Fault> fault(String why, String remedy) {
    return Optional.of(new Fault(why, remedy));
  }
}
