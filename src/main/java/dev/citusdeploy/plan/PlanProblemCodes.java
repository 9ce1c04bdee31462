package dev.citusdeploy.plan;

import dev.citusdeploy.model.Problem.Kind;
import dev.citusdeploy.model.ProblemCode;

/// What blocks a plan. Nothing is changed on any server while there is one of these.
public final class PlanProblemCodes {
  public static final ProblemCode CLOCK_OFF =
      new ProblemCode(
          "clock-off",
          Kind.REFUSED,
          "A server's clock is minutes off, so that certificates and logs would lie.",
          "Set the clock: `sudo timedatectl set-ntp true`.");

  public static final ProblemCode ROOTLESS_HOST_NETWORK =
      new ProblemCode(
          "rootless-host-network",
          Kind.REFUSED,
          "A rootless or user-namespaced engine cannot give containers the server's network.",
          "Write `network: bridge` into the inventory.");

  public static final ProblemCode IMAGE_ARCHITECTURE =
      new ProblemCode(
          "image-architecture",
          Kind.REFUSED,
          "The image is made for another kind of processor than the server's.",
          "Name an image that is made for it.");

  public static final ProblemCode IMAGES_DIFFER =
      new ProblemCode(
          "images-differ",
          Kind.REFUSED,
          "One image name stands for different images on different servers, as a tag does that has been moved since one of them fetched it.",
          "`docker pull IMAGE` on the server that holds the old one; better, name the image by its digest: `NAME@sha256:…`.");

  public static final ProblemCode TRANSACTIONS_PREPARED =
      new ProblemCode(
          "transactions-prepared",
          Kind.REFUSED,
          "A restart is planned, and prepared transactions of Citus are older than two rounds of its recovery.",
          "Finish them on the node named: COMMIT PREPARED where any node's pg_dist_transaction has the gid, else ROLLBACK PREPARED.");

  public static final ProblemCode ADDRESS_MISSING =
      new ProblemCode(
          "address-missing",
          Kind.REFUSED,
          "A server does not have the address that its node is to listen on.",
          "Bring its interface up, or correct `advertise`; behind NAT, add `listen: all`.");

  public static final ProblemCode PORT_IN_USE =
      new ProblemCode(
          "port-in-use",
          Kind.REFUSED,
          "Another program or container listens on the port of a node.",
          "Stop it, or give the nodes another port with `postgres.port`.");

  public static final ProblemCode DISK_SPACE_LOW =
      new ProblemCode(
          "disk-space-low",
          Kind.REFUSED,
          "There is not enough room on the server for the files that are to be written, or for a new node's data: 1 GiB a node, because PostgreSQL lets its log grow to that before it tidies up; or to stop a node that serves: on a full disk it may not come back.",
          "Make room, or let `paths` name a larger file system.");

  public static final ProblemCode CLUSTER_NAME_TAKEN =
      new ProblemCode(
          "cluster-name-taken",
          Kind.REFUSED,
          "Another cluster of the same name lives on the server: with other secrets, or with its files in another folder.",
          "Give one of them another name; or, if it is this cluster, put the former `paths` or secrets file back.");

  public static final ProblemCode ROLE_CHANGED =
      new ProblemCode(
          "role-changed",
          Kind.REFUSED,
          "The inventory gives a node with data another role than it was made with.",
          "Put the former role back.");

  public static final ProblemCode DATABASE_CHANGED =
      new ProblemCode(
          "database-changed",
          Kind.REFUSED,
          "The inventory names another database than the data was made with.",
          "Put the former name back.");

  public static final ProblemCode SUPERUSER_CHANGED =
      new ProblemCode(
          "superuser-changed",
          Kind.REFUSED,
          "The inventory names another superuser than the data was made with.",
          "Put the former name back.");

  public static final ProblemCode ADDRESS_CHANGED =
      new ProblemCode(
          "address-changed",
          Kind.REFUSED,
          "A node's address changed, and the catalog that lists the former cannot be read or gives it to another node.",
          "Put the former address back, and apply when the coordinator runs.");

  public static final ProblemCode DATA_HALF_MADE =
      new ProblemCode(
          "data-half-made",
          Kind.REFUSED,
          "A data folder holds something, and no completion mark: an initialisation was cut off, or the data is someone else's.",
          "Put the mark back where the node has served; otherwise inspect it, and when nothing in it is needed, remove that one folder.");

  public static final ProblemCode DATA_FOREIGN =
      new ProblemCode(
          "data-foreign",
          Kind.REFUSED,
          "A data folder belongs to another cluster or another node.",
          "Move it away, or correct names and `paths`.");

  public static final ProblemCode DATA_OTHER_SECRETS =
      new ProblemCode(
          "data-other-secrets",
          Kind.REFUSED,
          "The data was made with other secrets than those of the secrets file in use.",
          "Put the right secrets file back, or name it with `--secrets`.");

  public static final ProblemCode POSTGRES_MAJOR_DIFFERS =
      new ProblemCode(
          "postgres-major-differs",
          Kind.REFUSED,
          "The image holds another major version of PostgreSQL than the data.",
          "Put the former image back; [upgrade.md](upgrade.md) describes how to get to another version.");

  public static final ProblemCode POSTGRES_TOO_OLD =
      new ProblemCode(
          "postgres-too-old",
          Kind.REFUSED,
          "The image holds a PostgreSQL older than 16.",
          "Name an image with PostgreSQL 16 or later.");

  public static final ProblemCode CITUS_VERSION_DIFFERS =
      new ProblemCode(
          "citus-version-differs",
          Kind.REFUSED,
          "The image holds another version of the Citus extension than the data.",
          "Put the former image back; for a newer Citus follow the procedure in [upgrade.md](upgrade.md).");

  public static final ProblemCode CITUS_LIBRARY_DIFFERS =
      new ProblemCode(
          "citus-library-differs",
          Kind.REFUSED,
          "A node runs with the library of another Citus than the extension in its data is of, so that every transaction that touches it fails.",
          "Go back to the former image; where all other nodes have the newer extension, `ALTER EXTENSION citus UPDATE` on this one.");

  public static final ProblemCode COLLATION_VERSION_DIFFERS =
      new ProblemCode(
          "collation-version-differs",
          Kind.REFUSED,
          "Databases record a version of a collation that the image does not give: indexes on text would miss rows.",
          "Put the former image back; [upgrade.md](upgrade.md) describes how to get to another base system.");

  public static final ProblemCode DATA_MISSING =
      new ProblemCode(
          "data-missing",
          Kind.REFUSED,
          "There was data, and its folder is empty now.",
          "Mount or restore the data: no new data is made over a loss; `findmnt -T FOLDER` shows what is mounted.");

  public static final ProblemCode DATA_NOT_MOUNTED =
      new ProblemCode(
          "data-not-mounted",
          Kind.REFUSED,
          "A node's data folder is on the root file system, and its data was on another one.",
          "Mount that file system: `findmnt -T FOLDER` shows what is mounted, `/etc/fstab` what should be.");

  public static final ProblemCode DATA_PATH_CHANGED =
      new ProblemCode(
          "data-path-changed",
          Kind.REFUSED,
          "A node has no data where `paths` puts it now, and was made with another path.",
          "Put the former `paths` back, or move the data by hand with the node stopped.");

  public static final ProblemCode NODE_RENAMED =
      new ProblemCode(
          "node-renamed",
          Kind.REFUSED,
          "A node has no data, and its server holds the data of a node that the inventory does not know: the host was renamed.",
          "Put the former name back into the inventory.");

  public static final ProblemCode NEW_DATA_REFUSED =
      new ProblemCode(
          "new-data-refused",
          Kind.REFUSED,
          "`--new-data` names a node that has data; no data is made over other data.",
          "Leave the option out.");

  public static final ProblemCode DATA_ON_OTHER_HOST =
      new ProblemCode(
          "data-on-other-host",
          Kind.REFUSED,
          "A node has no data where the inventory puts it, but on another host.",
          "Let the inventory name that host: where two addresses were swapped, swap them back; or move the data.");

  public static final ProblemCode NODE_NOT_IN_INVENTORY =
      new ProblemCode(
          "node-not-in-inventory",
          Kind.REFUSED,
          "pg_dist_node lists a node that the inventory does not.",
          "Put it back into the inventory.");

  public static final ProblemCode CONTAINER_FOREIGN =
      new ProblemCode(
          "container-foreign",
          Kind.REFUSED,
          "A container bears this node's name and not its labels.",
          "Rename or remove it, or give the cluster another name.");

  public static final ProblemCode NODE_IDENTITY_UNCLEAR =
      new ProblemCode(
          "node-identity-unclear",
          Kind.REFUSED,
          "A node has data and no row in the catalog, while the catalog lists nodes that the inventory does not.",
          "Put the former address back.");

  public static final ProblemCode METADATA_UNCLEAR =
      new ProblemCode(
          "metadata-unclear",
          Kind.REFUSED,
          "Citus' metadata shows that a node holds another one's data, that it lists tables which the coordinator does not know, or that shards lie in a group that no node has: a sync, or a second registration, would separate tables from their shards.",
          "Put the addresses, the data (of the coordinator, where that is older) or the lost row of pg_dist_node in its place; the message has the statement.");

  public static final ProblemCode REHEARSAL_IMAGE =
      new ProblemCode(
          "rehearsal-image",
          Kind.REFUSED,
          "The cluster runs the rehearsal image, which does not shard, and is no rehearsal.",
          "Name a real image, or write `lab: true`.");

  public static final ProblemCode LIMIT_TOO_NARROW =
      new ProblemCode(
          "limit-too-narrow",
          Kind.REFUSED,
          "A step of a plan with `--limit` has to wait for something on a node that the limit leaves out.",
          "Add that node to `--limit`, or apply without it.");

  public static final ProblemCode DRIFT =
      new ProblemCode(
          "drift",
          Kind.REFUSED,
          "Files of a node, or what its `conf/current` points to, were changed by hand since the last apply, and are not what the inventory asks for.",
          "Put the change into the inventory (`settings`) or an override; or throw it away: `citus-deploy apply INVENTORY --overwrite-drift`.");

  private PlanProblemCodes() {}
}
